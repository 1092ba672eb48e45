"""What comes of a visit at the machine: a case with kind and place, a rating, a promised call."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.intake import Reporter
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.kiosk.actions import (
    MachineState,
    Message,
    Opinion,
    PhotoTooLarge,
    ask_near,
    ask_progress,
    hand_in,
    note_state,
    rate,
)
from app.kiosk.chores import take_in
from app.kiosk.ground import ground_of
from app.kiosk.looks import (
    KioskTile,
    Look,
    LookWrong,
    MayLeave,
    StaffCodeWeak,
    decide_look,
    hash_of_code,
    look_of,
    may_leave,
)
from app.kiosk.models import KioskRating, KioskState
from app.kiosk.queries import near, progress
from app.kiosk.ratings import take_ratings
from app.kiosk.replies import ReplyWrong, publish_reply, replies
from app.kiosk.rules import RATED_S, KioskContent
from tests.factories.centre import GRID, STREET
from tests.factories.halls import make_machine

LAST4, SPOT = "6021", (113.30, 40.08)


@pytest.fixture
def machine(centre):
    """The account of a machine in the hall of a street."""
    centre.people["kiosk"] = make_machine(centre.database)
    return centre


def case_of(machine, case_id):
    with machine.database.reading() as session:
        return session.get_one(CaseFile, case_id)


def told(machine, code, last4=""):
    asking = machine.do("kiosk", ask_progress, code, last4)
    with machine.database.reading() as session:
        now = machine.database.clock.now()
        return progress(session, machine.actor("kiosk"), asking, code, last4, now=now)


def finished(machine):
    case_id = machine.register()
    machine.assign(case_id)
    machine.sign_for(case_id)
    machine.finish(case_id)
    return case_id


def opinion_of(machine, case_id, content, **more):
    code = case_of(machine, case_id).receipt_code
    asking = machine.do("kiosk", ask_progress, code, "")
    answers = {"contacted": True, "solved": content is not KioskContent.UNSATISFIED} | more
    machine.do("kiosk", rate, Opinion(asking, satisfaction=content, **answers))


def test_a_report_brings_kind_and_place_and_an_unknown_kind_keeps_it_not_out(machine):
    known = Message("灯不亮", GRID, "南塘路8号", category="C01-003", longitude=113.3, latitude=40.1)
    machine.do("kiosk", hand_in, known)
    machine.do(
        "kiosk", hand_in, replace(known, text="别的", category="Z99-001", photo=b"no picture")
    )

    take_in(machine.database)

    with machine.database.reading() as session:
        cases = {case.text: case for case in session.scalars(sa.select(CaseFile))}
        actions = set(session.scalars(sa.select(JournalEntry.action)))
    assert (cases["灯不亮"].category_code, cases["灯不亮"].longitude) == ("C01-003", 113.3)
    assert cases["别的"].category_code is None
    assert "kiosk.photo_refused" in actions


def test_what_was_typed_while_the_network_was_down_says_when(machine, clock):
    typed = clock.now() - timedelta(hours=3)
    message = Message("灯不亮", GRID, receipt="7K3MQ9WA", told_at=typed)

    assert machine.do("kiosk", hand_in, message) == "7K3MQ9WA"
    take_in(machine.database)

    with machine.database.reading() as session:
        (case,) = session.scalars(sa.select(CaseFile))
    assert case.extra == {"自助机上填写的时间": "2026-11-24 11:05"}


def test_a_photo_that_was_not_made_smaller_is_refused(machine):
    with pytest.raises(PhotoTooLarge):
        machine.do("kiosk", hand_in, Message("灯", GRID, photo=b"x" * 60_000_000))


def test_a_resident_is_told_the_unit_and_the_steps_and_what_was_written_for_them(machine):
    case_id = machine.register()
    machine.assign(case_id)
    machine.do("dispatcher", publish_reply, case_id, "明天换线。")
    found = told(machine, case_of(machine, case_id).receipt_code)

    assert (found.unit, found.reply) == ("市政养护站", "明天换线。")
    assert [step.kind for step in found.steps] == [EventKind.REGISTERED, EventKind.ASSIGNED]
    with machine.database.reading() as session:
        assert [row.text for row in replies(session, machine.actor("dispatcher"), case_id)] == [
            "明天换线。"
        ]
    with pytest.raises(ReplyWrong):
        machine.do("dispatcher", publish_reply, case_id, " ")
    with pytest.raises(NotFound):
        machine.do("stranger", publish_reply, case_id, "好")


def test_a_rating_is_the_answer_of_a_call_back_and_there_is_one(machine):
    case_id = finished(machine)
    opinion_of(machine, case_id, KioskContent.MOSTLY)
    opinion_of(machine, case_id, KioskContent.UNSATISFIED)

    take_ratings(machine.database)

    case = case_of(machine, case_id)
    assert (case.is_contacted, case.is_solved, case.is_satisfied) == (True, True, True)
    assert case.state == CaseState.VERIFIED
    assert told(machine, case.receipt_code).is_rated
    with machine.database.reading() as session:
        assert len(session.scalars(sa.select(CallAnswer)).all()) == 1
        assert session.scalars(sa.select(KioskRating)).all() == []
        note = session.scalar(
            sa.select(CaseEvent.note).where(CaseEvent.kind == EventKind.CALLED_BACK)
        )
    assert "基本满意" in note


def test_who_is_not_satisfied_has_the_case_reopened_as_by_a_call(machine):
    case_id = finished(machine)
    opinion_of(machine, case_id, KioskContent.UNSATISFIED, words="没有解决", wants_call=True)

    take_ratings(machine.database)

    case = case_of(machine, case_id)
    assert case.reopened_count == 1
    assert case.wants_call_back


def test_a_rating_without_a_fresh_asking_of_the_same_machine_counts_for_nothing(machine, clock):
    case_id = finished(machine)
    code = case_of(machine, case_id).receipt_code
    wrong = machine.do("kiosk", ask_progress, code, "0000")
    late = machine.do("kiosk", ask_progress, code, LAST4)
    good = {"contacted": True, "solved": True, "satisfaction": KioskContent.SATISFIED}
    machine.do("kiosk", rate, Opinion(wrong, **good))
    clock.advance(timedelta(seconds=RATED_S + 1))
    machine.do("kiosk", rate, Opinion(late, **good))

    take_ratings(machine.database)

    assert case_of(machine, case_id).is_satisfied is None


def test_a_like_report_nearby_is_told_without_anything_that_leads_to_it(machine, clock):
    def ask(kind, spot):
        asking = machine.do("kiosk", ask_near, kind, *spot)
        with machine.database.reading() as session:
            return near(session, machine.actor("kiosk"), asking, kind, *spot, now=clock.now())

    machine.register(longitude=SPOT[0], latitude=SPOT[1])
    found = ask("C01-003", SPOT)

    assert found.state is CaseState.REGISTERED
    assert found.day <= clock.now()
    assert ask("C01-003", (SPOT[0] + 0.01, SPOT[1])) is None
    assert ask("C01-010", SPOT) is None
    clock.advance(timedelta(hours=73))
    assert ask("C01-003", SPOT) is None


def test_where_a_quarrel_is_nobody_is_told(machine, clock):
    machine.register(category="X11-001", longitude=SPOT[0], latitude=SPOT[1], reporter=Reporter())
    asking = machine.do("kiosk", ask_near, "X11-001", *SPOT)

    with machine.database.reading() as session:
        now = clock.now()
        assert near(session, machine.actor("kiosk"), asking, "X11-001", *SPOT, now=now) is None


def test_a_machine_knows_its_street_and_says_how_it_is(machine, clock):
    with machine.database.reading() as session:
        ground = ground_of(session, machine.actor("kiosk"))
    assert ground.street.code == STREET
    assert GRID in {each.code for each in ground.regions}

    for waiting in (3, 0):
        with machine.database.writing(machine.actor("kiosk")) as uow:
            note_state(uow, MachineState(clock.now(), waiting=waiting, trouble="printer"))
    with machine.database.reading() as session:
        (state,) = session.scalars(sa.select(KioskState))
    assert (state.waiting, state.trouble) == (0, "printer")


def test_a_street_decides_what_its_machines_show_and_the_code_of_its_staff(machine):
    look = Look(greeting="您好！", notices=(" 周五停水 ",), tiles=(KioskTile.REPORT,), idle_s=5)
    machine.do("administrator", decide_look, STREET, look, 0, secret=hash_of_code("246813"))
    with machine.database.reading() as session:
        row = look_of(session, STREET)

    assert (row.look.greeting, row.look.notices, row.look.idle_s) == ("您好！", ("周五停水",), 30)
    leaving = {"row": row, "known": ""}
    actor = machine.actor("kiosk")
    right, known = may_leave(machine.database, actor, typed="246813", **leaving)
    assert (right, known != "") == (MayLeave.YES, True)
    assert may_leave(machine.database, actor, typed="246814", **leaving) == (MayLeave.NO, "")
    with pytest.raises(Conflict):
        machine.do("administrator", decide_look, STREET, look, 0)
    with pytest.raises(LookWrong):
        machine.do("administrator", decide_look, STREET, replace(look, greeting=""), 1)
    with pytest.raises(NotAllowed):
        machine.do("dispatcher", decide_look, STREET, look, 1)
    with pytest.raises(StaffCodeWeak):
        hash_of_code("12345")
