"""What visitors do with the hall by a machine: numbers, times, and giving them back."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from app.bootstrap.kiosk import OpenKiosk
from app.core.ids import new_id
from app.kiosk.guide import (
    Booked,
    QueueOffer,
    Slot,
    TicketSlip,
    arrive,
    book,
    find_booked,
    give_time_back,
    queue_offers,
    slots_of,
    take,
)
from ui.core.jobs import Jobs, Report


class HallCounter(QObject):
    """The part of a machine that asks the hall.

    Attributes:
        jobs: By which it works off the GUI thread.
    """

    jobs: Jobs

    @property
    def open_now(self) -> OpenKiosk:
        """Return what is open."""
        raise NotImplementedError

    def offers(self, done: Callable[[tuple[QueueOffer, ...]], object], failed: Report) -> None:
        """Ask which numbers the hall gives now."""
        at = self.open_now

        def work() -> tuple[QueueOffer, ...]:
            with at.parts.database.reading() as session:
                return queue_offers(session, at.actor, now=at.parts.clock.now())

        self.jobs.read(work, done, failed)

    def take_number(
        self, queue_id: UUID, done: Callable[[TicketSlip | None], object], failed: Report
    ) -> None:
        """Take a number for the window."""
        at, key = self.open_now, new_id()
        self.jobs.write(lambda: take(at.parts.database, at.actor, queue_id, key=key), done, failed)

    def slots(
        self, queue_id: UUID, done: Callable[[tuple[Slot, ...]], object], failed: Report
    ) -> None:
        """Ask which times of a queue can be booked."""
        at = self.open_now
        self.jobs.read(lambda: slots_of(at.parts.database, at.actor, queue_id), done, failed)

    def book(
        self, queue_id: UUID, slot: Slot, last4: str, done: Callable[[str], object], failed: Report
    ) -> None:
        """Book a time; its code comes back."""
        at, key = self.open_now, new_id()
        self.jobs.write(
            lambda: book(at.parts.database, at.actor, queue_id, slot, last4, key=key), done, failed
        )

    def arrive(
        self, code: str, last4: str, done: Callable[[TicketSlip | None], object], failed: Report
    ) -> None:
        """Turn a booking of today into a number."""
        at, key = self.open_now, new_id()
        self.jobs.write(
            lambda: arrive(at.parts.database, at.actor, code, last4, key=key), done, failed
        )

    def find_booked(
        self, code: str, last4: str, done: Callable[[Booked], object], failed: Report
    ) -> None:
        """Ask what is booked by a code."""
        at = self.open_now
        self.jobs.write(lambda: find_booked(at.parts.database, at.actor, code, last4), done, failed)

    def give_time_back(
        self, code: str, last4: str, done: Callable[[None], object], failed: Report
    ) -> None:
        """Cancel what was booked by a code."""
        at, key = self.open_now, new_id()
        self.jobs.write(
            lambda: give_time_back(at.parts.database, at.actor, code, last4, key=key), done, failed
        )
