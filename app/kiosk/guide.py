"""The guide and the numbers of the hall, as a machine shows them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Database
from app.core.ids import new_id
from app.kiosk.actions import ask_booking
from app.services.halls.actions.booking import book_time, check_in
from app.services.halls.actions.cancelling import cancel_booking
from app.services.halls.actions.numbers import take_number
from app.services.halls.errors import AppointmentUnknown as AppointmentUnknown
from app.services.halls.errors import AppointmentUsed as AppointmentUsed
from app.services.halls.errors import HallClosed as HallClosed
from app.services.halls.errors import NumbersTooOften as NumbersTooOften
from app.services.halls.errors import QueueFull as QueueFull
from app.services.halls.errors import QueueGone as QueueGone
from app.services.halls.errors import SlotFull as SlotFull
from app.services.halls.errors import SlotWrong as SlotWrong
from app.services.halls.queries.bookings import Booked as Booked
from app.services.halls.queries.bookings import booked, free_slots
from app.services.halls.queries.offers import QueueOffer as QueueOffer
from app.services.halls.queries.offers import offers_for as offers_for
from app.services.halls.queries.offers import queue_offers as queue_offers
from app.services.halls.queries.slips import TicketSlip as TicketSlip
from app.services.halls.queries.slips import ticket_slip
from app.services.halls.rules import Opening as Opening
from app.services.halls.rules import Slot as Slot
from app.services.halls.rules import clock_words as clock_words
from app.services.items.finding import of_situation as of_situation
from app.services.items.finding import search as search
from app.services.items.finding import situations_of as situations_of
from app.services.items.queries.guide import GuideItem as GuideItem
from app.services.items.queries.guide import guide_items as guide_items
from app.services.items.rules import LifeSituation as LifeSituation
from app.services.items.rules import MaterialForm as MaterialForm


@dataclass(frozen=True, slots=True)
class Guide:
    """What is told of services where a machine stands.

    Attributes:
        items: Published items, by pinyin.
        has_numbers: The hall gives numbers for its windows.
        has_bookings: Times can be booked for one of them.
    """

    items: tuple[GuideItem, ...] = ()
    has_numbers: bool = False
    has_bookings: bool = False

    @property
    def is_empty(self) -> bool:
        """True where the guide would lead nowhere."""
        return not self.items and not self.has_numbers


def guide_of(session: Session, actor: Actor, *, has_calendar: bool, database: Database) -> Guide:
    """Return the guide of where a machine stands.

    Args:
        session: To read with.
        actor: The machine.
        has_calendar: Without a calendar no hall is ever open.
        database: Knows what time it is.
    """
    now = database.clock.now()
    offers = queue_offers(session, actor, now=now) if has_calendar else ()
    books = any(offer.books for offer in offers)
    return Guide(guide_items(session, actor), bool(offers), books)


def take(database: Database, actor: Actor, queue_id: UUID, *, key: UUID) -> TicketSlip | None:
    """Take a number and return its slip.

    Raises:
        HallClosed: No numbers are given now.
        QueueFull: As many were given today as there are.
        QueueGone: This kind is not given any more.
        NumbersTooOften: The machine has given as many as it may in a minute.
    """
    with database.writing(actor) as uow:
        ticket = take_number(uow, queue_id, command_key=key)
    with database.reading() as session:
        return ticket_slip(session, actor, ticket, now=database.clock.now())


def slots_of(database: Database, actor: Actor, queue_id: UUID) -> tuple[Slot, ...]:
    """Return the times of a queue that are still to come, full ones among them."""
    with database.reading() as session:
        return free_slots(session, actor, queue_id, now=database.clock.now())


def book(
    database: Database, actor: Actor, queue_id: UUID, slot: Slot, last4: str, *, key: UUID
) -> str:
    """Book a time and return the code that is shown when one comes.

    Raises:
        SlotFull: Somebody else took the last place.
        SlotWrong: Nobody can be asked for this time any more.
        NumbersTooOften: The machine has booked as often as it may in a minute.
    """
    with database.writing(actor) as uow:
        return book_time(uow, queue_id, slot.day, slot.minute, last4, command_key=key)


def arrive(
    database: Database, actor: Actor, code: str, last4: str, *, key: UUID
) -> TicketSlip | None:
    """Turn a booking of today into a number and return its slip.

    Raises:
        TooOften: The machine has asked as often as it may in a minute.
        AppointmentUnknown: Code, digits or day do not fit; which one is not said.
        AppointmentUsed: It has been turned into a number already, or was cancelled.
        HallClosed: No numbers are given now.
    """
    _ask(database, actor, code, last4)
    with database.writing(actor) as uow:
        ticket = check_in(uow, code, last4, command_key=key)
    with database.reading() as session:
        return ticket_slip(session, actor, ticket, now=database.clock.now())


def find_booked(database: Database, actor: Actor, code: str, last4: str) -> Booked:
    """Return what is booked by a code, of today or later.

    Raises:
        TooOften: The machine has asked as often as it may in a minute.
        AppointmentUnknown: Code or digits do not fit, or it is no longer booked.
    """
    _ask(database, actor, code, last4)
    with database.reading() as session:
        return booked(session, actor, code, last4, now=database.clock.now())


def give_time_back(database: Database, actor: Actor, code: str, last4: str, *, key: UUID) -> None:
    """Cancel what was booked by a code.

    Raises:
        AppointmentUnknown: Code or digits do not fit, or it is no longer booked.
    """
    with database.writing(actor) as uow:
        cancel_booking(uow, code, last4, command_key=key)


def _ask(database: Database, actor: Actor, code: str, last4: str) -> None:
    """Count a guess at a booking among the askings of the machine, right or wrong."""
    with database.writing(actor) as uow:
        ask_booking(uow, code, last4, command_key=new_id())
