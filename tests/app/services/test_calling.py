"""Windows call, pass over, send on; times are booked and turn into numbers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.rules import Source
from app.core.clock import local
from app.core.errors import Conflict
from app.services.halls.actions.accepting import accept_as_case
from app.services.halls.actions.booking import book_time, check_in, give_back
from app.services.halls.actions.calling import (
    call_again,
    call_next,
    call_number,
    end_serving,
    leave_window,
    pass_over,
    send_on,
    sit_down,
)
from app.services.halls.actions.numbers import take_number
from app.services.halls.chores import forget
from app.services.halls.errors import (
    AppointmentUnknown,
    AppointmentUsed,
    CalledElsewhere,
    LastDigitsWanted,
    NothingInHand,
    SitsElsewhere,
    SlotFull,
    SlotWrong,
    WindowBusy,
    WindowClosed,
    WindowNotMine,
    WindowTaken,
)
from app.services.halls.models import ServiceAppointment, ServiceTicket, ServiceWindow
from app.services.halls.queries.boards import hall_board, waiting_at
from app.services.halls.queries.bookings import booking_rows, free_slots
from app.services.halls.queries.slips import ticket_slip
from app.services.halls.rules import AppointmentState, Priority, TicketState
from tests.factories.centre import STREET
from tests.factories.services import site_on


@pytest.fixture
def site(centre):
    """A hall on either engine."""
    return site_on(centre)


@pytest.fixture
def hall(embedded_centre):
    """A hall where the engine cannot matter."""
    return site_on(embedded_centre)


def board_of(site, who="clerk"):
    with site.database.reading() as session:
        now = site.database.clock.now()
        return hall_board(session, site.actor(who), site.keys["hall"], now=now)


def seated(site, who="clerk", window="w1", **more):
    with site.database.reading() as session:
        version = session.get_one(ServiceWindow, site.keys[window]).version
    site.do(who, sit_down, site.keys[window], version, **more)


def take(site, letter="A", who="kiosk", **more):
    return site.do(who, take_number, site.keys[letter], **more)


def call(site, who="clerk", window="w1"):
    return site.do(who, call_next, site.keys[window])


def test_a_window_calls_who_is_preferred_first_and_ends_what_it_had(site, clock):
    first, second = take(site), take(site)
    aged = take(site, who="receptionist", priority=Priority.PREFERRED)
    seated(site)

    assert [call(site) for _ in range(4)] == [aged, first, second, None]
    board = board_of(site)
    assert (board.queues[0].served, board.queues[0].waiting) == (3, 0)
    assert not board.in_hand


def test_who_is_sent_on_is_called_next_there_and_the_first_stays_answerable(site):
    sent, other = take(site), take(site)
    seated(site)
    seated(site, "receptionist", "w2")
    call(site)
    with pytest.raises(WindowClosed):
        site.do("clerk", send_on, site.keys["w1"], site.keys["w3"])
    site.do("clerk", send_on, site.keys["w1"], site.keys["w2"], "要盖章")

    board = board_of(site)
    by_number = {row.number: row for row in board.windows}
    assert [row.id for row in waiting_at(board, by_number[1])] == [other]
    assert call(site, "receptionist", "w2") == sent
    with site.database.reading() as session:
        row = session.get_one(ServiceTicket, sent)
        assert (row.first_name, row.note) == ("贾晓梅", "要盖章")
    site.do("receptionist", end_serving, site.keys["w2"])
    site.do("receptionist", leave_window, site.keys["w2"])


def test_who_was_passed_over_is_called_later_and_nobody_is_called_twice(hall):
    first = take(hall)
    seated(hall)
    for action in (call_again, pass_over, end_serving):
        with pytest.raises(NothingInHand):
            hall.do("clerk", action, hall.keys["w1"])
    call(hall)
    hall.do("clerk", call_again, hall.keys["w1"])
    hall.do("clerk", pass_over, hall.keys["w1"])
    assert board_of(hall).skipped[0].state is TicketState.SKIPPED
    hall.do("clerk", call_number, hall.keys["w1"], first)
    with pytest.raises(WindowBusy):
        hall.do("clerk", call_number, hall.keys["w1"], first)
    seated(hall, "receptionist", "w2")
    with pytest.raises(CalledElsewhere):
        hall.do("receptionist", call_number, hall.keys["w2"], first)


def test_a_window_is_one_persons_and_one_person_sits_at_one(hall, clock):
    seated(hall)
    with pytest.raises(WindowTaken):
        seated(hall, "receptionist")
    with pytest.raises(SitsElsewhere):
        seated(hall, "clerk", "w2")
    with pytest.raises(WindowNotMine):
        call(hall, "receptionist")
    with pytest.raises(Conflict):
        hall.do("receptionist", sit_down, hall.keys["w2"], 9)
    take(hall)
    call(hall)
    with pytest.raises(WindowBusy):
        hall.do("clerk", leave_window, hall.keys["w1"])

    clock.advance(timedelta(days=1))  # somebody forgot to leave
    assert not board_of(hall).windows[0].is_open
    seated(hall, "clerk", "w2", letters="B")
    seated(hall, "receptionist", "w1")


def test_what_is_told_at_a_window_becomes_a_case(hall):
    take(hall)
    seated(hall)
    call(hall)
    pepper = hall.database.state.pepper
    key = hall.do("clerk", accept_as_case, hall.keys["w1"], "楼上漏水", STREET, pepper)

    with hall.database.reading() as session:
        case = session.get_one(CaseFile, key)
        assert (case.source, case.text) == (Source.VISIT, "楼上漏水")
        assert session.scalar(sa.select(ServiceTicket.case_id)) == key


def slots_of(site, letter="A"):
    with site.database.reading() as session:
        now = site.database.clock.now()
        return free_slots(session, site.actor("kiosk"), site.keys[letter], now=now)


def test_a_booked_time_turns_into_a_number_that_is_called_first(site, clock):
    today = local(clock.now()).date()
    slot = next(slot for slot in slots_of(site) if slot.day == today)
    codes = [
        site.do(who, book_time, site.keys["A"], today, slot.minute, "6021")
        for who in ("kiosk", "receptionist")
    ]
    with pytest.raises(SlotFull):
        site.do("kiosk", book_time, site.keys["A"], today, slot.minute, "6021")
    assert not next(each for each in slots_of(site) if each.begins == slot.begins).is_free
    take(site)
    clock.set(slot.begins + timedelta(minutes=5))
    with pytest.raises(AppointmentUnknown):
        site.do("kiosk", check_in, codes[0], "0000")
    ticket = site.do("kiosk", check_in, codes[0], "6021")
    with pytest.raises(AppointmentUsed):
        site.do("kiosk", check_in, codes[0], "6021")
    with site.database.reading() as session:
        now = clock.now()
        assert ticket_slip(session, site.actor("kiosk"), ticket, now=now).ahead == 0
    clock.advance(timedelta(minutes=30))  # too late: as everybody else
    late = site.do("kiosk", check_in, codes[1], "6021")
    with site.database.reading() as session:
        assert session.get_one(ServiceTicket, late).priority == Priority.ORDINARY


def test_a_time_given_back_is_free_and_what_is_no_slot_is_refused(hall, clock):
    today = local(clock.now()).date()
    slot = slots_of(hall)[0]
    hall.do("clerk", book_time, hall.keys["A"], slot.day, slot.minute, "6021")
    with hall.database.reading() as session:
        (row,) = booking_rows(session, hall.actor("clerk"), hall.keys["hall"], since=today)
    hall.do("clerk", give_back, row.id)
    with pytest.raises(AppointmentUsed):
        hall.do("clerk", give_back, row.id)
    assert slots_of(hall)[0].taken == 0
    for wrong in (
        (hall.keys["B"], slot.day, slot.minute, "6021"),
        (hall.keys["A"], slot.day, slot.minute + 1, "6021"),
        (hall.keys["A"], today - timedelta(days=1), slot.minute, "6021"),
        (hall.keys["A"], today + timedelta(days=90), slot.minute, "6021"),
    ):
        with pytest.raises(SlotWrong):
            hall.do("clerk", book_time, *wrong)
    with pytest.raises(LastDigitsWanted):
        hall.do("clerk", book_time, hall.keys["A"], slot.day, slot.minute, "60a1")


def test_bookings_are_forgotten_after_some_days(hall, clock):
    slot = slots_of(hall)[0]
    hall.do("clerk", book_time, hall.keys["A"], slot.day, slot.minute, "6021")
    clock.advance(timedelta(days=20))
    forget(hall.database)
    with hall.database.reading() as session:
        assert session.scalar(sa.select(ServiceAppointment.state)) == AppointmentState.BOOKED
    clock.advance(timedelta(days=20))
    forget(hall.database)
    with hall.database.reading() as session:
        assert session.scalar(sa.select(ServiceAppointment.state)) is None
