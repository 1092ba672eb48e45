"""Bodies, meetings, attendance, resolutions of committee and conference (DOMAIN §8); pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TITLE_MOST, NAME_MOST, PLACE_MOST = 100, 120, 200
WORDS_MOST, MINUTES_MOST = 1000, 8000
DISTRICT_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS = 6, 9, 12
LEVELS = (DISTRICT_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS)
"""Digits of the regions that have a committee and a conference."""


class Body(StrEnum):
    """Who meets."""

    COMMITTEE = "committee"  # 大工委 of a street, 大党委 of a community
    CONFERENCE = "conference"  # 联席会议


class SeatKind(StrEnum):
    """How somebody sits in a body."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"  # 兼职委员: sent by their unit
    DELEGATE = "delegate"  # of a unit in the joint conference


class MeetingState(StrEnum):
    """How far a meeting got."""

    CALLED = "called"
    HELD = "held"
    VOID = "void"  # too few came; what was on its agenda waits for the next
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """What an item of an agenda is about."""

    CASE = "case"
    COMPOUND = "compound"  # a matter of a residential compound
    OTHER = "other"


class ItemState(StrEnum):
    """What became of an item."""

    OPEN = "open"
    CONCLUDED = "concluded"
    CARRIED = "carried"  # stands on the agenda of a later meeting
    DROPPED = "dropped"


class Presence(StrEnum):
    """Whether somebody came."""

    PRESENT = "present"
    DEPUTY = "deputy"  # somebody came for them
    EXCUSED = "excused"
    ABSENT = "absent"


class ResolutionState(StrEnum):
    """How far a resolution is."""

    OPEN = "open"
    REPORTED = "reported"  # its unit says it is done
    DONE = "done"  # and whoever keeps the body agrees


class ResolutionStep(StrEnum):
    """What is said of a resolution."""

    PROGRESS = "progress"
    FINISHED = "finished"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class MeetingField(StrEnum):
    """What has to be said."""

    TITLE = "title"
    PERSON = "person"
    UNIT = "unit"
    PLACE = "place"
    ITEM = "item"
    RESULT = "result"
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    REPORT = "report"
    REASON = "reason"


COUNTED = frozenset({Presence.PRESENT, Presence.DEPUTY})
KINDS_OF = {
    Body.COMMITTEE: frozenset({SeatKind.FULL_TIME, SeatKind.PART_TIME}),
    Body.CONFERENCE: frozenset({SeatKind.DELEGATE}),
}
AFTER_REPORT = {
    ResolutionStep.PROGRESS: ResolutionState.OPEN,
    ResolutionStep.FINISHED: ResolutionState.REPORTED,
    ResolutionStep.CONFIRMED: ResolutionState.DONE,
    ResolutionStep.RETURNED: ResolutionState.OPEN,
}
BEFORE_REPORT = {
    ResolutionStep.PROGRESS: frozenset({ResolutionState.OPEN}),
    ResolutionStep.FINISHED: frozenset({ResolutionState.OPEN}),
    ResolutionStep.CONFIRMED: frozenset({ResolutionState.REPORTED}),
    ResolutionStep.RETURNED: frozenset({ResolutionState.REPORTED}),
}
BY_OWNER = frozenset({ResolutionStep.PROGRESS, ResolutionStep.FINISHED})


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many came of those who sit, and how many have to."""

    came: int
    seats: int
    percent: int

    @property
    def needed(self) -> int:
        """Return how many have to come; one at least."""
        return max(1, -(-self.seats * self.percent // 100))

    @property
    def is_there(self) -> bool:
        """Tell whether enough came; of a body without members nobody can."""
        return self.seats > 0 and self.came >= self.needed


def is_late(state: ResolutionState, due_on: date, today: date) -> bool:
    """Tell whether a resolution is overdue: neither done nor reported by its last day."""
    return state is ResolutionState.OPEN and due_on < today


def are_apart(since: date, until: date | None, other: date, other_until: date | None) -> bool:
    """Tell whether two terms have no day in common; None is without an end."""
    return (until is not None and until < other) or (
        other_until is not None and other_until < since
    )
