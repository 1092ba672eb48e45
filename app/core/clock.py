"""The only ``now()`` of the program; times are aware UTC inside, Asia/Shanghai at the edge."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI: tzinfo = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class ServerClock:
    """The desk's clock, put right by the measured offset of the database server."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._lock = threading.Lock()

    def set_offset(self, offset: timedelta) -> None:
        """Take server time minus desk time; small differences (under a second) are noise."""
        with self._lock:
            self._offset = offset if abs(offset) >= timedelta(seconds=1) else timedelta()

    def compare(self, ask: Callable[[], datetime]) -> timedelta:
        """Measure the server's clock by asking it once, and go by it from now on.

        Args:
            ask: Returns the server's present moment (aware); its answer is taken to be from
                the middle of the time it took.

        Returns:
            Server time minus desk time.
        """
        sent = datetime.now(UTC)
        told = ask()
        offset = told - (sent + (datetime.now(UTC) - sent) / 2)
        self.set_offset(offset)
        return offset

    def now(self) -> datetime:
        """Return server time as far as it is known."""
        with self._lock:
            return datetime.now(UTC) + self._offset


class FixedClock:
    """A clock that stands still until it is moved: for tests, demos and pictures."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Set the clock to `moment` (aware)."""
        self._moment = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._moment += by


def local(moment: datetime) -> datetime:
    """Return an aware moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI)


def day_begins(day: date) -> datetime:
    """Return the moment a calendar day begins in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
