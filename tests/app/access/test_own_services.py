"""What machines, reception, windows and editors of services do passes the row rules."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.clock import local
from app.core.ids import new_id
from app.services.halls.actions.booking import book_time, check_in, give_back
from app.services.halls.actions.calling import (
    call_again,
    call_next,
    call_number,
    end_serving,
    leave_window,
    note_papers,
    pass_over,
    send_on,
    sit_down,
)
from app.services.halls.actions.numbers import issue, number_by_door, take_number
from app.services.halls.errors import (
    AppointmentUnknown,
    AppointmentUsed,
    NumbersTooOften,
    QueueFull,
    SlotFull,
)
from app.services.halls.models import (
    ServiceAppointment,
    ServiceQueue,
    ServiceTicket,
    ServiceWindow,
)
from app.services.halls.queries.bookings import booking_rows, free_slots
from app.services.halls.queries.offers import queue_offers
from app.services.halls.queries.slips import ticket_slip
from app.services.halls.rules import TAKEN_A_MINUTE, AppointmentState, Priority, TicketState
from app.services.items.actions.editing import (
    ItemDraft,
    add_item,
    edit_item,
    publish_items,
    withdraw_item,
)
from app.services.items.queries.guide import guide_items
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import build_server
from tests.factories.services import body, hall_on, open_all_day

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server with a hall that is open whenever the test runs."""
    server = build_server(cluster, cluster.create(postgres_template))
    open_all_day(server)
    server.keys |= hall_on(server, early_min=0)
    server.close()  # so many connections a login, no more
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


@pytest.fixture
def seated(own):
    """Two clerks sit at their windows, with nobody waiting from before."""
    with own.database.writing(console("test")) as uow:
        uow.session.execute(sa.delete(ServiceAppointment))
        uow.session.execute(sa.delete(ServiceTicket))
    own.do("clerk", sit_down, own.keys["w1"], version(own, "w1"), "AB")
    own.do("second_clerk", sit_down, own.keys["w2"], version(own, "w2"))
    yield own
    for who, key in (("clerk", "w1"), ("second_clerk", "w2")):
        if in_hand(own, key):
            own.do(who, end_serving, own.keys[key])
        own.do(who, leave_window, own.keys[key])
    own.close()


def version(own, window):
    with own.database.reading() as session:
        return session.get_one(ServiceWindow, own.keys[window]).version


def in_hand(own, window):
    with own.database.reading() as session:
        asked = sa.select(ServiceTicket.id).filter_by(window_id=own.keys[window], state="called")
        return session.scalar(asked)


def test_the_machine_tells_what_is_published_for_where_it_stands(own):
    key = own.do("director", add_item, ItemDraft(STREET, "SY-1", body()), publish=True)
    own.do("director", edit_item, key, 1, body(fee="不收费"))
    own.do("director", publish_items, ((key, 2),))
    gone = own.do("chief", add_item, ItemDraft(OTHER_STREET, "SY-2", body("别处")), publish=True)
    database, machine = own.desk("kiosk")
    with database.reading() as session:
        (item,) = guide_items(session, machine)
    own.do("chief", withdraw_item, gone, 1, "停办")
    own.close()

    assert (item.name, item.body.fee) == ("生育登记", "不收费")


def test_the_machine_gives_numbers_and_the_windows_call_them(seated):
    own = seated
    own.close()
    tickets = [own.do("kiosk", take_number, own.keys["A"]) for _ in range(3)]
    own.close()
    database, machine = own.desk("kiosk")
    with database.reading() as session:
        slip = ticket_slip(session, machine, tickets[2], now=database.clock.now())
        offers = queue_offers(session, machine, now=database.clock.now())
    assert [(each.letter, each.gives, each.windows) for each in offers] == [
        ("A", True, 2),
        ("B", True, 2),
    ]
    assert (slip.number, slip.ahead) == ("A003", 2)

    own.close()
    assert own.do("clerk", call_next, own.keys["w1"]) == tickets[0]
    own.do("clerk", call_again, own.keys["w1"])
    own.do("clerk", note_papers, own.keys["w1"], None, (0,))
    own.do("clerk", send_on, own.keys["w1"], own.keys["w2"], "要先盖章")
    own.close()
    assert own.do("second_clerk", call_next, own.keys["w2"]) == tickets[0]
    own.do("second_clerk", pass_over, own.keys["w2"])
    own.do("second_clerk", call_number, own.keys["w2"], tickets[0])
    own.do("second_clerk", end_serving, own.keys["w2"])
    with own.database.reading() as session:
        row = session.get_one(ServiceTicket, tickets[0])
        assert (row.state, row.first_name, row.brought) == (TicketState.SERVED, "clerk", [0])


def test_two_windows_that_call_at_once_never_call_the_same_number(seated):
    own = seated
    with own.database.writing(console("test")) as uow:
        for _ in range(8):
            issue(uow, own.keys["A"], Priority.ORDINARY)
    desks = {who: own.desk(who) for who in ("clerk", "second_clerk")}
    windows = {"clerk": own.keys["w1"], "second_clerk": own.keys["w2"]}

    def call(who):
        database, actor = desks[who]
        called = []
        for _ in range(4):
            with database.writing(actor) as uow:
                called.append(call_next(uow, windows[who], command_key=new_id()))
        return called

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(call, windows)

    called = [key for key in (*first, *second) if key is not None]
    assert len(called) == len(set(called)) == 8


def test_a_time_is_booked_at_the_machine_and_turned_into_a_number_by_its_code(seated):
    own = seated
    own.close()
    database, machine = own.desk("kiosk")
    with database.reading() as session:
        now = database.clock.now()
        slot = next(each for each in free_slots(session, machine, own.keys["A"], now=now))
    assert (slot.taken, slot.capacity) == (0, 2)
    own.close()
    codes = [
        own.do(who, book_time, own.keys["A"], slot.day, slot.minute, "6021")
        for who in ("kiosk", "receptionist")
    ]
    with pytest.raises(SlotFull):
        own.do("receptionist", book_time, own.keys["A"], slot.day, slot.minute, "6021")
    own.close()
    with own.database.writing(console("test")) as uow:  # whichever day the slot was of
        moved = sa.update(ServiceAppointment).values(day=local(uow.now).date())
        uow.session.execute(moved)
    with pytest.raises(AppointmentUnknown):
        own.do("kiosk", check_in, codes[0], "0000")
    ticket = own.do("kiosk", check_in, codes[0], "6021")
    with pytest.raises(AppointmentUsed):
        own.do("kiosk", check_in, codes[0], "6021")
    own.close()
    database, clerk = own.desk("clerk")
    with database.reading() as session:
        rows = booking_rows(session, clerk, own.keys["hall"], since=local(now).date())
    assert sorted((row.state, bool(row.number)) for row in rows) == [
        (AppointmentState.ARRIVED, True),
        (AppointmentState.BOOKED, False),
    ]
    left = next(row.id for row in rows if row.state is AppointmentState.BOOKED)
    own.close()
    own.do("clerk", give_back, left)
    with own.database.reading() as session:
        assert session.get_one(ServiceTicket, ticket).letter == "A"


def test_a_machine_gives_so_many_numbers_a_minute(seated):
    database, machine = seated.desk("kiosk")
    with pytest.raises(NumbersTooOften), database.writing(machine) as uow:
        for _ in range(TAKEN_A_MINUTE + 1):
            take_number(uow, seated.keys["B"], command_key=new_id())


def test_a_machine_that_looks_for_a_booking_that_is_none_waits(seated):
    database, _machine = seated.desk("kiosk")
    with database.reading() as session:
        begun = monotonic()
        found = session.execute(sa.text("SELECT id FROM jz.find_booking('000000', '0000')")).first()
        assert (found, monotonic() - begun > 0.4) == (None, True)


def test_no_more_numbers_are_given_past_the_program_than_there_are(seated):
    full = sa.update(ServiceQueue).where(ServiceQueue.id == seated.keys["B"])
    with seated.database.writing(console("test")) as uow:
        uow.session.execute(full.values(daily_most=1))
    database, machine = seated.desk("kiosk")
    with pytest.raises(QueueFull), database.writing(machine) as uow:
        for _ in range(2):
            number_by_door(uow, seated.keys["B"], Priority.ORDINARY, most=1)
    with seated.database.writing(console("test")) as uow:
        uow.session.execute(full.values(daily_most=None))
