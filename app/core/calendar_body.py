"""What a calendar version says: hours, seasons, days set by hand, published years; pure values.

Every value is checked when it is made, so a `CalendarBody` that exists is sound.
"""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import AppError


class BadCalendar(AppError):
    """A calendar that contradicts itself; each kind of mistake has its own code."""

    code = "calendar.bad"


class BadSpan(BadCalendar):
    """Working hours that end before they start; facts: ``span``."""

    code = "calendar.bad_span"


class SpansOverlap(BadCalendar):
    """Two spans of one day share time or stand in the wrong order; facts: ``first``, ``second``."""

    code = "calendar.spans_overlap"


class BadSeason(BadCalendar):
    """A season begins or ends on a day that no year has; facts: ``name``, ``first``, ``last``."""

    code = "calendar.bad_season"


class SeasonsOverlap(BadCalendar):
    """A day of the year lies in two seasons; facts: ``first``, ``second``, ``day``."""

    code = "calendar.seasons_overlap"


class SeasonGap(BadCalendar):
    """A day of the year lies in no season; facts: ``day``."""

    code = "calendar.season_gap"


class SeasonWithoutHours(BadCalendar):
    """A season has no working hours; facts: ``name``."""

    code = "calendar.season_without_hours"


class DayTwice(BadCalendar):
    """One day is set twice; facts: ``day``."""

    code = "calendar.day_twice"


class HoursOnDayOff(BadCalendar):
    """A day off has been given working hours; facts: ``day``, ``kind``."""

    code = "calendar.hours_on_day_off"


class WorkdayWithoutHours(BadCalendar):
    """A working day has been given an empty list of hours; facts: ``day``."""

    code = "calendar.workday_without_hours"


class YearTwice(BadCalendar):
    """A year's national days are listed twice; facts: ``year``."""

    code = "calendar.year_twice"


class DayOutsideYear(BadCalendar):
    """A national day stands under another year; facts: ``day``, ``year``."""

    code = "calendar.day_outside_year"


class DayKind(StrEnum):
    """What a day is to the clock."""

    WORKDAY = "workday"
    MAKEUP_WORKDAY = "makeup_workday"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"  # closed by the street's own decision

    @property
    def works(self) -> bool:
        """True where working hours run."""
        return self in _WORKING


_WORKING = frozenset({DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Working time within one day, in minutes since local midnight (0 to 1440)."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts or leaves its day."""
        if not 0 <= self.opens < self.closes <= 24 * 60:
            raise BadSpan(span=str(self))

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read ``09:00-12:00``; ``24:00`` is the end of the day."""
        try:
            opens, closes = (_minutes(part) for part in text.split("-"))
        except ValueError as error:
            raise BadSpan(span=text) from error
        return cls(opens, closes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(text: str) -> int:
    hours, minutes = text.strip().split(":")
    if not 0 <= int(minutes) < 60:
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def _check_spans(spans: tuple[Span, ...]) -> None:
    for first, second in itertools.pairwise(spans):
        if second.opens < first.closes:
            raise SpansOverlap(first=str(first), second=str(second))


_ALL_DAYS = tuple(
    (day.month, day.day) for day in (date(2000, 1, 1) + timedelta(days=n) for n in range(366))
)
"""Each (month, day) of a leap year, in order."""


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year with its working hours.

    Attributes:
        name: What people call it, e.g. 冬季作息.
        first: First (month, day); a season may run over New Year.
        last: Last (month, day), inclusive.
        spans: Working hours of a working day, ascending.
    """

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    spans: tuple[Span, ...]

    @property
    def day_s(self) -> int:
        """Length of a normal working day in seconds."""
        return sum(span.closes - span.opens for span in self.spans) * 60

    def days(self) -> tuple[tuple[int, int], ...]:
        """Return each (month, day) of the season, 29 February included."""
        try:
            first, last = _ALL_DAYS.index(self.first), _ALL_DAYS.index(self.last)
        except ValueError as error:
            raise BadSeason(
                name=self.name, first=_spoken(self.first), last=_spoken(self.last)
            ) from error
        if first <= last:
            return _ALL_DAYS[first : last + 1]
        return _ALL_DAYS[first:] + _ALL_DAYS[: last + 1]


@dataclass(frozen=True, slots=True)
class DayOverride:
    """A day the administrator set by hand.

    Attributes:
        day: Local calendar day.
        kind: What it is now.
        spans: Its own hours (延时错时); None for the season's.
        note: Why, shown on the day and in ledgers.
    """

    day: date
    kind: DayKind
    spans: tuple[Span, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse hours that contradict the kind of day."""
        if self.spans is None:
            return
        if not self.kind.works:
            raise HoursOnDayOff(day=self.day, kind=self.kind)
        if not self.spans:
            raise WorkdayWithoutHours(day=self.day)
        _check_spans(self.spans)


@dataclass(frozen=True, slots=True)
class NationalDay:
    """A day on which the published national calendar leaves the plain week.

    Attributes:
        day: Local calendar day.
        kind: HOLIDAY or MAKEUP_WORKDAY.
        name: The festival it belongs to, e.g. 国庆节.
    """

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class NationalYear:
    """The published national days of one year."""

    year: int
    days: tuple[NationalDay, ...]


@dataclass(frozen=True, slots=True)
class CalendarBody:
    """What a calendar version says; checked when made, so a body that exists is sound.

    Attributes:
        seasons: Together they hold every day of the year exactly once.
        overrides: Days set by hand, each at most once.
        national: Published years, each at most once.
    """

    seasons: tuple[Season, ...]
    overrides: tuple[DayOverride, ...] = ()
    national: tuple[NationalYear, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a body that contradicts itself."""
        season_by_day(self.seasons)
        seen: set[date] = set()
        for override in self.overrides:
            if override.day in seen:
                raise DayTwice(day=override.day)
            seen.add(override.day)
        years: set[int] = set()
        for published in self.national:
            if published.year in years:
                raise YearTwice(year=published.year)
            years.add(published.year)
            _check_national(published)


def _check_national(published: NationalYear) -> None:
    seen: set[date] = set()
    for entry in published.days:
        if entry.day.year != published.year:
            raise DayOutsideYear(day=entry.day, year=published.year)
        if entry.day in seen:
            raise DayTwice(day=entry.day)
        seen.add(entry.day)


def season_by_day(seasons: tuple[Season, ...]) -> dict[tuple[int, int], Season]:
    """Return the season of each (month, day).

    Raises:
        SeasonsOverlap: A day lies in two seasons.
        SeasonGap: A day lies in none.
        SeasonWithoutHours: A season has no hours.
    """
    found: dict[tuple[int, int], Season] = {}
    for season in seasons:
        if not season.spans:
            raise SeasonWithoutHours(name=season.name)
        _check_spans(season.spans)
        for day in season.days():
            if day in found:
                raise SeasonsOverlap(first=found[day].name, second=season.name, day=_spoken(day))
            found[day] = season
    for day in _ALL_DAYS:
        if day not in found:
            raise SeasonGap(day=_spoken(day))
    return found


def _spoken(day: tuple[int, int]) -> str:
    return f"{day[0]:02d}-{day[1]:02d}"
