"""Whistles (吹哨·报到, DOMAIN §5): what they are, how a summoned unit stands, who is late; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LOWEST_SCORE, HIGHEST_SCORE = 1, 5
"""Marks by which street and department rate one another, the best last."""


class WhistleKind(StrEnum):
    """Why departments are summoned."""

    LIVELIHOOD = "livelihood"
    JOINT_ENFORCEMENT = "joint_enforcement"
    EMERGENCY = "emergency"


class WhistleState(StrEnum):
    """How a whistle stands."""

    DRAFTED = "drafted"
    BLOWN = "blown"
    DONE = "done"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


TOLD_MIN = 15
"""Minutes for which a unit may say afterwards that it has come: by then who is on the spot has got
to a desk or a telephone. For a unit without a desk the street types in what it saw, whenever that
was.
"""
OPEN_WHISTLES = (WhistleState.DRAFTED, WhistleState.BLOWN)
HEARD_WHISTLES = (WhistleState.BLOWN, WhistleState.DONE, WhistleState.CANCELLED)
"""Whistles that were blown at all: what figures count."""


class ReleaseState(StrEnum):
    """How the wish of a unit to leave before the matter is done stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class UnitStage(StrEnum):
    """What a summoned unit is to do next, or how its part ended."""

    WAITING = "waiting"  # the whistle is a draft
    TO_SIGN = "to_sign"
    TO_APPEAR = "to_appear"
    TO_REPORT = "to_report"
    PRESENT = "present"  # reported, and stays until the matter is done
    LEFT = "left"
    ABSENT = "absent"  # the whistle ended before it came


OWING_STAGES = (UnitStage.TO_SIGN, UnitStage.TO_APPEAR, UnitStage.TO_REPORT)


class FeedbackElement(StrEnum):
    """The four elements of a feedback (反馈四要素)."""

    ACCEPTED_AT = "accepted_at"
    TALKED_TO = "talked_to"
    REMEDY = "remedy"
    SOLVED_BY = "solved_by"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a summoned unit reports.

    Attributes:
        accepted_at: When it took the matter on (受理时间, aware).
        talked_to: With whom it talked (与谁沟通).
        remedy: What it does about it (解决措施).
        solved_by: Until when it will be solved (解决时限, aware).
    """

    accepted_at: datetime | None = None
    talked_to: str = ""
    remedy: str = ""
    solved_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dues:
    """Until when the units of a whistle sign for it, are there, and report; None for a draft."""

    sign_at: datetime | None
    appear_at: datetime
    report_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitMoments:
    """When a summoned unit did what; None for not yet."""

    signed_at: datetime | None = None
    appeared_at: datetime | None = None
    reported_at: datetime | None = None
    left_at: datetime | None = None


def missing_elements(feedback: Feedback) -> tuple[FeedbackElement, ...]:
    """Return which of the four elements a feedback lacks; a text of spaces says nothing."""
    told = {
        FeedbackElement.ACCEPTED_AT: feedback.accepted_at is not None,
        FeedbackElement.TALKED_TO: bool(feedback.talked_to.strip()),
        FeedbackElement.REMEDY: bool(feedback.remedy.strip()),
        FeedbackElement.SOLVED_BY: feedback.solved_by is not None,
    }
    return tuple(element for element in FeedbackElement if not told[element])


def stage_of(state: WhistleState, moments: UnitMoments) -> UnitStage:
    """Return how a summoned unit stands."""
    if state in (WhistleState.DRAFTED, WhistleState.DROPPED):
        return UnitStage.WAITING
    if moments.left_at is not None:
        return UnitStage.LEFT
    if state is not WhistleState.BLOWN:
        return UnitStage.LEFT if moments.appeared_at is not None else UnitStage.ABSENT
    if moments.signed_at is None:
        return UnitStage.TO_SIGN
    if moments.appeared_at is None:
        return UnitStage.TO_APPEAR
    return UnitStage.TO_REPORT if moments.reported_at is None else UnitStage.PRESENT


def due_of(stage: UnitStage, dues: Dues) -> datetime | None:
    """Return until when a unit is to do what comes next; None where nothing does."""
    return {
        UnitStage.TO_SIGN: dues.sign_at,
        UnitStage.TO_APPEAR: dues.appear_at,
        UnitStage.TO_REPORT: dues.report_at,
    }.get(stage)


def is_late(stage: UnitStage, dues: Dues, now: datetime) -> bool:
    """Tell whether a unit owes something whose time has passed."""
    due = due_of(stage, dues)
    return due is not None and due < now


def appeared_in_time(moments: UnitMoments, appear_at: datetime) -> bool | None:
    """Tell whether a unit was there in time; None for one that never came."""
    return None if moments.appeared_at is None else moments.appeared_at <= appear_at


def keeps_from_ending(
    units: Iterable[tuple[str, UnitStage]], *, by_director: bool
) -> tuple[str, ...]:
    """Return the units without which a whistle cannot be ended yet (事不完、人不走).

    Whoever came has to have reported. Only the director ends one to which somebody never came.

    Args:
        units: Name and stage of each.
        by_director: Whether the director ends it, and not the lead.
    """
    owing = {UnitStage.TO_REPORT} if by_director else set(OWING_STAGES)
    return tuple(name for name, stage in units if stage in owing)
