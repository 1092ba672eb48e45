"""The guide and the numbers of the hall, as a machine shows them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Database
from app.services.halls.actions.numbers import take_number
from app.services.halls.errors import HallClosed as HallClosed
from app.services.halls.errors import NumbersTooOften as NumbersTooOften
from app.services.halls.errors import QueueFull as QueueFull
from app.services.halls.errors import QueueGone as QueueGone
from app.services.halls.queries.offers import QueueOffer as QueueOffer
from app.services.halls.queries.offers import offers_for as offers_for
from app.services.halls.queries.offers import queue_offers as queue_offers
from app.services.halls.queries.slips import TicketSlip as TicketSlip
from app.services.halls.queries.slips import ticket_slip
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
    """

    items: tuple[GuideItem, ...] = ()
    has_numbers: bool = False

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
    return Guide(guide_items(session, actor), bool(offers))


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
