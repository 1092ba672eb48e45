"""Report-ins as they are listed, and all that is known of one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import local
from app.core.errors import NotFound
from app.core.paging import Count, Page
from app.party.report_in.models import CallUp, CallUpAnswer, ReportIn, ReportInEvent
from app.party.report_in.rules import (
    CallAnswer,
    ReportKind,
    ReportSource,
    ReportState,
    ReportStep,
    is_to_review,
)
from app.party.rules import words_of
from app.territory.models import Region
from app.territory.rules import short_name

AT_ONCE = 80
COUNT_LIMIT = 100_000
SOON_DAYS = 7


class ReportView(StrEnum):
    """The standing views; the words are in `label.ReportView`."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    UNITS = "units"
    TO_REVIEW = "to_review"
    LAPSED = "lapsed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report-in.

    Attributes:
        place: Name of the community.
        is_to_review: Whether this year's review waits for it.
        may_confirm: Whether the reader confirms visits there.
        may_manage: Whether the reader moves it and signs for it.
    """

    id: UUID
    kind: ReportKind
    number: str
    source: ReportSource
    name: str
    unit_name: str
    last4: str
    people: int
    skills: tuple[str, ...]
    region: str
    place: str
    state: ReportState
    registered_at: datetime
    visit_by: date
    confirmed_at: datetime | None
    confirmed_name: str
    ended_why: str
    is_to_review: bool
    may_confirm: bool
    may_manage: bool
    version: int


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """One step of a report-in."""

    step: ReportStep
    at: datetime
    person_name: str
    note: str


@dataclass(frozen=True, slots=True)
class CalledRow:
    """A call-up somebody was called by, and what they said."""

    title: str
    called_at: datetime
    answer: CallAnswer


@dataclass(frozen=True, slots=True)
class ReportCard:
    """All that is known of a report-in."""

    row: ReportRow
    events: tuple[ReportEvent, ...]
    calls: tuple[CalledRow, ...]


def report_page(
    session: Session,
    actor: Actor,
    view: ReportView,
    *,
    now: datetime,
    text: str = "",
    region: str = "",
    after: tuple[object, ...] | None = None,
    limit: int = AT_ONCE,
) -> Page[ReportRow]:
    """Return the next report-ins of a view, the newest registration first.

    Args:
        session: To read with.
        actor: Who reads.
        view: Which.
        now: Of the reading; the year of the review is told by it.
        text: Part of a name, a unit or a skill, or the beginning of a number.
        region: Code they lie in, "" for all.
        after: Where the page before ended.
        limit: Rows at most.
    """
    asked = (
        sa.select(ReportIn, sa.func.coalesce(Region.name, ReportIn.region))
        .outerjoin(Region, Region.code == ReportIn.region)
        .where(*_conditions(actor, view, local(now).year, text, region))
    )
    if after is not None:
        key = sa.tuple_(ReportIn.registered_at, ReportIn.id)
        asked = asked.where(key < sa.tuple_(*map(sa.literal, after)))
    asked = asked.order_by(ReportIn.registered_at.desc(), ReportIn.id.desc()).limit(limit + 1)
    found = session.execute(asked).all()
    shown = found[:limit]
    rows = tuple(_row(actor, row, place, local(now).date()) for row, place in shown)
    last = (shown[-1][0].registered_at, shown[-1][0].id) if len(found) > limit else None
    return Page(rows, last)


def count_views(
    session: Session, actor: Actor, *, now: datetime, region: str = ""
) -> dict[ReportView, Count]:
    """Return how many report-ins each view has."""
    year = local(now).year
    found = {}
    for view in ReportView:
        conditions = _conditions(actor, view, year, "", region)
        count = session.scalar(sa.select(sa.func.count()).select_from(ReportIn).where(*conditions))
        found[view] = Count(count or 0)
    return found


def report_card(session: Session, actor: Actor, key: UUID, *, now: datetime) -> ReportCard:
    """Return all that is known of a report-in.

    Raises:
        NotFound: There is none, or out of scope.
    """
    asked = (
        sa.select(ReportIn, sa.func.coalesce(Region.name, ReportIn.region))
        .outerjoin(Region, Region.code == ReportIn.region)
        .where(ReportIn.id == key, _seen(actor))
    )
    found = session.execute(asked).first()
    if found is None:
        raise NotFound(report_in=key)
    events = (
        sa.select(ReportInEvent)
        .where(ReportInEvent.report_in_id == key)
        .order_by(ReportInEvent.ordinal.desc())
    )
    calls = (
        sa.select(CallUp.title, CallUp.called_at, CallUpAnswer.answer)
        .join(CallUpAnswer, CallUpAnswer.call_up_id == CallUp.id)
        .where(CallUpAnswer.report_in_id == key)
        .order_by(CallUp.called_at.desc())
    )
    return ReportCard(
        _row(actor, found[0], found[1], local(now).date()),
        tuple(
            ReportEvent(ReportStep(e.step), e.at, e.person_name, e.note)
            for e in session.scalars(events)
        ),
        tuple(
            CalledRow(title, at, CallAnswer(answer)) for title, at, answer in session.execute(calls)
        ),
    )


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    return in_regions(ReportIn.region, actor.prefixes(Right.READ_PARTY))


def _conditions(
    actor: Actor, view: ReportView, year: int, text: str, region: str
) -> list[sa.ColumnElement[bool]]:
    found = [_seen(actor)]
    if region:
        found.append(in_regions(ReportIn.region, (region,)))
    found.extend(_of_view(view, year))
    typed = text.strip()
    if typed:
        columns = (ReportIn.name, ReportIn.unit_name, ReportIn.skills)
        plain = typed.upper().replace(" ", "")
        found.append(
            sa.or_(
                *(column.contains(typed, autoescape=True) for column in columns),
                ReportIn.number.startswith(plain, autoescape=True),
            )
        )
    return found


def _of_view(view: ReportView, year: int) -> tuple[sa.ColumnElement[bool], ...]:
    begin = datetime.fromisoformat(f"{year}-01-01T00:00:00+08:00")
    confirmed = ReportIn.state == ReportState.CONFIRMED
    conditions: dict[ReportView, tuple[sa.ColumnElement[bool], ...]] = {
        ReportView.WAITING: (ReportIn.state == ReportState.REGISTERED,),
        ReportView.CONFIRMED: (confirmed, ReportIn.kind == ReportKind.MEMBER),
        ReportView.UNITS: (
            ReportIn.kind == ReportKind.UNIT,
            ReportIn.state.in_((ReportState.REGISTERED, ReportState.CONFIRMED)),
        ),
        ReportView.TO_REVIEW: (
            confirmed,
            ReportIn.confirmed_at < begin,
            sa.func.coalesce(ReportIn.reviewed_year, 0) < year,
        ),
        ReportView.LAPSED: (ReportIn.state.in_((ReportState.LAPSED, ReportState.ENDED)),),
    }
    return conditions.get(view, ())


def _row(actor: Actor, row: ReportIn, place: str, today: date) -> ReportRow:
    confirmed = local(row.confirmed_at).date() if row.confirmed_at is not None else None
    return ReportRow(
        id=row.id,
        kind=ReportKind(row.kind),
        number=row.number,
        source=ReportSource(row.source),
        name=row.name,
        unit_name=row.unit_name,
        last4=row.last4,
        people=row.people,
        skills=words_of(row.skills) if row.skills else (),
        region=row.region,
        place=short_name(place),
        state=ReportState(row.state),
        registered_at=row.registered_at,
        visit_by=row.visit_by,
        confirmed_at=row.confirmed_at,
        confirmed_name=row.confirmed_name,
        ended_why=row.ended_why,
        is_to_review=is_to_review(row.state, confirmed, row.reviewed_year, today),
        may_confirm=actor.may_in(Right.CONFIRM_REPORT_IN, row.region),
        may_manage=actor.may_in(Right.MANAGE_PARTY, row.region),
        version=row.version,
    )
