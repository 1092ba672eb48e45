"""Who is to be called back: the work list of somebody with forty calls to make, and its counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.call_states import CallState
from app.cases.drawing import CallReason, DrawnBy, Plan, plan_of
from app.cases.models import CaseFile, Category
from app.cases.models.calling import CallPlan, CallRound
from app.cases.queries.queue import COUNT_LIMIT, as_count
from app.cases.rules import CALLED_IN, CaseState, Source
from app.cases.scope import at_desk
from app.core.actor import Actor
from app.core.clock import local
from app.core.paging import Count, Page

PAGE_ROWS = 100


class CallView(StrEnum):
    """What part of the work list is looked at."""

    NOW = "now"
    LATER = "later"
    GIVEN_UP = "given_up"
    DONE = "done"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class CallRow:
    """A case to be called about.

    Attributes:
        id: Key of the round, not of the case.
        next_at: When it is to be tried (again).
        tries: Calls that reached nobody.
        reason: Why it is called about, or is not.
        share: Name of the share of the plan that spoke of it.
        share_name: Name of the kind it spoke of, "" where it was no kind.
        drawn: Cases of a block that are drawn.
        drawn_of: Cases of a block.
        serial: Which case under that share in the street it was.
        ended_at: When somebody was reached or it was given up.
    """

    id: UUID
    case_id: UUID
    number: str | None
    title: str
    state: CaseState
    unit: str
    category: str
    source: Source
    is_confidential: bool
    finished_at: datetime
    next_at: datetime
    tries: int
    call_state: CallState
    reason: CallReason
    share: str
    share_name: str
    drawn: int
    drawn_of: int
    serial: int
    street: str
    plan: int
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One decision about the plan, for its history."""

    number: int
    at: datetime
    author: str
    note: str
    body: dict[str, Any]


def call_page(
    session: Session,
    actor: Actor,
    view: CallView,
    *,
    now: datetime,
    region: str = "",
    after: tuple[object, ...] | None = None,
    size: int = PAGE_ROWS,
) -> Page[CallRow]:
    """Return some of a part of the work list: what waits longest first, what is done last first.

    Args:
        session: Open session.
        actor: Whose desk it is: rows where they may call back.
        view: Which part.
        now: The moment the list is of.
        region: Only cases disposed of within this region code.
        after: Where the page before ended.
        size: Rows of a page.
    """
    key, descends = _ORDER[view]
    asked = _rows(*_of(actor, view, now, region))
    order = (key.desc(), CallRound.id.desc()) if descends else (key, CallRound.id)
    if after is not None:
        here = sa.tuple_(key, CallRound.id)
        asked = asked.where(here < sa.tuple_(*after) if descends else here > sa.tuple_(*after))
    found = session.execute(asked.order_by(*order).limit(size + 1)).all()
    rows = _named(session, found[:size])
    if len(found) <= size:
        return Page(rows, None)
    last = rows[-1]
    moment = {CallView.DONE: last.ended_at, CallView.GIVEN_UP: last.ended_at}
    return Page(rows, (moment.get(view, last.next_at), last.id))


def call_counts(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> dict[CallView, Count]:
    """Count each part of the work list, to a thousand at most: one statement."""
    counted = [
        sa.select(sa.func.count())
        .select_from(
            sa.select(sa.literal(1))
            .select_from(CallRound)
            .join(CaseFile, CaseFile.id == CallRound.case_id)
            .where(*_of(actor, view, now, region))
            .limit(COUNT_LIMIT + 1)
            .subquery()
        )
        .scalar_subquery()
        .label(view.value)
        for view in CallView
    ]
    record = session.execute(sa.select(*counted)).one()
    return {view: as_count(n) for view, n in zip(CallView, record, strict=True)}


def round_of(session: Session, actor: Actor, case_id: UUID) -> CallRow | None:
    """Return the newest round of a case somebody may call back, None where it was not drawn."""
    asked = _rows(CallRound.case_id == case_id, _mine(actor))
    found = session.execute(asked.order_by(CallRound.ordinal.desc()).limit(1)).first()
    return _named(session, [found])[0] if found is not None else None


def plan_of_round(session: Session, row: CallRow) -> Plan:
    """Return the plan a row was drawn by."""
    kept = session.get(CallPlan, row.plan)
    return plan_of(kept.number, kept.body) if kept is not None else Plan()


def plan_versions(session: Session) -> tuple[PlanVersion, ...]:
    """Return all decisions about the plan, the newest first."""
    rows = session.scalars(sa.select(CallPlan).order_by(CallPlan.number.desc()))
    return tuple(PlanVersion(r.number, r.at, r.author, r.note, r.body) for r in rows)


def category_names(session: Session) -> dict[str, str]:
    """Return what kinds and categories are called, also retired ones: plans speak of them."""
    return {row[0]: row[1] for row in session.execute(sa.select(Category.code, Category.name))}


def _since_midnight(now: datetime) -> datetime:
    here = local(now)
    return now - timedelta(hours=here.hour, minutes=here.minute, seconds=here.second)


_ORDER: dict[CallView, tuple[Any, bool]] = {
    CallView.NOW: (CallRound.next_at, False),
    CallView.LATER: (CallRound.next_at, False),
    CallView.GIVEN_UP: (CallRound.ended_at, True),
    CallView.DONE: (CallRound.ended_at, True),
    CallView.LEFT_OUT: (CallRound.next_at, True),
}


def _of(
    actor: Actor, view: CallView, now: datetime, region: str
) -> tuple[sa.ColumnElement[bool], ...]:
    still = CaseFile.state.in_(CALLED_IN)
    parts: dict[CallView, Callable[[], tuple[sa.ColumnElement[bool], ...]]] = {
        CallView.NOW: lambda: (
            CallRound.state == CallState.WAITING,
            CallRound.next_at <= now,
            still,
        ),
        CallView.LATER: lambda: (
            CallRound.state == CallState.WAITING,
            CallRound.next_at > now,
            still,
        ),
        CallView.GIVEN_UP: lambda: (CallRound.state == CallState.GIVEN_UP, still),
        CallView.DONE: lambda: (
            CallRound.state == CallState.ANSWERED,
            CallRound.ended_at >= _since_midnight(now),
        ),
        CallView.LEFT_OUT: lambda: (
            CallRound.state == CallState.LEFT_OUT,
            CallRound.next_at >= now - timedelta(days=7),
            still,
        ),
    }
    return (*parts[view](), _mine(actor), at_desk(region))


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may call back about a case and learn whom to call."""
    desks = [
        sa.and_(
            at_desk(prefix),
            sa.or_(CaseFile.is_confidential.is_(False), _confided(actor)),
        )
        for prefix in actor.prefixes(Right.CALL_BACK)
    ]
    return sa.or_(*desks) if desks else sa.false()


def _confided(actor: Actor) -> sa.ColumnElement[bool]:
    desks = [at_desk(prefix) for prefix in actor.prefixes(Right.READ_CONFIDENTIAL)]
    return sa.or_(*desks) if desks else sa.false()


def _rows(*conditions: sa.ColumnElement[bool]) -> "sa.Select[Any]":
    columns: tuple[Any, ...] = (
        CallRound,
        CaseFile.number,
        CaseFile.title,
        CaseFile.state,
        sa.func.coalesce(Unit.name, ""),
        sa.func.coalesce(Category.name, ""),
        CaseFile.source,
        CaseFile.is_confidential,
    )
    return (
        sa.select(*columns)
        .join(CaseFile, CaseFile.id == CallRound.case_id)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(Category, Category.code == CaseFile.category_code)
        .where(*conditions)
    )


def _named(session: Session, found: Sequence[Any]) -> tuple[CallRow, ...]:
    """Return rows with the names of the kinds their shares spoke of."""
    start = f"{DrawnBy.KIND}:"
    codes = {r[0].share.removeprefix(start) for r in found if r[0].share.startswith(start)}
    names: dict[str, str] = {}
    if codes:
        asked = sa.select(Category.code, Category.name).where(Category.code.in_(codes))
        names = {row[0]: row[1] for row in session.execute(asked)}
    return tuple(_row(each, names) for each in found)


def _row(record: Any, names: dict[str, str]) -> CallRow:
    row, number, title, state, unit, category, source, confidential = record
    return CallRow(
        id=row.id,
        case_id=row.case_id,
        number=number,
        title=title,
        state=CaseState(state),
        unit=unit,
        category=category,
        source=Source(source),
        is_confidential=confidential,
        finished_at=row.finished_at,
        next_at=row.next_at,
        tries=row.tries,
        call_state=CallState(row.state),
        reason=CallReason(row.reason),
        share=row.share,
        share_name=names.get(row.share.removeprefix(f"{DrawnBy.KIND}:"), ""),
        drawn=row.drawn,
        drawn_of=row.drawn_of,
        serial=row.serial,
        street=row.street,
        plan=row.plan,
        ended_at=row.ended_at,
    )
