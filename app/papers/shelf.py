"""What the page of papers offers: what was written of a region, what can be written, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.vocabulary import Vocabulary
from app.cases.filters.write import write
from app.cases.queries.names import vocabulary
from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.papers.briefing.figures import CaseList, Figure
from app.papers.briefing.period import Period
from app.papers.figure_rows import FigureRow, RowsMoved, rows_moved, rows_of
from app.papers.queries import PaperRow, papers_of
from app.papers.rules import PaperStep, PeriodKind
from app.territory.queries import region_names

OFFERED = {PeriodKind.DAILY: 10, PeriodKind.WEEKLY: 8, PeriodKind.MONTHLY: 6}
"""So many periods back can be written about."""
_LEAST_DIGITS = 6
"""A briefing is of a county or what lies in it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of a region.

    Attributes:
        region: Code of what a new one would be about, "" where there is no such.
        papers: Newest period first: the newest version of each, and those signed before.
        periods: Those nothing was written about, the newest first.
        names: Of the regions of the papers, by code.
        may_write: Whether this person drafts, reviews and sends out.
        may_sign: Whether they sign.
        units: Of theirs, which can say that they have a copy.
    """

    region: str
    papers: tuple[PaperRow, ...]
    periods: tuple[Period, ...]
    names: dict[str, str]
    may_write: bool
    may_sign: bool
    units: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class FigureDetail:
    """What stands behind a figure.

    Attributes:
        how: How it was counted, as one would type it; "" where it is no list of cases.
        typed: What leads the queue to the very list; as above.
        rows: The first of its rows.
        moved: Which rows came or went since it was drafted; None where that is not known.
    """

    figure: Figure
    how: str
    typed: str
    rows: tuple[FigureRow, ...]
    moved: RowsMoved | None = None


def shelf(session: Session, actor: Actor, looked_at: str, kind: PeriodKind, now: datetime) -> Shelf:
    """Return what the page offers somebody who looks at a region.

    Args:
        session: Reading session.
        actor: Who looks.
        looked_at: Code of the region looked at, "" for all they reach.
        kind: Daily, weekly or monthly.
        now: The moment.
    """
    region = looked_at or settings_at(session, now).street_code or _own(actor)
    papers = tuple(
        row
        for row in papers_of(session, actor, looked_at, kind)
        if row.is_newest or row.step in (PaperStep.SIGNED, PaperStep.ISSUED)
    )
    may_write = len(region) >= _LEAST_DIGITS and any(
        actor.may_in(right, region) for right in (Right.ASSIGN_CASE, Right.APPROVE)
    )
    periods: tuple[Period, ...] = ()
    if may_write:
        written = {row.period for row in papers if row.region == region}
        this = Period.of(kind, local(now).date())
        offered = (this.back(back) for back in range(OFFERED[kind]))
        periods = tuple(period for period in offered if period not in written)
    return Shelf(
        region=region,
        papers=papers,
        periods=periods,
        names=region_names(session, {region, *(row.region for row in papers)}),
        may_write=may_write,
        may_sign=actor.may_in(Right.APPROVE, region),
        units=actor.units(Right.READ_CASES),
    )


def _own(actor: Actor) -> str:
    """Return the region somebody works in, "" for none or all."""
    for right in (Right.ASSIGN_CASE, Right.APPROVE):
        for prefix in actor.prefixes(right):
            if len(prefix) >= _LEAST_DIGITS:
                return prefix
    return ""


def figure_detail(
    session: Session,
    actor: Actor,
    figure: Figure,
    now: datetime,
    *,
    most: int,
    kept: Sequence[UUID] | None = None,
) -> FigureDetail:
    """Return how a figure was counted, and the first of the rows it counts.

    Args:
        session: Reading session.
        actor: Who looks.
        figure: The figure.
        now: The moment.
        most: So many rows at most.
        kept: Keys of the rows it counted when its paper was drafted; None where nobody kept them.
    """
    rows = rows_of(session, actor, figure.rows, now, most=most)
    moved = rows_moved(session, actor, figure, kept, now) if kept is not None else None
    if not isinstance(figure.rows, CaseList):
        return FigureDetail(figure, "", "", rows, moved)
    rules = _with_region(figure.rows)
    known = vocabulary(session, actor, rules)
    return FigureDetail(figure, write(rules, known), write(rules, Vocabulary()), rows, moved)


def _with_region(rows: CaseList) -> Filter:
    """Return the filter with the region it was counted in, so that the queue needs no other."""
    region = Clause(FilterField.REGION, Operator.IS, (rows.region,))
    named = any(c.operator is Operator.IS for c in rows.rules.of(FilterField.REGION))
    return rows.rules if named else Filter((*rows.rules.clauses, region))
