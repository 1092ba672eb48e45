"""Whatever people do to a case, in whatever order: the table, the story and the clocks agree."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.cases.actions.after_finishing import CallBack, call_back, reopen_case, verify_case
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import (
    Step,
    archive_case,
    close_case,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.actions.passing_on import Passing, escalate_case, hand_over_case
from app.cases.actions.pausing import (
    Pausing,
    give_back_case,
    order_pause,
    resume_case,
    table_case,
)
from app.cases.actions.putting_right import Amendment, amend_case, recount_case, reverse_step
from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.actions.requests import approve_request, ask_pause
from app.cases.clock import ClockState
from app.cases.clock_ledger import ledger
from app.cases.due import clock_pair, stored_due
from app.cases.models import CaseFile
from app.cases.rules import (
    ENDS_PAUSE,
    NOTES,
    STEPS,
    DeclineReason,
    EventKind,
    Level,
    Pause,
    ReturnReason,
)
from app.cases.work_states import RequestKind
from app.core.calendar_store import calendar_of
from app.core.errors import AppError
from tests.factories.centre import OTHER_STREET

KINDS = ("C01-003", "E01-001", "E01-004", "X12-005")
PLAIN = {
    "sign": ("handler", sign_for_case),
    "progress": ("handler", report_progress),
    "finish": ("handler", finish_case),
    "close": ("director", close_case),
    "archive": ("dispatcher", archive_case),
}
NOTED = {
    "resume": ("director", resume_case),
    "table": ("dispatcher", table_case),
    "give back": ("dispatcher", give_back_case),
    "verify": ("receptionist", verify_case),
    "reopen": ("director", reopen_case),
    "reverse": ("director", reverse_step),
    "recount": ("director", recount_case),
}


class Life(RuleBasedStateMachine):
    """One case in the hands of everybody."""

    centre = None
    clock = None

    @initialize(kind=st.sampled_from(KINDS), wants=st.booleans(), far=st.integers(0, 3))
    def begin(self, kind, wants, far):
        self.case_id = self.centre.register(category=kind, wants_call_back=wants)
        for move in (self.centre.assign, self.centre.sign_for, self.centre.finish)[:far]:
            move(self.case_id)
        self.requests = []
        self.seen = self.read()

    def read(self):
        with self.centre.database.reading() as session:
            case = session.get_one(CaseFile, self.case_id)
            now = self.clock.now()
            pair = clock_pair(session, case, now)
            stored = {name: getattr(case, name) for name in stored_due(case, pair)}
            right = stored_due(case, pair)
            calendar = calendar_of(session, pair.calendar_number)
            return case.state, case.pause, case.version, stored, right, pair, calendar

    def story(self):
        return self.centre.card(self.case_id, "director").events

    def attempt(self, actor, action, *given, **more):
        before, events = self.seen, self.story()
        try:
            found = self.centre.do(actor, action, *given, **more)
        except AppError:
            found = None
            self.seen = self.read()
            assert self.seen[:3] == before[:3], "a refused step changed the case"
            assert self.story() == events, "a refused step left a trace"
        else:
            self.seen = self.read()
        self.check(before, events)
        return found

    def check(self, before, events):
        state, pause, _, stored, right, pair, calendar = self.seen
        told = self.story()
        assert told[: len(events)] == events, "an event was lost or edited"
        assert [event.ordinal for event in told] == list(range(1, len(told) + 1))
        new = told[len(events) :]
        assert stored == right, "a stored due time differs from the function"
        if not new:
            assert (state, pause, stored) == (before[0], before[1], before[3])
        self.check_table(before, new)
        self.check_ledgers(pair, calendar)

    def check_table(self, before, new):
        state, pause = before[0], before[1]
        for event in new:
            if event.kind is EventKind.REVERSED:
                return  # goes back to where it was; that the columns agree is checked above
            if event.kind in NOTES:
                continue
            assert state in STEPS[event.kind], f"{event.kind} from {state}"
            state = STEPS[event.kind][state]
            if event.kind in ENDS_PAUSE:
                assert Pause(pause) in ENDS_PAUSE[event.kind]
        assert self.seen[0] == state

    def check_ledgers(self, pair, calendar):
        now = self.clock.now()
        for limit, events, verdict in (
            (pair.sign_limit, pair.sign_events, pair.sign),
            (pair.handle_limit, pair.handle_events, pair.handle),
        ):
            if verdict is None:
                continue
            lines = ledger(limit, events, calendar, now)
            assert all(one.end == next_.start for one, next_ in pairwise(lines))
            counted = sum(line.seconds for line in lines if line.kind == "counted")
            assert counted == verdict.used_s
            if verdict.state is ClockState.ENDED:
                assert pair.handle.state is ClockState.ENDED or limit is pair.sign_limit

    @rule(minutes=st.integers(1, 4_000))
    def time_passes(self, minutes):
        before = self.read()
        self.clock.advance(timedelta(minutes=minutes))
        after = self.read()
        assert after[3] == before[3] == after[4], "time alone moved a deadline"
        self.seen = after

    @rule(which=st.sampled_from(sorted(PLAIN)))
    def takes_a_step(self, which):
        actor, action = PLAIN[which]
        self.attempt(actor, action, Step(self.case_id, self.seen[2], "写明"))

    @rule(which=st.sampled_from(sorted(NOTED)))
    def says_and_does(self, which):
        actor, action = NOTED[which]
        self.attempt(actor, action, self.case_id, self.seen[2], "写明")

    @rule(unit=st.sampled_from(("municipal", "municipal", "water")))
    def assigns(self, unit):
        order = Assignment(self.case_id, self.seen[2], self.centre.units[unit])
        self.attempt("dispatcher", assign_case, order)

    @rule(kind=st.sampled_from(RequestKind), amount=st.integers(1, 9), days=st.integers(0, 9))
    def orders_a_pause(self, kind, amount, days):
        until = self.clock.now() + timedelta(days=days) if days else None
        order = Pausing(self.case_id, self.seen[2], kind, "等着", amount, until)
        self.attempt("director", order_pause, order)

    @rule(kind=st.sampled_from(RequestKind), amount=st.integers(1, 9))
    def asks(self, kind, amount):
        order = Pausing(self.case_id, self.seen[2], kind, "等着", amount)
        request = self.attempt("handler", ask_pause, order)
        if request is not None:
            self.requests.append(request)

    @rule()
    def approves(self):
        if self.requests:
            self.attempt("director", approve_request, self.requests.pop(), 1)

    @rule(answers=st.tuples(st.booleans(), st.booleans(), st.booleans()) | st.none())
    def calls_back(self, answers):
        order = CallBack(self.case_id, self.seen[2], *(answers or (None, None, None)))
        self.attempt("receptionist", call_back, order)

    @rule()
    def gives_back(self):
        order = Return(self.case_id, self.seen[2], ReturnReason.OVERLAPPING, "依据")
        self.attempt("handler", return_case, order)

    @rule()
    def declines(self):
        order = Decline(self.case_id, self.seen[2], DeclineReason.OTHER, "写明")
        self.attempt("receptionist", decline_case, order)

    @rule(kind=st.sampled_from(KINDS), level=st.sampled_from(Level))
    def amends(self, kind, level):
        order = Amendment(self.case_id, self.seen[2], kind, level, None, "更正")
        self.attempt("dispatcher", amend_case, order)

    @rule(away=st.sampled_from((OTHER_STREET, "990102")))
    def passes_on(self, away):
        action = hand_over_case if away == OTHER_STREET else escalate_case
        self.attempt("dispatcher", action, Passing(self.case_id, self.seen[2], away, "写明"))


def live(centre, clock, *, lives, steps):
    machine = type("LifeHere", (Life,), {"centre": centre, "clock": clock})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_sequence_of_actions_breaks_the_table_the_story_or_the_clocks(centre, clock):
    live(centre, clock, lives=5, steps=15)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_nor_does_a_much_longer_one(centre, clock):
    live(centre, clock, lives=60, steps=40)
