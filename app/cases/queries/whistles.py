"""The whistles of a case as its panel shows them, with what the reader may do about each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.numbers import whistle_number
from app.cases.reach import may_act
from app.cases.whistle_reach import (
    Hand,
    hand_of,
    is_director_of,
    may_blow_whistle,
    may_draft_whistle,
)
from app.cases.whistle_rules import (
    Dues,
    Feedback,
    ReleaseState,
    UnitMoments,
    UnitStage,
    WhistleKind,
    WhistleState,
    appeared_in_time,
    due_of,
    is_late,
    keeps_from_ending,
    stage_of,
)
from app.core.actor import Actor
from app.core.shared_settings import CentreSettings, settings_at


class WhistleVerb(StrEnum):
    """What can be done about a whistle, or by or about a summoned unit."""

    BLOW = "blow"
    DROP = "drop"
    SIGN = "sign"
    APPEAR = "appear"
    REPORT = "report"
    MEASURE = "measure"
    LEAVE = "leave"
    ASK_RELEASE = "ask_release"
    GRANT = "grant"
    REFUSE = "refuse"
    END = "end"
    CANCEL = "cancel"
    RATE_UNIT = "rate_unit"
    RATE_STREET = "rate_street"


NEXT_VERBS = (
    WhistleVerb.SIGN,
    WhistleVerb.APPEAR,
    WhistleVerb.REPORT,
    WhistleVerb.LEAVE,
    WhistleVerb.GRANT,
    WhistleVerb.BLOW,
    WhistleVerb.END,
    WhistleVerb.RATE_UNIT,
    WhistleVerb.RATE_STREET,
)
"""What comes next for somebody, the most pressing first; the others are done when needed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one side rated the other: 1 to 5, with words."""

    score: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """The newest wish of a unit to leave before the end, and the director's answer."""

    state: ReleaseState
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True, slots=True)
class SummonedUnit:
    """A unit that a whistle summons.

    Attributes:
        due_at: Until when it does what comes next; None where nothing does.
        late: Whether that has passed.
        in_time: Whether it was there in time; None while it has not come.
        hand: How the reader does its work: as one of its people, typed in, or not at all.
        verbs: What the reader may do now, the likeliest first.
    """

    id: UUID
    unit_id: UUID
    unit: str
    is_lead: bool
    stage: UnitStage
    due_at: datetime | None
    late: bool
    moments: UnitMoments
    in_time: bool | None
    where: str
    feedback: Feedback
    release: Release | None
    street_mark: Mark | None
    unit_mark: Mark | None
    hand: Hand | None
    verbs: tuple[WhistleVerb, ...]
    version: int


@dataclass(frozen=True, slots=True)
class WhistleRow:
    """A whistle with its units, the lead first.

    Attributes:
        number: As printed; "" for a draft.
        outcome: What came of it, or why it was called off or not blown.
        waits_for: Units without which the reader could not end it yet.
        verbs: What the reader may do about the whole, the likeliest first.
    """

    id: UUID
    case_id: UUID
    number: str
    kind: WhistleKind
    state: WhistleState
    place: str
    task: str
    dues: Dues
    drafted_at: datetime
    drafted_by: str
    blown_at: datetime | None
    blown_by: str
    ended_at: datetime | None
    ended_by: str
    outcome: str
    units: tuple[SummonedUnit, ...]
    waits_for: tuple[str, ...]
    verbs: tuple[WhistleVerb, ...]
    version: int

    @property
    def lead(self) -> str:
        """Name of the unit that leads."""
        return next((unit.unit for unit in self.units if unit.is_lead), "")


def whistles_of(
    session: Session, actor: Actor, case: CaseFile, *, now: datetime
) -> tuple[WhistleRow, ...]:
    """Return the whistles on a case the caller may see, newest first; dropped drafts left out."""
    asked = sa.select(Whistle).where(
        Whistle.case_id == case.id, Whistle.state != WhistleState.DROPPED
    )
    found = session.scalars(asked.order_by(Whistle.drafted_at.desc())).all()
    if not found:
        return ()
    units = units_by_whistle(session, [row.id for row in found])
    settings = settings_at(session, now)
    reader = _Reader(actor, case, settings, now)
    return tuple(reader.whistle(row, units.get(row.id, [])) for row in found)


def units_by_whistle(
    session: Session, whistle_ids: list[UUID]
) -> dict[UUID, list[tuple[WhistleUnit, Unit]]]:
    """Return the summoned units of whistles, the lead first."""
    asked = (
        sa.select(WhistleUnit, Unit)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(WhistleUnit.whistle_id.in_(whistle_ids))
        .order_by(WhistleUnit.is_lead.desc(), WhistleUnit.id)
    )
    found: dict[UUID, list[tuple[WhistleUnit, Unit]]] = {}
    for row, unit in session.execute(asked):
        found.setdefault(row.whistle_id, []).append((row, unit))
    return found


def dues_of(row: Whistle) -> Dues:
    """Return until when the units of a whistle do what."""
    return Dues(row.sign_due_at, row.appear_at, row.report_due_at)


def moments_of(row: WhistleUnit) -> UnitMoments:
    """Return when a summoned unit did what."""
    return UnitMoments(row.signed_at, row.appeared_at, row.reported_at, row.left_at)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who looks at the whistles of a case, and when."""

    actor: Actor
    case: CaseFile
    settings: CentreSettings
    now: datetime

    def whistle(self, row: Whistle, units: list[tuple[WhistleUnit, Unit]]) -> WhistleRow:
        summoned = tuple(self._unit(row, each, unit) for each, unit in units)
        stages = tuple((unit.unit, unit.stage) for unit in summoned)
        director = is_director_of(self.actor, self.case)
        waits = keeps_from_ending(stages, by_director=director)
        return WhistleRow(
            id=row.id,
            case_id=row.case_id,
            number=whistle_number(row.year, row.serial),
            kind=WhistleKind(row.kind),
            state=WhistleState(row.state),
            place=row.place,
            task=row.task,
            dues=dues_of(row),
            drafted_at=row.drafted_at,
            drafted_by=row.drafted_name,
            blown_at=row.blown_at,
            blown_by=row.blown_name,
            ended_at=row.ended_at,
            ended_by=row.ended_name,
            outcome=row.outcome,
            units=summoned,
            waits_for=waits,
            verbs=self._verbs(row, summoned, ready=not waits),
            version=row.version,
        )

    def _verbs(
        self, row: Whistle, units: tuple[SummonedUnit, ...], *, ready: bool
    ) -> tuple[WhistleVerb, ...]:
        state, found = WhistleState(row.state), []
        director = is_director_of(self.actor, self.case)
        if state is WhistleState.DRAFTED:
            if may_blow_whistle(self.actor, self.case, WhistleKind(row.kind), self.settings):
                found.append(WhistleVerb.BLOW)
            if may_draft_whistle(self.actor, self.case):
                found.append(WhistleVerb.DROP)
        elif state is WhistleState.BLOWN:
            leads = any(unit.is_lead and unit.hand is not None for unit in units)
            came = any(unit.moments.appeared_at is not None for unit in units)
            if ready and came and (director or leads):
                found.append(WhistleVerb.END)
            if director:
                found.append(WhistleVerb.CANCEL)
        return tuple(found)

    def _unit(self, row: Whistle, each: WhistleUnit, unit: Unit) -> SummonedUnit:
        moments, dues = moments_of(each), dues_of(row)
        stage = stage_of(WhistleState(row.state), moments)
        hand = hand_of(self.actor, self.case, unit)
        return SummonedUnit(
            id=each.id,
            unit_id=unit.id,
            unit=unit.name,
            is_lead=each.is_lead,
            stage=stage,
            due_at=due_of(stage, dues),
            late=is_late(stage, dues, self.now),
            moments=moments,
            in_time=appeared_in_time(moments, row.appear_at),
            where=each.appeared_where,
            feedback=Feedback(each.accepted_at, each.talked_to, each.remedy, each.solved_by),
            release=_release(each),
            street_mark=_mark(
                each.street_score, each.street_words, each.street_rated_name, each.street_rated_at
            ),
            unit_mark=_mark(
                each.unit_score, each.unit_words, each.unit_rated_name, each.unit_rated_at
            ),
            hand=hand,
            verbs=self._unit_verbs(WhistleState(row.state), stage, each, hand),
            version=each.version,
        )

    def _unit_verbs(
        self, state: WhistleState, stage: UnitStage, each: WhistleUnit, hand: Hand | None
    ) -> tuple[WhistleVerb, ...]:
        if state is WhistleState.DONE:
            return self._ratings(each, hand)
        found: list[WhistleVerb] = []
        if hand is not None:
            found += _OF_STAGE.get(stage, ())
            if stage in (UnitStage.TO_REPORT, UnitStage.PRESENT):
                granted = each.release_state == ReleaseState.GRANTED
                asked = each.release_state == ReleaseState.ASKED
                if granted:
                    found.append(WhistleVerb.LEAVE)
                elif not asked:
                    found.append(WhistleVerb.ASK_RELEASE)
        there = stage in (UnitStage.TO_REPORT, UnitStage.PRESENT)
        waits = each.release_state == ReleaseState.ASKED and there
        if waits and is_director_of(self.actor, self.case):
            found += [WhistleVerb.GRANT, WhistleVerb.REFUSE]
        return tuple(found)

    def _ratings(self, each: WhistleUnit, hand: Hand | None) -> tuple[WhistleVerb, ...]:
        found = []
        if may_act(self.actor, self.case, Right.ASSIGN_CASE) and each.street_score is None:
            found.append(WhistleVerb.RATE_UNIT)
        if hand is not None and each.unit_score is None:
            found.append(WhistleVerb.RATE_STREET)
        return tuple(found)


_OF_STAGE: dict[UnitStage, tuple[WhistleVerb, ...]] = {
    UnitStage.TO_SIGN: (WhistleVerb.SIGN,),
    UnitStage.TO_APPEAR: (WhistleVerb.APPEAR,),
    UnitStage.TO_REPORT: (WhistleVerb.REPORT, WhistleVerb.MEASURE),
    UnitStage.PRESENT: (WhistleVerb.MEASURE,),
    UnitStage.LEFT: (),
}


def _release(row: WhistleUnit) -> Release | None:
    if row.release_state is None or row.release_asked_at is None:
        return None
    return Release(
        state=ReleaseState(row.release_state),
        reason=row.release_reason,
        asked_by=row.release_asked_name,
        asked_at=row.release_asked_at,
        decided_by=row.release_decided_name,
        decided_at=row.release_decided_at,
        decision=row.release_decision,
    )


def _mark(score: int | None, words: str, by: str, at: datetime | None) -> Mark | None:
    return None if score is None or at is None else Mark(score, words, by, at)


def next_step(rows: tuple[WhistleRow, ...]) -> tuple[WhistleVerb, WhistleRow | SummonedUnit] | None:
    """Return what comes next for the reader about the whistles of a case; None for nothing."""
    offered: list[tuple[WhistleVerb, WhistleRow | SummonedUnit]] = []
    for row in rows:
        offered += [(verb, row) for verb in row.verbs]
        offered += [(verb, unit) for unit in row.units for verb in unit.verbs]
    pressing = (each for each in offered if each[0] in NEXT_VERBS)
    return min(pressing, key=lambda each: NEXT_VERBS.index(each[0]), default=None)
