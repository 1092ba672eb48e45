"""The people of one street, and what each of them does at the steps of a case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.cases.actions.after_finishing import CallBack, call_back, reopen_case, verify_case
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step as CaseStep
from app.cases.actions.handle import (
    archive_case,
    close_case,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.actions.intake import (
    Acceptance,
    Intake,
    Reporter,
    accept_case,
    receive_case,
    register_case,
)
from app.cases.actions.on_the_spot import register_solved
from app.cases.actions.steps import hold_case
from app.cases.actions.steps import step as take_step
from app.cases.held import held_case
from app.cases.models import CaseFile
from app.cases.rules import EventKind, Level, Source
from app.core.actor import Actor, system
from app.core.clock import local
from app.core.database import Uow
from app.demo.answers import answers_to, checks_for
from app.demo.course import Course
from app.demo.doing import Doing
from app.demo.life import Life
from app.demo.people import Staff, invented_name
from app.demo.photos import photos
from app.demo.phrases import Told
from app.demo.plan import SILENT
from app.demo.side_paths import SidePaths
from app.demo.steps import Step
from app.demo.street import StreetPlan
from app.demo.whistling import WhistlePaths

COMPANY, COMPANY_KIND, COMPANY_SHARE = "anhe", "X16-001", 0.4
"""Some of what concerns property management goes to the company itself (一类事)."""

COMMUNITY_UNIT = "community"
_NAMELESS_SHARE = 0.12
_CONFIDENTIAL_SHARE = 0.02
_HANDLER_NAMED_SHARE = 0.5
_TOLD_WHEN_SHARE = 0.35
_NUMBER_PREFIX = {
    Source.HOTLINE_12345: "61",
    Source.DIGITAL_CITY: "SG",
    Source.MAILBOX: "MX",
    Source.GOVERNMENT_APP: "ZW",
    Source.DEPARTMENT: "ZB",
    Source.SUPERIOR: "JB",
}


class Player:
    """Carries out the steps of one street's cases."""

    def __init__(
        self,
        do: Doing,
        plan: StreetPlan,
        staff: Staff,
        pepper: bytes,
        chance: Random,
        *,
        first_serial: int = 100_000,
    ) -> None:
        self._do = do
        self._plan = plan
        self._staff = staff
        self._pepper = pepper
        self._chance = chance
        self._serials = count(first_serial + chance.randrange(1_000))
        self._steps: dict[EventKind, Callable[[Life, Step, datetime], None]] = {
            EventKind.SUBMITTED: self._receive,
            EventKind.REGISTERED: self._register,
            EventKind.SOLVED_ON_SPOT: self._solve,
            EventKind.ASSIGNED: self._assign,
            EventKind.REASSIGNED: self._assign,
            EventKind.SIGNED_FOR: self._sign,
            EventKind.PROGRESSED: self._report,
            EventKind.FINISHED: self._finish,
            EventKind.CALL_MISSED: self._call_in_vain,
            EventKind.CALLED_BACK: self._call_back,
            EventKind.VERIFIED: self._verify,
            EventKind.CLOSED: self._close,
            EventKind.REOPENED: self._reopen,
            EventKind.ARCHIVED: self._archive,
        }
        self._steps |= SidePaths(self).steps
        self._steps |= WhistlePaths(self, chance).steps

    @property
    def staff(self) -> Staff:
        """Return the people of the street."""
        return self._staff

    @property
    def plan(self) -> StreetPlan:
        """Return what the street is made of."""
        return self._plan

    @property
    def session(self) -> Session:
        """Return the session of the transaction."""
        return self._do.session

    def take(self, life: Life, step: Step, at: datetime) -> None:
        """Take a step of a case at a moment."""
        self._steps[step.kind](life, step, at)

    def unit_for(self, course: Course, told: Told) -> str:
        """Return the code of the unit that is to deal with a case."""
        code = course.draft.rule.texts.code
        if code == COMPANY_KIND and self._chance.random() < COMPANY_SHARE:
            return COMPANY
        unit = course.draft.rule.unit
        return told.spot.grid[:12] if unit in ("", COMMUNITY_UNIT) else unit

    def by(self, who: Actor, at: datetime) -> Doing:
        """Return somebody at a moment, in the transaction of the demo."""
        return self._do.by(who, at)

    def of(self, role: Role) -> Actor:
        """Return somebody of the centre with a role."""
        return self._chance.choice(self._staff.by_role[role])

    def desk(self, life: Life) -> Actor:
        """Return who disposes of a case now."""
        return self._staff.county if life.passed_on else self._staff.by_role[Role.DISPATCHER][0]

    def says(self, sort: str) -> str:
        """Return what is said at a sort of step."""
        return self._chance.choice(self._plan.said[sort])

    def handler(self, life: Life) -> Actor:
        """Return who does the holder's work: where it has no desk, the centre types it in."""
        if life.holder in self._staff.deskless:
            return self.desk(life)
        people = self._staff.handlers[life.holder]
        known = life.row.handler_id
        return next((each for each in people if each.person_id == known), people[-1])

    def hand(self, life: Life, at: datetime, unit: str, note: str) -> None:
        """Assign a case to a unit, often to somebody there by name."""
        case = life.row
        people = self._staff.handlers[unit]
        named = self._chance.random() < _HANDLER_NAMED_SHARE and people
        order = Assignment(
            case.id,
            case.version,
            self._staff.units[unit],
            handler_id=people[0].person_id if named else None,
            note=note,
        )
        self.by(self.desk(life), at)(assign_case, order)
        life.holder = unit

    def _receive(self, life: Life, _: Step, at: datetime) -> None:
        # What people say is read by a desk first, so the kind is not known yet.
        intake = self._intake(life, at, kind=None)
        do = self._do.by(system("来件"), at)
        self._open(life, do(receive_case, intake, self._pepper, received_at=at))

    def _register(self, life: Life, _: Step, at: datetime) -> None:
        draft, spot = life.course.draft, life.told.spot
        if life.case is None:
            intake = self._intake(life, at, kind=draft.rule.texts.code)
            who = self._first_receiver(draft.source, spot.grid)
            self._open(life, self._do.by(who, at)(register_case, intake, self._pepper))
            return
        acceptance = Acceptance(
            life.case.id,
            life.case.version,
            draft.rule.texts.code,
            spot.grid,
            life.told.title,
            level=draft.rule.level,
            matter_class=draft.rule.matter_class,
            place=spot.words,
            longitude=spot.point[0],
            latitude=spot.point[1],
            answers=self._answers(draft.rule.texts.code),
        )
        self._do.by(self.of(Role.RECEPTIONIST), at)(accept_case, acceptance)

    def _solve(self, life: Life, _: Step, at: datetime) -> None:
        intake = self._intake(life, at, kind=life.course.draft.rule.texts.code)
        who = self._staff.grid_workers[life.told.spot.grid[:12]]
        photo = self._chance.choice(photos())
        solved = self.says("solved")
        key = self._do.by(who, at)(register_solved, intake, photo, solved, self._pepper)
        self._open(life, key)

    def _assign(self, life: Life, step: Step, at: datetime) -> None:
        """Assign to the right unit, unless it goes a way round first."""
        if step.sort == "wrong":
            self.hand(life, at, COMMUNITY_UNIT, life.told.assigned)
        elif step.kind is EventKind.REASSIGNED:
            self.hand(life, at, life.unit, self._plan.words.wrong_unit)
        elif life.course.goes_round and not life.holder:
            self.hand(life, at, COMMUNITY_UNIT, life.told.assigned)
        else:
            self.hand(life, at, life.unit, life.told.assigned)

    def _sign(self, life: Life, _: Step, at: datetime) -> None:
        self._handle(sign_for_case, life, at, life.told.signed)

    def _report(self, life: Life, _: Step, at: datetime) -> None:
        self._handle(report_progress, life, at, life.told.reports[life.reports])
        life.reports += 1

    def _finish(self, life: Life, _: Step, at: datetime) -> None:
        ticked = checks_for(self._do.session, life.row.category_code)
        self._handle(finish_case, life, at, life.told.finished, checks=ticked)

    def _call_in_vain(self, life: Life, _: Step, at: datetime) -> None:
        self._call(
            life, at, CallBack(life.row.id, life.row.version, None, note=self.says("missed"))
        )

    def _call_back(self, life: Life, step: Step, at: datetime) -> None:
        case = life.row
        content = step.sort == "content"
        note = life.told.closed if content else self.says("unhappy")
        contacted = content or self._chance.random() < 0.6
        late = contacted and self._chance.random() < 0.08
        order = CallBack(case.id, case.version, contacted, content, content, note, late=late)
        self._call(life, at, order)

    def _call(self, life: Life, at: datetime, order: CallBack) -> None:
        who = self._staff.county if life.passed_on else self.of(Role.RECEPTIONIST)
        self._do.by(who, at)(call_back, order)

    def _verify(self, life: Life, _: Step, at: datetime) -> None:
        case = life.row
        self._do.by(self.desk(life), at)(verify_case, case.id, case.version, self.says("verify"))

    def _close(self, life: Life, _: Step, at: datetime) -> None:
        self._step(close_case, self.desk(life), life, at, life.told.closed)

    def _reopen(self, life: Life, _: Step, at: datetime) -> None:
        case, director = life.row, self.of(Role.DIRECTOR)
        self._do.by(director, at)(reopen_case, case.id, case.version, self.says("reopen"))

    def _archive(self, life: Life, step: Step, at: datetime) -> None:
        if step.sort == "rule":
            self._do.by(system("cases.archive"), at).plainly(_archive_by_rule, life.row)
        else:
            self._step(archive_case, self.desk(life), life, at, "")

    def _handle(
        self, action: Callable[..., Any], life: Life, at: datetime, note: str, **more: Any
    ) -> None:
        self._step(action, self.handler(life), life, at, note, **more)

    def _step(
        self,
        action: Callable[..., Any],
        who: Actor,
        life: Life,
        at: datetime,
        note: str,
        **more: Any,
    ) -> None:
        case = life.row
        self._do.by(who, at)(action, CaseStep(case.id, case.version, note, **more))

    def _open(self, life: Life, case_id: Any) -> None:
        kept = held_case(self._do.session, case_id)
        life.case = kept.case if kept else self._do.session.get_one(CaseFile, case_id)

    def _answers(self, kind: str) -> dict[str, str]:
        return answers_to(self._do.session, kind, self._chance)

    def _first_receiver(self, source: Source, grid: str) -> Actor:
        if source is Source.GRID_PATROL:
            return self._staff.grid_workers[grid[:12]]
        if source is Source.COMMUNITY_LINE:
            return self._staff.handlers[grid[:12]][0]
        return self.of(Role.RECEPTIONIST)

    def _intake(self, life: Life, at: datetime, kind: str | None) -> Intake:
        told, spot, rule = life.told, life.told.spot, life.course.draft.rule
        source = life.course.draft.source
        happened = at - timedelta(minutes=self._chance.uniform(10, 600))
        knows_when = self._chance.random() < _TOLD_WHEN_SHARE
        return Intake(
            text=told.text,
            source=source,
            region=spot.grid,
            title=told.title,
            category=kind,
            level=rule.level if kind else Level.NORMAL,
            matter_class=rule.matter_class if kind else None,
            place=spot.words,
            longitude=spot.point[0],
            latitude=spot.point[1],
            happened_at=happened if knows_when else None,
            external_number=self._external_number(source, at),
            reporter=self._reporter(source),
            wants_call_back=life.course.wants_call,
            is_confidential=source not in SILENT and self._chance.random() < _CONFIDENTIAL_SHARE,
            answers=self._answers(kind) if kind else {},
        )

    def _external_number(self, source: Source, at: datetime) -> str | None:
        prefix = _NUMBER_PREFIX.get(source)
        return f"{prefix}{local(at):%Y%m%d}{next(self._serials)}" if prefix else None

    def _reporter(self, source: Source) -> Reporter:
        if source in SILENT or self._chance.random() < _NAMELESS_SHARE:
            return Reporter()
        name = invented_name(self._plan, self._chance)
        return Reporter(name=name, phone=f"1990352{self._chance.randrange(10_000):04d}")


def _archive_by_rule(uow: Uow, case: CaseFile) -> None:
    held = hold_case(uow, case.id)
    held.archived_at = uow.now
    take_step(uow, held, EventKind.ARCHIVED)
