"""The day, week or month a briefing is about, those it is compared with, how a paper is asked for
it; pure.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases.moments import midnight
from app.core.clock import local
from app.core.errors import AppError, NotFound
from app.papers.rules import PeriodKind

_DAY = timedelta(days=1)
_WEEK_DAYS = 7
_YEAR_MONTHS = 12


USUAL = {PeriodKind.DAILY: 26, PeriodKind.WEEKLY: 26, PeriodKind.MONTHLY: 24}
"""So many periods before say what is usual: of days those of the same weekday."""
_BACK_BESIDE = {PeriodKind.DAILY: _WEEK_DAYS, PeriodKind.WEEKLY: 52, PeriodKind.MONTHLY: 12}
"""So many periods back is the other one that is compared with: its weekdays are the same, but of
months, which are compared with the same month.
"""
_BARS = {PeriodKind.DAILY: 7, PeriodKind.WEEKLY: 7, PeriodKind.MONTHLY: 12}


class NotOnePeriod(AppError):
    """The days do not lie in one period; facts: ``first``, ``last``, ``kind``."""

    code = "papers.not_one_period"


class PeriodToCome(AppError):
    """The period has not begun; facts: ``first``, ``kind``."""

    code = "papers.period_to_come"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, a week from Monday to Sunday, or a month, by its first day."""

    first: date
    kind: PeriodKind = PeriodKind.WEEKLY

    @staticmethod
    def of(kind: PeriodKind, day: date) -> "Period":
        """Return the period a local day lies in."""
        if kind is PeriodKind.WEEKLY:
            return Period(day - timedelta(days=day.weekday()), kind)
        return Period(day.replace(day=1) if kind is PeriodKind.MONTHLY else day, kind)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.back(-1).first - _DAY

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.first, self.last

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The moment after its last."""
        return midnight(self.back(-1).first)

    @property
    def number(self) -> int:
        """Its number in the year: of a week that of ISO 8601."""
        if self.kind is PeriodKind.WEEKLY:
            return self.first.isocalendar().week
        return (
            self.first.month if self.kind is PeriodKind.MONTHLY else self.first.timetuple().tm_yday
        )

    @property
    def year(self) -> int:
        """The year that number is of."""
        if self.kind is PeriodKind.WEEKLY:
            return self.first.isocalendar().year
        return self.first.year

    def back(self, periods: int) -> "Period":
        """Return a period before; after, where `periods` is negative."""
        if self.kind is PeriodKind.MONTHLY:
            months = self.first.year * _YEAR_MONTHS + self.first.month - 1 - periods
            return Period(date(months // _YEAR_MONTHS, months % _YEAR_MONTHS + 1, 1), self.kind)
        days = _WEEK_DAYS if self.kind is PeriodKind.WEEKLY else 1
        return Period(self.first - timedelta(days=periods * days), self.kind)

    @property
    def before(self) -> "Period":
        """The one before: yesterday, last week, last month."""
        return self.back(1)

    @property
    def beside(self) -> "Period":
        """The other one it is compared with: of a day the same weekday of the week before, of a
        week and a month the same a year before.
        """
        return self.back(_BACK_BESIDE[self.kind])

    @property
    def usual(self) -> tuple["Period", ...]:
        """Those before that say what is usual, the oldest first."""
        step = _WEEK_DAYS if self.kind is PeriodKind.DAILY else 1
        return tuple(self.back(at * step) for at in range(USUAL[self.kind], 0, -1))

    @property
    def bars(self) -> tuple["Period", ...]:
        """What its chart shows: the days of a week, a day and the six before it, a month and the
        eleven before it.
        """
        if self.kind is PeriodKind.WEEKLY:
            days = (self.first + timedelta(days=at) for at in range(_BARS[self.kind]))
            return tuple(Period(day, PeriodKind.DAILY) for day in days)
        return tuple(self.back(at) for at in range(_BARS[self.kind] - 1, -1, -1))


@dataclass(frozen=True, slots=True)
class PeriodWish:
    """Which briefing: of a region, about a period."""

    region: str
    period: Period

    @property
    def key(self) -> str:
        """The wish as a text, as papers of its kind are asked for."""
        return f"{self.region}/{self.period.first.isoformat()}"

    @staticmethod
    def read(kind: PeriodKind, key: str) -> "PeriodWish":
        """Return the wish a text stands for.

        Raises:
            NotFound: It stands for none.
        """
        region, _, day = key.partition("/")
        try:
            return PeriodWish(region, Period.of(kind, date.fromisoformat(day)))
        except ValueError as error:
            raise NotFound(key=key) from error


def period_between(
    kind: PeriodKind, first: date | None, last: date | None, now: datetime
) -> Period:
    """Return the period that two days name; the last whole one where neither is given.

    Raises:
        NotOnePeriod: They lie in different ones.
    """
    if first is None and last is None:
        return Period.of(kind, local(now).date()).before
    period = Period.of(kind, first or last or local(now).date())
    if last is not None and Period.of(kind, last) != period:
        raise NotOnePeriod(first=first, last=last, kind=kind)
    return period


def require_begun(period: Period, now: datetime) -> None:
    """Refuse a period of which nothing can be known yet.

    Raises:
        PeriodToCome: It has not begun.
    """
    if period.since > now:
        raise PeriodToCome(first=period.first.isoformat(), kind=period.kind)
