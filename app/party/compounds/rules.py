"""Who leads, carries out and serves in a compound, and the stages of what it decides; pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

TITLE_MOST, NAME_MOST, WORDS_MOST, SEATS_MOST = 60, 120, 500, 99
PERCENT = 100


class CommitteeKind(StrEnum):
    """What carries out the compound's decisions."""

    NONE = "none"
    OWNERS = "owners"
    PROPERTY = "property"
    RESIDENTS = "residents"


class MatterStage(StrEnum):
    """两议两评两公开, in the order in which they are gone through."""

    PROPOSED = "proposed"
    DELIBERATED = "deliberated"
    MEMBERS_APPRAISED = "members_appraised"
    OWNERS_APPRAISED = "owners_appraised"
    DECISION_SHOWN = "decision_shown"
    RESULT_SHOWN = "result_shown"


STAGES = tuple(MatterStage)


class CompoundView(StrEnum):
    """Which compounds are listed."""

    ALL = "all"
    UNSERVED = "unserved"
    NO_BRANCH = "no_branch"
    NOT_RED = "not_red"
    OVERDUE = "overdue"


def is_red(members: int, seats: int, percent: int) -> bool:
    """Tell whether a committee counts as red: so many per cent of its seats are members'."""
    return seats > 0 and members * PERCENT >= seats * percent


def next_stage(done: Mapping[MatterStage, date]) -> MatterStage | None:
    """Return the stage that comes next, None where all are done."""
    return next((stage for stage in STAGES if stage not in done), None)


def shown_percent(part: int, whole: int) -> str:
    """Return a share with one decimal, as a district reports it: 76.5 %; — of nothing."""
    return f"{part * PERCENT / whole:.1f} %" if whole else "—"
