"""What a template may name, with numbers made up to show how it looks: the same for every place and
time. What a briefing names only now and then (who made a change, how much it is in percent) is
told in sentences, and cannot be named by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from app.cases.filters.model import EVERYTHING
from app.cases.queries.by_region import FEWEST_USUAL
from app.core.clock import SHANGHAI
from app.core.words import say
from app.papers.briefing.compose import PEOPLE
from app.papers.briefing.figures import Book, CaseList
from app.papers.briefing.gather import Bar, Gathered
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.sentences import (
    OTHER,
    Compared,
    beside_words,
    change_words,
    phrase,
    told_of,
    usual_words,
)
from app.papers.briefing.template import OwnFigure, Template
from app.papers.rules import PeriodKind
from app.papers.wording import wording

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
_REGION = "990102004"
_ROWS = CaseList(_REGION, EVERYTHING)
_LEAST = 5
_RATE = "_change_rate"

_sample = wording("sample")


@dataclass(frozen=True, slots=True)
class Known:
    """Something a template may name.

    Attributes:
        name: As it stands in braces.
        about: What people call it.
        shown: As it is in the sample.
        is_figure: It is a number with a list; else words or whole sentences.
    """

    name: str
    about: str
    shown: str
    is_figure: bool = False


def known(template: Template, kind: PeriodKind) -> tuple[Known, ...]:
    """Return what texts of a template may name, numbers first."""
    book = sample_book(kind, template.own)
    found = [
        Known(figure.name, figure.label, figure.text, is_figure=True)
        for figure in book.figures.values()
        if not _is_sometimes(figure.name, kind)
    ]
    found += [Known(name, _about(name), text) for name, text in book.words.items()]
    for name in book.sentences:
        found.append(Known(name, _about_sentence(name, book), ""))
    return tuple(found)


def _is_sometimes(name: str, kind: PeriodKind) -> bool:
    """Tell whether a figure is there only now and then, so that no text may count on it."""
    other = OTHER[kind]
    beside = (f"came_{other}", f"came_change_{other}")
    return "@" in name or name.endswith(_RATE) or name in beside


def _about(name: str) -> str:
    return _sample(f"about.{name}")


def _about_sentence(name: str, book: Book) -> str:
    figure, _, what = name.removesuffix("_words").rpartition("_")
    if figure in book.figures:
        return _sample(f"sentence.{what}", label=book.figures[figure].label)
    return _sample(f"about.{name}")


@cache
def _numbers() -> tuple[tuple[str, int], ...]:
    return tuple((name, int(_sample(f"numbers.{name}"))) for name in _sample.names("order"))


def sample_book(kind: PeriodKind, own: tuple[OwnFigure, ...]) -> Book:
    """Return what a template of a kind may name, with numbers made up."""
    book = Book()
    for name, value in _numbers():
        _count(book, kind, name, value)
    for rate in _sample.names("rates"):
        part, whole = int(_sample(f"rate.{rate}.part")), int(_sample(f"rate.{rate}.whole"))
        label = told_of(kind, f"label.{rate}")
        book.rate(rate, label, (part, whole), _ROWS, least=_LEAST, few="{part}/{whole}")
    _compare(book, kind, "came", phrase("label.came"), *_pair("came"))
    _compare(book, kind, "done", phrase("label.done"), *_pair("done"))
    for at, each in enumerate(own):
        now = int(_sample("numbers.own")) + at
        book.count(each.name, each.label, now, _ROWS)
        _compare(book, kind, each.name, each.label, now, now + 2)
    for key, value in _bar_values(kind):
        book.count(key, phrase("label.day", day=key), value, _ROWS)
    _words(book, kind)
    _sentences(book, kind)
    for code, _ in _regions():
        for at, column in enumerate(("came", "last", "done", "open", "overdue")):
            book.count(f"{column}@{code}", code, int(code[-1]) * (7 - at), _ROWS)
    for code, _ in _kinds():
        for at, column in enumerate(("came", "last", "beside", "done")):
            book.count(f"kind_{column}@{code}", code, int(code[-1]) * (9 - at), _ROWS)
    return book


def _pair(name: str) -> tuple[int, int]:
    return int(_sample(f"numbers.{name}")), int(_sample(f"before.{name}"))


def _count(book: Book, kind: PeriodKind, name: str, value: int) -> None:
    label = say("papers.matters") if name == "matters" else told_of(kind, f"label.{name}")
    book.count(name, label, value, _ROWS)


def _compare(book: Book, kind: PeriodKind, name: str, label: str, now: int, last: int) -> None:
    book.count(f"{name}_last", told_of(kind, "label.last", label=label), last, _ROWS)
    book.change(f"{name}_change", told_of(kind, "label.change", label=label), now, last, _ROWS)
    told = Compared(name, now, last, kind=kind)
    if told.has_rate:
        share, rate = (abs(now - last), last), told_of(kind, "label.change_rate", label=label)
        book.rate(f"{name}{_RATE}", rate, share, _ROWS, least=1, few="")
    book.sentences[f"{name}_change_words"] = change_words(told)


def _words(book: Book, kind: PeriodKind) -> None:
    period = _period(kind)
    first, last = period.days
    book.words |= {
        "first": phrase("day", month=first.month, day=first.day),
        "last": phrase("day", month=last.month, day=last.day),
        "number": str(period.number),
        "year": str(period.year),
        "month": str(first.month),
        "weekday": phrase.names("weekdays")[first.weekday()],
        "street": _sample("street"),
        "area": phrase("whole", tier=_sample("tier")),
        "tier": _sample("below"),
        "centre": _sample("centre"),
        "as_of": phrase("moment", year=2026, month=11, day=23, clock="09:00"),
    }
    book.words |= people_shown()


def people_shown() -> dict[str, str]:
    """Return names made up for whoever drafts, reviews and signs."""
    return {name: _sample(f"people.{name}") for name in PEOPLE}


def _sentences(book: Book, kind: PeriodKind) -> None:
    came, other = int(_sample("numbers.came")), OTHER[kind]
    beside = int(_sample("before.came")) - 3
    label = phrase("label.came")
    book.count(f"came_{other}", told_of(kind, "label.beside", label=label), beside, _ROWS)
    told = told_of(kind, "label.change_beside", label=label)
    book.change(f"came_change_{other}", told, came, beside, _ROWS)
    compared = Compared("came", came, beside, kind=kind)
    book.sentences[f"came_{other}_words"] = beside_words(compared)
    low, high = (int(_sample(f"usual.{name}")) for name in ("low", "high"))
    book.sentences["came_usual_words"] = usual_words(
        came, (low, high), count=FEWEST_USUAL * 2, least=FEWEST_USUAL, kind=kind
    )
    book.sentences["most_words"] = _sample("most")
    book.sentences["why_words"] = _sample("why")


def _period(kind: PeriodKind) -> Period:
    return Period.of(kind, NOW.date()).before


def _bar_values(kind: PeriodKind) -> Iterator[tuple[str, int]]:
    name = "month" if kind is PeriodKind.MONTHLY else "day"
    for at, _ in enumerate(_period(kind).bars, 1):
        yield f"{name}{at}", int(_sample("numbers.own")) + (at * 5) % 13


def _regions() -> tuple[tuple[str, str], ...]:
    names = _sample.names("regions")
    return tuple((f"{_REGION}{at:03d}", name) for at, name in enumerate(names, 1))


def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((f"X{at}", name) for at, name in enumerate(_sample.names("kinds"), 1))


def sample_of(template: Template, kind: PeriodKind) -> Gathered:
    """Return numbers made up to show how a template looks."""
    period = _period(kind)
    values = tuple(_bar_values(kind))
    names = (_bar_name(bar.first, kind) for bar in period.bars)
    return Gathered(
        wish=PeriodWish(_REGION, period),
        as_of=NOW,
        book=sample_book(kind, template.own),
        regions=_regions(),
        kinds=_kinds(),
        bars=tuple(
            Bar(key, name, value + 2) for (key, value), name in zip(values, names, strict=True)
        ),
        usual_count=FEWEST_USUAL * 2,
        running=False,
    )


def _bar_name(day: date, kind: PeriodKind) -> str:
    if kind is PeriodKind.MONTHLY:
        return phrase("month", month=day.month)
    return phrase.names("weekdays")[day.weekday()]
