"""Rules of points (DOMAIN §8): what earns how many, up to which caps, and who confirms; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

TITLE_MOST, CODE_MOST, NOTE_MOST, MOST_POINTS = 60, 24, 200, 1_000


class PointsConfirmer(StrEnum):
    """Who confirms a record."""

    RECORDER = "recorder"  # whoever puts it down has seen it: counts at once
    SECOND = "second"  # somebody else has to look first


class CapPeriod(StrEnum):
    """Within what a cap holds."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PointsField(StrEnum):
    """What has to be said of a rule, a record or what points are handed in for."""

    CODE = "code"
    TITLE = "title"
    NOTE = "note"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class PointsRule:
    """What earns points.

    Attributes:
        code: Unique within a street; stays.
        points: For each time.
        activity_kind: Sort of activity at which being checked in earns it, "" for none.
        caps: At most so many of this rule for one member within a period; none without one.
        is_on: Whether records of it are still taken.
    """

    code: str
    title: str
    points: int
    caps: Mapping[CapPeriod, int]
    confirmer: PointsConfirmer
    is_on: bool = True
    activity_kind: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """One time a member did something that was confirmed, in the order in which it counted."""

    member_id: UUID
    code: str
    day: date


def period_of(day: date, period: CapPeriod) -> tuple[date, date]:
    """Return the first and last day of the period a day lies in."""
    match period:
        case CapPeriod.DAY:
            return day, day
        case CapPeriod.MONTH:
            first = day.replace(day=1)
            after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            return first, date.fromordinal(after.toordinal() - 1)
        case CapPeriod.YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)


def granted(rule: PointsRule, had: Mapping[CapPeriod, int]) -> int:
    """Return how many points one time earns: what the caps leave of them.

    Args:
        rule: By which.
        had: What the member had of it already within each period.
    """
    rooms = [cap - had.get(period, 0) for period, cap in rule.caps.items()]
    return max(min([rule.points, *rooms]), 0)


def reached_cap(rule: PointsRule, had: Mapping[CapPeriod, int]) -> CapPeriod | None:
    """Return the narrowest period whose cap is used up, None for none."""
    used = (period for period in CapPeriod if period in rule.caps)
    return next((each for each in used if had.get(each, 0) >= rule.caps[each]), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some records come to by some rules.

    Attributes:
        by_member: Points of each member.
        by_code: Points and times of each rule.
        capped: Times that earned less than the rule says, because of a cap.
    """

    by_member: Mapping[UUID, int]
    by_code: Mapping[str, tuple[int, int]]
    capped: int

    @property
    def total(self) -> int:
        """Return the points of all."""
        return sum(self.by_member.values())


def simulate(records: Iterable[Earned], rules: Mapping[str, PointsRule]) -> Outcome:
    """Return what records would have come to by rules, each in its turn.

    What no rule names, or a rule that is off, earns nothing.

    Args:
        records: In the order in which they counted.
        rules: By code.
    """
    had: dict[tuple[UUID, str, CapPeriod, date], int] = {}
    by_member: dict[UUID, int] = {}
    by_code: dict[str, tuple[int, int]] = {}
    capped = 0
    for record in records:
        rule = rules.get(record.code)
        if rule is None or not rule.is_on:
            continue
        keys = {
            period: (record.member_id, record.code, period, period_of(record.day, period)[0])
            for period in rule.caps
        }
        points = granted(rule, {period: had.get(key, 0) for period, key in keys.items()})
        for key in keys.values():
            had[key] = had.get(key, 0) + points
        capped += points < rule.points
        by_member[record.member_id] = by_member.get(record.member_id, 0) + points
        whole, times = by_code.get(record.code, (0, 0))
        by_code[record.code] = whole + points, times + 1
    return Outcome(by_member, by_code, capped)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A member's place: who has as many stands as high, and the next one as many lower."""

    member_id: UUID
    points: int
    place: int


def ranked(points: Mapping[UUID, int], order: Sequence[UUID] = ()) -> tuple[Ranked, ...]:
    """Return members by points, the most first, among equals in the order given.

    Args:
        points: Of each; nobody with none or less has a place.
        order: E.g. by name.
    """
    at = {key: place for place, key in enumerate(order)}
    last = len(at)
    keys = sorted(
        (key for key, value in points.items() if value > 0),
        key=lambda key: (-points[key], at.get(key, last), key),
    )
    found: list[Ranked] = []
    for number, key in enumerate(keys, 1):
        same = bool(found) and found[-1].points == points[key]
        found.append(Ranked(key, points[key], found[-1].place if same else number))
    return tuple(found)
