"""What a period's cases are about: a line a category."""

import sqlalchemy as sa

from app.cases.filters.model import MOST_VALUES, Clause, Filter, FilterField, Operator
from app.cases.models import Category
from app.cases.queries.named import between, by, narrowed
from app.papers.briefing.desk import Desk, span_of_period
from app.papers.briefing.sentences import phrase


def tell_kinds(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Count each category for the table, the most cases first; those of none last."""
    counts, period = desk.counts, desk.period
    columns = {
        "came": by(counts.cells, "category", "all"),
        "last": by(counts.last, "category", "all"),
        "beside": by(counts.beside, "category", "all"),
        "done": by(counts.cells, "category", "done"),
    }
    codes = {code for column in columns.values() for code, count in column.items() if count}
    names = {**dict.fromkeys(codes, phrase("nowhere")), **category_names(desk, codes)}
    came = columns["came"]
    ordered = sorted(codes, key=lambda code: (not code, -came.get(code, 0), code))
    known = tuple(code for code in ordered if code)
    rules = {
        "came": desk.came,
        "last": between(FilterField.REGISTERED, *period.before.days),
        "beside": between(FilterField.REGISTERED, *period.beside.days),
        "done": narrowed(desk.came, FilterField.FINISHED, span_of_period(period)),
    }
    for code in ordered:
        for name, each in rules.items():
            told = desk.phrase("label.came_done") if name == "done" else phrase("label.came")
            if name in ("last", "beside"):
                told = desk.phrase(f"label.{name}", label=told)
            label = phrase("label.region", name=names[code], label=told)
            value = columns[name].get(code, 0)
            listed = desk.listed(_about(each, code, known))
            desk.book.count(f"kind_{name}@{code}", label, value, listed)
    return tuple((code, names[code]) for code in ordered)


def category_names(desk: Desk, codes: set[str]) -> dict[str, str]:
    """Return what categories are called, by code."""
    asked = sa.select(Category.code, Category.name).where(Category.code.in_(codes))
    return {row[0]: row[1] for row in desk.session.execute(asked)}


def _about(rules: Filter, code: str, known: tuple[str, ...]) -> Filter:
    """Narrow a filter to a category, or to what is in none of the known ones."""
    if code:
        return narrowed(rules, FilterField.CATEGORY, code)
    parts = (known[at : at + MOST_VALUES] for at in range(0, len(known), MOST_VALUES))
    without = (Clause(FilterField.CATEGORY, Operator.NOT, part) for part in parts)
    return Filter((*rules.clauses, *without))
