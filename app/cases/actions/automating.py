"""What rules do: after each step in the transaction of the step, and as the keeper finds cases.

A rule acts with all rights: whoever keeps it had those its deeds ask for when it was saved. What
it does goes through the actions a person would take, so that all rules of the trade hold; what
they refuse is kept with the firing, and never stands in the way of the step.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.models import Person, Unit
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.putting_right import amend
from app.cases.actions.reminding import remind_case
from app.cases.actions.steps import hold_case
from app.cases.actions.supervising import add_draft, has_open_sheet
from app.cases.actions.tags import mark_case
from app.cases.actions.whistling import (
    WhistledAlready,
    WhistleDraft,
    draft_whistle,
    usual_appearance,
)
from app.cases.automation.happened import BY_RULE, Occasion, happened
from app.cases.automation.match import Facts
from app.cases.automation.model import Deed, DeedKind, Trigger, Whom
from app.cases.automation.standing import Standing, facts_of, rules_at_work
from app.cases.automation.walk import walk
from app.cases.models import CaseFile
from app.cases.models.automation import CaseRuleFiring
from app.cases.models.finding import Tag
from app.cases.rules import OPEN_STATES, CaseState, Level, SupervisionLevel
from app.cases.whistle_rules import WhistleKind
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.words import label, say, sentence
from app.territory.models import Region

AFTER_THE_END = (Trigger.FINISHED,)
"""Triggers that may look at a case which the same step also ended."""


@dataclass(slots=True)
class _Done:
    """What came of the deeds of one firing."""

    outcome: list[list[str]]
    has_fault: bool = False
    person_id: UUID | None = None
    unit_id: UUID | None = None
    note: str = ""


class DoneAlready(AppError):
    """There is nothing left for a rule to do; no fault."""

    code = "rules.done_already"


def after_steps(uow: Uow) -> None:
    """Let rules look at what happened in this transaction, what they do themselves among it."""
    acted: dict[UUID, set[UUID]] = {}
    while occasions := happened(uow.session):
        fresh = tuple(occasions)
        occasions.clear()
        standing = rules_at_work(uow.session, {each.trigger for each in fresh})
        for each in fresh if standing else ():
            look_at(uow, each, standing, acted.setdefault(each.case_id, set()))


def look_at(uow: Uow, occasion: Occasion, standing: Iterable[Standing], acted: set[UUID]) -> None:
    """Let those of the rules act that look after such an event, where the case is disposed of."""
    case = uow.session.get(CaseFile, occasion.case_id)
    if case is None or not _still_looks(case, occasion.trigger):
        return
    rules = tuple(
        rule
        for rule in standing
        if rule.trigger is occasion.trigger and case.desk_region.startswith(rule.region)
    )
    if not rules:
        return
    firing = _Firing(uow, case, occasion)
    seen: list[Facts] = []

    def look() -> Facts:
        if not seen:
            seen.append(facts_of(uow.session, case, uow.now, rules))
        return seen[0]

    def act(rule: Standing) -> bool:
        seen.clear()
        return firing.fire(rule)

    walk(rules, look, act, by_rule=occasion.by_rule, acted=acted)


def _still_looks(case: CaseFile, trigger: Trigger) -> bool:
    return CaseState(case.state) in OPEN_STATES or trigger in AFTER_THE_END


class _Firing:
    """Fires rules on one case for one event."""

    def __init__(self, uow: Uow, case: CaseFile, occasion: Occasion) -> None:
        self._told = uow
        actor = replace(uow.actor, everything=True)
        self._uow = Uow(uow.session, actor, uow.now)
        self._case = case
        self._occasion = occasion
        self._assigned = False

    def fire(self, rule: Standing) -> bool:
        """Do what a rule says; False where it had done so for this event already."""
        if self._had_fired(rule):
            return False
        done = _Done([])
        for deed in rule.compiled.body.deeds:
            self._try(rule, deed, done)
        if done.outcome:
            self._keep(rule, done)
        for change in self._uow.changes:
            self._told.touched(change.topic, change.key, change.region)
        return True

    def _had_fired(self, rule: Standing) -> bool:
        asked = sa.select(CaseRuleFiring.id).where(
            CaseRuleFiring.rule_id == rule.id,
            CaseRuleFiring.case_id == self._case.id,
            CaseRuleFiring.occasion == self._occasion.name,
        )
        return self._uow.session.scalar(asked) is not None

    def _try(self, rule: Standing, deed: Deed, done: _Done) -> None:
        """Do one thing; what the trade or the database refuses is undone and kept as a fault."""
        session = self._uow.session
        session.info[BY_RULE] = {"id": str(rule.id), "name": rule.name}
        try:
            with session.begin_nested():
                named = _DEEDS[deed.kind](self, deed, done)
            done.outcome.append([deed.kind, named, ""])
        except DoneAlready:
            return
        except (AppError, SQLAlchemyError) as error:
            told = sentence(error) if isinstance(error, AppError) else say("rules.refused")
            done.outcome.append([deed.kind, "", told])
            done.has_fault = True
        finally:
            session.info.pop(BY_RULE, None)

    def _keep(self, rule: Standing, done: _Done) -> None:
        row = {
            "id": new_id(),
            "rule_id": rule.id,
            "number": rule.number,
            "rule_name": rule.name,
            "case_id": self._case.id,
            "trigger": self._occasion.trigger,
            "occasion": self._occasion.name,
            "at": self._uow.now,
            "outcome": done.outcome,
            "has_fault": done.has_fault,
            "told_person_id": done.person_id,
            "told_unit_id": done.unit_id,
            "told_note": done.note,
        }
        facts = {"case": str(self._case.id), "number": rule.number, "fault": done.has_fault}
        try:
            with self._uow.session.begin_nested():
                self._uow.session.add(CaseRuleFiring(**row))
        except SQLAlchemyError:  # the journal says so at least
            facts["fault"] = True
        region = self._case.region
        self._told.record("rules.fired", Topic.RULE, rule.id, region=region, **facts)
        self._told.touched(Topic.RULE, rule.id, rule.region)
        self._told.touched(Topic.CASE, self._case.id, region)

    # -- deeds: each returns what it was done with, by name ------------------------------------

    def assign(self, deed: Deed, _done: _Done) -> str:
        """Hand the case to a unit, unless a rule before this one did."""
        case = hold_case(self._uow, self._case.id)
        unit_id = deed.key()
        by_hand = self._occasion.trigger is Trigger.REGISTERED and case.handling_unit_id is not None
        if self._assigned or by_hand or case.handling_unit_id == unit_id:
            raise DoneAlready
        order = Assignment(case.id, case.version, unit_id, note=deed.note)
        assign_case(self._uow, order, command_key=new_id())
        self._assigned = True
        return self._uow.session.get_one(Unit, unit_id).name

    def set_level(self, deed: Deed, _done: _Done) -> str:
        """Say how pressing the case is; its time limit counts by that from the same start."""
        case = hold_case(self._uow, self._case.id)
        level = Level(deed.value)
        if case.level == level:
            raise DoneAlready
        note = deed.note or say("rules.level_note", level=level)
        amend(self._uow, case, case.category_code, level, case.matter_class, note)
        return label(level)

    def put_tag(self, deed: Deed, _done: _Done) -> str:
        """Mark the case with a tag."""
        tag_id = deed.key()
        if not mark_case(self._uow, self._case.id, (tag_id,), command_key=new_id()):
            raise DoneAlready
        return self._uow.session.get_one(Tag, tag_id).name

    def remind(self, deed: Deed, _done: _Done) -> str:
        """Remind whoever has the case in hand."""
        remind_case(self._uow, self._case.id, deed.note, command_key=new_id())
        unit = self._uow.session.get(Unit, self._case.handling_unit_id)
        return unit.name if unit else ""

    def supervise(self, deed: Deed, _done: _Done) -> str:
        """Draft a supervision sheet; the supervisor or the director issues it."""
        case = hold_case(self._uow, self._case.id)
        if has_open_sheet(self._uow, case.id):
            raise DoneAlready
        level = SupervisionLevel(deed.value)
        rule = self._uow.session.info[BY_RULE]["name"]
        reason = deed.note or say("rules.sheet_reason", rule=rule)
        add_draft(self._uow, case, level, reason)
        return label(level)

    def whistle(self, deed: Deed, _done: _Done) -> str:
        """Draft a whistle with one unit in the lead; the director adds others and blows it."""
        session, case = self._uow.session, hold_case(self._uow, self._case.id)
        kind, lead_id = WhistleKind(deed.value.partition(":")[0]), deed.key()
        region = session.get(Region, case.region)
        draft = WhistleDraft(
            case_id=case.id,
            kind=kind,
            units=(lead_id,),
            lead_id=lead_id,
            place=case.place or (region.name if region else case.region),
            appear_at=usual_appearance(self._uow, kind),
            task=deed.note or say("rules.whistle_task", rule=session.info[BY_RULE]["name"]),
        )
        try:
            draft_whistle(self._uow, draft, command_key=new_id())
        except WhistledAlready:
            raise DoneAlready from None
        return session.get_one(Unit, lead_id).name

    def notify(self, deed: Deed, done: _Done) -> str:
        """Ring the bell of a person or of a unit's people."""
        session, case = self._uow.session, self._case
        if deed.value.startswith("unit:") or (deed.value == Whom.HANDLER and not case.handler_id):
            key = case.handling_unit_id if deed.value == Whom.HANDLER else deed.key()
            unit = session.get(Unit, key) if key else None
            if unit is None:
                raise DoneAlready
            done.unit_id, done.note = unit.id, deed.note
            return unit.name
        whose = {Whom.HANDLER: case.handler_id, Whom.FIRST_CONTACT: case.first_contact_id}
        at_hand = deed.value in set(Whom)
        person_id = whose[Whom(deed.value)] if at_hand else deed.key()
        person = session.get(Person, person_id) if person_id else None
        if person is None:
            raise DoneAlready
        done.person_id, done.note = person.id, deed.note
        return person.name


_DEEDS = {
    DeedKind.ASSIGN: _Firing.assign,
    DeedKind.LEVEL: _Firing.set_level,
    DeedKind.TAG: _Firing.put_tag,
    DeedKind.REMIND: _Firing.remind,
    DeedKind.SUPERVISE: _Firing.supervise,
    DeedKind.WHISTLE: _Firing.whistle,
    DeedKind.NOTIFY: _Firing.notify,
}
