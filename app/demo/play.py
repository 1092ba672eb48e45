"""Lives the life of the demo's cases through the real actions, in the order of time.

Rows that every action asks for (limits, calendar, units, regions, kinds) are held, so that the
session finds them without SQL.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.rules import Role
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step as CaseStep
from app.cases.actions.handle import (
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
from app.cases.models import CaseFile, Category, LimitTable
from app.cases.rules import EventKind, Level, Source
from app.core.actor import Actor, system
from app.core.calendar_store import CalendarVersion
from app.core.clock import local
from app.demo.course import Course, Step
from app.demo.doing import Doing
from app.demo.people import Staff, invented_name
from app.demo.phrases import Told
from app.demo.street import StreetPlan
from app.territory.models import Region

COMPANY, COMPANY_KIND, COMPANY_SHARE = "anhe", "X16-001", 0.4
"""Some of what concerns property management goes to the company itself (一类事)."""

COMMUNITY_UNIT = "community"
_SILENT = frozenset({Source.GRID_PATROL, Source.DIGITAL_CITY, Source.DEPARTMENT, Source.SUPERIOR})
_NAMELESS_SHARE = 0.12
_CALL_BACK_SHARE = 0.4
_CONFIDENTIAL_SHARE = 0.02
_HANDLER_NAMED_SHARE = 0.5
_TOLD_WHEN_SHARE = 0.35
_STEPS_BETWEEN_REPORTS = 50
_HELD = (LimitTable, CalendarVersion, Category, Region, Unit, Person)


@dataclass(slots=True)
class Life:
    """A case while it is being lived.

    Attributes:
        case: The row, from its first step to its last.
        reports: How many progress reports have been written.
    """

    course: Course
    told: Told
    unit: str
    case: CaseFile | None = None
    reports: int = 0


class Player:
    """Carries out the steps of all cases."""

    def __init__(
        self, do: Doing, plan: StreetPlan, staff: Staff, pepper: bytes, chance: Random
    ) -> None:
        self._do = do
        self._plan = plan
        self._staff = staff
        self._pepper = pepper
        self._chance = chance
        self._serials = count(100_000 + chance.randrange(1_000))
        self._held = [list(do.session.scalars(sa.select(table))) for table in _HELD]
        self._steps: dict[EventKind, Callable[[Life, datetime], None]] = {
            EventKind.SUBMITTED: self._receive,
            EventKind.REGISTERED: self._register,
            EventKind.ASSIGNED: self._assign,
            EventKind.REASSIGNED: self._reassign,
            EventKind.SIGNED_FOR: self._sign,
            EventKind.PROGRESSED: self._report,
            EventKind.FINISHED: self._finish,
            EventKind.CLOSED: self._close,
        }

    def play(self, lives: Sequence[Life], progress: Callable[[int, int], None]) -> None:
        """Carry out every step of every case, the earliest first."""
        order: list[tuple[datetime, int, Step]] = sorted(
            (
                (step.at, number, step)
                for number, life in enumerate(lives)
                for step in life.course.steps
            ),
            key=lambda entry: entry[:2],
        )
        for done, (at, number, step) in enumerate(order):
            life = lives[number]
            self._steps[step.kind](life, at)
            if step is life.course.steps[-1]:
                life.case = None  # nothing more happens to it: let the row go
            if done % _STEPS_BETWEEN_REPORTS == 0:
                progress(done, len(order))
        self._do.session.flush()
        progress(len(order), len(order))

    def unit_for(self, course: Course, told: Told) -> str:
        """Return the code of the unit that is to deal with a case."""
        code = course.draft.rule.texts.code
        if code == COMPANY_KIND and self._chance.random() < COMPANY_SHARE:
            return COMPANY
        unit = course.draft.rule.unit
        return told.spot.grid[:12] if unit in ("", COMMUNITY_UNIT) else unit

    def _receive(self, life: Life, at: datetime) -> None:
        draft = life.course.draft
        # What people say is read by a desk first, so the kind is not known yet.
        intake = self._intake(life, at, draft.source, kind=None)
        do = self._do.by(system("来件"), at)
        self._open(life, do(receive_case, intake, self._pepper, received_at=at))

    def _register(self, life: Life, at: datetime) -> None:
        draft, spot = life.course.draft, life.told.spot
        if life.case is None:
            intake = self._intake(life, at, draft.source, kind=draft.rule.texts.code)
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
        )
        self._do.by(self._of(Role.RECEPTIONIST), at)(accept_case, acceptance)

    def _assign(self, life: Life, at: datetime) -> None:
        kinds = [step.kind for step in life.course.steps]
        unit = COMMUNITY_UNIT if EventKind.REASSIGNED in kinds else life.unit
        self._hand(life, at, unit, life.told.assigned)

    def _reassign(self, life: Life, at: datetime) -> None:
        self._hand(life, at, life.unit, self._plan.words.wrong_unit)

    def _hand(self, life: Life, at: datetime, unit: str, note: str) -> None:
        case = _row(life)
        handlers = self._staff.handlers[unit]
        named = self._chance.random() < _HANDLER_NAMED_SHARE
        order = Assignment(
            case.id,
            case.version,
            self._staff.units[unit],
            handler_id=handlers[0].person_id if named else None,
            note=note,
        )
        self._do.by(self._of(Role.DISPATCHER), at)(assign_case, order)

    def _sign(self, life: Life, at: datetime) -> None:
        self._handle(sign_for_case, life, at, life.told.signed)

    def _report(self, life: Life, at: datetime) -> None:
        self._handle(report_progress, life, at, life.told.reports[life.reports])
        life.reports += 1

    def _finish(self, life: Life, at: datetime) -> None:
        self._handle(finish_case, life, at, life.told.finished)

    def _close(self, life: Life, at: datetime) -> None:
        self._step(close_case, self._of(Role.DISPATCHER), life, at, life.told.closed)

    def _handle(self, action: Callable[..., Any], life: Life, at: datetime, note: str) -> None:
        case = _row(life)
        people = self._staff.handlers[life.unit]
        who = next((each for each in people if each.person_id == case.handler_id), people[-1])
        self._step(action, who, life, at, note)

    def _step(
        self, action: Callable[..., Any], who: Actor, life: Life, at: datetime, note: str
    ) -> None:
        case = _row(life)
        self._do.by(who, at)(action, CaseStep(case.id, case.version, note))

    def _open(self, life: Life, case_id: object) -> None:
        life.case = self._do.session.get_one(CaseFile, case_id)

    def _of(self, role: Role) -> Actor:
        return self._chance.choice(self._staff.by_role[role])

    def _first_receiver(self, source: Source, grid: str) -> Actor:
        if source is Source.GRID_PATROL:
            return self._staff.grid_workers[grid[:12]]
        if source is Source.COMMUNITY_LINE:
            return self._staff.handlers[grid[:12]][0]
        return self._of(Role.RECEPTIONIST)

    def _intake(self, life: Life, at: datetime, source: Source, kind: str | None) -> Intake:
        told, spot, rule = life.told, life.told.spot, life.course.draft.rule
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
            wants_call_back=source not in _SILENT and self._chance.random() < _CALL_BACK_SHARE,
            is_confidential=source not in _SILENT and self._chance.random() < _CONFIDENTIAL_SHARE,
        )

    def _external_number(self, source: Source, at: datetime) -> str | None:
        prefix = _NUMBER_PREFIX.get(source)
        return f"{prefix}{local(at):%Y%m%d}{next(self._serials)}" if prefix else None

    def _reporter(self, source: Source) -> Reporter:
        if source in _SILENT or self._chance.random() < _NAMELESS_SHARE:
            return Reporter()
        name = invented_name(self._plan, self._chance)
        return Reporter(name=name, phone=f"1990352{self._chance.randrange(10_000):04d}")


_NUMBER_PREFIX = {
    Source.HOTLINE_12345: "61",
    Source.DIGITAL_CITY: "SG",
    Source.MAILBOX: "MX",
    Source.GOVERNMENT_APP: "ZW",
    Source.DEPARTMENT: "ZB",
    Source.SUPERIOR: "JB",
}


def _row(life: Life) -> CaseFile:
    if life.case is None:
        raise AssertionError("a case is opened by its first step")
    return life.case
