"""Where a period's cases come from: what stands out, who made a change, a line a region."""

from collections.abc import Mapping

from app.cases.filters.model import (
    EVERYTHING,
    MOST_VALUES,
    Clause,
    Filter,
    FilterField,
    Operator,
)
from app.cases.filters.values import OVERDUE
from app.cases.queries.named import between, by, count_regions, narrowed, summed
from app.papers.briefing.change import Mover, is_change, most, movers
from app.papers.briefing.desk import OPEN, Desk, of, span_of_period
from app.papers.briefing.kinds import category_names
from app.papers.briefing.sentences import mover_figure, phrase, why_words
from app.territory.queries import region_names

_FEWEST_TOLD = 10
"""Cases below which nothing is said of where they come from."""


def tell_where(desk: Desk) -> None:
    """Tell which regions stand out, and who made a change."""
    counts, book = desk.counts, desk.book
    regions = by(counts.cells, "region", "all")
    known = {code: n for code, n in regions.items() if len(code) == desk.digits}
    came, last = (summed(c, "all") for c in (counts.cells, counts.last))
    tier = book.words["tier"]
    first = most(known, _FEWEST_TOLD)
    if first:
        _top(desk, first, came)
        told = phrase("why.most")
    else:
        told = phrase("why.few") if came < _FEWEST_TOLD else phrase("why.even", tier=tier)
    book.sentences["most_words"] = told
    told_of_it = desk.compared("came", came, last)
    changed = not desk.running and told_of_it.known and is_change(came, last)
    who, kinds = _movers(desk, changed=changed)
    for mover, about in (
        *((each, FilterField.REGION) for each in who),
        *((each, FilterField.CATEGORY) for each in kinds),
    ):
        rows = desk.listed(narrowed(desk.came, about, mover.code))
        label = desk.phrase("label.mover", name=desk.name(mover.code))
        book.change(mover_figure(mover.code), label, mover.now, mover.before, rows)
    names = {each.code: desk.name(each.code) for each in (*who, *kinds)}
    book.sentences["why_words"] = why_words(desk.period.kind, who, kinds, names, changed=changed)


def _movers(desk: Desk, *, changed: bool) -> tuple[tuple[Mover, ...], tuple[Mover, ...]]:
    if not changed:
        return (), ()
    now, last = desk.counts.cells, desk.counts.last
    who = movers(by(now, "region", "all"), by(last, "region", "all"))
    kinds = movers(by(now, "category", "all"), by(last, "category", "all"))
    desk.counts.names = {**desk.counts.names, **category_names(desk, {each.code for each in kinds})}
    return tuple(each for each in who if len(each.code) == desk.digits), kinds


def _top(desk: Desk, first: tuple[tuple[str, int], ...], came: int) -> None:
    names = phrase("names").join(desk.name(code) for code, _ in first)
    rules = narrowed(desk.came, FilterField.REGION, *(code for code, _ in first))
    value, book = sum(n for _, n in first), desk.book
    book.words["most_names"] = names
    book.count("top", phrase("label.top", names=names), value, desk.listed(rules))
    label = phrase("label.top_share", names=names)
    book.rate("top_share", label, (value, came), desk.listed(rules), least=1, few="")


def tell_regions(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Count each region of the tier below for the table."""
    asked = {"open": EVERYTHING, "overdue": of(FilterField.DUE, OVERDUE)}
    ground, digits = desk.ground, desk.digits
    standing = count_regions(desk.session, ground, OPEN, digits, asked)
    counts = desk.counts
    columns = {
        "came": by(counts.cells, "region", "all"),
        "last": by(counts.last, "region", "all"),
        "done": by(counts.cells, "region", "done"),
        "open": {code: each["open"] for code, each in standing.items()},
        "overdue": {code: each["overdue"] for code, each in standing.items()},
    }
    codes = sorted({code for column in columns.values() for code in column})
    counts.names = {**counts.names, **region_names(desk.session, codes)}
    codes.sort(key=lambda code: (len(code) != digits, -columns["came"].get(code, 0), code))
    known = tuple(code for code in codes if len(code) == digits)
    for code in codes:
        _region(desk, code, columns, known)
    return tuple((code, desk.name(code)) for code in codes)


def _region(
    desk: Desk, code: str, columns: Mapping[str, Mapping[str, int]], known: tuple[str, ...]
) -> None:
    last = between(FilterField.REGISTERED, *desk.period.before.days)
    rules = {
        "came": desk.came,
        "last": last,
        "done": narrowed(desk.came, FilterField.FINISHED, span_of_period(desk.period)),
        "open": OPEN,
        "overdue": narrowed(OPEN, FilterField.DUE, OVERDUE),
    }
    for name, each in rules.items():
        own = _within(desk, each, code, known)
        own_label = phrase("label.came") if name == "last" else phrase(f"label.{name}")
        told = desk.phrase("label.last", label=own_label) if name == "last" else own_label
        label = phrase("label.region", name=desk.name(code), label=told)
        value = columns[name].get(code, 0)
        desk.book.count(f"{name}@{code}", label, value, desk.listed(own))


def _within(desk: Desk, rules: Filter, code: str, known: tuple[str, ...]) -> Filter:
    """Narrow a filter to a region of the tier, or to what lies in none of the known ones."""
    if len(code) == desk.digits:
        return narrowed(rules, FilterField.REGION, code)
    found = narrowed(rules, FilterField.REGION, code or desk.wish.region)
    parts = (known[at : at + MOST_VALUES] for at in range(0, len(known), MOST_VALUES))
    without = (Clause(FilterField.REGION, Operator.NOT, part) for part in parts)
    return Filter((*found.clauses, *without))
