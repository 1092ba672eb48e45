"""What the numbers of a period are counted and told on: who asks, what was read, the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.cases.filters.fields import Stage
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.queries.named import Cell, Ground, between
from app.core.actor import Actor
from app.core.shared_settings import settings_at
from app.papers.briefing.figures import Book, CaseList, PeriodList
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.sentences import Compared, change_words, phrase, told_of
from app.papers.briefing.template import OwnFigure

OPEN = Filter((Clause(FilterField.STATE, Operator.IS, (Stage.OPEN.value,)),))
"""The filter of what has not ended."""
_TIERS = (2, 4, 6, 9, 12, 15)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Counts:
    """What was read, before it is told.

    Attributes:
        cells: This period's cases.
        last: Those of the one before.
        beside: Those of the other one it is compared with.
        days: Cases of each day, from before what says what is usual to the last of this period.
        names: Of regions and categories, by code.
    """

    cells: tuple[Cell, ...] = ()
    last: tuple[Cell, ...] = ()
    beside: tuple[Cell, ...] = ()
    days: dict[date, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Desk:
    """One period being counted.

    Attributes:
        book: What is told of it.
        counts: What was read.
        running: The period has not ended.
        digits: Of the codes of the tier below the region.
        came: The filter of what was registered in the period.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        wish: PeriodWish,
        now: datetime,
        own: tuple[OwnFigure, ...],
    ) -> None:
        self.session, self.actor, self.wish, self.now = session, actor, wish, now
        self.own = own
        self.period = wish.period
        self.ground = Ground(actor, wish.region, now)
        self.book = Book()
        self.counts = Counts()
        self.running = now < wish.period.until
        self.digits = next((n for n in _TIERS if n > len(wish.region)), _TIERS[-1])
        self.came = between(FilterField.REGISTERED, *wish.period.days)
        self.least = settings_at(session, now).rate_least

    def phrase(self, key: str, **facts: object) -> str:
        """Return a phrase with the words of the period filled in."""
        return told_of(self.period.kind, key, **facts)

    def count(self, name: str, value: int, rules: Filter) -> None:
        """Add a count of cases to the book."""
        self.book.count(name, self.phrase(f"label.{name}"), value, self.listed(rules))

    def rate(self, name: str, of: tuple[int, int], rows: CaseList | PeriodList) -> None:
        """Add a share to the book."""
        least = self.least
        few = phrase("few", part="{part}", whole="{whole}", least=least)
        self.book.rate(name, self.phrase(f"label.{name}"), of, rows, least=least, few=few)

    def listed(self, rules: Filter) -> CaseList:
        """Return the list of a filter within the region."""
        return CaseList(self.wish.region, rules)

    def compared(self, name: str, now: int, before: int) -> Compared:
        """Return a count and what it is compared with."""
        known = any(day < self.period.first and n for day, n in self.counts.days.items())
        kind = self.period.kind
        return Compared(name, now, before, running=self.running, known=known, kind=kind)

    def compare(self, name: str, label: str, now: int, last: int, rules: Filter) -> None:
        """Tell a figure's change against the period before."""
        book = self.book
        told = self.compared(name, now, last)
        before = moved(rules, self.period, self.period.before)
        label_last = self.phrase("label.last", label=label)
        book.count(f"{name}_last", label_last, last, self.listed(before))
        change = self.phrase("label.change", label=label)
        book.change(f"{name}_change", change, now, last, self.listed(rules))
        if told.has_rate:
            share = (abs(now - last), last)
            rate = self.phrase("label.change_rate", label=label)
            book.rate(f"{name}_change_rate", rate, share, self.listed(rules), least=1, few="")
        book.sentences[f"{name}_change_words"] = change_words(told)

    def name(self, code: str) -> str:
        """Return what a region or category is called."""
        if code in self.counts.names and len(code) != len(self.wish.region):
            return self.counts.names[code]
        return phrase("nobody", tier=self.book.words["tier"])

    def on(self, period: Period) -> int:
        """Return how many cases came in a period that was read by days."""
        day, days = period.first, self.counts.days
        if period.first == period.last:
            return days.get(day, 0)
        return sum(days.get(day + at * _DAY, 0) for at in range((period.last - day).days + 1))

    def usual_before(self) -> list[int]:
        """Return the counts that say what is usual, from the first that had any on."""
        found = [self.on(period) for period in self.period.usual]
        begun = next((at for at, count in enumerate(found) if count), len(found))
        return found[begun:]


def of(about: FilterField, *values: str) -> Filter:
    """Return the filter that a field must be one of some values."""
    return Filter((Clause(about, Operator.IS, values),))


def span_of_period(period: Period) -> str:
    """Return a period as the value of a filter."""
    return between(FilterField.FINISHED, *period.days).clauses[0].values[0]


def moved(rules: Filter, period: Period, to: Period) -> Filter:
    """Return a filter about a period as one about another."""
    old, new = span_of_period(period), span_of_period(to)
    clauses = (
        Clause(c.field, c.operator, tuple(new if value == old else value for value in c.values))
        for c in rules.clauses
    )
    return Filter(tuple(clauses))
