"""Queue numbers, windows, waiting times, appointments; pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from app.core.calendar import CHINA, WorkCalendar
from app.services.halls.errors import LastDigitsWanted

NAME_MOST, PLACE_MOST, NOTE_MOST = 60, 200, 200
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters numbers begin with; I and O are read as digits."""
QUEUES_MOST, WINDOWS_MOST, DAILY_MOST = 20, 99, 999
SERVING_S = (20, 3600)
"""Serving times that tell how long one takes: who is called and gone at once was not served, and
a window left over lunch serves nobody."""
LATEST = 30
"""How many of today's last served count."""
CALL_TIMES_MOST = 5
"""How often a number is called aloud at most: a hall is no railway station."""
TAKEN_A_MINUTE = 12
"""Numbers one kiosk gives in a minute at most: a resident takes one."""
BOOKED_A_MINUTE = 6
"""Times one kiosk books in a minute at most."""
CODE_DIGITS = 6
"""Digits of the code of a booking; it is asked for with four of a telephone."""

_DIGITS = re.compile(r"[0-9]{4}")


class TicketState(StrEnum):
    """Where a number stands."""

    WAITING = "waiting"
    CALLED = "called"  # at a window: being served, or about to be
    SERVED = "served"
    SKIPPED = "skipped"  # 过号: called, and nobody came


class Priority(StrEnum):
    """Why somebody is called before others."""

    ORDINARY = "ordinary"
    PREFERRED = "preferred"  # aged, disabled, soldiers: by law and custom
    BOOKED = "booked"  # came in time for an appointment


RANK = {Priority.ORDINARY: 0, Priority.PREFERRED: 1, Priority.BOOKED: 1}
HANDED_RANK = 2
"""Who was sent on from another window has waited already."""
TOLD_TO_DOORS = {
    "taken": TAKEN_A_MINUTE,
    "booked": BOOKED_A_MINUTE,
    "handed": HANDED_RANK,
}
"""What the doors of a shared server go by (`app/migrations/access/services.sql`)."""


class AppointmentState(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class HallPart(StrEnum):
    """What has to be said of a hall, a queue, a window."""

    NAME = "name"
    PLACE = "place"
    LETTER = "letter"
    LETTERS = "letters"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether numbers are given now.

    Attributes:
        gives: Numbers are given.
        opens_at: When they are given again, None while they are.
        closes_at: Until when today, None while none are given.
    """

    gives: bool
    opens_at: datetime | None
    closes_at: datetime | None


def opening(calendar: WorkCalendar, now: datetime, early_min: int) -> Opening:
    """Return whether a hall gives numbers: in working hours, and some minutes before they begin.

    Between two spans of a day, over lunch, numbers are given as before the first.
    """
    early = timedelta(minutes=early_min)
    day = now.astimezone(CHINA).date()
    for start, end in calendar.intervals(day):
        if start - early <= now < end:
            return Opening(gives=True, opens_at=None, closes_at=end)
        if now < start - early:
            return Opening(gives=False, opens_at=start - early, closes_at=None)
    next_one = _next_opening(calendar, day, early)
    return Opening(gives=False, opens_at=next_one, closes_at=None)


def _next_opening(calendar: WorkCalendar, day: date, early: timedelta) -> datetime | None:
    for ahead in range(1, 31):
        spans = calendar.intervals(day + timedelta(days=ahead))
        if spans:
            return spans[0][0] - early
    return None


def ticket_number(letter: str, serial: int) -> str:
    """Return what is printed and called: A001."""
    return f"{letter}{serial:03d}"


def serving_minutes(served_s: tuple[float, ...], usual_min: int) -> float:
    """Return how long one takes: the median of today's last, the usual time before there are three.

    A median: one who asked for an hour does not make everybody wait longer on the screen.
    """
    counted = [s for s in served_s[-LATEST:] if SERVING_S[0] <= s <= SERVING_S[1]]
    if len(counted) < 3:
        return float(usual_min)
    return median(counted) / 60


def wait_minutes(ahead: int, windows: int, minutes_each: float) -> int:
    """Return about how long somebody waits behind so many; never less than nothing.

    Args:
        ahead: Who is called before.
        windows: Windows that are open and take this kind; one where none is yet.
        minutes_each: Of `serving_minutes`.
    """
    return max(0, round(ahead * minutes_each / max(1, windows)))


@dataclass(frozen=True, slots=True)
class Slot:
    """A time people can be asked for.

    Attributes:
        minute: Minutes after midnight.
        taken: Appointments there are.
        capacity: How many there may be.
    """

    day: date
    minute: int
    taken: int
    capacity: int

    @property
    def is_free(self) -> bool:
        """Tell whether one more fits."""
        return self.taken < self.capacity

    @property
    def begins(self) -> datetime:
        """Return when it begins."""
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=CHINA)
        return midnight + timedelta(minutes=self.minute)


def slot_minutes_of(calendar: WorkCalendar, day: date, length_min: int) -> tuple[int, ...]:
    """Return when the slots of a day begin; one that would end after closing is none."""
    if length_min <= 0:
        return ()
    found: list[int] = []
    for span in calendar.spans(day):
        found += range(span.opens, span.closes - length_min + 1, length_min)
    return tuple(found)


def is_in_time(slot_begins: datetime, now: datetime, early_min: int, late_min: int) -> bool:
    """Tell whether somebody who comes now is called as booked: neither so many minutes before the
    slot, nor later than the grace after its beginning.
    """
    early, late = timedelta(minutes=early_min), timedelta(minutes=late_min)
    return slot_begins - early <= now <= slot_begins + late


def clock_words(minute: int) -> str:
    """Return a minute of the day as people read it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def plain_code(typed: str) -> str:
    """Return the code of a booking as it is stored, however it was typed."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())[:CODE_DIGITS]


def clean_digits(typed: str) -> str:
    """Return the last four digits of a telephone.

    Raises:
        LastDigitsWanted: It is something else.
    """
    plain = typed.strip()
    if not _DIGITS.fullmatch(plain):
        raise LastDigitsWanted
    return plain
