"""Drawing a grid in a draft where there was none."""

from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, once
from app.core.words import say
from app.territory.actions.redrawings import areas_of, moved_cells, open_draft, take_step
from app.territory.geometry import Point
from app.territory.ground_drawing import community_of, draw
from app.territory.models import Region
from app.territory.models.shapes import Outline
from app.territory.redrawing import COMMUNITY_DIGITS, Cell, Step, StepKind
from app.territory.rules import GridKind, Tier, checked_name, short_name


@once
def draw_grid(
    uow: Uow,
    redrawing_id: UUID,
    ring: tuple[Point, ...],
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Draw a grid on ground that no other covers; returns the version of the draft.

    It belongs to the community it lies in, takes the borders of those it comes near, and has no
    households yet: whoever knows them enters them.

    Raises:
        GroundTaken: Others cover all of it.
        GroundParted: What is free of it falls into parts.
        OutsideStreet: It reaches beyond the street.
        NoCommunityThere: It lies in none and beside none.
    """
    import shapely

    found, cells = open_draft(uow, redrawing_id, seen_version)
    areas = areas_of(cells)
    outlines = {
        code: shapely.from_wkb(wkb)
        for code, wkb in uow.session.execute(
            sa.select(Outline.code, Outline.wkb)
            .join(Region, Region.code == Outline.code)
            .where(
                Outline.code.startswith(found.region_code, autoescape=True),
                Region.tier.in_((Tier.STREET, Tier.COMMUNITY)),
                Region.retired_at.is_(None),
            )
        )
    }
    area, neighbours = draw(areas, ring, outlines.pop(found.region_code, None))
    community = community_of(area, outlines, areas, COMMUNITY_DIGITS)
    name = short_name(uow.session.get_one(Region, community).name)
    number = found.position + 1
    cell = Cell(
        key=f"{community}+{number}.1",
        name=checked_name(say("territory.drawn_name", name=name[:50], number=number)),
        kind=GridKind.GENERAL,
        households=0,
        population=0,
        wkb=b"",
    ).with_area(area)
    step = Step(StepKind.DRAW, (), (cell, *moved_cells(cells, neighbours)))
    return take_step(uow, found, step)
