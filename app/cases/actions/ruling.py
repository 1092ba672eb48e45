"""The director's final ruling on who leads a case (终审), and the precedent it becomes."""

from dataclasses import dataclass, field
from inspect import unwrap
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.assign import UnitGone, slip_number
from app.cases.actions.steps import let_read, open_case, step
from app.cases.actions.tasks import NewTask, give_task, withdraw_task
from app.cases.models import CaseFile, Category
from app.cases.models.rulings import Precedent, Ruling
from app.cases.models.work import CaseTask
from app.cases.rules import CaseState, EventKind
from app.cases.ruling_rules import (
    MOST_CO_UNITS,
    CoUnitsWrong,
    DisputeClass,
    NothingToRule,
    PlaceType,
    PrecedentState,
    RulingWords,
    checked_words,
    district_of,
)
from app.cases.work_states import TaskState
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.search_words import plain
from app.core.words import label, say


@dataclass(frozen=True, slots=True)
class RulingOrder:
    """What the director rules.

    Attributes:
        lead_id: The unit that leads from now on and does not give the case back.
        co_unit_ids: Units that work with it; each gets a task of its own.
        matter: What it is about in one line, without names: the whole district reads it.
        basis: The rule or fact it rests on.
        why: Revisions: why it is another one now; "" for the first ruling.
    """

    case_id: UUID
    seen_version: int
    lead_id: UUID
    dispute: DisputeClass
    place_type: PlaceType
    matter: str
    reasons: str
    basis: str
    co_unit_ids: tuple[UUID, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """The texts of a ruling as they are kept, and the units it names."""

    matter: str
    reasons: str
    basis: str
    why: str
    lead: Unit
    helpers: tuple[Unit, ...] = field(default=())

    @property
    def co_names(self) -> str:
        return "、".join(unit.name for unit in self.helpers)


@once
def rule_case(uow: Uow, order: RulingOrder, *, command_key: UUID) -> UUID:
    """Rule who leads a case, or rule otherwise on one that was ruled on: the case is assigned to
    the lead at once, each co-unit gets a task, and the ruling is a precedent from now on, unless
    the case is confidential.

    Raises:
        NotAllowed: Only the director of the desk it lies at rules.
        NothingToRule: It waits for no ruling and has none.
        WordsWrong: A text is missing or too long; of a revision also why it is another.
        TellsOfPerson: A text holds a long number.
        CoUnitsWrong: A unit is named twice.
        UnitGone: A unit does not work any more.
        BadTransition: The case has ended.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.APPROVE)
    if case.ruling_due_at is None and case.ruled_unit_id is None:
        raise NothingToRule
    last = _last_of(uow, case.id)
    said = _checked(uow, order, revises=last is not None and case.ruling_due_at is None)
    row = _kept(uow, case, order, said, (last or 0) + 1)
    _assign(uow, case, order, said, row)
    _end_precedents(uow, case, said.why or said.reasons)
    if not case.is_confidential:  # the district reads precedents
        _become_precedent(uow, case, order, said, row)
    for unit in said.helpers:
        title = say("rulings.co_task", lead=said.lead.name, matter=said.matter)
        unwrap(give_task)(uow, NewTask(case.id, title, unit.id), command_key=new_id())
    return row.id


@once
def retire_precedent(
    uow: Uow, precedent_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Let a precedent be gone by no more, with the reason; it stays to be read, and the case it
    was ruled on stays with its lead.

    Raises:
        NotAllowed: It was ruled at another desk.
        NotFound: Absent, or of another district.
        Conflict: Somebody ended it meanwhile.
    """
    seen = uow.session.get(Precedent, precedent_id)
    if seen is None:
        raise NotFound(precedent=precedent_id)
    if not uow.actor.may_in(Right.APPROVE, seen.desk_region):
        raise NotAllowed(right=Right.APPROVE)
    held = sa.select(Precedent).where(Precedent.id == precedent_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None or PrecedentState(row.state) is not PrecedentState.IN_FORCE:
        raise Conflict(precedent=precedent_id)
    if row.version != seen_version:
        raise Conflict(precedent=precedent_id)
    _end(uow, row, PrecedentState.RETIRED, checked_words(RulingWords.WHY, why))


def take_back_ruling(uow: Uow, ruling_id: UUID, why: str) -> None:
    """Let the precedent of a ruling be gone by no more whose assigning was a mistaken step, and
    take back what its co-units have not done yet.
    """
    asked = sa.select(Precedent).where(Precedent.ruling_id == ruling_id)
    for row in uow.session.scalars(asked):
        _end(uow, row, PrecedentState.REVERSED, why)
    ruling = uow.session.get_one(Ruling, ruling_id)
    helping = [UUID(key) for key, _ in ruling.co_units]
    given = sa.select(CaseTask).where(
        CaseTask.case_id == ruling.case_id,
        CaseTask.unit_id.in_(helping),
        CaseTask.asked_at == ruling.at,  # in the same step
        CaseTask.state == TaskState.OPEN,
    )
    for task in uow.session.scalars(given).all():
        unwrap(withdraw_task)(uow, task.id, task.version, why, command_key=new_id())


def _last_of(uow: Uow, case_id: UUID) -> int | None:
    last: int | None = uow.session.scalar(
        sa.select(sa.func.max(Ruling.ordinal)).where(Ruling.case_id == case_id)
    )
    return last


def _checked(uow: Uow, order: RulingOrder, *, revises: bool) -> _Said:
    named = (order.lead_id, *order.co_unit_ids)
    if len(set(named)) != len(named) or len(order.co_unit_ids) > MOST_CO_UNITS:
        raise CoUnitsWrong(most=MOST_CO_UNITS)
    found = [uow.session.get(Unit, key) for key in named]
    units = [unit for unit in found if unit is not None and unit.is_active]
    if len(units) != len(named):
        raise UnitGone
    lead, *helpers = units
    return _Said(
        matter=checked_words(RulingWords.MATTER, order.matter),
        reasons=checked_words(RulingWords.REASONS, order.reasons),
        basis=checked_words(RulingWords.BASIS, order.basis),
        why=checked_words(RulingWords.WHY, order.why) if revises else "",
        lead=lead,
        helpers=tuple(helpers),
    )


def _kept(uow: Uow, case: CaseFile, order: RulingOrder, said: _Said, ordinal: int) -> Ruling:
    row = Ruling(
        id=new_id(),
        case_id=case.id,
        ordinal=ordinal,
        lead_unit_id=said.lead.id,
        lead_name=said.lead.name,
        co_units=[[str(unit.id), unit.name] for unit in said.helpers],
        dispute=order.dispute,
        reasons=said.reasons,
        basis=said.basis,
        why=said.why,
        returned_count=case.returned_count,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    return row


def _assign(uow: Uow, case: CaseFile, order: RulingOrder, said: _Said, row: Ruling) -> None:
    first = CaseState(case.state) is CaseState.REGISTERED
    case.ruling_due_at, case.ruled_unit_id = None, said.lead.id
    case.handling_unit_id, case.handler_id = said.lead.id, None
    let_read(uow, case, said.lead.id)
    facts: dict[str, Any] = {"handler": "", "ruling": str(row.id), "dispute": order.dispute.value}
    facts |= {"co_units": said.co_names, "basis": said.basis, "why": said.why}
    if not said.lead.has_desk:
        facts["slip"] = slip_number(uow, case)
    kind = EventKind.ASSIGNED if first else EventKind.REASSIGNED
    step(uow, case, kind, note=said.reasons, unit=(said.lead.id, said.lead.name), **facts)


def _become_precedent(
    uow: Uow, case: CaseFile, order: RulingOrder, said: _Said, ruling: Ruling
) -> None:
    kind = uow.session.get(Category, case.category_code) if case.category_code else None
    row = Precedent(
        id=new_id(),
        ruling_id=ruling.id,
        district=district_of(case.desk_region),
        desk_region=case.desk_region,
        region=case.desk_region,  # a grid would lead to whoever lives there
        category_code=case.category_code,
        place_type=order.place_type,
        matter=said.matter,
        lead_unit_id=said.lead.id,
        lead_name=said.lead.name,
        co_names=said.co_names,
        dispute=order.dispute,
        reasons=said.reasons,
        basis=said.basis,
        edition=ruling.ordinal,
        ruled_at=ruling.at,
        ruled_by=ruling.person_name,
        state=PrecedentState.IN_FORCE,
        words=found_by(said, order, kind.name if kind is not None else ""),
    )
    uow.session.add(row)
    uow.settle(row)
    _told(uow, row, "rulings.became_precedent")


def found_by(said: _Said, order: RulingOrder, kind: str) -> str:
    """Return what a precedent is found by: its texts made plain, parted by blanks."""
    parts = [said.matter, kind, label(order.place_type), said.lead.name, said.co_names]
    parts += [label(order.dispute), said.reasons, said.basis]
    return " ".join(filter(None, map(plain, parts)))


def _end_precedents(uow: Uow, case: CaseFile, why: str) -> None:
    """Let what was ruled on the case at this desk before be gone by no more."""
    asked = sa.select(Precedent).join(Ruling, Ruling.id == Precedent.ruling_id)
    here = (Precedent.state == PrecedentState.IN_FORCE, Precedent.desk_region == case.desk_region)
    for row in uow.session.scalars(asked.where(Ruling.case_id == case.id, *here)):
        _end(uow, row, PrecedentState.REVISED, why)


def _end(uow: Uow, row: Precedent, state: PrecedentState, why: str) -> None:
    row.state, row.ended_why = state, why
    row.ended_at, row.ended_name = uow.now, uow.actor.name
    uow.settle(row)
    _told(uow, row, f"rulings.precedent_{state}")


def _told(uow: Uow, row: Precedent, action: str) -> None:
    uow.record(action, Topic.PRECEDENT, row.id, region=row.desk_region)
    uow.touched(Topic.PRECEDENT, row.id)  # other streets of the district go by it, too
