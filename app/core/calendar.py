"""The work calendar: which hours of which days count, as frozen versioned values; pure.

A calendar is made of three layers, the upper winning over the lower: days the administrator
set by hand, the holidays and make-up working days (调休) the State Council published for a
year, and plain Monday to Friday. A year that has not been published yet is *provisional*:
it runs on the plain week and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import ClassVar

from app.core.calendar_body import (
    BadCalendar,
    CalendarBody,
    DayKind,
    DayOverride,
    NationalDay,
    NationalYear,
    Season,
    Span,
    season_by_day,
)
from app.core.calendar_table import OFFSET_S, ORIGIN_YEAR, CountedTable, count_years
from app.core.errors import AppError

__all__ = [
    "CHINA",
    "BadCalendar",
    "CalendarBody",
    "Day",
    "DayKind",
    "DayOverride",
    "NationalDay",
    "NationalYear",
    "Season",
    "Span",
    "WorkCalendar",
    "YearOutOfReach",
]

CHINA = timezone(timedelta(seconds=OFFSET_S), "CST")
FIRST_YEAR, LAST_YEAR = 1992, 2199
"""Years a calendar can count; until 1991 China had summer time."""


class YearOutOfReach(AppError):
    """A moment lies outside the years that can be counted; facts: ``first``, ``last``."""

    code = "calendar.year_out_of_reach"


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the calendar says about one day.

    Attributes:
        day: Local calendar day.
        kind: What it is.
        spans: Its working hours; empty on days off.
        name: Festival of a national day, else "".
        note: The administrator's reason, else "".
        season: Name of the season.
        overridden: True where the administrator set the day by hand.
        provisional: True where the year is not published and nobody set the day by hand.
    """

    day: date
    kind: DayKind
    spans: tuple[Span, ...]
    name: str
    note: str
    season: str
    overridden: bool
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """One version of the calendar, ready to count with.

    Attributes:
        number: Version number, ascending from 1; stored with every due time.
        body: What it says.
        published_at: When it was published (aware UTC); None for one nobody published.
    """

    number: int
    body: CalendarBody
    published_at: datetime | None = None

    GROW_YEARS: ClassVar[int] = 2  # years counted ahead of the one asked for

    _seasons: MappingProxyType[tuple[int, int], Season] = field(
        init=False, repr=False, compare=False
    )
    _overrides: MappingProxyType[date, DayOverride] = field(init=False, repr=False, compare=False)
    _national: MappingProxyType[date, NationalDay] = field(init=False, repr=False, compare=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)
    _days: dict[date, Day] = field(init=False, repr=False, compare=False)
    _table: CountedTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-ups once; the counted years grow when they are asked for."""
        national = {entry.day: entry for year in self.body.national for entry in year.days}
        own = {entry.day: entry for entry in self.body.overrides}
        self._keep("_seasons", MappingProxyType(season_by_day(self.body.seasons)))
        self._keep("_overrides", MappingProxyType(own))
        self._keep("_national", MappingProxyType(national))
        self._keep("_years", frozenset(year.year for year in self.body.national))
        self._keep("_days", {})
        self._keep("_table", self._counted(ORIGIN_YEAR, ORIGIN_YEAR + self.GROW_YEARS))

    def kind_of(self, day: date) -> DayKind:
        """Return what a local calendar day is."""
        own = self._overrides.get(day)
        if own is not None:
            return own.kind
        national = self._national.get(day)
        if national is not None:
            return national.kind
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def day(self, day: date) -> Day:
        """Return everything known about a local calendar day."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._looked_up(day)
        return known

    def _looked_up(self, day: date) -> Day:
        own, national = self._overrides.get(day), self._national.get(day)
        return Day(
            day=day,
            kind=self.kind_of(day),
            spans=self.spans(day),
            name=national.name if national is not None and own is None else "",
            note=own.note if own is not None else "",
            season=self.season(day).name,
            overridden=own is not None,
            provisional=own is None and self.is_provisional(day.year),
        )

    def season(self, day: date) -> Season:
        """Return the season a local calendar day lies in."""
        return self._seasons[day.month, day.day]

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the working hours of a local calendar day; empty on days off."""
        own = self._overrides.get(day)
        if own is not None and own.spans is not None:
            return own.spans
        return self._seasons[day.month, day.day].spans if self.kind_of(day).works else ()

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working hours of a local calendar day as aware UTC moments."""
        start = datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)
        return tuple(
            (start + timedelta(minutes=span.opens), start + timedelta(minutes=span.closes))
            for span in self.spans(day)
        )

    def is_provisional(self, year: int) -> bool:
        """Tell whether the national calendar of the year was not published for this version."""
        return year not in self._years

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Return the working seconds from `start` to `end` (aware); negative when reversed."""
        return self.elapsed_s(int(end.timestamp())) - self.elapsed_s(int(start.timestamp()))

    def add_working_seconds(self, start: datetime, seconds: int) -> datetime:
        """Return the first moment (aware UTC) by which `seconds` of work have passed.

        Work that ends with a span ends at its close, not at the next opening: three hours
        from 09:00 are over at 12:00.
        """
        if seconds < 0:
            raise ValueError("working time is added, never taken away")
        if seconds == 0:
            return start.astimezone(UTC)
        elapsed = self.elapsed_s(int(start.timestamp()))
        return datetime.fromtimestamp(self.moment_s(elapsed + seconds), UTC)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Return the end of working hours (aware UTC) on the `days`-th working day after `start`.

        The day of `start` is not counted, at whatever hour it lies and whether or not it is a
        working day, and the last day ends when business closes: 民法典 第二百零一条
        (按照年、月、日计算期间的，开始的当日不计入) and 第二百零三条 (有业务时间的，停止业务活动的
        时间为截止时间). Monday 09:20 and Monday 20:00 plus one day are both Tuesday 17:30.
        """
        if days < 1:
            raise ValueError("at least one working day")
        return datetime.fromtimestamp(self.close_s(int(start.timestamp()), days), UTC)

    def elapsed_s(self, at: int) -> int:
        """Return working seconds from a fixed origin to `at` (seconds since 1970, UTC)."""
        table = self._table
        if not table.begins <= at < table.ends:
            table = self._grown_to(at)
        return table.elapsed(at)

    def elapsed_all_s(self, moments: Sequence[int]) -> list[int]:
        """Return `elapsed_s` of each of some ascending moments, faster than one by one."""
        return self._table_of(moments[0], moments[-1]).elapsed_all(moments)

    def spans_between_s(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the working hours between two moments (seconds since 1970, UTC), cut to them."""
        return self._table_of(start, end).between(start, end)

    def moment_s(self, elapsed: int) -> int:
        """Return the first moment (seconds since 1970, UTC) at which `elapsed_s` is reached."""
        table = self._table
        at = table.moment(elapsed)
        while at is None or at <= table.begins:
            table = self._grown_to(table.ends if at is None else table.begins - 1)
            at = table.moment(elapsed)
        return at

    def close_s(self, at: int, days: int) -> int:
        """Return the moment `add_working_days` means, in seconds since 1970, UTC."""
        table, index = self._work_day_after(at, days)
        return table.day_closes[index]

    def elapsed_at_close_s(self, at: int, days: int) -> int:
        """Return `elapsed_s` of the moment `close_s` returns."""
        table, index = self._work_day_after(at, days)
        return table.day_through[index]

    def _work_day_after(self, at: int, days: int) -> tuple[CountedTable, int]:
        table = self._table if self._table.holds(at) else self._grown_to(at)
        index = table.work_day_after(at, days)
        while index is None:
            table = self._grown_to(table.ends)
            index = table.work_day_after(at, days)
        return table, index

    def _table_of(self, first: int, last: int) -> CountedTable:
        """Return a table that holds all moments from `first` to `last`."""
        table = self._table
        if first < table.begins:
            table = self._grown_to(first)
        if last >= table.ends:
            table = self._grown_to(last)
        return table

    def _grown_to(self, at: int) -> CountedTable:
        # Replaced as a whole, so another thread sees the old table or the new one, both right.
        year = datetime.fromtimestamp(at, CHINA).year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise YearOutOfReach(first=FIRST_YEAR, last=LAST_YEAR)
        table = self._table
        first = min(year, table.first_year)
        last = table.last_year
        if year > last:
            last = min(year + self.GROW_YEARS, LAST_YEAR)
        table = self._counted(first, last)
        self._keep("_table", table)
        return table

    def _counted(self, first_year: int, last_year: int) -> CountedTable:
        return count_years(
            first_year,
            last_year,
            lambda day: [(span.opens, span.closes) for span in self.spans(day)],
        )

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
