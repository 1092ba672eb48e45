"""What the page of people reads, on reader threads."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.queries import (
    PeopleFilter,
    PeopleView,
    PersonCard,
    PersonRow,
    grants_of,
    people_counts,
    people_page,
    person_card,
)
from app.core.doors import OpenWork
from app.core.paging import Count, Page
from ui.accounts.words import role_chip
from ui.core.slices import Desk
from ui.core.table_marks import ChipText
from ui.core.table_model import After, Load
from ui.parts.region_names import names_of


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A row of the list with its roles in words."""

    row: PersonRow
    roles: tuple[ChipText, ...]


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person with the names of the regions their roles hold in, and what they have open."""

    card: PersonCard
    region_names: dict[str, str]
    work: OpenWork


class PeopleSource:
    """Reads people for one administrator."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def loader(self, view: PeopleView, chosen: PeopleFilter) -> Load[PersonLine]:
        """Return what loads a page of a view; called on a reader thread."""
        desk = self._desk

        def load(after: After) -> Page[PersonLine]:
            with desk.parts.database.reading() as session:
                now = desk.parts.clock.now()
                page = people_page(session, desk.actor, view, chosen, now=now, after=after)
                grants = grants_of(session, desk.actor, [row.id for row in page.rows], now=now)
                codes = {grant.region for held in grants.values() for grant in held}
                names = names_of(session, codes)
                lines = tuple(
                    PersonLine(row, tuple(role_chip(g, names) for g in grants.get(row.id, ())))
                    for row in page.rows
                )
                return Page(lines, page.after)

        return load

    def counts(self, session: Any) -> dict[PeopleView, Count]:
        """Return how many people each view holds; called on a reader thread."""
        return people_counts(session, self._desk.actor, now=self._desk.parts.clock.now())

    def seen(self, session: Any, person_id: UUID) -> PersonSeen:
        """Return one person; called on a reader thread."""
        card = person_card(session, self._desk.actor, person_id, now=self._desk.parts.clock.now())
        names = names_of(session, (grant.region for grant in card.grants))
        work = self._desk.parts.doors.work.open_work(session, self._desk.actor, person_id)
        return PersonSeen(card, names, work)
