"""What a map is coloured by: a figure of every region, its classes, and what it shows in words.

The page, the wall and the paper ask the same question here, so that they show the same answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.cases.queries.by_region import NONE, RegionCount, RegionCounts, Span, region_counts
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.words import say
from app.territory.classes import NO_CLASSES, Classes, even_classes, signed_classes
from app.territory.queries import RegionTotals, region_names, totals_by
from app.territory.rules import CODE_LENGTHS

NAMED_MOST = 2
"""Regions a finding names."""


class MapFigure(StrEnum):
    """What the colour of a region says; the words are in `label.MapFigure`."""

    PER_THOUSAND = "per_thousand"
    CAME = "came"
    OPEN = "open"
    OVERDUE = "overdue"
    CHANGE = "change"


OF_PERIOD = frozenset({MapFigure.PER_THOUSAND, MapFigure.CAME, MapFigure.CHANGE})
"""Figures of a period; the others are of this moment."""


class PaperSize(StrEnum):
    """ISO 216, lying on the long side."""

    A4 = "A4"
    A3 = "A3"
    A2 = "A2"
    A1 = "A1"
    A0 = "A0"


_SKETCHES = "sketches"


@dataclass(frozen=True, slots=True)
class MapWish:
    """Which map is wanted on paper.

    Attributes:
        region: Code of what is framed: a street, or a region above.
        figure: What colours it.
        days: Days of the period.
        category: Code of a kind or category, None for all.
        size: Of the paper.
        sketches: What was drawn on the map is drawn on the paper, too.
    """

    region: str
    figure: MapFigure
    days: int
    category: str | None = None
    size: PaperSize = PaperSize.A3
    sketches: bool = False

    @property
    def key(self) -> str:
        """The wish as a text, as papers are asked for."""
        parts = (self.region, self.figure, str(self.days), self.category or "", self.size)
        return "/".join((*parts, _SKETCHES) if self.sketches else parts)

    @classmethod
    def read(cls, key: str) -> "MapWish":
        """Return the wish a text stands for.

        Raises:
            NotFound: It stands for none.
        """
        try:
            region, figure, days, category, size, *rest = key.split("/")
            if rest not in ([], [_SKETCHES]):
                raise NotFound(key=key)
            given = region, MapFigure(figure), int(days), category or None, PaperSize(size)
            return cls(*given, sketches=bool(rest))
        except ValueError as error:
            raise NotFound(key=key) from error


@dataclass(frozen=True, slots=True)
class MapAsked:
    """What is looked at.

    Attributes:
        region: Code of the region that is framed, "" for all there is.
        digits: Of the codes of the regions that are coloured.
        span: The period.
        category: Code of a kind or category, None for all.
    """

    region: str
    digits: int
    span: Span
    category: str | None = None


@dataclass(frozen=True, slots=True)
class MapFigures:
    """All that a map of cases shows, read at once; it is coloured by any figure without asking
    anew.

    Attributes:
        asked: What was looked at.
        counts: Cases by region.
        totals: Code → households and people of the regions in use.
        names: Code → short name, of the coloured regions and those one tier above.
    """

    asked: MapAsked
    counts: RegionCounts
    totals: Mapping[str, RegionTotals]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        """The moment it was read."""
        return self.counts.as_of

    def value(self, figure: MapFigure, code: str) -> float | None:
        """Return the figure of one region or of all in it; None where nobody lives."""
        return self.by_tier(figure, len(code)).get(code)

    def by_tier(self, figure: MapFigure, digits: int) -> dict[str, float]:
        """Return the figure of each region of a tier that has one."""
        counts = self.grouped(digits)
        found = {
            code: _value(figure, counts.get(code, NONE), people)
            for code, people in self._people(digits).items()
        }
        return {code: value for code, value in found.items() if value is not None}

    def classes(self, figure: MapFigure) -> Classes:
        """Return how the regions fall into classes."""
        values = self.by_tier(figure, self.asked.digits)
        if not values:
            return NO_CLASSES
        return signed_classes(values) if figure is MapFigure.CHANGE else even_classes(values)

    def _people(self, digits: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for code, totals in self.totals.items():
            key = code[:digits]
            found[key] = found.get(key, 0) + totals.population
        return found

    def grouped(self, digits: int) -> dict[str, RegionCount]:
        """Return the cases by regions of a higher tier."""
        found: dict[str, RegionCount] = {}
        for code, row in self.counts.rows.items():
            if len(code) >= digits:
                key = code[:digits]
                found[key] = found.get(key, NONE) + row
        return found

    def finding(self, figure: MapFigure) -> str:
        """Return what the map shows, in one line: the regions that stand out, and the whole."""
        return _finding(self, figure)


def map_figures(session: Session, actor: Actor, asked: MapAsked) -> MapFigures:
    """Return what a map of cases shows: four statements."""
    counts = region_counts(
        session,
        actor,
        asked.region,
        digits=asked.digits,
        span=asked.span,
        category=asked.category,
    )
    totals = totals_by(session, asked.region, asked.digits)
    above = _compared_digits(asked)
    named = {code[:above] for code in totals}
    return MapFigures(asked, counts, totals, region_names(session, named))


def _value(figure: MapFigure, count: RegionCount, people: int) -> float | None:
    if figure is MapFigure.PER_THOUSAND:
        return count.came * 1_000 / people if people else None
    return float(_COUNTED[figure](count))


_COUNTED: dict[MapFigure, Callable[[RegionCount], int]] = {
    MapFigure.CAME: lambda count: count.came,
    MapFigure.OPEN: lambda count: count.open,
    MapFigure.OVERDUE: lambda count: count.overdue,
    MapFigure.CHANGE: lambda count: count.came - count.came_before,
}


def change_words(limits: tuple[float, ...]) -> tuple[str, ...]:
    """Return what the classes of a change mean, from much less to much more."""
    if not limits:
        return ()
    step = int(limits[-1])
    fewer = say("map.change.fewer", low=1, high=step)
    more = say("map.change.more", low=1, high=step)
    if step == 1:
        fewer, more = say("map.change.one_fewer"), say("map.change.one_more")
    return (
        say("map.change.far_fewer", low=step + 1),
        fewer,
        say("map.change.same"),
        more,
        say("map.change.far_more", low=step + 1),
    )


def _compared_digits(asked: MapAsked) -> int:
    """Return by which tier the finding compares: communities in a street, else what is coloured."""
    street, community, grid = 9, 12, 15
    if asked.digits == grid and len(asked.region) == street:
        return community
    return asked.digits


def _finding(figures: MapFigures, figure: MapFigure) -> str:
    asked = figures.asked
    digits = _compared_digits(asked)
    compared = sorted(
        ((value, code) for code, value in figures.by_tier(figure, digits).items()),
        key=lambda each: (-each[0], each[1]),
    )
    whole = figures.value(figure, asked.region)
    if whole is None or not compared:
        return ""
    where = say("map.whole", tier=tier_words(asked.region))
    first = [(value, code) for value, code in compared[:NAMED_MOST] if value > 0]
    if not first:
        return say(f"map.finding_none.{figure}", where=where, whole=_number(abs(whole)))
    names = say("map.between").join(figures.names.get(code, code) for _, code in first)
    unit = say("map.case")
    values = say("map.between").join(f"{_number(value)} {unit}" for value, _ in first)
    kind = figure.value if whole >= 0 else f"{figure.value}_less"
    return say(
        f"map.finding.{kind}", names=names, values=values, where=where, whole=_number(abs(whole))
    )


def tier_words(region: str) -> str:
    """Return what a region is, in one word: 街道."""
    return say(f"map.tier.{CODE_LENGTHS.get(len(region), 'all')}")


def _number(value: float) -> str:
    return f"{value:,.1f}" if 0 < abs(value) < 10 and value != int(value) else f"{value:,.0f}"
