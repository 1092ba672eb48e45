"""Personal values past their date: shown, released, erased; the proofs stay."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.administration.retention import (
    ERASING,
    erase_as_released,
    release_erasing,
    values_due,
    years_before,
)
from app.cases.actions.callers import look_up_caller
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CallerReading, CasePerson
from app.cases.personal import salted
from app.cases.rules import CaseState
from app.core.actor import console, system
from app.core.clock import SHANGHAI
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.seal_check import check_seals
from app.core.sealing import seal_journal
from app.core.shared_settings import set_setting
from app.core.words import say
from tests.factories.centre import OTHER_STREET, STREET, Centre

YEAR = timedelta(days=366)


def close(centre: Centre, case_id, closed_at: datetime) -> None:
    """Let a case have been closed long ago: nothing but the moment matters here."""
    with centre.database.writing(console("test")) as uow:
        values = {"state": CaseState.CLOSED, "closed_at": closed_at}
        uow.session.execute(sa.update(CaseFile).where(CaseFile.id == case_id).values(**values))


@pytest.fixture
def old(centre: Centre):
    """A case closed eleven years ago, and a copy of what it was."""
    case_id = centre.register()
    close(centre, case_id, centre.database.clock.now() - 11 * YEAR)
    return case_id


def person(centre: Centre, case_id) -> CasePerson:
    with centre.database.reading() as session:
        return session.scalars(sa.select(CasePerson).where(CasePerson.case_id == case_id)).one()


def due(centre: Centre):
    with centre.database.reading() as session:
        return values_due(session, centre.database.clock.now())


def release(centre: Centre, *, released: bool = True) -> None:
    with centre.database.writing(console("test")) as uow:
        release_erasing(uow, released=released, command_key=new_id())


def decide(centre: Centre, **values: int) -> None:
    with centre.database.writing(console("test")) as uow:
        for name, value in values.items():
            set_setting(uow, name, value, command_key=new_id())


def test_what_is_past_its_date_is_shown_street_by_street(centre: Centre, old):
    now = centre.database.clock.now()
    for years, region in ((12, STREET), (9, STREET), (20, OTHER_STREET)):
        case_id = centre.register()
        close(centre, case_id, now - years * YEAR)
        with centre.database.writing(console("test")) as uow:
            uow.session.execute(
                sa.update(CaseFile).where(CaseFile.id == case_id).values(region=region)
            )
    centre.register()  # is open

    here, there = due(centre)

    assert (here.street, here.name, here.people) == (STREET, "柳溪街道", 2)
    assert here.counts == {"name": 2, "phone": 2, "document": 0, "address": 0}
    assert here.oldest == (now - 12 * YEAR).astimezone(SHANGHAI).date()
    assert (there.street, there.people) == (OTHER_STREET, 1)


def test_nothing_is_erased_before_somebody_released_it(centre: Centre, old):
    told = erase_as_released(centre.database)

    oldest = (centre.database.clock.now() - 11 * YEAR).astimezone(SHANGHAI).date()
    assert told == say("chores.erasing_waits", people=1, streets=1, oldest=oldest.isoformat())
    assert person(centre, old).name == "陈芳华"


def test_value_and_salt_go_and_every_proof_still_holds(centre: Centre, old):
    before = person(centre, old)
    hashed = salted(f"{before.name}|{before.phone}", before.salt)
    seal_journal(centre.database)
    release(centre)

    assert erase_as_released(centre.database) == say("chores.erased", people=1, streets=1)

    after = person(centre, old)
    assert (after.name, after.phone, after.phone_last4, after.phone_key) == ("", "", "", None)
    assert after.salt == b""
    seal_journal(centre.database)
    with centre.database.reading() as session:
        assert check_seals(session).troubles == []
        told = session.execute(sa.select(CaseEvent.facts)).scalars().all()
        told += session.execute(sa.select(JournalEntry.facts)).scalars().all()
    assert any(hashed in str(facts) for facts in told)  # and is nobody's any more
    assert due(centre) == ()
    assert centre.card(old).number


def test_numbers_that_were_looked_up_long_ago_are_forgotten(embedded_centre: Centre):
    centre, pepper = embedded_centre, embedded_centre.database.state.pepper
    requests = [
        centre.do("receptionist", look_up_caller, phone, pepper)
        for phone in ("13900004127", "13812346021")
    ]
    with centre.database.writing(console("test")) as uow:
        reading = uow.session.get_one(CallerReading, requests[0])
        reading.at -= 11 * YEAR
    release(centre)

    erase_as_released(centre.database)

    with centre.database.reading() as session:
        old, new = (session.get_one(CallerReading, request) for request in requests)
    assert (old.phone_key, old.salt) == ("", b"")
    assert new.phone_key
    assert new.salt


def test_each_kind_of_value_has_years_of_its_own(centre: Centre):
    case_id = centre.register()
    close(centre, case_id, centre.database.clock.now() - 5 * YEAR)
    decide(centre, keep_phone_years=3)
    release(centre)

    erase_as_released(centre.database)

    after = person(centre, case_id)
    assert (after.name, after.phone, after.salt) == ("陈芳华", "", b"")


def test_shorter_years_have_to_be_released_anew(centre: Centre, clock):
    case_id = centre.register()
    close(centre, case_id, centre.database.clock.now() - 5 * YEAR)
    release(centre)
    clock.advance(timedelta(hours=1))
    decide(centre, keep_name_years=3)

    erase_as_released(centre.database)
    before = person(centre, case_id).name
    clock.advance(timedelta(hours=1))
    release(centre)
    erase_as_released(centre.database)

    assert (before, person(centre, case_id).name) == ("陈芳华", "")


def test_what_is_held_again_stays(centre: Centre, old):
    release(centre)
    release(centre, released=False)

    erase_as_released(centre.database)

    assert person(centre, old).name == "陈芳华"


def test_release_and_erasing_stand_in_the_journal_without_a_name(centre: Centre, old):
    release(centre)
    erase_as_released(centre.database)

    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action.startswith("administration."))
        released, erased = session.scalars(asked.order_by(JournalEntry.serial)).all()
    assert (released.action, released.facts["people"]) == ("administration.erasing_released", 1)
    assert (erased.person_name, erased.region) == (system(ERASING).name, STREET)
    assert erased.facts["phone"] == 1
    assert "陈芳华" not in str(erased.facts)


def test_only_who_manages_the_settings_of_all_releases(centre: Centre, old):
    with pytest.raises(NotAllowed):
        centre.do("director", release_erasing, released=True)


def test_nothing_erased_is_left_in_an_embedded_file(embedded_centre: Centre):
    centre = embedded_centre
    case_id = centre.register()
    close(centre, case_id, centre.database.clock.now() - 11 * YEAR)
    release(centre)

    erase_as_released(centre.database)
    centre.database.dispose()

    assert "陈芳华".encode() not in open_file(centre)


def open_file(centre: Centre) -> bytes:
    with open(centre.database.url.database, "rb") as file:
        return file.read()


def test_a_leap_day_has_no_anniversary_in_other_years():
    leap = datetime(2028, 2, 29, 8, tzinfo=SHANGHAI)

    assert years_before(leap, 10) == datetime(2018, 3, 1, 8, tzinfo=SHANGHAI)
    assert years_before(leap, 4) == datetime(2024, 2, 29, 8, tzinfo=SHANGHAI)


@pytest.mark.parametrize("years", [0, -5, 1])
def test_a_year_is_kept_at_least_whatever_stands_in_the_table(years: int):
    assert years_before(datetime(2026, 11, 24, 14, tzinfo=SHANGHAI), years) == datetime(
        2025, 11, 24, 14, tzinfo=SHANGHAI
    )


def test_more_years_than_there_were_keep_all():
    assert years_before(datetime(2026, 11, 24, 14, tzinfo=SHANGHAI), 10_000).year < 100
