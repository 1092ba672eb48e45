"""Whistles (吹哨单): drafted at the desk, blown by the director, done or called off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.assign import UnitGone
from app.cases.actions.numbering import STREET_DIGITS
from app.cases.actions.powers import use_by_whistle
from app.cases.actions.steps import hold_case, let_read, needed_text
from app.cases.actions.whistle_ground import (
    held_whistle,
    moment_fact,
    moments_of,
    record,
    tell,
    units_of_whistle,
)
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.rules import OPEN_STATES, BadTransition, CaseState, EventKind
from app.cases.whistle_reach import (
    Hand,
    hand_of,
    is_director_of,
    may_blow_whistle,
    may_draft_whistle,
)
from app.cases.whistle_rules import (
    OPEN_WHISTLES,
    WhistleKind,
    WhistleState,
    keeps_from_ending,
    stage_of,
)
from app.core.calendar_store import current_calendar
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings, settings_at
from app.core.text import one_line

TASK_MOST, PLACE_MOST = 500, 200


class WhistledAlready(AppError):
    """A whistle on the case is drafted or under way; facts: ``number``, "" for a draft."""

    code = "whistles.already"


class NobodySummoned(AppError):
    """A whistle names no unit, or no lead among those it names."""

    code = "whistles.nobody_summoned"


class AppearInPast(AppError):
    """Units are to appear at a moment that has passed; facts: ``at``."""

    code = "whistles.appear_in_past"


class ReportsOwed(AppError):
    """Units that came have not reported, or for the lead: not all came; facts: ``units``."""

    code = "whistles.reports_owed"


@dataclass(frozen=True, slots=True)
class WhistleDraft:
    """Whom a whistle summons, whereto, when and for what.

    Attributes:
        units: All of them, the lead among them.
        lead_id: Which of them leads (牵头单位).
        place: Where they are to appear, at most 200 characters.
        appear_at: By when (aware).
        task: What is asked of them, at most 500 characters.
        at_once: Blow it at once, which takes the right to.
    """

    case_id: UUID
    kind: WhistleKind
    units: tuple[UUID, ...]
    lead_id: UUID
    place: str
    appear_at: datetime
    task: str
    at_once: bool = False


@once
def draft_whistle(uow: Uow, draft: WhistleDraft, *, command_key: UUID) -> UUID:
    """Draft a whistle; it summons nobody until it is blown.

    Raises:
        BadTransition: The case has ended, or nobody has taken it on.
        WhistledAlready: One is drafted or under way.
        NobodySummoned: No unit, or no lead among them.
        UnitGone: A unit is absent or closed.
        AppearInPast: The time to appear has passed.
        NotAllowed: At once is more than this person may.
    """
    case = hold_case(uow, draft.case_id)
    if not may_draft_whistle(uow.actor, case):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    _check_case(uow, case)
    units = tuple(dict.fromkeys(draft.units))
    if draft.lead_id not in units:
        raise NobodySummoned
    for unit_id in units:
        unit = uow.session.get(Unit, unit_id)
        if unit is None or not unit.is_active:
            raise UnitGone
    _check_moment(uow, draft.appear_at)
    row = Whistle(
        id=new_id(),
        case_id=case.id,
        street=case.desk_region[:STREET_DIGITS],
        kind=draft.kind,
        state=WhistleState.DRAFTED,
        place=needed_text(one_line(draft.place), EventKind.WHISTLED)[:PLACE_MOST],
        appear_at=draft.appear_at,
        task=needed_text(draft.task, EventKind.WHISTLED)[:TASK_MOST],
        drafted_at=uow.now,
        drafted_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    summoned = [
        WhistleUnit(
            id=new_id(),
            whistle_id=row.id,
            case_id=case.id,
            unit_id=unit_id,
            is_lead=unit_id == draft.lead_id,
        )
        for unit_id in units
    ]
    uow.session.add_all(summoned)
    uow.settle(*summoned)
    record(uow, case, row, "cases.whistle_drafted")
    if draft.at_once:
        _blow(uow, row, case, [unit.unit_id for unit in summoned])
    return row.id


def _check_case(uow: Uow, case: CaseFile) -> None:
    state = CaseState(case.state)
    if state not in OPEN_STATES or case.registered_at is None:
        raise BadTransition(old=state, step=EventKind.WHISTLED)
    asked = sa.select(Whistle).where(Whistle.case_id == case.id, Whistle.state.in_(OPEN_WHISTLES))
    if uow.session.scalars(asked.limit(1)).one_or_none() is not None:
        raise WhistledAlready


def _check_moment(uow: Uow, moment: datetime) -> None:
    if moment <= uow.now:
        raise AppearInPast(at=f"{local(moment):%m-%d %H:%M}")


@once
def blow_whistle(
    uow: Uow,
    whistle_id: UUID,
    seen_version: int,
    appear_at: datetime | None = None,
    *,
    command_key: UUID,
) -> None:
    """Blow a drafted whistle: it gets its number, the units may read the case and have to come.

    Args:
        uow: Open transaction.
        whistle_id: Which draft.
        seen_version: As the caller saw it.
        appear_at: When the units are to be there after all; as drafted when left out.
        command_key: Makes doing it twice do it once.

    Raises:
        NotAllowed: Neither the director, nor the dispatcher where the centre lets them.
        AppearInPast: The time to appear has passed meanwhile.
    """
    row, case = held_whistle(uow, whistle_id, seen_version, WhistleState.DRAFTED)
    if appear_at is not None:
        row.appear_at = appear_at
    _check_moment(uow, row.appear_at)
    state = CaseState(case.state)
    if state not in OPEN_STATES:
        raise BadTransition(old=state, step=EventKind.WHISTLED)
    _blow(uow, row, case, [unit.unit_id for unit, _ in units_of_whistle(uow, row.id)])


def _blow(uow: Uow, row: Whistle, case: CaseFile, unit_ids: list[UUID]) -> None:
    settings = settings_at(uow.session, uow.now)
    kind = WhistleKind(row.kind)
    if not may_blow_whistle(uow.actor, case, kind, settings):
        raise NotAllowed(right=Right.APPROVE)
    year = local(uow.now).year
    last = sa.select(sa.func.max(Whistle.serial)).where(
        Whistle.street == row.street, Whistle.year == year
    )
    row.year, row.serial = year, (uow.session.scalar(last) or 0) + 1
    row.sign_due_at = _sign_due(uow, kind, settings)
    row.report_due_at = row.appear_at + timedelta(hours=settings.whistle_report_h)
    row.state, row.blown_at, row.blown_name = WhistleState.BLOWN, uow.now, uow.actor.name
    uow.settle(row)
    for unit_id in unit_ids:
        let_read(uow, case, unit_id)
    names = [unit.name for _, unit in units_of_whistle(uow, row.id)]
    if kind is WhistleKind.JOINT_ENFORCEMENT:
        use_by_whistle(uow, row, case, "、".join(names))
    tell(
        uow,
        case,
        row,
        EventKind.WHISTLED,
        row.task,
        kind=kind,
        units=names,
        place=row.place,
        appear_at=moment_fact(row.appear_at),
    )


def usual_appearance(uow: Uow, kind: WhistleKind) -> datetime:
    """Return when units are to appear where nobody said: as the centre set, in working hours; in
    an emergency as soon as they have to sign for it.
    """
    settings = settings_at(uow.session, uow.now)
    if kind is WhistleKind.EMERGENCY:
        return _sign_due(uow, kind, settings)
    seconds = settings.whistle_appear_h * 3600
    return current_calendar(uow.session).add_working_seconds(uow.now, seconds)


def _sign_due(uow: Uow, kind: WhistleKind, settings: CentreSettings) -> datetime:
    if kind is WhistleKind.EMERGENCY:
        return uow.now + timedelta(minutes=settings.whistle_sign_urgent_min)
    seconds = settings.whistle_sign_h * 3600
    return current_calendar(uow.session).add_working_seconds(uow.now, seconds)


@once
def drop_whistle(
    uow: Uow, whistle_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Drop a draft that need not be blown, with the reason."""
    row, case = held_whistle(uow, whistle_id, seen_version, WhistleState.DRAFTED)
    if not may_draft_whistle(uow.actor, case):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    _end(uow, row, WhistleState.DROPPED, needed_text(why, EventKind.WHISTLED))
    record(uow, case, row, "cases.whistle_dropped")


@once
def end_whistle(
    uow: Uow, whistle_id: UUID, seen_version: int, outcome: str, *, command_key: UUID
) -> None:
    """Say that the matter is done and how; whoever is still there leaves with that.

    The director ends a whistle, or the lead unit; see `keeps_from_ending`.

    Raises:
        ReportsOwed: Somebody has not reported or, for the lead, not come.
    """
    row, case = held_whistle(uow, whistle_id, seen_version, WhistleState.BLOWN)
    told = needed_text(outcome, EventKind.WHISTLE_DONE)
    units = units_of_whistle(uow, row.id)
    by_director = is_director_of(uow.actor, case)
    lead = next(unit for summoned, unit in units if summoned.is_lead)
    hand = hand_of(uow.actor, case, lead)
    if not by_director and hand is None:
        raise NotAllowed(right=Right.APPROVE)
    stages = [(unit.name, stage_of(WhistleState.BLOWN, moments_of(each))) for each, unit in units]
    owing = keeps_from_ending(stages, by_director=by_director)
    if owing:
        raise ReportsOwed(units="、".join(owing))
    absent = [unit.name for each, unit in units if each.appeared_at is None]
    _all_leave(uow, units)
    _end(uow, row, WhistleState.DONE, told)
    facts: dict[str, object] = {"absent": absent} if absent else {}
    if not by_director and hand is Hand.TYPED_IN:
        facts["on_behalf"] = True
    whose = None if by_director else lead
    tell(uow, case, row, EventKind.WHISTLE_DONE, told, unit=whose, **facts)


@once
def cancel_whistle(
    uow: Uow, whistle_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Call off a whistle that is under way, as the director, with the reason."""
    row, case = held_whistle(uow, whistle_id, seen_version, WhistleState.BLOWN)
    if not is_director_of(uow.actor, case):
        raise NotAllowed(right=Right.APPROVE)
    told = needed_text(why, EventKind.WHISTLE_OFF)
    _all_leave(uow, units_of_whistle(uow, row.id))
    _end(uow, row, WhistleState.CANCELLED, told)
    tell(uow, case, row, EventKind.WHISTLE_OFF, told)


def _all_leave(uow: Uow, units: list[tuple[WhistleUnit, Unit]]) -> None:
    for row, _ in units:
        if row.appeared_at is not None and row.left_at is None:
            row.left_at = uow.now
            uow.settle(row)


def _end(uow: Uow, row: Whistle, state: WhistleState, outcome: str) -> None:
    row.state, row.outcome = state, outcome
    row.ended_at, row.ended_name = uow.now, uow.actor.name
    uow.settle(row)
