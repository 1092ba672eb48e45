"""The roster as a table that leaves: what is shown of members, page after page."""

from collections.abc import Callable, Iterator, Sequence

from app.core.actor import Actor
from app.core.database import Database
from app.core.words import label
from app.party.queries.members import MemberRow
from app.party.queries.roster import RosterFilter, roster_page
from app.party.roster.heads import RosterField

PAGE_ROWS = 2_000
COLUMNS = (
    *(RosterField.NAME, RosterField.GENDER, RosterField.JOINED, RosterField.STANDING),
    *(RosterField.ORGANISATION, RosterField.SECOND, RosterField.WORKPLACE, RosterField.GRID),
    *(RosterField.SKILLS, RosterField.TAGS),
)
"""Columns of the table, headed as an import of them reads them; nothing personal but the name."""
Told = Callable[[int], None]


def exported_rows(
    database: Database, actor: Actor, chosen: RosterFilter, told: Told | None = None
) -> Iterator[Sequence[object]]:
    """Yield the cells of each member of a filter in the order of names.

    Args:
        database: Where from; a reading session for each page.
        actor: Who takes them out.
        chosen: Which.
        told: Told how many rows were given.
    """
    after: tuple[object, ...] | None = None
    count = 0
    while True:
        with database.reading() as session:
            page = roster_page(session, actor, chosen, after=after, limit=PAGE_ROWS)
        for row in page.rows:
            yield _cells(row)
        count += len(page.rows)
        if told is not None:
            told(count)
        after = page.after
        if after is None:
            return


def _cells(row: MemberRow) -> tuple[object, ...]:
    return (
        row.name,
        label(row.sex) if row.sex is not None else "",
        row.joined,
        label(row.standing),
        row.organisation,
        row.dual,
        row.workplace,
        row.grid,
        "、".join(row.skills),
        "、".join(row.tags),
    )
