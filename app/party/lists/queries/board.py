"""The match board: resources, needs and projects side by side, and who could help whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.calendar_store import current_calendar
from app.core.clock import local
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.party.lists.fitting import Fitting, Want, fitting
from app.party.lists.models import (
    ListMilestone,
    ListNeed,
    ListProject,
    ListResource,
    ListShare,
)
from app.party.lists.queries.amounts import NOTHING, Covered, covered, promised
from app.party.lists.queries.rows import OPEN, NeedRow, ProjectRow, ResourceRow
from app.party.lists.rules import (
    ANSWER_DAYS,
    JointWork,
    NeedState,
    OfferKind,
    OfferTerms,
    ProjectState,
    ShareAnswer,
    lateness,
    need_state,
)
from app.territory.queries.regions import code_within, region_names

STREET_DIGITS = 9
_SHOWN_AFTER_END = 60  # days a project that is over stays on the board
METRES = 1000


@dataclass(frozen=True, slots=True)
class Board:
    """All three lists as of a moment.

    Attributes:
        today: The day it is of, in Shanghai.
        reach_m: How far people go at most.
        answer_by: By when units would have to answer a project formed now.
    """

    resources: tuple[ResourceRow, ...]
    needs: tuple[NeedRow, ...]
    projects: tuple[ProjectRow, ...]
    today: date
    reach_m: float
    answer_by: datetime


def board(session: Session, actor: Actor, *, now: datetime, region: str = "") -> Board:
    """Return the lists of a region; resources are those of its whole street and of the streets
    above it, since units offer to all.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    today = local(now).date()
    reach = settings_at(session, now).match_reach_km * METRES
    return Board(
        resources(session, actor, today, region),
        needs(session, actor, today, region),
        projects(session, actor, today, region),
        today,
        float(reach),
        current_calendar(session).add_working_days(now, ANSWER_DAYS),
    )


def resources(
    session: Session, actor: Actor, today: date, region: str = ""
) -> tuple[ResourceRow, ...]:
    """Return what is offered and not over, by the name of whoever offers it."""
    asked = (
        sa.select(ListResource)
        .where(
            code_within(ListResource.region, region[:STREET_DIGITS]),
            ListResource.withdrawn_on.is_(None),
            sa.or_(ListResource.until.is_(None), ListResource.until >= today),
        )
        .order_by(ListResource.recorded_at.desc(), ListResource.id)
    )
    rows = session.scalars(asked).all()
    taken, names = promised(session), region_names(session, {row.region for row in rows})
    return tuple(_resource(actor, row, taken, names) for row in rows)


def needs(session: Session, actor: Actor, today: date, region: str = "") -> tuple[NeedRow, ...]:
    """Return what is needed and not taken back, what still lacks something first."""
    asked = (
        sa.select(ListNeed)
        .where(code_within(ListNeed.region, region), ListNeed.withdrawn_on.is_(None))
        .order_by(ListNeed.recorded_at.desc(), ListNeed.id)
    )
    rows = session.scalars(asked).all()
    known, names = covered(session), region_names(session, {row.region for row in rows})
    found = [_need(actor, row, today, known.get(row.id, NOTHING), names) for row in rows]
    shown = [row for row in found if row.state is not NeedState.MET]
    return tuple(sorted(shown, key=lambda row: (row.state not in OPEN, row.until or date.max)))


def projects(
    session: Session, actor: Actor, today: date, region: str = ""
) -> tuple[ProjectRow, ...]:
    """Return the projects, the late ones first, then by what is due next."""
    asked = sa.select(ListProject).where(code_within(ListProject.region, region))
    rows = session.scalars(asked.order_by(ListProject.formed_at.desc(), ListProject.id)).all()
    keys = {row.id for row in rows}
    steps, shares = _steps(session), _answers(session)
    names = region_names(session, {row.region for row in rows})
    found = [
        _project(actor, row, today, steps.get(row.id, ()), shares.get(row.id, ()), names)
        for row in rows
        if row.id in keys and not _is_past(row, today)
    ]
    return tuple(sorted(found, key=_project_order))


def project_row(session: Session, actor: Actor, project_id: UUID, *, now: datetime) -> ProjectRow:
    """Return one project, also one that is over.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
        NotFound: There is none.
    """
    actor.require(Right.READ_PARTY)
    row = session.get(ListProject, project_id)
    if row is None:
        raise NotFound(project=project_id)
    names = region_names(session, {row.region})
    steps, answers = _steps(session, row.id), _answers(session, row.id)
    today = local(now).date()
    return _project(actor, row, today, steps.get(row.id, ()), answers.get(row.id, ()), names)


def fits_for(
    resources: Iterable[ResourceRow], need: NeedRow, reach_m: float
) -> dict[UUID, tuple[Want, Fitting]]:
    """Return how each resource fits a need: the thing itself, or the room it wants besides,
    whichever it fits better.
    """
    wants = need.wants or (
        Want(need.id, need.kind, need.amount, need.at, need.slots, need.since, need.until),
    )
    found = {}
    for row in resources:
        offer = row.offer
        each = [(want, fitting(offer, want, reach_m)) for want in wants]
        found[row.id] = max(each, key=lambda pair: (pair[1].fits, pair[1].kind, pair[1].score))
    return found


def wants_of(needs: Sequence[NeedRow]) -> tuple[Want, ...]:
    """Return all that is lacking, in the order of the needs."""
    return tuple(want for need in needs for want in need.wants)


def _resource(
    actor: Actor, row: ListResource, taken: Mapping[UUID, int], names: Mapping[str, str]
) -> ResourceRow:
    return ResourceRow(
        id=row.id,
        region=row.region,
        region_name=names.get(row.region, row.region),
        title=row.title,
        kind=OfferKind(row.kind),
        amount=row.amount,
        left=max(row.amount - taken.get(row.id, 0), 0),
        offered_by=row.offered_by,
        place=row.place,
        at=_point(row),
        slots=row.slots,
        since=row.since,
        until=row.until,
        terms=OfferTerms(row.terms),
        price=row.price,
        hours=row.hours,
        note=row.note,
        may_keep=actor.may_in(Right.KEEP_LISTS, row.region),
        version=row.version,
    )


def _need(
    actor: Actor, row: ListNeed, today: date, known: Covered, names: Mapping[str, str]
) -> NeedRow:
    kind = OfferKind(row.kind)
    promised_now, given = known.promised.get(kind, 0), known.given.get(kind, 0)
    return NeedRow(
        id=row.id,
        region=row.region,
        region_name=names.get(row.region, row.region),
        title=row.title,
        kind=kind,
        amount=row.amount,
        covered=promised_now + given,
        wants_venue=row.wants_venue,
        has_venue=known.of(OfferKind.VENUE) > 0,
        needed_by=row.needed_by,
        place=row.place,
        at=_point(row),
        slots=row.slots,
        since=row.since,
        until=row.until,
        note=row.note,
        state=need_state(
            row.amount,
            promised_now,
            given,
            row.until,
            today,
            withdrawn=row.withdrawn_on is not None,
        ),
        may_keep=actor.may_in(Right.KEEP_LISTS, row.region),
        version=row.version,
    )


_Step = tuple[str, date, date | None]


def _steps(session: Session, project_id: UUID | None = None) -> dict[UUID, list[_Step]]:
    asked = sa.select(
        ListMilestone.project_id,
        ListMilestone.title,
        ListMilestone.due_on,
        ListMilestone.reached_on,
    ).order_by(ListMilestone.due_on, ListMilestone.id)
    if project_id is not None:
        asked = asked.where(ListMilestone.project_id == project_id)
    found: dict[UUID, list[_Step]] = {}
    for project, title, due, reached in session.execute(asked):
        found.setdefault(project, []).append((title, due, reached))
    return found


def _answers(session: Session, project_id: UUID | None = None) -> dict[UUID, list[ShareAnswer]]:
    asked = sa.select(ListShare.project_id, ListShare.answer)
    if project_id is not None:
        asked = asked.where(ListShare.project_id == project_id)
    found: dict[UUID, list[ShareAnswer]] = {}
    for project, answer in session.execute(asked):
        found.setdefault(project, []).append(ShareAnswer(answer))
    return found


def _project(
    actor: Actor,
    row: ListProject,
    today: date,
    steps: Sequence[_Step],
    answers: Sequence[ShareAnswer],
    names: Mapping[str, str],
) -> ProjectRow:
    state = ProjectState(row.state)
    next_one = next(((title, due) for title, due, reached in steps if reached is None), None)
    next_title, next_due = next_one or ("", None)
    ended = local(row.ended_at).date() if row.ended_at is not None else None
    keeps = actor.may_in(Right.KEEP_LISTS, row.region)
    own = row.formed_by is not None and row.formed_by == actor.person_id
    return ProjectRow(
        id=row.id,
        need_id=row.need_id,
        region=row.region,
        region_name=names.get(row.region, row.region),
        title=row.title,
        joint_work=JointWork(row.joint_work),
        state=state,
        formed_at=row.formed_at,
        formed_name=row.formed_name,
        answer_by=row.answer_by,
        ended_at=row.ended_at,
        served=row.served,
        outcome=row.outcome,
        reached=sum(reached is not None for _, _, reached in steps),
        steps=len(steps),
        next_title=next_title,
        next_due=next_due,
        units=sum(answer is not ShareAnswer.DECLINED for answer in answers),
        confirmed=sum(answer is ShareAnswer.CONFIRMED for answer in answers),
        late=lateness(state, local(row.answer_by).date(), next_due, ended, today),
        may_keep=keeps,
        may_rate=keeps and not own and state is ProjectState.TO_RATE,
        version=row.version,
    )


def _is_past(row: ListProject, today: date) -> bool:
    if row.state == ProjectState.CALLED_OFF:
        return True
    ended = row.ended_at
    over = row.state == ProjectState.RATED and ended is not None
    return over and ended is not None and (today - local(ended).date()).days > _SHOWN_AFTER_END


def _project_order(row: ProjectRow) -> tuple[Any, ...]:
    late = -row.late.days if row.late is not None else 1
    return row.state is ProjectState.RATED, late, row.next_due or date.max


def _point(row: ListResource | ListNeed) -> tuple[float, float] | None:
    if row.longitude is None or row.latitude is None:
        return None
    return row.longitude, row.latitude
