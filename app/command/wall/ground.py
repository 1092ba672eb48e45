"""The ground the wall draws: names and outlines of what it may count, and lines across it."""

import sqlalchemy as sa

from app.command.wall.lens import Figure, Lens
from app.territory.models import Region
from app.territory.models.shapes import MapLine, Outline
from app.territory.rules import Tier

_DRAWN = (Tier.STREET, Tier.COMMUNITY)


def regions(lens: Lens) -> Figure:
    """Streets and communities with their outlines; those without one are none of the map."""
    return (
        sa.select(
            Outline.code,
            Region.name,
            Region.tier,
            Outline.wkb,
            Outline.centre_longitude,
            Outline.centre_latitude,
        )
        .join(Region, Region.code == Outline.code)
        .where(
            Region.retired_at.is_(None),
            Region.tier.in_([sa.literal_column(f"'{tier}'") for tier in _DRAWN]),
            lens.within(Outline.code),
        )
        .order_by(Outline.code)
    )


def lines(lens: Lens) -> Figure:
    """Roads and rivers."""
    return (
        sa.select(MapLine.kind, MapLine.wkb)
        .where(lens.within(MapLine.region_code))
        .order_by(MapLine.kind, MapLine.id)
    )
