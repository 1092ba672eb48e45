"""What all steps of a whistle have in common: find it, check who steps, tell the story."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.steps import add_event, hold_case
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.numbers import whistle_number
from app.cases.reach import may_act
from app.cases.rules import CaseState, EventKind
from app.cases.whistle_reach import Hand, hand_of
from app.cases.whistle_rules import UnitMoments, UnitStage, WhistleState, stage_of
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import AppError, Conflict, NotAllowed, NotFound


class WhistleEnded(AppError):
    """The whistle is not where the step needs it; facts: ``state``."""

    code = "whistles.ended"


class UnitElsewhere(AppError):
    """A summoned unit is not where the step needs it; facts: ``stage``."""

    code = "whistles.unit_elsewhere"


def held_whistle(
    uow: Uow, whistle_id: UUID, seen_version: int, *wanted: WhistleState
) -> tuple[Whistle, CaseFile]:
    """Return a whistle to act on, as the caller saw it, and its case; nobody else acts on either
    until the commit.

    Raises:
        NotFound: Absent, or of a case out of scope.
        WhistleEnded: It stands elsewhere than in one of the `wanted` states.
        Conflict: Somebody changed it since it was read.
    """
    held = sa.select(Whistle).where(Whistle.id == whistle_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(whistle=whistle_id)
    case = hold_case(uow, row.case_id)
    if WhistleState(row.state) not in wanted:
        raise WhistleEnded(state=WhistleState(row.state))
    if row.version != seen_version:
        raise Conflict(whistle=whistle_id)
    return row, case


def units_of_whistle(uow: Uow, whistle_id: UUID) -> list[tuple[WhistleUnit, Unit]]:
    """Return the summoned units, the lead first."""
    asked = (
        sa.select(WhistleUnit, Unit)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(WhistleUnit.whistle_id == whistle_id)
        .order_by(WhistleUnit.is_lead.desc(), WhistleUnit.id)
    )
    found = uow.session.execute(asked.execution_options(populate_existing=True))
    return [(row, unit) for row, unit in found]


def moments_of(row: WhistleUnit) -> UnitMoments:
    """Return when a summoned unit did what."""
    return UnitMoments(row.signed_at, row.appeared_at, row.reported_at, row.left_at)


class Attendance:
    """One summoned unit held for a step.

    Attributes:
        row: What it did so far.
        on_behalf: Whether the centre types it in for a unit without a desk.
    """

    def __init__(
        self,
        uow: Uow,
        row_id: UUID,
        seen_version: int,
        *stages: UnitStage,
        right: str = "",
        ended: bool = False,
    ) -> None:
        """Hold it.

        Args:
            uow: Open transaction.
            row_id: Key of the summoned unit's row.
            seen_version: As the caller saw it.
            stages: Where the unit has to stand; anywhere when left out.
            right: What the step takes; "" for what the unit's own people do, or the centre in
                its stead.
            ended: Whether the whistle has to be done, instead of under way.

        Raises:
            NotFound: Absent, or of a case out of scope.
            NotAllowed: It is neither theirs nor typed in for a unit without a desk.
            WhistleEnded: The whistle is not under way, or not done.
            UnitElsewhere: The unit stands elsewhere.
            Conflict: Somebody changed it since it was read.
        """
        self._uow = uow
        held = sa.select(WhistleUnit).where(WhistleUnit.id == row_id).with_for_update()
        row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            raise NotFound(whistle_unit=row_id)
        self.row = row
        self.case = hold_case(uow, row.case_id)
        self.whistle = uow.session.get_one(Whistle, row.whistle_id)
        self.unit = uow.session.get_one(Unit, row.unit_id)
        self.on_behalf = False
        self._check_right(right)
        self._check_state(WhistleState.DONE if ended else WhistleState.BLOWN, stages)
        if row.version != seen_version:
            raise Conflict(whistle_unit=row_id)

    def _check_right(self, right: str) -> None:
        actor = self._uow.actor
        if right:
            if not may_act(actor, self.case, right):
                raise NotAllowed(right=right)
            return
        hand = hand_of(actor, self.case, self.unit)
        if hand is None:
            raise NotAllowed(right=Right.HANDLE_CASE)
        self.on_behalf = hand is Hand.TYPED_IN

    def _check_state(self, wanted: WhistleState, stages: tuple[UnitStage, ...]) -> None:
        state = WhistleState(self.whistle.state)
        if state is not wanted:
            raise WhistleEnded(state=state)
        stage = stage_of(state, moments_of(self.row))
        if stages and stage not in stages:
            raise UnitElsewhere(stage=stage)

    def tell(self, step: EventKind, note: str, **facts: object) -> None:
        """Settle the row, and let the case's story say what was done."""
        if self.on_behalf:
            self.row.is_typed_in = True
            facts["on_behalf"] = True
        self._uow.settle(self.row)
        tell(self._uow, self.case, self.whistle, step, note, unit=self.unit, **facts)


def tell(
    uow: Uow,
    case: CaseFile,
    whistle: Whistle,
    step: EventKind,
    note: str,
    *,
    unit: Unit | None = None,
    **facts: object,
) -> None:
    """Let the case's story say what happened to a whistle on it."""
    number = whistle_number(whistle.year, whistle.serial)
    told: dict[str, object] = {"whistle": str(whistle.id), "number": number, **facts}
    whose = (unit.id, unit.name) if unit is not None else (None, "")
    add_event(uow, case, step, old=CaseState(case.state), note=note, unit=whose, facts=told)


def record(uow: Uow, case: CaseFile, whistle: Whistle, action: str) -> None:
    """Journal what happens to a draft, which stands in no story yet."""
    uow.record(action, Topic.CASE, case.id, region=case.region, whistle=str(whistle.id))
    uow.touched(Topic.CASE, case.id, case.region)


def moment_fact(moment: datetime) -> str:
    """Return a moment as an event keeps it."""
    return moment.isoformat()
