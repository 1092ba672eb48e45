"""The saved views somebody sees, and how many cases stand in each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.accounts.scope import own_staff
from app.cases.filters.arranged import Arranged, arranged_from_body
from app.cases.models.finding import SavedView
from app.cases.queries.queue import (
    QueueFilter,
    QueueView,
    as_count,
    count_of,
    wanted_of,
)
from app.cases.queries.stations import most_at_once
from app.cases.sharing import may_keep
from app.core.actor import Actor
from app.core.paging import Count

MOST_SHARED = 60
"""Shared views one is shown; who shares more of them helps nobody."""
COUNTED_AT_ONCE = 20
"""Views counted in one statement."""


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A saved view.

    Attributes:
        is_own: Kept by the one who asks.
        owner: Who made it.
        may_keep: Whether the one who asks may change it.
        arranged: What it shows; of a view this program does not know, all that is open.
        is_known: False where it looks at a standing view this program does not know.
    """

    id: UUID
    name: str
    is_shared: bool
    is_own: bool
    may_keep: bool
    owner: str
    region: str
    position: int
    arranged: Arranged
    is_known: bool
    version: int

    @property
    def view(self) -> QueueView:
        """Return the standing view it narrows."""
        return QueueView(self.arranged.view) if self.is_known else QueueView.ALL_OPEN


def saved_views(session: Session, actor: Actor) -> tuple[SavedViewRow, ...]:
    """Return one's own views in their order, then those shared with one's area by name."""
    own = SavedView.owner_id.is_not_distinct_from(actor.person_id)
    asked = sa.select(SavedView).where(own).order_by(SavedView.position, SavedView.id)
    rows = list(session.scalars(asked))
    shared = sa.select(SavedView).where(SavedView.is_shared, sa.not_(own), _touching(actor))
    shared = shared.order_by(SavedView.name, SavedView.id).limit(MOST_SHARED)
    rows += session.scalars(shared)
    return tuple(_row(row, actor) for row in rows)


def saved_view(session: Session, actor: Actor, view_id: UUID) -> SavedViewRow | None:
    """Return a view as it is now, None where it is gone or no longer theirs to see."""
    return next((row for row in saved_views(session, actor) if row.id == view_id), None)


def saved_counts(
    session: Session,
    actor: Actor,
    rows: Sequence[SavedViewRow],
    *,
    now: datetime,
    region: str = "",
) -> dict[UUID, Count]:
    """Count saved views within a region, each to a thousand at most, in a few statements."""
    found: dict[UUID, Count] = {}
    asked: list[tuple[UUID, sa.ScalarSelect[int]]] = []
    room = 1.0
    for row in rows:
        narrowed = QueueFilter(region=region, rules=row.arranged.rules)
        wanted = wanted_of(session, actor, row.view, now, narrowed)
        share = 1 / most_at_once(session, wanted, COUNTED_AT_ONCE)
        if share > room:
            found |= _counted(session, asked)
            asked, room = [], 1.0
        asked.append((row.id, count_of(*wanted)))
        room = round(room - share, 6)
    return found | _counted(session, asked)


def _counted(
    session: Session, asked: Sequence[tuple[UUID, sa.ScalarSelect[int]]]
) -> dict[UUID, Count]:
    if not asked:
        return {}
    named = (counted.label(f"n{at}") for at, (_, counted) in enumerate(asked))
    numbers = session.execute(sa.select(*named)).one()
    return {key: as_count(n) for (key, _), n in zip(asked, numbers, strict=True)}


def _row(row: SavedView, actor: Actor) -> SavedViewRow:
    arranged = arranged_from_body(row.body, QueueView.ALL_OPEN)
    return SavedViewRow(
        id=row.id,
        name=row.name,
        is_shared=row.is_shared,
        is_own=row.owner_id == actor.person_id,
        may_keep=may_keep(actor, row.owner_id, row.region, shared=row.is_shared),
        owner=row.owner_name,
        region=row.region,
        position=row.position,
        arranged=arranged,
        is_known=arranged.view in set(QueueView),
        version=row.version,
    )


def _touching(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a view is shared with somebody: its region and theirs touch, or
    their unit lies in it. Who handles cases from outside is told of none.
    """
    if actor.everything:
        return sa.true()
    inside = replace(actor, grants=own_staff(actor.grants))
    found = [
        _overlap(sa.literal(prefix, SavedView.region.type))
        for prefix in inside.prefixes(Right.READ_CASES)
    ]
    units = inside.units(Right.READ_CASES)
    if units:
        of_units = sa.select(sa.literal(1)).select_from(Unit)
        found.append(of_units.where(Unit.id.in_(units), _within(Unit.region)).exists())
    return sa.or_(sa.false(), *found)


def _overlap(region: Any) -> sa.ColumnElement[bool]:
    shared, cut = SavedView.region, sa.func.substr
    return sa.or_(_within(region), cut(shared, 1, sa.func.length(region)) == region)


def _within(region: Any) -> sa.ColumnElement[bool]:
    shared = SavedView.region
    return sa.func.substr(region, 1, sa.func.length(shared)) == shared
