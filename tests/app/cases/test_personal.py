"""Personal values: checked while typed, kept in one table, masked, read only with a trace."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.callers import look_up_caller
from app.cases.actions.intake import Intake, Reporter
from app.cases.actions.personal import ReasonMissing, ask_reading
from app.cases.actions.refusing import decline_at_desk
from app.cases.models.personal import CasePerson
from app.cases.personal import (
    DocumentCheck,
    DocumentDigits,
    DocumentKind,
    MobileDigits,
    NotAPhone,
    clean_document,
    clean_phone,
    masked_name,
    masked_phone,
)
from app.cases.queries.callers import callers_cases
from app.cases.queries.card import case_card
from app.cases.queries.personal import read_reporter
from app.cases.rules import DeclineReason, Source
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.core.words import sentence
from tests.factories.centre import GRID
from tests.factories.tables import readable_tables

NAME, PHONE, CARD, ADDRESS = "金丝雀", "13900004127", "11010519491231002X", "柳溪里九幢四零二"
CANARY = Reporter(NAME, PHONE, DocumentKind.RESIDENT_CARD, CARD, ADDRESS)


def card(centre, case_id, actor):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor(actor), case_id, now=now)


def ask(centre, case_id, actor="receptionist", reason="回访核实"):
    with centre.database.writing(centre.actor(actor)) as uow:
        return ask_reading(uow, case_id, reason, command_key=new_id())


def read(centre, request, actor="receptionist"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return read_reporter(session, centre.actor(actor), request, now=now)


def look_up(centre):
    database = centre.database
    with database.writing(centre.actor("receptionist")) as uow:
        request = look_up_caller(uow, PHONE, database.state.pepper, command_key=new_id())
    with database.reading() as session:
        actor, now = centre.actor("receptionist"), database.clock.now()
        assert callers_cases(session, actor, request, now=now).rows


def turn_away(centre):
    intake = Intake("邻省的事", Source.CALL, GRID, reporter=CANARY)
    reason, pepper = DeclineReason.OUT_OF_AREA, centre.database.state.pepper
    with centre.database.writing(centre.actor("receptionist")) as uow:
        decline_at_desk(uow, intake, reason, "请向当地反映", pepper, command_key=new_id())


def test_a_personal_value_stands_in_no_other_table(centre):
    case_id = centre.register(reporter=CANARY)
    centre.assign(case_id)
    centre.sign_for(case_id)
    ask(centre, case_id)
    centre.finish(case_id)
    look_up(centre)
    turn_away(centre)

    found = set()
    with centre.database.engine.connect() as connection:
        tables = readable_tables(connection)
        for table in tables:
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):
                text = "|".join(str(value) for value in row)
                found |= {table for value in (NAME, PHONE, CARD, ADDRESS) if value in text}

    assert len(tables) > 20
    assert found == {"case_person"}


def test_lists_and_panel_show_masks_only(centre):
    seen = card(centre, centre.register(reporter=CANARY), "dispatcher")

    assert (seen.reporter.name, seen.reporter.phone) == ("金**", "139****4127")
    assert not any(value in repr(seen) for value in (NAME, PHONE, CARD, ADDRESS))


def test_whole_values_are_read_against_a_committed_request(centre):
    case_id = centre.register(reporter=CANARY)

    values = read(centre, ask(centre, case_id))

    assert (values.name, values.phone, values.address) == (NAME, PHONE, ADDRESS)


def test_a_request_is_good_for_thirty_seconds_and_for_who_made_it(centre, clock):
    request = ask(centre, centre.register(reporter=CANARY))

    with pytest.raises(NotFound):
        read(centre, request, "dispatcher")
    clock.advance(timedelta(seconds=31))
    with pytest.raises(NotFound):
        read(centre, request)


def test_a_request_that_was_rolled_back_opens_nothing(centre):
    case_id = centre.register(reporter=CANARY)

    with centre.database.writing(centre.actor("receptionist")) as uow:
        request = ask_reading(uow, case_id, "回访核实", command_key=new_id())
        uow.session.rollback()

    with pytest.raises(NotFound):
        read(centre, request)


@pytest.mark.parametrize("actor", ["administrator", "auditor", "stranger"])
def test_who_does_not_work_on_cases_reads_nobody(centre, actor):
    case_id = centre.register(reporter=CANARY)

    with pytest.raises(NotFound):
        ask(centre, case_id, actor)


def test_a_grid_worker_sees_the_case_but_may_not_read_the_person(centre):
    case_id = centre.register(reporter=CANARY)

    assert not card(centre, case_id, "grid_worker").may_read_reporter
    with pytest.raises(NotAllowed):
        ask(centre, case_id, "grid_worker")


def test_the_handling_unit_does_not_learn_who_asked_for_confidence(centre):
    case_id = centre.register(reporter=CANARY, is_confidential=True)
    centre.assign(case_id)

    seen = card(centre, case_id, "handler")

    assert (seen.reporter, seen.reporter_hidden) == (None, True)
    with pytest.raises(NotAllowed):
        ask(centre, case_id, "handler")
    assert read(centre, ask(centre, case_id, "director"), "director").name == NAME


def test_a_reading_needs_a_reason(centre):
    case_id = centre.register(reporter=CANARY)

    with pytest.raises(ReasonMissing):
        ask(centre, case_id, reason="  　")


def test_the_same_phone_is_matched_without_being_read(centre):
    centre.register(reporter=Reporter("甲", "139 0000 4127"))
    centre.register(reporter=Reporter("乙", "１３９００００４１２７"))
    with centre.database.reading() as session:
        keys = session.scalars(sa.select(CasePerson.phone_key)).all()

    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" 138 1234 6021 ", "13812346021"),
        ("+8613812346021", "13812346021"),
        ("0352-5123456", "0352-5123456"),
        ("5512345", "5512345"),
        ("12345", "12345"),
        ("400-820-8820", "400-820-8820"),
        ("+85298765432", "+85298765432"),
    ],
)
def test_phones_people_really_have_are_taken(typed, kept):
    assert clean_phone(typed) == kept


def test_a_mobile_with_a_digit_missing_is_told_how_many_it_has():
    with pytest.raises(MobileDigits) as caught:
        clean_phone("1390000412")

    assert sentence(caught.value) == "手机号应为 11 位，现有 10 位"


@pytest.mark.parametrize("typed", ["电话", "99", "1381234602112", "12-34"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises((NotAPhone, MobileDigits)):
        clean_phone(typed)


def test_a_card_number_is_checked_to_its_last_character():
    assert clean_document(DocumentKind.RESIDENT_CARD, "11010519491231002x") == CARD
    with pytest.raises(DocumentCheck):
        clean_document(DocumentKind.RESIDENT_CARD, "110105194912310021")
    with pytest.raises(DocumentDigits):
        clean_document(DocumentKind.RESIDENT_CARD, "1101051949123100")


def test_every_lawful_document_is_taken():
    assert clean_document(DocumentKind.TAIWAN_PERMIT, " t12345678 ") == "T12345678"


def test_masks_do_not_give_away_how_long_a_name_is():
    assert [masked_name("陈芳"), masked_name("欧阳震华"), masked_name("")] == ["陈**", "欧**", ""]
    assert masked_phone("0352-5123456") == "****56"
