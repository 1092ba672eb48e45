"""Kinds and rhythms of rounds, and which of them are done, due or overdue; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

NAME_MOST, NOTE_MOST = 60, 500
STOPS_MOST, HANDS_MOST, TRACK_MOST = 60, 20, 5_000
LONGEST = timedelta(hours=24)
"""The longest round; what is longer was two of them, or a clock that is wrong."""
WEEK = 7


class RoundKind(StrEnum):
    """How a round is made (DOMAIN §12)."""

    WALK = "walk"
    CAMERA = "camera"
    DRONE = "drone"


class Rhythm(StrEnum):
    """How often a round is to be made."""

    DAILY = "daily"
    TWICE_WEEK = "twice_week"
    WEEKLY = "weekly"
    TWICE_MONTH = "twice_month"
    MONTHLY = "monthly"


class PlanState(StrEnum):
    """How a planned round stands, what is worst first."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    AHEAD = "ahead"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Stop:
    """Something to be looked at on the way: a camera, a corner, a site.

    Attributes:
        point: CGCS2000 degrees, None where nobody put it on the map.
    """

    name: str
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """Where somebody was at a moment; CGCS2000 degrees."""

    at: datetime
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Window:
    """One round is to be made from the first day to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan stands on a day.

    Attributes:
        state: What is to be done about it.
        window: That which the state speaks of; None before the plan begins and after its end.
    """

    state: PlanState
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rounds were due, and how many of these were made."""

    planned: int
    done: int


def window_of(rhythm: Rhythm, day: date) -> Window:
    """Return the days within which a round is to be made, of which `day` is one.

    Weeks begin on Monday; twice a week is until Wednesday and from Thursday, twice a month until
    the 15th and from the 16th.
    """
    monday = day - timedelta(days=day.weekday())
    if rhythm is Rhythm.DAILY:
        return Window(day, day)
    if rhythm is Rhythm.WEEKLY:
        return Window(monday, monday + timedelta(days=6))
    if rhythm is Rhythm.TWICE_WEEK:
        thursday = monday + timedelta(days=3)
        return (
            Window(monday, thursday - timedelta(days=1))
            if day < thursday
            else Window(thursday, monday + timedelta(days=6))
        )
    end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if rhythm is Rhythm.MONTHLY:
        return Window(day.replace(day=1), end)
    middle = day.replace(day=15)
    return (
        Window(day.replace(day=1), middle)
        if day <= middle
        else Window(middle + timedelta(days=1), end)
    )


def windows(rhythm: Rhythm, first: date, last: date) -> tuple[Window, ...]:
    """Return the windows that end between two days, in order."""
    found: list[Window] = []
    day = first
    while day <= last:
        window = window_of(rhythm, day)
        if window.last <= last:
            found.append(window)
        day = window.last + timedelta(days=1)
    return tuple(found)


def standing(
    rhythm: Rhythm, begins: date, ended: date | None, done: Collection[date], today: date
) -> Standing:
    """Return how a plan stands.

    A window that ended without a round is overdue until one is made or the next window ended as
    well; then that one is. A window the plan began within counts only from the next one on when
    none was made in it.

    Args:
        rhythm: How often.
        begins: Day from which the plan holds.
        ended: Day from which it holds no more, None for none.
        done: Days on which rounds of the plan were made.
        today: The day that is asked about.
    """
    if ended is not None and ended <= today:
        return Standing(PlanState.ENDED)
    if today < begins:
        return Standing(PlanState.AHEAD)
    now = window_of(rhythm, today)
    if _is_done(now, done):
        return Standing(PlanState.DONE, now)
    before = window_of(rhythm, now.first - timedelta(days=1))
    if before.first >= begins and not _is_done(before, done):
        return Standing(PlanState.OVERDUE, before)
    return Standing(PlanState.DUE, now)


def tally(
    rhythm: Rhythm,
    begins: date,
    ended: date | None,
    done: Collection[date],
    first: date,
    last: date,
) -> Tally:
    """Return how many windows that lie within the plan ended between two days, and how many of
    them had a round.
    """
    until = last if ended is None else min(last, ended - timedelta(days=1))
    due = [each for each in windows(rhythm, first, until) if each.first >= begins]
    return Tally(len(due), sum(_is_done(each, done) for each in due))


def _is_done(window: Window, done: Collection[date]) -> bool:
    return any(window.first <= day <= window.last for day in done)
