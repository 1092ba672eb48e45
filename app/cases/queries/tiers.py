"""Which desks lie above a region: where a case can be escalated to."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.territory.models import Region
from app.territory.rules import ancestors_of


def tiers_above(session: Session, region: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of the regions above one, the nearest first."""
    asked = sa.select(Region.code, Region.name).where(Region.code.in_(ancestors_of(region)))
    found = session.execute(asked.order_by(sa.func.length(Region.code).desc()))
    return tuple((code, name) for code, name in found)
