"""A machine in the hall takes messages and tells how a case stands, and learns nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.rules import Role
from app.cases.actions.intake import Reporter
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.personal import NotAPhone
from app.cases.rules import CaseState, Source
from app.core.actor import Grant
from app.core.database.tables import JournalEntry
from app.core.ids import new_id
from app.kiosk.actions import Message, ask_progress, hand_in
from app.kiosk.chores import forget, take_in
from app.kiosk.models import KioskAsking, KioskMessage, KioskRefused
from app.kiosk.queries import progress
from app.kiosk.rules import (
    ASKINGS,
    GUESSES,
    MESSAGES,
    DigitsWanted,
    MessageNotTaken,
    TooOften,
    clean_code,
)
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

LAST4 = "6021"


@pytest.fixture
def machine(centre):
    """The account of a machine in the hall of a street."""
    grant = Grant(role=Role.KIOSK, rights=frozenset(), region=STREET, unit_id=None)
    centre.people["kiosk"] = replace(centre.actor("receptionist"), name="自助机", grants=(grant,))
    return centre


def code_of(centre, case_id) -> str:
    with centre.database.reading() as session:
        return session.get_one(CaseFile, case_id).receipt_code


def ask(centre, code, last4):
    asking = centre.do("kiosk", ask_progress, code, last4)
    return answer(centre, asking, code, last4)


def answer(centre, asking, code, last4, later=timedelta(0)):
    with centre.database.reading() as session:
        now = centre.database.clock.now() + later
        return progress(session, centre.actor("kiosk"), asking, code, last4, now=now)


def test_who_holds_the_receipt_and_the_number_learns_how_the_case_stands(machine):
    case_id = machine.register()
    code = code_of(machine, case_id)

    assert ask(machine, f" {code[:4].lower()}-{code[4:]}", LAST4).state is CaseState.REGISTERED
    with machine.database.reading() as session:
        number = session.get_one(CaseFile, case_id).number
    assert ask(machine, number, LAST4).state is CaseState.REGISTERED


def test_other_digits_and_other_codes_get_the_same_answer(machine):
    code = code_of(machine, machine.register())

    assert ask(machine, code, "0000") is None
    assert ask(machine, "ABCDEFGH", LAST4) is None


def test_the_code_of_the_receipt_speaks_for_itself_and_the_number_does_not(machine):
    case_id = machine.register()
    with machine.database.reading() as session:
        number = session.get_one(CaseFile, case_id).number

    assert ask(machine, code_of(machine, case_id), "").state is CaseState.REGISTERED
    assert ask(machine, number, "") is None


def test_a_case_nobody_left_a_number_with_is_told_by_its_receipt_alone(machine):
    case_id = machine.register(reporter=Reporter())
    with machine.database.reading() as session:
        number = session.get_one(CaseFile, case_id).number

    assert ask(machine, code_of(machine, case_id), "").state is CaseState.REGISTERED
    assert ask(machine, number, "") is None


def test_cases_of_another_street_are_not_told(machine):
    code = code_of(machine, machine.register(actor="stranger", region=OTHER_STREET))

    assert ask(machine, code, LAST4) is None


def test_an_asking_answers_what_was_asked_and_not_for_long(machine):
    code, other = (code_of(machine, machine.register()) for _ in range(2))
    asking = machine.do("kiosk", ask_progress, code, LAST4)

    assert answer(machine, asking, other, LAST4) is None
    assert answer(machine, new_id(), code, LAST4) is None
    assert answer(machine, asking, code, LAST4, later=timedelta(minutes=1)) is None
    assert answer(machine, asking, code, LAST4) is not None


def test_a_code_that_was_guessed_at_too_often_is_told_to_nobody_that_day(machine, clock):
    code = code_of(machine, machine.register())
    for number in range(GUESSES):
        assert ask(machine, code, f"{number:04d}") is None

    assert ask(machine, code, LAST4) is None
    clock.advance(timedelta(days=1, minutes=1))
    assert ask(machine, code, LAST4) is not None


def test_a_machine_asks_so_often_in_a_minute_and_not_more(machine, clock):
    for _ in range(ASKINGS):
        machine.do("kiosk", ask_progress, "ABCDEFGH", "")
    with pytest.raises(TooOften):
        machine.do("kiosk", ask_progress, "ABCDEFGH", "")

    clock.advance(timedelta(minutes=1))
    machine.do("kiosk", ask_progress, "ABCDEFGH", "")


def test_digits_are_four_or_none(machine):
    with pytest.raises(DigitsWanted):
        machine.do("kiosk", ask_progress, "ABCDEFGH", "12a4")


def test_a_code_is_the_same_however_it_is_typed():
    assert clean_code(" ab12-cd34 ") == "AB12CD34"


def test_a_message_becomes_a_case_that_waits_and_keeps_the_code_of_its_receipt(machine):
    message = Message("楼道灯不亮", COMMUNITY, "南塘路8号", name="陈芳华", phone="138 1234 6021")
    code = machine.do("kiosk", hand_in, message)

    take_in(machine.database)
    take_in(machine.database)

    with machine.database.reading() as session:
        (case,) = session.scalars(sa.select(CaseFile)).all()
        (person,) = session.scalars(sa.select(CasePerson)).all()
        event = session.scalars(sa.select(CaseEvent.kind)).one()
        assert session.scalars(sa.select(KioskMessage)).all() == []
    assert (case.state, case.source) == (CaseState.SUBMITTED, Source.KIOSK)
    assert (case.receipt_code, case.region, case.place) == (code, COMMUNITY, "南塘路8号")
    assert (person.name, person.phone) == ("陈芳华", "13812346021")
    assert event == "submitted"
    assert ask(machine, code, LAST4).state is CaseState.SUBMITTED


def test_what_no_case_can_be_made_of_keeps_nobody_waiting(machine):
    machine.do("kiosk", hand_in, Message("坏的", f"{COMMUNITY}999"))
    machine.do("kiosk", hand_in, Message("好的", GRID))

    take_in(machine.database)

    with machine.database.reading() as session:
        assert session.scalars(sa.select(CaseFile.text)).all() == ["好的"]
        assert session.scalars(sa.select(KioskMessage.text)).all() == ["坏的"]
        actions = session.scalars(sa.select(JournalEntry.action)).all()
    assert "kiosk.refused" in actions


def test_a_machine_takes_messages_of_its_own_street_so_many_a_minute(machine):
    with pytest.raises(MessageNotTaken):
        machine.do("kiosk", hand_in, Message("灯不亮", OTHER_STREET))
    with pytest.raises(NotAPhone):
        machine.do("kiosk", hand_in, Message("灯不亮", GRID, phone="x"))
    for _ in range(MESSAGES):
        machine.do("kiosk", hand_in, Message("灯不亮", GRID))
    with pytest.raises(TooOften):
        machine.do("kiosk", hand_in, Message("灯不亮", GRID))


def test_whoever_is_no_machine_hands_nothing_in(centre):
    with pytest.raises(MessageNotTaken):
        centre.do("receptionist", hand_in, Message("灯不亮", GRID))


def test_askings_are_forgotten(machine, clock):
    machine.do("kiosk", ask_progress, "ABCDEFGH", "")
    clock.advance(timedelta(days=3))

    forget(machine.database)

    with machine.database.reading() as session:
        assert session.scalars(sa.select(KioskAsking)).all() == []


def test_a_message_whose_code_is_taken_keeps_no_other_waiting(machine):
    taken = code_of(machine, machine.register())
    machine.do("kiosk", hand_in, Message("井盖坏了", GRID))
    with machine.database.writing(machine.actor("dispatcher")) as uow:
        uow.session.execute(sa.update(KioskMessage).values(receipt_code=taken))
    honest = machine.do("kiosk", hand_in, Message("路灯不亮", GRID))

    take_in(machine.database)

    with machine.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(KioskRefused)) == 1
        asked = sa.select(CaseFile.text).where(CaseFile.receipt_code == honest)
        assert session.scalar(asked) == "路灯不亮"


def test_guesses_by_number_and_by_receipt_count_together(machine):
    case_id = machine.register()
    code = code_of(machine, case_id)
    with machine.database.reading() as session:
        number = session.get_one(CaseFile, case_id).number
    for at in range(GUESSES):
        ask(machine, (code, number)[at % 2], "0000")
        machine.database.clock.advance(timedelta(minutes=1))

    assert ask(machine, code, LAST4) is None
    assert ask(machine, number, LAST4) is None
