"""The steps of a case that leave the straight way: asked, decided, passed on, put right."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.accounts.rules import Role
from app.cases.actions.passing_on import Passing, escalate_case, hand_over_case
from app.cases.actions.pausing import Pausing, give_back_case, resume_as_planned, table_case
from app.cases.actions.putting_right import reverse_step
from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.actions.requests import approve_request, ask_pause, refuse_request
from app.cases.actions.steps import hold_case
from app.cases.actions.supervising import (
    SupervisionDraft,
    accept_reply,
    add_draft,
    draft_supervision,
    issue_supervision,
    reply_supervision,
)
from app.cases.actions.tasks import NewTask, finish_task, give_task
from app.cases.models import CaseFile
from app.cases.models.work import CaseRequest, CaseTask, Supervision
from app.cases.rules import DeclineReason, EventKind, ReturnReason, SupervisionLevel
from app.cases.work_states import RequestKind, SupervisionRule
from app.core.actor import Actor, system
from app.core.database import Uow, alone
from app.core.words import say
from app.demo.life import Life
from app.demo.steps import Step
from app.demo.street import OFFICE

if TYPE_CHECKING:
    from app.demo.player import Player

UNJUDGED_EACH = 6
"""Of so many answers to supervision sheets one was not looked at yet."""
_HELPERS = ("municipal", "police", "enforcement")
_DECLINED = {
    0: DeclineReason.LAWFUL_CHANNEL,
    1: DeclineReason.OUT_OF_AREA,
    2: DeclineReason.DONE_BEFORE,
    3: DeclineReason.TOO_VAGUE,
}
_RETURNED = {
    0: ReturnReason.UNCLEAR_OWNER,
    1: ReturnReason.OVERLAPPING,
    2: ReturnReason.MISSING_FACTS,
}


class SidePaths:
    """Carries out the side steps of one street's cases.

    Attributes:
        steps: What is done at each kind of them.
    """

    def __init__(self, player: "Player") -> None:
        self._player = player
        self._replies = 0
        self.steps: Mapping[EventKind, Callable[[Life, Step, datetime], None]] = {
            EventKind.DECLINED: self._decline,
            EventKind.RETURNED: self._return,
            EventKind.REVERSED: self._reverse,
            EventKind.HANDED_OVER: self._hand_over,
            EventKind.ESCALATED: self._escalate,
            EventKind.ASKED: self._ask,
            EventKind.SUSPENDED: self._approve,
            EventKind.CARRIED_OVER: self._approve,
            EventKind.EXTENDED: self._approve,
            EventKind.REFUSED: self._refuse,
            EventKind.RESUMED: self._resume,
            EventKind.TABLED: self._table,
            EventKind.GIVEN_BACK: self._give_back,
            EventKind.TASK_GIVEN: self._give_task,
            EventKind.TASK_DONE: self._finish_task,
            EventKind.SUPERVISED: self._supervise,
        }

    def _decline(self, life: Life, _: Step, at: datetime) -> None:
        case, note = life.row, self._player.says("decline")
        reason = _DECLINED[self._player.plan.said["decline"].index(note)]
        order = Decline(case.id, case.version, reason, note)
        self._player.by(self._player.of(Role.RECEPTIONIST), at)(decline_case, order)

    def _return(self, life: Life, _: Step, at: datetime) -> None:
        case, basis = life.row, self._player.says("return")
        reason = _RETURNED[self._player.plan.said["return"].index(basis)]
        order = Return(case.id, case.version, reason, basis)
        self._player.by(self._player.handler(life), at)(return_case, order)

    def _reverse(self, life: Life, _: Step, at: datetime) -> None:
        case, why = life.row, self._player.says("mistake")
        self._player.by(self._player.desk(life), at)(reverse_step, case.id, case.version, why)
        life.holder = ""

    def _hand_over(self, life: Life, _: Step, at: datetime) -> None:
        order = self._passing(life, self._player.plan.beyond.street[0], "hand_over")
        self._player.by(self._player.desk(life), at)(hand_over_case, order)
        life.passed_on, life.unit = True, OFFICE

    def _escalate(self, life: Life, _: Step, at: datetime) -> None:
        order = self._passing(life, self._player.plan.county, "escalate")
        self._player.by(self._player.desk(life), at)(escalate_case, order)
        life.passed_on = True

    def _passing(self, life: Life, region: str, sort: str) -> Passing:
        return Passing(life.row.id, life.row.version, region, self._player.says(sort))

    def _ask(self, life: Life, step: Step, at: datetime) -> None:
        self._send()
        case, kind = life.row, RequestKind(step.sort)
        reason = self._player.says(_ASKED_FOR[kind])
        order = Pausing(case.id, case.version, kind, reason, amount=step.amount, until=step.until)
        life.work = self._player.by(self._player.handler(life), at)(ask_pause, order)

    def _approve(self, life: Life, _: Step, at: datetime) -> None:
        self._decide(life, at, approve_request, "approve")

    def _refuse(self, life: Life, _: Step, at: datetime) -> None:
        self._decide(life, at, refuse_request, "refuse")

    def _decide(self, life: Life, at: datetime, action: Callable[..., None], sort: str) -> None:
        key, version = self._waiting(CaseRequest, life)
        director = self._player.of(Role.DIRECTOR)
        self._player.by(director, at)(action, key, version, self._player.says(sort))

    def _resume(self, life: Life, _: Step, at: datetime) -> None:
        self._player.by(system("cases.resume"), at).plainly(_go_on, life.row)

    def _table(self, life: Life, _: Step, at: datetime) -> None:
        case, why = life.row, self._player.says("table")
        self._player.by(self._player.desk(life), at)(table_case, case.id, case.version, why)

    def _give_back(self, life: Life, _: Step, at: datetime) -> None:
        case, told = life.row, self._player.says("give_back")
        self._player.by(self._player.desk(life), at)(give_back_case, case.id, case.version, told)

    def _give_task(self, life: Life, _: Step, at: datetime) -> None:
        self._send()
        helper = next(code for code in _HELPERS if code != life.holder)
        unit = self._player.staff.units[helper]
        task = NewTask(life.row.id, self._player.says("task"), unit)
        life.work = self._player.by(self._player.desk(life), at)(give_task, task)

    def _finish_task(self, life: Life, _: Step, at: datetime) -> None:
        key, version = self._waiting(CaseTask, life)
        helper = next(code for code in _HELPERS if code != life.holder)
        who = self._player.staff.handlers[helper][0]
        self._player.by(who, at)(finish_task, key, version, self._player.says("task_done"))

    def _supervise(self, life: Life, step: Step, at: datetime) -> None:
        self._send()
        supervisor = self._player.of(Role.SUPERVISOR)
        if step.sort == "draft":
            life.work = self._draft(life, supervisor, at)
        elif step.sort == "rule":
            do = self._player.by(system("cases.supervise"), at)
            life.work = do.plainly(_draft_by_rule, life.row)
        elif step.sort == "issue":
            key, version = self._waiting(Supervision, life)
            self._player.by(supervisor, at)(issue_supervision, key, version)
        else:
            key, version = self._waiting(Supervision, life)
            reply = self._player.says("reply")
            who = self._player.handler(life)
            self._player.by(who, at)(reply_supervision, key, version, reply)
            self._replies += 1
            if self._replies % UNJUDGED_EACH:
                key, version = self._waiting(Supervision, life)
                self._player.by(supervisor, at)(accept_reply, key, version)

    def _draft(self, life: Life, supervisor: Actor, at: datetime) -> UUID:
        draft = SupervisionDraft(
            life.row.id, SupervisionLevel.YELLOW, self._player.says("supervise")
        )
        key: UUID = self._player.by(supervisor, at)(draft_supervision, draft)
        return key

    def _waiting(
        self, table: type[CaseRequest] | type[CaseTask] | type[Supervision], life: Life
    ) -> tuple[UUID, int]:
        """Return key and version of what waits, as whoever acts on it sees it."""
        self._send()
        row: Any = self._player.session.get_one(table, life.work)
        return row.id, row.version

    def _send(self) -> None:
        """Let the rows of the case be there before what refers to them."""
        gathered = alone(self._player.session)
        if gathered is not None:
            gathered.send()


_ASKED_FOR = {
    RequestKind.SUSPENDED: "suspend",
    RequestKind.EXTENDED: "extend",
    RequestKind.CARRIED_OVER: "carry_over",
}


def _go_on(uow: Uow, case: CaseFile) -> None:
    resume_as_planned(uow, hold_case(uow, case.id), say("cases.resumed_as_planned"))


def _draft_by_rule(uow: Uow, case: CaseFile) -> UUID:
    reason = say("cases.supervision_by_rule", percent=300)
    return add_draft(
        uow, hold_case(uow, case.id), SupervisionLevel.YELLOW, reason, SupervisionRule.OVERDUE
    )
