"""What the page of units reads, on reader threads."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.queries import (
    PersonBrief,
    UnitFilter,
    UnitRow,
    find_people,
    unit_row,
    units_page,
)
from app.core.paging import Page
from ui.core.slices import Desk
from ui.core.table_model import After, Load
from ui.parts.region_names import names_of

MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A row of the list with the name of its region."""

    row: UnitRow
    region_name: str


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """A unit with its region's name and its people."""

    row: UnitRow
    region_name: str
    people: tuple[PersonBrief, ...]


class UnitSource:
    """Reads units."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def loader(self, chosen: UnitFilter) -> Load[UnitLine]:
        """Return what loads a page; called on a reader thread."""
        desk = self._desk

        def load(after: After) -> Page[UnitLine]:
            with desk.parts.database.reading() as session:
                page = units_page(session, chosen, after=after)
                names = names_of(session, {row.region for row in page.rows})
                lines = tuple(UnitLine(row, names.get(row.region, row.region)) for row in page.rows)
                return Page(lines, page.after)

        return load

    def seen(self, session: Any, unit_id: UUID) -> UnitSeen:
        """Return one unit; called on a reader thread."""
        row = unit_row(session, unit_id)
        names = names_of(session, (row.region,))
        people = find_people(session, "", unit_id=unit_id, limit=MOST_PEOPLE)
        return UnitSeen(row, names.get(row.region, row.region), people)
