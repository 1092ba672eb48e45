"""How likely pairs and recurrences stand; pure."""

from enum import StrEnum


class PairState(StrEnum):
    """How two cases that look alike stand."""

    PROPOSED = "proposed"
    REFUSED = "refused"  # somebody said that they are two matters


class RecurrenceState(StrEnum):
    """How a matter that comes back stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
