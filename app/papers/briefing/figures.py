"""A number of a briefing: what it is called, what it counts, and the very list it is the count of;
pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.cases.filters.model import Filter, from_body, to_body
from app.cases.queries.rates import Measure
from app.core.errors import AppError


class NoSuchFigure(AppError):
    """A text names a figure that nobody counts; facts: ``name``, ``known``."""

    code = "papers.no_such_figure"


class FigureKind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    RATE = "rate"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class CaseList:
    """Cases within a region that fulfil a filter of the queue."""

    region: str
    rules: Filter

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"list": "cases", "region": self.region, "rules": to_body(self.rules)}


@dataclass(frozen=True, slots=True)
class PeriodList:
    """What is not cases themselves: answers of call-backs, supervision sheets, whistles, video
    conferences, and the stations that attended them.

    Attributes:
        what: ``answers``, ``sheets``, ``whistles``, ``conferences`` or ``attended``.
        region: Code prefix.
        since: Where the period begins (aware).
        until: Where it ends, not included.
        as_of: They are counted as they stood then; of answers only.
        measure: Which answers.
    """

    what: str
    region: str
    since: datetime
    until: datetime
    as_of: datetime
    measure: Measure = Measure.VALID

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        told = {"list": self.what, "region": self.region, "measure": self.measure.value}
        for name in ("since", "until", "as_of"):
            told[name] = getattr(self, name).isoformat()
        return told


Rows = CaseList | PeriodList


def rows_from(told: Mapping[str, Any]) -> Rows:
    """Return the list that was kept as JSON."""
    if told["list"] == "cases":
        return CaseList(told["region"], from_body(told["rules"]))
    since, until, as_of = (datetime.fromisoformat(told[at]) for at in ("since", "until", "as_of"))
    measure = Measure(told["measure"])
    return PeriodList(told["list"], told["region"], since, until, as_of, measure)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number.

    Attributes:
        name: How texts call it.
        label: What people call it.
        kind: Which sort.
        text: As it is printed.
        value: What it is: a count, a share, a difference; None where too few are there to say.
        rows: The list it counts; of a share those that fulfil it, of a change those of now.
        parts: Of a share: how many of how many; of a change: now and before.
    """

    name: str
    label: str
    kind: FigureKind
    text: str
    value: float | None
    rows: Rows
    parts: tuple[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "name": self.name,
            "label": self.label,
            "kind": self.kind.value,
            "text": self.text,
            "value": self.value,
            "parts": list(self.parts) if self.parts else None,
            "rows": self.rows.as_json(),
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Figure":
        """Return what was kept."""
        parts = told["parts"]
        return Figure(
            told["name"],
            told["label"],
            FigureKind(told["kind"]),
            told["text"],
            told["value"],
            rows_from(told["rows"]),
            (parts[0], parts[1]) if parts else None,
        )


@dataclass(slots=True)
class Book:
    """What the texts of one briefing may name.

    Attributes:
        figures: Numbers by name, in the order they were counted.
        words: Plain words: days, names.
        sentences: Texts that follow from the numbers and name figures themselves.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)

    def count(self, name: str, label: str, value: int, rows: Rows) -> None:
        """Add a count."""
        self._add(Figure(name, label, FigureKind.COUNT, str(value), value, rows))

    def rate(
        self, name: str, label: str, of: tuple[int, int], rows: Rows, *, least: int, few: str
    ) -> None:
        """Add a share; where there are fewer than `least`, how many of how many is told instead.

        Args:
            name: How texts call it.
            label: What people call it.
            of: How many of how many.
            rows: Those that fulfil it.
            least: Fewest of which a share is told.
            few: Text with ``part`` and ``whole`` for fewer.
        """
        part, whole = of
        if whole < max(least, 1):
            text, value = few.format(part=part, whole=whole), None
        else:
            value = part / whole
            text = f"{value:.1%}"
        self._add(Figure(name, label, FigureKind.RATE, text, value, rows, of))

    def unseen(self, name: str, label: str, text: str, rows: Rows) -> None:
        """Add a count that whoever drafts may not make: `text` stands in its place."""
        self._add(Figure(name, label, FigureKind.COUNT, text, None, rows))

    def change(self, name: str, label: str, now: int, before: int, rows: Rows) -> None:
        """Add how much more or less there is; texts say which, the number has no sign."""
        value = now - before
        found = Figure(name, label, FigureKind.CHANGE, str(abs(value)), value, rows, (now, before))
        self._add(found)

    def get(self, name: str) -> Figure | None:
        """Return a figure, None where there is none of that name."""
        return self.figures.get(name)

    def value(self, name: str) -> float:
        """Return what a figure is.

        Raises:
            NoSuchFigure: Nobody counts it.
        """
        if name not in self.figures:
            raise NoSuchFigure(name=name, known="、".join(self.figures))
        return self.figures[name].value or 0

    def named(self, names: Iterable[str]) -> Iterator[Figure]:
        """Yield figures by name, each once."""
        for name in dict.fromkeys(names):
            if name in self.figures:
                yield self.figures[name]

    def _add(self, figure: Figure) -> None:
        self.figures[figure.name] = figure
