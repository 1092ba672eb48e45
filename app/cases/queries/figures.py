"""Figures of an area for whoever reads figures only: counts by unit, never a case or a person."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.queries.queue import QueueView, as_count, count_of, of_view, running
from app.cases.scope import within
from app.core.actor import Actor
from app.core.paging import Count

MOST_UNITS = 12
VIEWS = (
    QueueView.ALL_OPEN,
    QueueView.DUE_SOON,
    QueueView.OVERDUE,
    QueueView.SUPERVISED,
    QueueView.NEW_TODAY,
    QueueView.DONE_TODAY,
)


@dataclass(frozen=True, slots=True)
class UnitLate:
    """How many running clocks of a unit have run out, and the earliest moment one did.

    Attributes:
        unit: Its name, "" for cases nobody was given yet.
    """

    unit: str
    overdue: int
    open: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Counts of an area at a moment.

    Attributes:
        late: Units with something overdue, the most first, `MOST_UNITS` at most.
        more_units: How many further units have something overdue.
    """

    as_of: datetime
    counts: dict[QueueView, Count]
    late: tuple[UnitLate, ...]
    more_units: int


def area_figures(session: Session, actor: Actor, now: datetime, *, region: str = "") -> AreaFigures:
    """Return the figures of the areas whose figures somebody may read, within a region."""
    seen = (covered(actor), within(region))
    counted = (count_of(*seen, of_view(actor, view, now)).label(view.value) for view in VIEWS)
    record = session.execute(sa.select(*counted)).one()
    late = _late(session, seen, now)
    return AreaFigures(
        as_of=now,
        counts={view: as_count(n) for view, n in zip(VIEWS, record, strict=True)},
        late=late[:MOST_UNITS],
        more_units=max(0, len(late) - MOST_UNITS),
    )


def covered(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that the figures of a case's place may be read by `actor`."""
    found = [within(prefix) for prefix in actor.prefixes(Right.READ_FIGURES)]
    units = actor.units(Right.READ_FIGURES)
    if units:
        found.append(CaseFile.handling_unit_id.in_(units))
    return sa.or_(*found) if found else sa.false()


def _late(
    session: Session, seen: tuple[sa.ColumnElement[bool], ...], now: datetime
) -> tuple[UnitLate, ...]:
    over = sa.case((CaseFile.order_at < now, 1), else_=0)
    overdue = sa.func.sum(over)
    name = sa.func.coalesce(Unit.name, "")
    asked = (
        sa.select(name, overdue, sa.func.count(), sa.func.min(CaseFile.order_at))
        .select_from(CaseFile)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(*seen, running())
        .group_by(name)
        .having(overdue > 0)
        .order_by(overdue.desc(), name)
    )
    return tuple(UnitLate(*record) for record in session.execute(asked))
