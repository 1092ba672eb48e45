"""Queue numbers: taken at machines and at reception, each given once, from one again every day."""

from datetime import date, datetime, timedelta

import pytest

from app.core.calendar_store import current_calendar
from app.core.clock import SHANGHAI
from app.core.errors import NotAllowed
from app.services.halls.actions.arranging import QueueDraft, WindowDraft, save_queue, save_window
from app.services.halls.actions.numbers import take_number
from app.services.halls.errors import (
    HallClosed,
    HallNameTaken,
    HallPartMissing,
    LettersUnknown,
    NumbersTooOften,
    QueueFull,
    QueueGone,
)
from app.services.halls.models import ServiceTicket
from app.services.halls.queries.offers import offers_for, queue_offers
from app.services.halls.queries.slips import ticket_slip
from app.services.halls.rules import (
    TAKEN_A_MINUTE,
    Priority,
    opening,
    serving_minutes,
    slot_minutes_of,
    wait_minutes,
)
from tests.factories.services import site_on


@pytest.fixture
def site(centre):
    """A centre with a hall and a machine in it."""
    return site_on(centre)


def slip(site, key, who="kiosk"):
    with site.database.reading() as session:
        now = site.database.clock.now()
        return ticket_slip(session, site.actor(who), key, now=now)


def take(site, letter="A", who="kiosk", **more):
    return site.do(who, take_number, site.keys[letter], **more)


def test_numbers_count_up_by_kind_and_begin_anew_every_day(site, clock):
    slips = [slip(site, take(site, letter)) for letter in "AAB"]

    assert [each.number for each in slips] == ["A001", "A002", "B001"]
    assert [each.ahead for each in slips] == [0, 1, 0]
    assert (slips[0].queue, slips[0].hall) == ("社保医保", "政务服务大厅")
    clock.advance(timedelta(days=1))
    assert slip(site, take(site)).number == "A001"


def test_the_offer_tells_who_waits_and_which_queue_takes_a_kind_of_business(site):
    take(site)
    with site.database.reading() as session:
        offers = queue_offers(session, site.actor("kiosk"), now=site.database.clock.now())

    assert [(each.letter, each.waiting, each.gives) for each in offers] == [
        ("A", 1, True),
        ("B", 0, True),
    ]
    assert [each.letter for each in offers_for(offers, "医保")] == ["A"]
    assert [each.letter for each in offers_for(offers, "民政")] == ["B"]
    assert offers[0].minutes == 8


def test_reception_prefers_somebody_and_a_machine_does_not(site):
    take(site)
    aged = take(site, who="receptionist", priority=Priority.PREFERRED)
    machine = take(site, priority=Priority.PREFERRED)

    assert slip(site, aged, "receptionist").ahead == 0
    assert slip(site, machine).ahead == 2


def test_outside_the_hours_no_number_is_given(site, clock):
    clock.set(datetime(2026, 11, 24, 22, 0, tzinfo=SHANGHAI))
    with pytest.raises(HallClosed) as told:
        take(site)
    assert told.value.facts == {"opens": "11-25 08:30"}


def test_a_kind_has_so_many_numbers_a_day_and_a_machine_so_many_a_minute(site):
    site.do(
        "director",
        save_queue,
        site.keys["hall"],
        QueueDraft("B", "综合", daily_most=1),
        site.keys["B"],
    )
    take(site, "B")
    with pytest.raises(QueueFull):
        take(site, "B")
    for _ in range(TAKEN_A_MINUTE - 1):
        take(site)
    with pytest.raises(NumbersTooOften):
        take(site)


def test_a_kind_that_was_closed_and_people_elsewhere_get_none(site):
    with pytest.raises(NotAllowed):
        take(site, who="stranger")
    draft = QueueDraft("A", "社保医保", is_active=False)
    site.do("director", save_queue, site.keys["hall"], draft, site.keys["A"])
    with pytest.raises(QueueGone):
        take(site)


def test_two_of_one_letter_or_number_are_not_set_up(site):
    hall = site.keys["hall"]
    with pytest.raises(HallNameTaken):
        site.do("director", save_queue, hall, QueueDraft("A", "又一个"))
    with pytest.raises(HallNameTaken):
        site.do("director", save_window, hall, WindowDraft(1, "", "A"))
    with pytest.raises(LettersUnknown):
        site.do("director", save_window, hall, WindowDraft(9, "", "Z"))
    for letters in ("", "1"):
        with pytest.raises(HallPartMissing):
            site.do("director", save_window, hall, WindowDraft(9, "", letters))
    with pytest.raises(NotAllowed):
        site.do("receptionist", save_window, hall, WindowDraft(9, "", "A"))


def test_a_number_says_nothing_of_whoever_took_it(site):
    take(site)

    told = {column.name for column in ServiceTicket.__table__.columns}
    assert not {"name", "phone", "document", "phone_last4"} & told


def test_a_hall_is_open_in_working_hours_and_some_minutes_before(site):
    with site.database.reading() as session:
        calendar = current_calendar(session)

    def at(hour, minute, day=24):
        return opening(calendar, datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI), 30)

    assert at(8, 30).gives
    assert at(11, 0).closes_at == datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
    assert at(12, 30).opens_at is not None
    assert at(20, 0, 27).opens_at == datetime(2026, 11, 30, 8, 30, tzinfo=SHANGHAI)
    assert slot_minutes_of(calendar, date(2026, 11, 28), 30) == ()
    assert slot_minutes_of(calendar, date(2026, 11, 24), 60)[:3] == (540, 600, 660)
    assert slot_minutes_of(calendar, date(2026, 11, 24), 0) == ()


def test_waiting_is_told_by_what_today_took():
    assert serving_minutes((300.0, 10.0), 8) == 8
    assert serving_minutes((300.0, 240.0, 360.0, 5.0, 9000.0), 8) == 5
    assert wait_minutes(6, 2, 5.0) == 15
    assert wait_minutes(3, 0, 5.0) == 15
    assert wait_minutes(0, 2, 5.0) == 0
