"""What a caller reported before: found without the number, written down, theirs to see only."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.callers import look_up_caller, look_up_reporter
from app.cases.actions.intake import Reporter
from app.cases.models.personal import CallerReading, CasePerson
from app.cases.personal import (
    LOOKED_UP,
    NotAPhone,
    NumberWithheld,
    clean_phone,
    names_a_caller,
    salted,
)
from app.cases.queries.callers import LOOKED_AT, SHOWN, callers_cases, reporters_cases
from app.cases.rules import CaseState
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from tests.factories.centre import OTHER_STREET

PHONE, OTHER_PHONE = "13900004127", "13812346021"
CALLER = Reporter("吴桂兰", PHONE)


def look_up(centre, phone=PHONE, actor="receptionist", key=None):
    pepper = centre.database.state.pepper
    with centre.database.writing(centre.actor(actor)) as uow:
        return look_up_caller(uow, phone, pepper, command_key=key or new_id())


def read(centre, request, actor="receptionist"):
    database = centre.database
    with database.reading() as session:
        return callers_cases(session, centre.actor(actor), request, now=database.clock.now())


def earlier(centre, phone=PHONE, actor="receptionist"):
    return read(centre, look_up(centre, phone, actor), actor)


def journal(centre):
    asked = sa.select(JournalEntry).where(JournalEntry.action == LOOKED_UP)
    with centre.database.reading() as session:
        return session.scalars(asked).all()


def test_a_number_shows_its_earlier_cases_the_open_ones_first_then_the_newest(centre, clock):
    made = []
    for _ in range(3):
        clock.advance(timedelta(hours=1))
        made.append(centre.register(reporter=CALLER))
    centre.register(reporter=Reporter("旁人", OTHER_PHONE))
    centre.assign(made[0])
    centre.sign_for(made[0])
    centre.finish(made[0])
    _close(centre, made[2])

    found = earlier(centre)

    assert [row.id for row in found.rows] == [made[1], made[0], made[2]]
    assert (str(found.count), found.open_count) == ("3", 2)
    assert found.rows[1].unit == "市政养护站"
    assert found.rows[2].state is CaseState.DECLINED


def _close(centre, case_id):
    from app.cases.actions.refusing import Decline, decline_case
    from app.cases.rules import DeclineReason

    order = Decline(case_id, centre.version(case_id), DeclineReason.NOT_OURS, "请找物业")
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        decline_case(uow, order, command_key=new_id())


def test_a_few_are_shown_and_all_are_counted(centre):
    for _ in range(SHOWN + 2):
        centre.register(reporter=CALLER)

    found = earlier(centre)

    assert (len(found.rows), found.count.value) == (SHOWN, SHOWN + 2)
    assert LOOKED_AT > SHOWN


def test_however_the_exchange_writes_the_number_it_is_the_same_caller(centre):
    case_id = centre.register(reporter=CALLER)

    for written in (
        "139 0000 4127",
        "tel:+86-139-0000-4127",
        "sip:013900004127@pbx",
        "00861390000 4127",
    ):
        assert [row.id for row in earlier(centre, written).rows] == [case_id]


def test_a_lookup_is_journaled_with_a_salted_hash_and_never_with_the_number(centre):
    case_id = centre.register(reporter=CALLER)

    request = look_up(centre)

    (entry,) = journal(centre)
    with centre.database.reading() as session:
        reading = session.get(CallerReading, request)
        key = session.scalars(sa.select(CasePerson.phone_key)).one()
    assert entry.facts == {"reporter": salted(key, reading.salt)}, case_id
    assert entry.person_id == centre.actor("receptionist").person_id
    assert PHONE not in repr([entry.subject, entry.facts, entry.region])


def test_the_same_lookup_sent_twice_is_journaled_once(centre):
    key = new_id()

    assert look_up(centre, key=key) == look_up(centre, key=key)

    assert len(journal(centre)) == 1


def test_a_number_nobody_gave_is_journaled_like_any_other(centre):
    assert earlier(centre).rows == ()
    assert [list(entry.facts) for entry in journal(centre)] == [["reporter"]]


def test_nothing_is_read_without_a_committed_lookup_of_ones_own(centre, clock):
    centre.register(reporter=CALLER)

    with pytest.raises(NotFound):
        read(centre, new_id())
    with pytest.raises(NotFound):
        read(centre, look_up(centre), actor="dispatcher")
    request = look_up(centre)
    clock.advance(timedelta(seconds=31))
    with pytest.raises(NotFound):
        read(centre, request)


def test_a_lookup_that_was_rolled_back_opens_nothing(centre):
    centre.register(reporter=CALLER)

    with centre.database.writing(centre.actor("receptionist")) as uow:
        request = look_up_caller(uow, PHONE, centre.database.state.pepper, command_key=new_id())
        uow.session.rollback()

    with pytest.raises(NotFound):
        read(centre, request)


@pytest.mark.parametrize("actor", ["grid_worker", "handler", "administrator", "auditor"])
def test_looking_up_a_number_takes_both_rights_taking_in_and_reading_personal_data(centre, actor):
    centre.register(reporter=CALLER)

    with pytest.raises(NotAllowed):
        look_up(centre, actor=actor)


def test_another_street_does_not_learn_that_the_number_is_known(centre):
    centre.register(reporter=CALLER)

    assert earlier(centre, actor="stranger").count.value == 0


def test_a_confidential_case_is_not_linked_to_its_caller_without_the_right(centre):
    case_id = centre.register(reporter=CALLER, is_confidential=True)

    assert earlier(centre).count.value == 0
    assert [row.id for row in earlier(centre, actor="director").rows] == [case_id]


def test_a_case_one_sees_without_reading_its_reporter_is_not_linked(centre):
    """What was handed to another street is still read by the sender, its reporter is not."""
    from app.cases.models import CaseFile

    case_id = centre.register(reporter=CALLER)
    with centre.database.writing(centre.actor("receptionist")) as uow:
        case = uow.session.get_one(CaseFile, case_id)
        case.region = case.desk_region = OTHER_STREET

    assert earlier(centre).count.value == 0
    assert earlier(centre, actor="stranger").count.value == 1


def test_the_number_reaches_no_statement(centre):
    centre.register(reporter=CALLER)
    seen = []

    def keep(_conn, _cursor, statement, parameters, _context, _many):
        seen.append(f"{statement} {parameters!r}")

    sa.event.listen(centre.database.engine, "before_cursor_execute", keep)
    earlier(centre)

    assert seen
    assert not any(PHONE in each for each in seen)


def test_the_number_of_a_hotline_is_nobodys(embedded_centre):
    assert not any(map(names_a_caller, ("", "12345", "400-820-8820", "10086")))
    assert all(map(names_a_caller, (PHONE, "0352-5123456", "5512345", "+85298765432")))
    with pytest.raises(NotAPhone):
        look_up(embedded_centre, "12345")


@pytest.mark.parametrize("shown", ["未知号码", "anonymous", "Private", "sip:anonymous@pbx"])
def test_a_withheld_number_says_so(shown):
    with pytest.raises(NumberWithheld):
        clean_phone(shown)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("139-0000-4127", PHONE),
        ("+86 139.0000.4127", PHONE),
        ("013900004127", PHONE),
        ("008613900004127", PHONE),
        ("tel:0352-5123456;ext=2", "0352-5123456"),
        ("0085298765432", "+85298765432"),
    ],
)
def test_numbers_are_taken_as_an_exchange_hands_them_over(typed, kept):
    assert clean_phone(typed) == kept


# -- whoever reported a message ------------------------------------------------------------------


def look_up_by_case(centre, case_id, actor="receptionist"):
    database, now = centre.database, centre.database.clock.now()
    with database.writing(centre.actor(actor)) as uow:
        request = look_up_reporter(uow, case_id, command_key=new_id())
    with database.reading() as session:
        return reporters_cases(session, centre.actor(actor), request, case_id, now=now)


def test_whoever_reported_a_case_is_known_by_their_others_without_the_number(centre):
    first, second = centre.register(reporter=CALLER), centre.register(reporter=CALLER)
    centre.register(reporter=Reporter("旁人", OTHER_PHONE))

    found = look_up_by_case(centre, second)

    assert [row.id for row in found.rows] == [first]
    assert len(journal(centre)) == 1
    assert "reporter" in journal(centre)[0].facts


def test_a_reporter_is_looked_up_by_who_may_learn_who_it_is(centre):
    case_id = centre.register(reporter=CALLER, is_confidential=True)
    nameless = centre.register(reporter=Reporter())

    with pytest.raises(NotAllowed):
        look_up_by_case(centre, case_id)
    with pytest.raises(NotAllowed):
        look_up_by_case(centre, case_id, actor="grid_worker")
    with pytest.raises(NotFound):
        look_up_by_case(centre, case_id, actor="stranger")
    with pytest.raises(NotFound):
        look_up_by_case(centre, nameless)
    assert journal(centre) == []


def test_a_lookup_of_one_reporter_does_not_open_another(centre):
    first = centre.register(reporter=CALLER)
    other = centre.register(reporter=Reporter("旁人", OTHER_PHONE))
    with centre.database.writing(centre.actor("receptionist")) as uow:
        request = look_up_reporter(uow, first, command_key=new_id())

    with centre.database.reading() as session, pytest.raises(NotFound):
        now = centre.database.clock.now()
        reporters_cases(session, centre.actor("receptionist"), request, other, now=now)
