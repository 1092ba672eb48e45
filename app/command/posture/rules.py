"""Levels of posture and what each brings with it; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cases.clock import Limit
from app.cases.clock_units import LimitUnit
from app.cases.limit_edit import Body, LimitChange, LimitClock, limit_changes, own_limit, with_limit
from app.cases.rules import Level
from app.command.rules import four

PERCENT, HOUR_MIN = 100, 60
LIMIT_PERCENTS, REPORT_MINS, DUTY_LEASTS = (100, 75, 50, 50), (240, 120, 60, 30), (2, 3, 4, 5)
"""Of levels IV to I, where the settings say nothing else."""


class PostureLevel(StrEnum):
    """平时, and 战时 from the slightest to the gravest."""

    NORMAL = "normal"
    IV = "iv"
    III = "iii"
    II = "ii"
    I = "i"  # noqa: E741  the level's own name


class WallScene(StrEnum):
    """What the wall begins with under a posture."""

    OVERVIEW = "overview"
    INCIDENT = "incident"
    DEADLINES = "deadlines"


LEVELS = tuple(PostureLevel)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a level brings.

    Attributes:
        limit_percent: Of the time limits of the kinds concerned.
        report_min: Minutes between two situation reports.
        duty_least: People that are to be on duty at any time.
        scene: What the wall begins with.
    """

    limit_percent: int
    report_min: int
    duty_least: int
    scene: WallScene


def rank(level: PostureLevel) -> int:
    """Return how grave a level is, 0 for 平时."""
    return LEVELS.index(level)


def measures_of(
    level: PostureLevel, percents: str, reports: str, duties: str, *, duty_least: int
) -> Measures:
    """Return what a level brings by the settings of the place.

    Args:
        level: Which.
        percents: Shares of limits of levels IV to I, "、" between.
        reports: Minutes between reports.
        duties: People on duty.
        duty_least: The same in 平时.
    """
    if level is PostureLevel.NORMAL:
        return Measures(PERCENT, REPORT_MINS[0], duty_least, WallScene.OVERVIEW)
    at = rank(level) - 1
    return Measures(
        four(percents, LIMIT_PERCENTS)[at],
        four(reports, REPORT_MINS)[at],
        four(duties, DUTY_LEASTS)[at],
        WallScene.INCIDENT,
    )


def scaled(body: Body, categories: Iterable[str], percent: int) -> Body:
    """Return a table of limits in which some kinds have a share of theirs for handling."""
    made = body
    for code in categories:
        for level in Level:
            found = _handling(body, code, level)
            if found is not None:
                shorter = shortened(found, percent)
                made = with_limit(made, code, LimitClock.HANDLE, level, shorter)
    return made


def shortened(limit: Limit, percent: int) -> Limit:
    """Return a share of a limit: whole days, hours to the minute, never nothing."""
    amount = limit.amount * percent / PERCENT
    if limit.unit is LimitUnit.WORKING_DAY:
        return Limit(max(1, round(amount)), limit.unit)
    return Limit(max(1, round(amount * HOUR_MIN)) / HOUR_MIN, limit.unit)


def restored(before: Body, after: Body, now: Body) -> Body:
    """Return `now` without what an order did to the limits: what others changed since stays.

    Args:
        before: The table the order found.
        after: The one it published.
        now: The one in force.
    """
    made = now
    for change in limit_changes(before, after):
        if own_limit(now, change.code, change.clock, change.level) == change.new:
            made = with_limit(made, change.code, change.clock, change.level, change.old)
    return made


def changes(old: Body, new: Body) -> tuple[LimitChange, ...]:
    """Return what differs between two tables."""
    return limit_changes(old, new)


def _handling(body: dict[str, Any], code: str, level: Level) -> Limit | None:
    from app.cases.limit_edit import found_limit

    return found_limit(body, code, LimitClock.HANDLE, level).limit
