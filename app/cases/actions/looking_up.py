"""Regions and kinds by their codes: many messages of one transaction name the same few."""

from typing import TypeVar

from app.cases.models import Category
from app.core.database import Uow
from app.territory.models import Region

Row = TypeVar("Row", Region, Category)

_KEPT = "cases.looked_up"


def looked_up(uow: Uow, table: type[Row], code: str) -> Row | None:
    """Return a region or kind, None where there is none; it is asked for once a transaction."""
    kept = uow.session.info.setdefault(_KEPT, {})
    found: Row | None = kept.get((table, code))
    if found is None:
        found = uow.session.get(table, code)
        if found is not None:
            kept[table, code] = found
    return found
