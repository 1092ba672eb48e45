"""Units, their answers, how long ago they were heard of, and which are called first; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

KIT_MOST, SKILLS_MOST, PEOPLE_MOST, MEMBERS_MOST, PHONE_MOST = 200, 120, 500, 30, 32
M_PER_DEGREE = 111_320.0
HOURS_MOST = 24
"""The longest a check-in holds."""
STALE_SHARE, SKILL_SHARE = 0.5, 0.5
"""An old check-in makes a way count half as long again, a skill half as long."""


class ForceKind(StrEnum):
    """What sort of unit."""

    MICRO = "micro"
    DEFENCE = "defence"
    VOLUNTEER = "volunteer"
    RESCUE = "rescue"


class UnitAnswer(StrEnum):
    """What a unit that was called said."""

    ASKED = "asked"
    COMING = "coming"
    ARRIVED = "arrived"
    REFUSED = "refused"
    RELEASED = "released"


class RollMark(StrEnum):
    """How long ago a unit was heard of."""

    ON_TIME = "on_time"
    DUE = "due"
    LOST = "lost"


class ForceView(StrEnum):
    """Which units are listed."""

    ALL = "all"
    ON_DUTY = "on_duty"
    COMMITTED = "committed"
    NO_POSITION = "no_position"
    NO_DRILL = "no_drill"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be called."""

    id: UUID
    name: str
    people: int
    kit: str
    skills: tuple[str, ...]
    longitude: float
    latitude: float
    checked_in_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that is proposed, and why: how far, how fresh, which skill.

    Attributes:
        skill: The skill that was asked for and is there, "" for none.
        is_fresh: It checked in lately.
    """

    unit: Candidate
    metres: int
    skill: str
    is_fresh: bool


def mark_of(heard_at: datetime, now: datetime, amber_min: int, red_min: int) -> RollMark:
    """Return how a unit's timer stands: green to `amber_min`, amber to `red_min`, red beyond."""
    since = now - heard_at
    if since <= timedelta(minutes=amber_min):
        return RollMark.ON_TIME
    return RollMark.DUE if since <= timedelta(minutes=red_min) else RollMark.LOST


def skills_of(text: str) -> tuple[str, ...]:
    """Return skills as they are written: ``急救、水泵``."""
    told = text.replace("，", "、").replace(",", "、")
    return tuple(part.strip() for part in told.split("、") if part.strip())


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return how far two places lie apart; a street is flat enough for that."""
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return math.hypot(east, lat - other_lat) * M_PER_DEGREE


def ranked(
    candidates: Iterable[Candidate],
    longitude: float,
    latitude: float,
    *,
    now: datetime,
    fresh: timedelta,
    skill: str = "",
    most: int,
) -> tuple[Proposal, ...]:
    """Return the units to be called first: the way counts, longer for whom nobody heard of for
    a while, shorter for who can do what is asked for.
    """
    found = []
    for unit in candidates:
        metres = metres_between(longitude, latitude, unit.longitude, unit.latitude)
        is_fresh = now - unit.checked_in_at <= fresh
        has = next((each for each in unit.skills if skill and skill in each), "")
        weight = metres * (1.0 if is_fresh else 1.0 + STALE_SHARE) * (SKILL_SHARE if has else 1.0)
        found.append((weight, unit.name, Proposal(unit, round(metres), has, is_fresh)))
    found.sort(key=lambda each: (each[0], each[1]))
    return tuple(proposal for _, _, proposal in found[:most])


def lost(marks: Sequence[RollMark]) -> tuple[int, int]:
    """Return how many were not heard of, and how many are to answer."""
    return sum(m is RollMark.LOST for m in marks), sum(m is RollMark.DUE for m in marks)
