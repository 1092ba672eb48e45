"""The rows behind a figure: those it counts now, those it counted when the paper was drafted, and
which came or went in between.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer
from app.cases.models.whistles import Whistle
from app.cases.models.work import Supervision
from app.cases.numbers import short
from app.cases.queries.queue import QueueFilter, QueueView, queue_page
from app.cases.queries.rates import RatesWanted, answers_page
from app.cases.queries.sheets import SheetFilter, sheets_page
from app.cases.queries.whistle_list import WhistleSort, WhistleWish, list_whistles
from app.cases.scope import visible
from app.command.conferences.period import LogWanted, attended_rows, held_rows
from app.core.actor import Actor
from app.core.clock import local
from app.papers.briefing.figures import Book, CaseList, Figure, PeriodList, Rows
from app.territory.models import Region

MOST_KEPT = 500
"""Lists of more rows are not kept with the paper: of those only the count is known later."""
_CELL_MARK = "@"
"""In names of figures of a table's cells, whose rows are among those of the sums."""

Kept = Mapping[str, tuple[UUID, ...]]
"""Keys of the rows each figure counted, by the name of the first figure of that list."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row a figure counts: its own key, and the case it is about, None for none."""

    key: UUID
    case_id: UUID | None
    number: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class RowsMoved:
    """How a list differs from what it was when the paper was drafted.

    Attributes:
        came: Rows it counts now and did not then.
        gone: Rows it counted then and does not now, as far as they may be read.
        unseen: So many more are gone that may not be read, or are no longer there.
    """

    came: tuple[FigureRow, ...] = ()
    gone: tuple[FigureRow, ...] = ()
    unseen: int = 0

    def __bool__(self) -> bool:
        return bool(self.came or self.gone or self.unseen)


def rows_of(
    session: Session, actor: Actor, rows: Rows, now: datetime, *, most: int
) -> tuple[FigureRow, ...]:
    """Return some of the rows of a list, those that may be read."""
    if isinstance(rows, PeriodList):
        return _of_period(session, actor, rows, now, most)
    narrowed = QueueFilter(region=rows.region, rules=rows.rules)
    page = queue_page(session, actor, QueueView.EVERY, now=now, narrowed=narrowed, size=most)
    return tuple(
        FigureRow(each.id, each.id, _short(each.number), each.title, each.region_name)
        for each in page.rows
    )


def _of_period(
    session: Session, actor: Actor, rows: PeriodList, now: datetime, most: int
) -> tuple[FigureRow, ...]:
    if rows.what in _LOGS:
        return _of_log(session, actor, rows, most)
    if rows.what == "answers":
        wanted = RatesWanted(rows.since, rows.until, rows.as_of, rows.region)
        answers = answers_page(session, actor, wanted, rows.measure, size=most).rows
        return tuple(
            FigureRow(each.id, each.case_id, _short(each.number), each.title, each.unit)
            for each in answers
        )
    if rows.what == "sheets":
        issued = SheetFilter(region=rows.region, issued=(rows.since, rows.until))
        sheets = sheets_page(session, actor, issued, now=now, size=most).rows
        return tuple(
            FigureRow(s.sheet.id, s.sheet.case_id, _short(s.number), s.title, s.unit)
            for s in sheets
        )
    blown = WhistleWish(WhistleSort.UNDER_WAY, rows.region, blown=(rows.since, rows.until))
    whistles = list_whistles(session, actor, blown, now=now, size=most).rows
    return tuple(
        FigureRow(each.id, each.case_id, _short(each.case_number), each.title, each.place)
        for each in whistles
    )


def _of_log(session: Session, actor: Actor, rows: PeriodList, most: int) -> tuple[FigureRow, ...]:
    if not actor.may_in(Right.READ_COMMAND, rows.region):
        return ()
    wanted = LogWanted(rows.region, rows.since, rows.until)
    return tuple(
        FigureRow(each.key, None, f"{local(each.held_from):%m-%d %H:%M}", each.subject, each.where)
        for each in _LOGS[rows.what](session, actor, wanted, most)
    )


# -- what is kept with a paper -----------------------------------------------------------------


def rows_to_keep(session: Session, actor: Actor, book: Book, now: datetime) -> Kept:
    """Return the keys of the rows the figures count, each list once; of lists that are long, or
    that may be counted but not read, nothing.
    """
    found: dict[str, tuple[UUID, ...]] = {}
    looked: list[Rows] = []
    for figure in book.figures.values():
        if _CELL_MARK in figure.name or figure.rows in looked:
            continue
        looked.append(figure.rows)
        count = counted(figure)
        if count > MOST_KEPT:
            continue
        rows = rows_of(session, actor, figure.rows, now, most=MOST_KEPT) if count else ()
        if len(rows) == count:
            found[figure.name] = tuple(row.key for row in rows)
    return found


def counted(figure: Figure) -> int:
    """Return how many rows a figure's list has."""
    if figure.parts is not None:
        return figure.parts[0]
    return int(figure.value or 0)


def kept_of(figure: Figure, book: Book, kept: Kept) -> tuple[UUID, ...] | None:
    """Return the rows a figure counted when its paper was drafted, None where nobody kept them."""
    for name, keys in kept.items():
        first = book.get(name)
        if first is not None and first.rows == figure.rows:
            return keys
    return None


# -- what came or went -------------------------------------------------------------------------


def rows_moved(
    session: Session, actor: Actor, figure: Figure, then: Iterable[UUID], now: datetime
) -> RowsMoved | None:
    """Return how a figure's list differs from what was kept, None where it is too long to say.

    Of answers the list is looked at as it stands now, not as of the paper's moment.
    """
    before = frozenset(then)
    rows = rows_of(session, actor, as_of_now(figure.rows, now), now, most=MOST_KEPT + 1)
    if len(rows) > MOST_KEPT:
        return None
    present = {row.key for row in rows}
    return _moved(
        session, actor, figure.rows, tuple(r for r in rows if r.key not in before), before - present
    )


def keys_moved(
    session: Session, actor: Actor, rows: Rows, before: Iterable[UUID], now: Iterable[UUID]
) -> RowsMoved:
    """Return how two lists that were kept differ."""
    old, new = frozenset(before), frozenset(now)
    came = rows_by_key(session, actor, rows, new - old)
    return _moved(session, actor, rows, came, old - new)


def _moved(
    session: Session,
    actor: Actor,
    rows: Rows,
    came: tuple[FigureRow, ...],
    gone: frozenset[UUID] | set[UUID],
) -> RowsMoved:
    seen = rows_by_key(session, actor, rows, gone)
    return RowsMoved(came, seen, len(gone) - len(seen))


def as_of_now(rows: Rows, now: datetime) -> Rows:
    """Return the list of a figure as it stands now."""
    if isinstance(rows, PeriodList):
        return PeriodList(rows.what, rows.region, rows.since, rows.until, now, rows.measure)
    return rows


_LOGS = {"conferences": held_rows, "attended": attended_rows}
_TABLES: dict[str, tuple[Any, Any]] = {
    "answers": (CallAnswer.id, CallAnswer.case_id),
    "sheets": (Supervision.id, Supervision.case_id),
    "whistles": (Whistle.id, Whistle.case_id),
}


def rows_by_key(
    session: Session, actor: Actor, rows: Rows, keys: Iterable[UUID]
) -> tuple[FigureRow, ...]:
    """Return rows of a list's sort by their keys, those that are there and may be read."""
    wanted = tuple(keys)
    if not wanted:
        return ()
    if isinstance(rows, PeriodList) and rows.what in _LOGS:
        found = rows_of(session, actor, rows, rows.until, most=MOST_KEPT + 1)
        return tuple(row for row in found if row.key in wanted)
    key, case_id = (CaseFile.id, CaseFile.id)
    if isinstance(rows, PeriodList):
        key, case_id = _TABLES[rows.what]
    named = sa.func.coalesce(Region.name, "")
    asked = (
        sa.select(key, CaseFile.id, CaseFile.number, CaseFile.title, named)
        .outerjoin(Region, Region.code == CaseFile.region)
        .where(visible(actor), key.in_(wanted))
        .order_by(CaseFile.number, key)
    )
    if not isinstance(rows, CaseList):
        asked = asked.join(key.class_, case_id == CaseFile.id)
    return tuple(
        FigureRow(each, case, _short(number), title, where)
        for each, case, number, title, where in session.execute(asked)
    )


def _short(number: str | None) -> str:
    return short(number) if number else ""
