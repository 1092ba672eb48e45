"""What a unit, or whoever works in a grid, has in hand: the department's and grid worker's view."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.numbers import sheet_number
from app.cases.queries.queue import CaseRow, as_count, case_rows, count_of
from app.cases.queries.reminders import reminded_now
from app.cases.queries.today import midnight
from app.cases.queries.whistle_duties import WhistleDuty, my_duties
from app.cases.queries.work import PendingRow, TaskRow, my_requests, my_tasks
from app.cases.rules import CaseState, Pause
from app.cases.scope import visible, within
from app.cases.work_states import RequestState, SupervisionState
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.clock import local
from app.core.paging import Count
from app.territory.models import Region

MOST_LINES = 40
ANSWERED_DAYS = 14
_STOPS = (Pause.SUSPENDED, Pause.CARRIED_OVER)
_IN_HAND = (CaseState.SIGNED_FOR, CaseState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Pile:
    """Cases of one sort: how many, and the first of them to run out."""

    count: Count
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class TaskOfCase:
    """A task with the case it is for; its title is "" where the reader may not see the case."""

    task: TaskRow
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class SheetToAnswer:
    """An issued supervision sheet the reader's side has not answered yet."""

    id: UUID
    case_id: UUID
    number: str
    case_number: str | None
    title: str
    reason: str
    reply_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holding:
    """All of it, read in one transaction.

    Attributes:
        as_of: The moment it was read.
        names: Units and regions the reader handles cases for.
        by_region: Whether any of these is a region: then `new_today` says something.
        to_sign: Assigned, not yet signed for.
        in_hand: Signed for and running.
        stopped: Suspended or carried over.
        new_today: Registered today in the reader's region, whoever has them.
        tasks: Open tasks of the reader or their units.
        requests: What the reader asked the director for: all that waits, and recent answers.
        sheets: Sheets to answer, the first due first.
        whistles: What the reader's units owe whistles, the first due first.
        calendars: Versions the rows are counted by, by number.
        reminded: Cases of these that somebody urged and nobody answered since.
    """

    as_of: datetime
    names: tuple[str, ...]
    by_region: bool
    to_sign: Pile
    in_hand: Pile
    stopped: Pile
    new_today: Pile
    tasks: tuple[TaskOfCase, ...]
    requests: tuple[PendingRow, ...]
    sheets: tuple[SheetToAnswer, ...]
    whistles: tuple[WhistleDuty, ...]
    calendars: dict[int, WorkCalendar]
    reminded: frozenset[UUID]


def read_holding(session: Session, actor: Actor, now: datetime, *, region: str = "") -> Holding:
    """Return what somebody who handles cases has before them, within a region."""
    mine = (visible(actor), within(region), held_by(actor))
    stops = CaseFile.pause.in_(_STOPS)
    goes = sa.or_(CaseFile.pause.is_(None), CaseFile.pause.not_in(_STOPS))
    prefixes = actor.prefixes(Right.HANDLE_CASE)
    piles = {
        "to_sign": _pile(session, actor, *mine, CaseFile.state == CaseState.ASSIGNED, goes),
        "in_hand": _pile(session, actor, *mine, CaseFile.state.in_(_IN_HAND), goes),
        "stopped": _pile(
            session, actor, *mine, CaseFile.state.in_((CaseState.ASSIGNED, *_IN_HAND)), stops
        ),
        "new_today": _pile(
            session,
            actor,
            visible(actor),
            within(region),
            sa.or_(sa.false(), *map(within, prefixes)),
            CaseFile.registered_at >= midnight(local(now).date()),
        ),
    }
    rows = [row for pile in piles.values() for row in pile.rows]
    numbers = {row.calendar_number for row in rows if row.calendar_number is not None}
    return Holding(
        as_of=now,
        names=_names(session, actor),
        by_region=bool(prefixes),
        tasks=_tasks(session, actor),
        requests=_asked(session, actor, now),
        sheets=_to_answer(session, *mine),
        whistles=my_duties(session, actor, now),
        calendars={number: calendar_of(session, number) for number in numbers},
        reminded=reminded_now(session, actor, now, held_by(actor)),
        **piles,
    )


def held_by(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that `actor` does the holder's work on a case (`reach.may_handle`)."""
    if actor.everything:
        return CaseFile.handling_unit_id.is_not(None)
    found: list[sa.ColumnElement[bool]] = []
    if actor.person_id is not None:
        found.append(CaseFile.handler_id == actor.person_id)
    for grant in actor.grants:
        if Right.HANDLE_CASE in grant.rights and grant.unit_id is not None:
            unit = CaseFile.handling_unit_id == grant.unit_id
            found.append(unit if grant.region is None else sa.and_(unit, within(grant.region)))
    community = sa.select(Unit.id).where(Unit.kind == UnitKind.COMMUNITY)
    found += [
        sa.and_(within(prefix), CaseFile.handling_unit_id.in_(community))
        for prefix in actor.prefixes(Right.HANDLE_CASE)
    ]
    return sa.or_(*found) if found else sa.false()


def _pile(session: Session, actor: Actor, *conditions: sa.ColumnElement[bool]) -> Pile:
    first = sa.select(CaseFile.id).where(*conditions)
    first = first.order_by(CaseFile.order_at, CaseFile.id).limit(MOST_LINES)
    ids = tuple(session.scalars(first))
    count = as_count(session.execute(sa.select(count_of(*conditions))).scalar_one())
    rows = {row.id: row for row in case_rows(session, actor, ids)}
    return Pile(count, tuple(rows[each] for each in ids if each in rows))


def _names(session: Session, actor: Actor) -> tuple[str, ...]:
    units = sa.select(Unit.name).where(Unit.id.in_(actor.units(Right.HANDLE_CASE)))
    codes = actor.prefixes(Right.HANDLE_CASE)
    regions = sa.select(Region.name).where(Region.code.in_(codes)).order_by(Region.code)
    found = (*session.scalars(units.order_by(Unit.pinyin)), *session.scalars(regions))
    return tuple(found)


def _tasks(session: Session, actor: Actor) -> tuple[TaskOfCase, ...]:
    found = my_tasks(session, actor)
    ids = tuple({task.case_id for task in found})
    rows = {row.id: row for row in case_rows(session, actor, ids)} if ids else {}
    told = ((task, rows.get(task.case_id)) for task in found)
    return tuple(
        TaskOfCase(task, row.number if row else None, row.title if row else "")
        for task, row in told
    )


def _asked(session: Session, actor: Actor, now: datetime) -> tuple[PendingRow, ...]:
    """Return what waits first, then answers of the last two weeks, the newest first."""
    if actor.person_id is None:
        return ()
    since = now - timedelta(days=ANSWERED_DAYS)
    kept = [row for row in my_requests(session, actor) if _is_news(row, since)]
    return tuple(sorted(kept, key=lambda row: row.request.state is not RequestState.PENDING))


def _is_news(row: PendingRow, since: datetime) -> bool:
    """Tell whether a request waits or was answered lately; what was taken back is over."""
    request = row.request
    if request.state is RequestState.PENDING:
        return True
    answered = request.state in (RequestState.APPROVED, RequestState.REFUSED)
    return answered and request.decided_at is not None and request.decided_at >= since


def _to_answer(session: Session, *mine: sa.ColumnElement[bool]) -> tuple[SheetToAnswer, ...]:
    asked = (
        sa.select(Supervision, CaseFile.number, CaseFile.title)
        .join(CaseFile, CaseFile.id == Supervision.case_id)
        .where(Supervision.state == SupervisionState.ISSUED, *mine)
        .order_by(Supervision.reply_due_at, Supervision.id)
        .limit(MOST_LINES)
    )
    return tuple(
        SheetToAnswer(
            id=sheet.id,
            case_id=sheet.case_id,
            number=sheet_number(sheet.year, sheet.serial),
            case_number=number,
            title=title,
            reason=sheet.reason,
            reply_due_at=sheet.reply_due_at,
        )
        for sheet, number, title in session.execute(asked)
    )
