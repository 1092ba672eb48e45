"""Why somebody is asked who they are."""

from enum import StrEnum


class Why(StrEnum):
    """The occasion; the words of the page follow from it."""

    START = "start"
    LOCKED = "locked"
    CHANGE = "change"
