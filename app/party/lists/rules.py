"""Resources, needs and projects (DOMAIN §8): their sorts, times of the week, states; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS, PARTS = 7, 3
TITLE_MOST, NAME_MOST, PLACE_MOST, WORDS_MOST = 60, 120, 200, 500
ANY_TIME = 0
"""Slots of what goes at any time: nothing was said."""
ALL_SLOTS = (1 << DAYS * PARTS) - 1


ANSWER_DAYS = 2
"""Working days units have to answer whether they take part."""


class OfferKind(StrEnum):
    """What is offered or needed; the unit of its amount is a word of its own."""

    MEDICAL = "medical"
    ELDER = "elder"
    EDUCATION = "education"
    LEGAL = "legal"
    CULTURE = "culture"
    HELPERS = "helpers"
    VENUE = "venue"
    GOODS = "goods"
    REPAIR = "repair"
    SAFETY = "safety"
    JOBS = "jobs"
    FUNDS = "funds"


STANDS_IN: dict[OfferKind, frozenset[OfferKind]] = {
    OfferKind.HELPERS: frozenset(
        {OfferKind.ELDER, OfferKind.EDUCATION, OfferKind.CULTURE, OfferKind.SAFETY}
    ),
    OfferKind.FUNDS: frozenset({OfferKind.GOODS, OfferKind.REPAIR}),
}
"""What can stand in for other sorts in part: hands help along, money buys."""


class OfferTerms(StrEnum):
    """What using a resource costs."""

    FREE = "free"
    REDUCED = "reduced"
    PAID = "paid"


class JointWork(StrEnum):
    """The six ways of joint work (六联) a project is labelled by."""

    ORGANISATION = "organisation"
    GOVERNANCE = "governance"
    PROPERTY = "property"
    RESOURCES = "resources"
    PREMISES = "premises"
    ACTIVITIES = "activities"


class NeedState(StrEnum):
    """How far a need is met."""

    OPEN = "open"
    HALF = "half"
    MATCHED = "matched"
    MET = "met"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class ProjectState(StrEnum):
    """The life of a project, from the proposal to the judgement of whoever it was for."""

    ASKED = "asked"
    RUNNING = "running"
    TO_RATE = "to_rate"
    RATED = "rated"
    CALLED_OFF = "called_off"


class ShareAnswer(StrEnum):
    """What a unit answers when its resource is asked for."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


LIVE = frozenset({ProjectState.ASKED, ProjectState.RUNNING})
"""States in which a project holds what it was promised."""


class ListField(StrEnum):
    """What has to be said of a resource, a need or a project."""

    TITLE = "title"
    OFFERED_BY = "offered_by"
    NEEDED_BY = "needed_by"
    AMOUNT = "amount"
    MILESTONE = "milestone"
    RATING = "rating"
    REASON = "reason"


class LateKind(StrEnum):
    """Why a project is late."""

    UNANSWERED = "unanswered"
    MILESTONE = "milestone"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a project is late.

    Attributes:
        days: Whole days since the day it was due, at least 1.
    """

    kind: LateKind
    days: int


def slot(weekday: int, part: int) -> int:
    """Return the bit of a part of a day.

    Args:
        weekday: 0 for Monday to 6 for Sunday.
        part: 0 morning, 1 afternoon, 2 evening.
    """
    return 1 << (weekday * PARTS + part)


def whole_day(weekday: int) -> int:
    """Return the bits of a day of the week."""
    return ((1 << PARTS) - 1) << (weekday * PARTS)


def slots_of(pairs: Iterable[tuple[int, int]]) -> int:
    """Return the bits of some parts of days."""
    found = 0
    for weekday, part in pairs:
        found |= slot(weekday, part)
    return found


def parts_by_day(slots: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the days that are in it, each with its parts in order."""
    days = (
        (day, tuple(part for part in range(PARTS) if slots & slot(day, part)))
        for day in range(DAYS)
    )
    return tuple((day, parts) for day, parts in days if parts)


def neighbours(slots: int) -> int:
    """Return the same parts of the day before and after; Sunday and Monday are neighbours."""
    later = slots << PARTS
    earlier = slots >> PARTS
    around = (slots >> (DAYS - 1) * PARTS) | (slots << (DAYS - 1) * PARTS)
    return (later | earlier | around) & ALL_SLOTS


def need_state(
    amount: int, promised: int, done: int, until: date | None, today: date, *, withdrawn: bool
) -> NeedState:
    """Return how far a need is met.

    Args:
        amount: What is needed.
        promised: Of that, what live projects were promised.
        done: Of that, what finished projects gave.
        until: Last day on which it still helps, None without an end.
        today: The day it is looked at.
        withdrawn: Whoever needed it took it back.
    """
    if withdrawn:
        return NeedState.WITHDRAWN
    if done >= amount:
        return NeedState.MET
    if promised + done >= amount:
        return NeedState.MATCHED
    if until is not None and until < today:
        return NeedState.LAPSED
    return NeedState.HALF if promised + done else NeedState.OPEN


def lateness(
    state: ProjectState, answer_by: date, next_due: date | None, ended: date | None, today: date
) -> Lateness | None:
    """Return how a project is late, None where it is not.

    Args:
        state: Of the project.
        answer_by: Last day on which units may still answer.
        next_due: Day of the first milestone that was not reached, None for none.
        ended: Day on which the work was reported done.
        today: The day it is looked at.
    """
    if state is ProjectState.ASKED and answer_by < today:
        return Lateness(LateKind.UNANSWERED, (today - answer_by).days)
    if state in LIVE and next_due is not None and next_due < today:
        return Lateness(LateKind.MILESTONE, (today - next_due).days)
    if state is ProjectState.TO_RATE and ended is not None and ended + RATED_WITHIN < today:
        return Lateness(LateKind.UNRATED, (today - ended - RATED_WITHIN).days)
    return None


RATED_WITHIN = timedelta(days=14)
"""How long whoever it was for may take to judge it before that is late."""
