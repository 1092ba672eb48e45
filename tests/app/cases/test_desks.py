"""What directors, units, grid workers and readers of figures find on their desks."""

from datetime import datetime, timedelta

import pytest

from app.accounts.models import Unit
from app.accounts.rules import Role, UnitKind, rights_of
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step, sign_for_case
from app.cases.actions.pausing import Pausing, order_pause
from app.cases.actions.requests import approve_request, ask_pause, refuse_request
from app.cases.actions.supervising import SupervisionDraft, draft_supervision, issue_supervision
from app.cases.actions.tasks import NewTask, give_task
from app.cases.chores import warn
from app.cases.queries.attention import Matter, pending_approvals, read_attention
from app.cases.queries.figures import area_figures
from app.cases.queries.holding import read_holding
from app.cases.queries.queue import QueueView
from app.cases.queries.warnings import warnings_for
from app.cases.rules import Level, SupervisionLevel
from app.cases.work_states import RequestKind, RequestState, WarningKind
from app.core.actor import Actor, Grant, console
from app.core.clock import SHANGHAI
from app.core.ids import new_id
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

GARBAGE = "E01-004"  # 5 working hours


@pytest.fixture
def read(centre):
    """Run a query as somebody, now."""

    def asked(query, actor="handler", **given):
        someone = actor if isinstance(actor, Actor) else centre.actor(actor)
        with centre.database.reading() as session:
            return query(session, someone, centre.database.clock.now(), **given)

    return asked


@pytest.fixture
def told(centre):
    """Return the warnings told to somebody since a moment."""

    def asked(actor, since):
        with centre.database.reading() as session:
            return warnings_for(session, centre.actor(actor), since)

    return asked


def held(centre, **given):
    case_id = centre.register(**{"category": GARBAGE, **given})
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


def ask(centre, case_id, kind=RequestKind.EXTENDED, **given):
    amount = {"amount": 2.0} if kind is RequestKind.EXTENDED else {}
    order = Pausing(case_id, centre.version(case_id), kind, "等配件", **{**amount, **given})
    return centre.do("handler", ask_pause, order)


def issue(centre, case_id):
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不办")
    sheet_id = centre.do("director", draft_supervision, draft)
    version = centre.card(case_id).sheets[0].version
    centre.do("director", issue_supervision, sheet_id, version)
    return sheet_id


def community_of(centre):
    unit = Unit(
        id=new_id(),
        code="nantang",
        name="南塘社区",
        pinyin="nantang",
        initials="nt",
        kind=UnitKind.COMMUNITY,
        region=COMMUNITY,
    )
    with centre.database.writing(console("test")) as uow:
        uow.session.add(unit)
    centre.units["community"] = unit.id


def leader(region=STREET):
    grant = Grant(Role.LEADER, rights_of(Role.LEADER), region=region)
    return Actor(new_id(), "江正", "窗口1", (grant,))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


# -- a unit's view ------------------------------------------------------------------------------


def test_a_unit_sees_what_waits_for_its_signature_what_it_has_and_what_stands(centre, read):
    waits = centre.register()
    centre.assign(waits)
    runs = held(centre)
    stands = held(centre)
    order = Pausing(stands, centre.version(stands), RequestKind.SUSPENDED, "等料")
    centre.do("director", order_pause, order)
    centre.assign(centre.register(), unit="water")

    seen = read(read_holding)

    piles = (seen.to_sign, seen.in_hand, seen.stopped)
    assert [[row.id for row in pile.rows] for pile in piles] == [[waits], [runs], [stands]]
    assert [pile.count.value for pile in piles] == [1, 1, 1]
    assert seen.names == ("市政养护站",)
    assert not seen.by_region


def test_a_unit_sees_its_tasks_requests_and_sheets_to_answer(centre, read):
    case_id = held(centre, title="占道堆放")
    task = NewTask(case_id, "现场复核", centre.units["municipal"])
    centre.do("dispatcher", give_task, task)
    ask(centre, case_id)
    issue(centre, case_id)

    seen = read(read_holding)

    assert [(found.task.title, found.title) for found in seen.tasks] == [("现场复核", "占道堆放")]
    assert [row.request.state for row in seen.requests] == [RequestState.PENDING]
    assert [(sheet.title, sheet.reason) for sheet in seen.sheets] == [("占道堆放", "久拖不办")]
    rival = read(read_holding, "rival")
    assert (rival.tasks, rival.requests, rival.sheets) == ((), (), ())


def test_answers_of_the_last_two_weeks_stay_in_sight(centre, clock, read):
    request_id = ask(centre, held(centre))
    centre.do("director", refuse_request, request_id, 1, "料已到")

    assert [row.request.decision for row in read(read_holding).requests] == ["料已到"]
    clock.advance(timedelta(days=15))
    assert read(read_holding).requests == ()


def test_a_grid_worker_sees_what_the_community_holds_in_the_grid_and_what_came_today(
    centre, clock, read
):
    community_of(centre)
    mine = centre.register()
    centre.assign(mine, unit="community")
    other = centre.register(region=COMMUNITY)
    centre.assign(other, unit="community")
    centre.assign(centre.register())

    seen = read(read_holding, "grid_worker")

    assert [row.id for row in seen.to_sign.rows] == [mine]
    assert seen.new_today.count.value == 2
    assert (seen.names, seen.by_region) == (("南塘第二网格",), True)
    clock.advance(timedelta(days=1))
    assert read(read_holding, "grid_worker").new_today.count.value == 0


# -- what waits ---------------------------------------------------------------------------------


def matters(found):
    return {waiting.matter: waiting.count for waiting in found}


def test_the_director_is_told_of_approvals_and_sheets_of_their_street_only(centre, clock, read):
    first = clock.now()
    case_id = held(centre)
    ask(centre, case_id)
    clock.advance(timedelta(minutes=5))
    ask(centre, held(centre))
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不办")
    centre.do("director", draft_supervision, draft)

    seen = read(read_attention, "director")

    assert matters(seen) == {Matter.APPROVALS: 2, Matter.DRAFTS: 1}
    assert seen[0].since == first
    assert read(lambda session, actor, now: pending_approvals(session, actor), "director") == 2
    for role in ("stranger", "receptionist", "auditor"):
        assert read(read_attention, role) == ()


def test_a_sheet_nobody_answered_in_time_comes_to_who_issued_it_and_to_who_holds_it(
    centre, clock, read
):
    issue(centre, held(centre))

    assert matters(read(read_attention, "handler")) == {Matter.SHEETS_TO_ANSWER: 1}
    assert read(read_attention, "director") == ()
    clock.advance(timedelta(days=10))
    assert matters(read(read_attention, "director")) == {Matter.UNANSWERED: 1}


def test_who_asked_is_told_that_it_waits_and_then_that_it_was_answered_today(centre, clock, read):
    request_id = ask(centre, held(centre))
    assert matters(read(read_attention)) == {Matter.PENDING: 1}

    centre.do("director", approve_request, request_id, 1, "同意")

    assert matters(read(read_attention)) == {Matter.ANSWERED: 1}
    clock.advance(timedelta(days=1))
    assert read(read_attention) == ()


# -- figures ------------------------------------------------------------------------------------


def test_a_leader_reads_counts_by_unit_of_their_area(centre, clock, read):
    clock.set(at(24, 9))
    for unit in ("municipal", "municipal", "water"):
        centre.assign(centre.register(category="C01-003", level=Level.URGENT), unit=unit)
    clock.set(at(25, 9))

    seen = read(area_figures, leader())

    assert seen.counts[QueueView.ALL_OPEN].value == 3
    assert seen.counts[QueueView.OVERDUE].value == 3
    late = [(found.unit, found.overdue, found.open) for found in seen.late]
    assert late == [("市政养护站", 2, 2), ("供水公司", 1, 1)]
    assert read(area_figures, leader(OTHER_STREET)).counts[QueueView.ALL_OPEN].value == 0
    assert read(area_figures, leader(), region=f"{GRID[:-1]}9").late == ()


def test_without_the_right_there_are_no_figures(centre, read):
    centre.register()

    assert read(area_figures, "handler").counts[QueueView.ALL_OPEN].value == 0


# -- warnings -----------------------------------------------------------------------------------


def test_a_warning_reaches_the_unit_and_the_first_receiver_and_later_the_director(
    centre, clock, told
):
    case_id = centre.register(category=GARBAGE)
    centre.assign(case_id)
    start = clock.now()
    clock.set(centre.card(case_id).clocks.sign.warn_at)
    warn(centre.database)
    who = ("handler", "receptionist", "rival", "director", "stranger")

    assert [len(told(role, start)) for role in who] == [1, 1, 0, 0, 0]
    assert told("handler", start)[0].kind is WarningKind.DUE_SOON
    assert told("handler", clock.now()) == ()
    clock.set(centre.card(case_id).clocks.sign.due_at + timedelta(minutes=1))
    warn(centre.database)
    assert [len(told(role, start)) for role in who] == [1, 1, 0, 1, 0]
    assert told("handler", start)[0].kind is WarningKind.OVERDUE


def test_a_case_taken_by_somebody_warns_them_and_no_longer_the_whole_unit(centre, clock, told):
    case_id = centre.register(category=GARBAGE)
    centre.assign(case_id)
    centre.sign_for(case_id)
    start = clock.now()
    clock.set(at(25, 10))
    warn(centre.database)

    assert [len(told(role, start)) for role in ("handler", "rival")] == [1, 0]


def test_a_case_that_moved_on_warns_nobody(centre, clock, told):
    case_id = centre.register(category=GARBAGE)
    centre.assign(case_id)
    start = clock.now()
    clock.set(centre.card(case_id).clocks.sign.warn_at)
    warn(centre.database)
    step = Step(case_id, centre.version(case_id), "收到")
    centre.do("handler", sign_for_case, step)

    assert told("handler", start) == ()


def test_the_community_that_has_a_case_is_warned_through_its_grid_worker(centre, clock, told):
    community_of(centre)
    case_id = centre.register(category=GARBAGE)
    order = Assignment(case_id, centre.version(case_id), centre.units["community"])
    centre.do("dispatcher", assign_case, order)
    start = clock.now()
    clock.set(centre.card(case_id).clocks.sign.warn_at)
    warn(centre.database)

    assert len(told("grid_worker", start)) == 1
