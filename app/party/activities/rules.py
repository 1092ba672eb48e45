"""Posts and activities: what state they are in, who has a place, when one checks in; pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

TITLE_MOST, NAME_MOST, PLACE_MOST, WORDS_MOST, MINUTES_MOST = 60, 120, 200, 500, 4000
KIND_MOST, TICKET_DIGITS = 32, 6
NUMBER_MOST = 10_000
LONGEST = timedelta(days=7)
EARLY = timedelta(hours=1)
"""So long before an activity begins those who come are checked in."""


class SignUpState(StrEnum):
    """Where a sign-up stands."""

    SIGNED = "signed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class CheckInWay(StrEnum):
    """How somebody was checked in."""

    LIST = "list"
    CODE = "code"


class ActivityState(StrEnum):
    """Where an activity stands."""

    OPEN = "open"
    FULL = "full"
    RUNNING = "running"
    OVER = "over"
    CLOSED = "closed"  # its minutes are written
    CALLED_OFF = "called_off"


class ActivityField(StrEnum):
    """What has to be said."""

    TITLE = "title"
    PLACE = "place"
    REASON = "reason"
    MINUTES = "minutes"


def activity_state(
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    *,
    is_full: bool,
    is_called_off: bool,
    has_minutes: bool,
) -> ActivityState:
    """Return where an activity stands; all moments are aware."""
    if is_called_off:
        return ActivityState.CALLED_OFF
    if has_minutes:
        return ActivityState.CLOSED
    if now >= ends_at:
        return ActivityState.OVER
    if now >= starts_at:
        return ActivityState.RUNNING
    return ActivityState.FULL if is_full else ActivityState.OPEN


def check_in_opens(starts_at: datetime) -> datetime:
    """Return from when on those who come are checked in."""
    return starts_at - EARLY


def kinds_of(told: str) -> tuple[str, ...]:
    """Return the sorts an administrator keeps, written with "、" between, each once."""
    parts = told.replace("，", "、").replace(",", "、").split("、")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def clean_ticket(typed: str) -> str:
    """Return the digits of a number as it was typed or scanned: "HD 382-114" → "382114"."""
    return "".join(sign for sign in typed if sign in "0123456789")


def new_ticket(key: UUID, taken: Iterable[str]) -> str:
    """Return a number of `TICKET_DIGITS` digits for a sign-up that no other of it has.

    Args:
        key: Of the sign-up; its random end is where the search begins.
        taken: Numbers of the same activity.
    """
    known = set(taken)
    whole: int = 10**TICKET_DIGITS
    number = key.int % whole
    while f"{number:0{TICKET_DIGITS}d}" in known:
        number = (number + 1) % whole
    return f"{number:0{TICKET_DIGITS}d}"


def shown_ticket(ticket: str) -> str:
    """Return a number as it is read aloud: 382 114."""
    half = TICKET_DIGITS // 2
    return f"{ticket[:half]} {ticket[half:]}"
