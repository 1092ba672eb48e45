"""Changing the table of all time limits before it is published; pure.

A body is what `Limits.body` holds. It is never changed: every function returns another one.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cases.clock import Limit
from app.cases.clock_units import LimitUnit
from app.cases.limits import upwards
from app.cases.rules import Level
from app.core.errors import AppError

Body = dict[str, Any]

DEFAULT = ""
"""Stands for the limits of all kinds where a kind's code is asked for."""

MOST_HOURS, MOST_DAYS = 8_760, 365


class LimitClock(StrEnum):
    """What a limit is for; the words are in `label.LimitClock`."""

    SIGN = "sign"
    HANDLE = "handle"
    PROMISE = "promise"


class LimitWrong(AppError):
    """An entry of the table nobody can count by; facts: ``code``, ``clock``."""

    code = "kinds.limit_wrong"


class LimitMissing(AppError):
    """The limit of all kinds cannot be taken away; facts: ``clock``, ``level``."""

    code = "kinds.limit_missing"


class LimitTooLong(AppError):
    """A limit beyond a year; facts: ``amount``, ``most``, ``unit``."""

    code = "kinds.limit_too_long"


class LimitForUnknownKind(AppError):
    """The table speaks of a kind that does not exist; facts: ``code``."""

    code = "kinds.limit_for_unknown_kind"


@dataclass(frozen=True, slots=True)
class FoundLimit:
    """The limit that holds for a kind, and where it is said.

    Attributes:
        limit: None only for a promise that is not made.
        source: Code of the kind or category that says it, DEFAULT, or None for nowhere.
    """

    limit: Limit | None
    source: str | None


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One entry that another table says differently; None is "says nothing itself"."""

    code: str
    clock: LimitClock
    level: Level
    old: Limit | None
    new: Limit | None


def own_limit(body: Body, code: str, clock: LimitClock, level: Level) -> Limit | None:
    """Return what a kind, a category or DEFAULT says itself."""
    entry = _part(body, code).get(clock, {}).get(level)
    return Limit(float(entry[0]), LimitUnit(entry[1])) if entry else None


def found_limit(body: Body, code: str, clock: LimitClock, level: Level) -> FoundLimit:
    """Return what holds for a kind: its own, else that of its category, else that of all."""
    for source in (*upwards(code), DEFAULT):
        limit = own_limit(body, source, clock, level)
        if limit is not None:
            return FoundLimit(limit, source)
    return FoundLimit(None, None)


def with_limit(body: Body, code: str, clock: LimitClock, level: Level, limit: Limit | None) -> Body:
    """Return a table in which a kind says a limit itself, or with None no longer does.

    Raises:
        LimitMissing: Signing and handling of all kinds must be limited.
        LimitTooLong: It is beyond a year.
    """
    if limit is None and code == DEFAULT and clock is not LimitClock.PROMISE:
        raise LimitMissing(clock=clock, level=level)
    if limit is not None:
        check_length(limit)
    levels = dict(_part(body, code).get(clock, {}))
    if limit is None:
        levels.pop(level, None)
    else:
        levels[level.value] = [limit.amount, limit.unit.value]
    clocks = _without_empty({**_part(body, code), clock.value: levels})
    if code == DEFAULT:
        return {**body, "default": clocks}
    return {**body, "kinds": _without_empty({**body["kinds"], code: clocks})}


def check_length(limit: Limit) -> None:
    """Raise `LimitTooLong` where a limit is beyond a year."""
    most = MOST_DAYS if limit.unit is LimitUnit.WORKING_DAY else MOST_HOURS
    if limit.amount > most:
        raise LimitTooLong(amount=f"{limit.amount:g}", most=most, unit=limit.unit)


def limit_changes(old: Body, new: Body) -> tuple[LimitChange, ...]:
    """Return the entries that differ: DEFAULT first, then by code."""
    codes = sorted({DEFAULT, *old["kinds"], *new["kinds"]})
    return tuple(
        LimitChange(code, clock, level, before, after)
        for code in codes
        for clock in LimitClock
        for level in Level
        for before in (own_limit(old, code, clock, level),)
        for after in (own_limit(new, code, clock, level),)
        if before != after
    )


def moved_onto(old: Body, draft: Body, current: Body) -> Body:
    """Return what a draft changed of `old`, done to `current`: what the draft says wins."""
    for change in limit_changes(old, draft):
        current = with_limit(current, change.code, change.clock, change.level, change.new)
    return current


def checked_limits(body: Body, codes: Collection[str]) -> Body:
    """Return a table as it is published.

    Args:
        body: As it came, e.g. from a draft that was kept.
        codes: Of all kinds there are.

    Raises:
        BadLimit: A limit of nothing, of a part of a day or of a part of a minute.
        LimitWrong: An entry is no limit at all, or of a clock or level there is not.
        LimitTooLong: A limit beyond a year.
        LimitForUnknownKind: It speaks of a kind there is not.
        LimitMissing: Signing or handling of all kinds is not limited.
    """
    made: Body = {"default": {}, "kinds": {}}
    for code, clock, level, entry in _entries(body):
        if code != DEFAULT and code not in codes:
            raise LimitForUnknownKind(code=code)
        made = with_limit(made, code, *_named(code, clock, level), _read(code, clock, entry))
    for needed in (LimitClock.SIGN, LimitClock.HANDLE):
        for each in Level:
            if own_limit(made, DEFAULT, needed, each) is None:
                raise LimitMissing(clock=needed, level=each)
    return made


def slower_when_urgent(body: Body, codes: Collection[str]) -> tuple[tuple[str, LimitClock], ...]:
    """Return where something urgent may take longer than something normal: allowed, but odd."""
    return tuple(
        (code, clock)
        for code in (DEFAULT, *sorted(codes))
        for clock in LimitClock
        if any(own_limit(body, code, clock, level) for level in Level)
        and _is_slower(body, code, clock)
    )


def _is_slower(body: Body, code: str, clock: LimitClock) -> bool:
    urgent = found_limit(body, code, clock, Level.URGENT).limit
    normal = found_limit(body, code, clock, Level.NORMAL).limit
    return urgent is not None and normal is not None and _rough_h(urgent) > _rough_h(normal)


_ROUGH_H = {
    LimitUnit.EMERGENCY_HOUR: 1.0,
    LimitUnit.WORKING_HOUR: 24 / 7,
    LimitUnit.WORKING_DAY: 24.0,
}
"""Hours by the wall clock that a unit takes on a working day, to compare across units."""


def _rough_h(limit: Limit) -> float:
    return limit.amount * _ROUGH_H[limit.unit]


def _part(body: Body, code: str) -> Body:
    found: Body = body["default"] if code == DEFAULT else body["kinds"].get(code, {})
    return found


def _without_empty(parts: Body) -> Body:
    return {key: value for key, value in parts.items() if value}


def _entries(body: Body) -> Iterator[tuple[str, str, str, Any]]:
    try:
        for code, clocks in ((DEFAULT, body["default"]), *body["kinds"].items()):
            for clock, levels in clocks.items():
                for level, entry in levels.items():
                    yield code, clock, level, entry
    except (KeyError, AttributeError, TypeError) as error:
        raise LimitWrong(code="", clock="") from error


def _named(code: str, clock: str, level: str) -> tuple[LimitClock, Level]:
    try:
        return LimitClock(clock), Level(level)
    except ValueError as error:
        raise LimitWrong(code=code, clock=clock) from error


def _read(code: str, clock: str, entry: Any) -> Limit:
    try:
        amount, unit = entry
        return Limit(float(amount), LimitUnit(unit))
    except (ValueError, TypeError, OverflowError) as error:
        raise LimitWrong(code=code, clock=clock) from error
