"""What is foreseen is what happens: the due times told before a step equal those after it."""

from datetime import timedelta

import pytest

from app.cases.actions.pausing import Pausing, order_pause, resume_case
from app.cases.actions.putting_right import Amendment, amend_case, reverse_step
from app.cases.actions.requests import approve_request, ask_pause
from app.cases.clock import BadLimit
from app.cases.queries.card import case_card
from app.cases.queries.foresight import Amending, Extending, Reversing, Stopping, foresee
from app.cases.rules import Level
from app.cases.work_states import RequestKind
from app.core.errors import NotFound
from app.core.ids import new_id

PLACES = ("C01-003", "E01-001")


@pytest.fixture(params=PLACES)
def case_id(request, centre, clock):
    """A case that is being dealt with, in hours and in working days."""
    made = centre.register(category=request.param)
    centre.assign(made)
    clock.advance(timedelta(minutes=9))
    centre.sign_for(made)
    return made


def due(centre, case_id):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now).clocks.handle.due_at


def foreseen(centre, case_id, wish, role="director"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return foresee(session, centre.actor(role), case_id, wish, now=now).after.handle.due_at


def act(centre, action, *arguments):
    with centre.database.writing(centre.actor("director")) as uow:
        action(uow, *arguments, command_key=new_id())


def test_an_extension(centre, case_id):
    told = foreseen(centre, case_id, Extending(2))
    order = Pausing(case_id, centre.version(case_id), RequestKind.EXTENDED, "缺料", amount=2)
    act(centre, order_pause, order)

    assert due(centre, case_id) == told


def test_a_suspension_over_the_weekend(centre, case_id, clock):
    until = centre.database.clock.now() + timedelta(days=6, hours=3)
    told = foreseen(centre, case_id, Stopping(until))
    version = centre.version(case_id)
    order = Pausing(case_id, version, RequestKind.SUSPENDED, "等人", until=until)
    act(centre, order_pause, order)
    assert due(centre, case_id) is None
    clock.advance(timedelta(days=6, hours=3))
    act(centre, resume_case, case_id, centre.version(case_id), "人回来了")

    assert due(centre, case_id) == told


def test_what_was_asked_for_counts_from_the_asking(centre, case_id, clock):
    until = centre.database.clock.now() + timedelta(days=6, hours=3)
    version = centre.version(case_id)
    order = Pausing(case_id, version, RequestKind.SUSPENDED, "等人", until=until)
    request_id = centre.do("handler", ask_pause, order)
    asked_at = centre.database.clock.now()
    clock.advance(timedelta(minutes=50))

    told = foreseen(centre, case_id, Stopping(until, asked_at))
    assert told > foreseen(centre, case_id, Stopping(until))
    act(centre, approve_request, request_id, 1)
    clock.set(until)
    act(centre, resume_case, case_id, centre.version(case_id), "人回来了")

    assert due(centre, case_id) == told


def test_another_kind(centre, case_id):
    told = foreseen(centre, case_id, Amending("C01-006", Level.URGENT))
    order = Amendment(case_id, centre.version(case_id), "C01-006", Level.URGENT, None, "看错了")
    act(centre, amend_case, order)

    assert due(centre, case_id) == told


def test_the_last_step_put_right(centre, case_id):
    order = Pausing(case_id, centre.version(case_id), RequestKind.EXTENDED, "缺料", amount=2)
    act(centre, order_pause, order)
    told = foreseen(centre, case_id, Reversing())
    act(centre, reverse_step, case_id, centre.version(case_id), "填错了")

    assert due(centre, case_id) == told


def test_what_no_clock_can_count_is_refused(centre, case_id):
    with pytest.raises(BadLimit):
        foreseen(centre, case_id, Extending(0.003))


def test_nobody_foresees_a_case_they_may_not_see(centre, case_id):
    with pytest.raises(NotFound):
        foreseen(centre, case_id, Extending(2), role="stranger")
