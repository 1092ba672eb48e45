"""Working time counted once: cumulative seconds per span, so that a deadline is one bisect.

Plain numbers for speed: moments are whole seconds since 1970 (UTC), working time is whole
seconds since 1 January of `ORIGIN_YEAR`. The origin never moves, so figures taken before and
after the table grew may be mixed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

ORIGIN_YEAR = 2026
DAY_S = 86_400
OFFSET_S = 8 * 3_600
"""China Standard Time; the country has known no summer time since 1991."""

_EPOCH_DAY = date(1970, 1, 1).toordinal()

MinuteSpans = Sequence[tuple[int, int]]
"""Spans of one day in minutes since local midnight, ascending, without overlap."""


def local_ordinal(at: int) -> int:
    """Return the ordinal of the local calendar day a moment lies in."""
    return (at + OFFSET_S) // DAY_S + _EPOCH_DAY


def minute_of_day(at: int) -> int:
    """Return the local minute since midnight a moment lies in."""
    return (at + OFFSET_S) % DAY_S // 60


def midnight(day_ordinal: int) -> int:
    """Return the moment a local calendar day begins."""
    return (day_ordinal - _EPOCH_DAY) * DAY_S - OFFSET_S


@dataclass(frozen=True, slots=True)
class CountedTable:
    """Cumulative working time of some whole years around the origin.

    Attributes:
        first_year: First year inside, at most `ORIGIN_YEAR`.
        last_year: Last year inside, at least `ORIGIN_YEAR`.
        begins: Moment the first year begins; first entry of the lists (an empty span).
        ends: Moment the last year ends.
        opens: Beginning of each span, ascending.
        closes: End of each span.
        shifts: What turns a moment in each span into working seconds from the origin: add it.
        through: Working seconds from the origin to the end of each span.
        work_days: Ordinals of the days that have a span, ascending.
        day_closes: End of the last span of each of those days.
        day_through: Working seconds from the origin to the end of each of those days.
    """

    first_year: int
    last_year: int
    begins: int
    ends: int
    opens: list[int]
    closes: list[int]
    shifts: list[int]
    through: list[int]
    work_days: list[int]
    day_closes: list[int]
    day_through: list[int]

    def holds(self, at: int) -> bool:
        """Tell whether the moment lies in the years counted."""
        return self.begins <= at < self.ends

    def elapsed(self, at: int) -> int:
        """Return the working seconds from the origin to `at`; negative before the origin."""
        index = bisect_right(self.opens, at) - 1
        close = self.closes[index]
        return self.shifts[index] + (at if at < close else close)

    def elapsed_all(self, moments: Sequence[int]) -> list[int]:
        """Return `elapsed` of each moment; one call for all, because calls are what costs."""
        opens, closes, shifts, place = self.opens, self.closes, self.shifts, bisect_right
        found = []
        for at in moments:
            index = place(opens, at) - 1
            close = closes[index]
            found.append(shifts[index] + (at if at < close else close))
        return found

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans, or parts of them, that lie between two moments."""
        first, last = bisect_right(self.closes, start), bisect_left(self.opens, end)
        spans = zip(self.opens[first:last], self.closes[first:last], strict=True)
        return [(max(start, opens), min(end, closes)) for opens, closes in spans]

    def moment(self, elapsed: int) -> int | None:
        """Return the first moment at which `elapsed` is reached; None past the last year."""
        index = bisect_left(self.through, elapsed)
        return elapsed - self.shifts[index] if index < len(self.through) else None

    def work_day_after(self, at: int, days: int) -> int | None:
        """Return the place in `work_days` of the `days`-th working day after the day of `at`."""
        index = bisect_right(self.work_days, local_ordinal(at)) + days - 1
        return index if index < len(self.work_days) else None


def count_years(
    first_year: int, last_year: int, spans_of: Callable[[date], MinuteSpans]
) -> CountedTable:
    """Build the table of the years `first_year` to `last_year` (which enclose the origin)."""
    first_day = date(first_year, 1, 1).toordinal()
    end_day = date(last_year + 1, 1, 1).toordinal()
    begins = midnight(first_day)
    opens, closes, through = [begins], [begins], [0]
    work_days: list[int] = []
    day_closes: list[int] = []
    day_through: list[int] = []
    total = 0
    for ordinal in range(first_day, end_day):
        start = midnight(ordinal)
        spans = spans_of(date.fromordinal(ordinal))
        for opening, closing in spans:
            opens.append(start + opening * 60)
            closes.append(start + closing * 60)
            total += (closing - opening) * 60
            through.append(total)
        if spans:
            work_days.append(ordinal)
            day_closes.append(closes[-1])
            day_through.append(total)
    origin = midnight(date(ORIGIN_YEAR, 1, 1).toordinal())
    base = through[bisect_right(closes, origin) - 1]
    through = [value - base for value in through]
    return CountedTable(
        first_year=first_year,
        last_year=last_year,
        begins=begins,
        ends=midnight(end_day),
        opens=opens,
        closes=closes,
        shifts=[value - close for value, close in zip(through, closes, strict=True)],
        through=through,
        work_days=work_days,
        day_closes=day_closes,
        day_through=[value - base for value in day_through],
    )
