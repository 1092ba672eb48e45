"""Through what the wall's figures are seen: whose region, which moment.

Every figure is written once, as a statement over a `Lens`. An embedded file runs it with the
reader's regions and the moment put in. On a shared server the same statement is the body of a
function of the schema ``jz``: whoever signs in as the wall calls that and reads no table, and can
ask neither for another region nor for another moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import local
from app.core.database import Moment

WEEK_DAYS = 7
USUAL_DAYS = 28
"""Days before today that make the usual band: four of each weekday."""
HELD_DAYS = 30
LEAST = 3
"""Fewer cases than so many are told of no unit and no source by name: a single one may be
somebody's."""
COMMUNITY_DIGITS = 12

Figure = sa.Select[*tuple[Any, ...]]
"""A statement that tells a figure."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What a statement is told of who looks, and when.

    Attributes:
        within: Says whether a region code may be counted.
        own: Says whether a region code is the very one somebody looks at, not one within it.
        now: The moment.
        midnight: When the local day began.
        month: When the local month began.
        today: The local day.
        hidden: Says whether a kind of case is kept off the wall.
        dimmed: Says whether a kind of case is shown without saying how it stands.
    """

    within: Callable[[Any], sa.ColumnElement[bool]]
    own: Callable[[Any], sa.ColumnElement[bool]]
    now: Any
    midnight: Any
    month: Any
    today: Any
    hidden: Callable[[Any], sa.ColumnElement[bool]]
    dimmed: Callable[[Any], sa.ColumnElement[bool]]

    def days_ago(self, days: int) -> Any:
        """Return the local midnight so many days ago; ahead where it is negative."""
        if isinstance(self.midnight, datetime):
            return self.midnight - timedelta(days=days)
        return self.midnight - sa.text(f"interval '{days} days'")


def lens_of(actor: Actor, now: datetime, hidden: frozenset[str], dimmed: frozenset[str]) -> Lens:
    """Return how somebody who may read figures sees them.

    Args:
        actor: Whose regions count.
        now: The moment (aware).
        hidden: Codes of kinds that are kept off the wall.
        dimmed: Codes of kinds that are shown without saying how they stand.
    """
    day = local(now)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)

    def within(column: Any) -> sa.ColumnElement[bool]:
        if actor.everything:
            return sa.true()
        return in_regions(column, regions) if regions else sa.false()

    near = [g.region for g in actor.grants if Right.READ_FIGURES in g.rights and not g.unit_id]
    regions = tuple(region for region in near if region is not None)
    return Lens(
        within=within,
        own=lambda column: sa.true() if actor.everything else column.in_(regions),
        now=now,
        midnight=midnight.astimezone(UTC),
        month=midnight.replace(day=1).astimezone(UTC),
        today=day.date(),
        hidden=lambda column: _among(column, hidden),
        dimmed=lambda column: _among(column, dimmed),
    )


def _among(column: Any, codes: frozenset[str]) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(column, "").in_(sorted(codes)) if codes else sa.false()


def _local(unit: str) -> Any:
    begin = f"date_trunc('{unit}', now() AT TIME ZONE 'Asia/Shanghai')"
    return sa.literal_column(f"({begin} AT TIME ZONE 'Asia/Shanghai')", Moment)


def server_lens() -> Lens:
    """Return how the functions of a shared server see: the caller's regions, its own clock."""

    def within(column: Any) -> sa.ColumnElement[bool]:
        reach: Any = sa.literal_column("ANY ((SELECT jz.reach('index.read'))::text[])")
        return sa.type_coerce(column, sa.Text()).op("LIKE", is_comparison=True)(reach)

    def own(column: Any) -> sa.ColumnElement[bool]:
        reach: Any = sa.literal_column("ANY ((SELECT jz.reach('index.read'))::text[])")
        pattern = sa.type_coerce(column, sa.Text()) + sa.literal_column("'%'", sa.Text())
        return pattern.op("=", is_comparison=True)(reach)

    def kinds(which: str) -> Callable[[Any], sa.ColumnElement[bool]]:
        listed: Any = sa.literal_column(f"ANY ((SELECT jz.wall_kinds('{which}'))::text[])")
        return lambda column: sa.func.coalesce(sa.type_coerce(column, sa.Text()), "").op(
            "=", is_comparison=True
        )(listed)

    return Lens(
        within=within,
        own=own,
        now=sa.literal_column("now()", Moment),
        midnight=_local("day"),
        month=_local("month"),
        today=sa.literal_column("(now() AT TIME ZONE 'Asia/Shanghai')::date", sa.Date()),
        hidden=kinds("wall_hidden_kinds"),
        dimmed=kinds("wall_dimmed_kinds"),
    )


def day_of(text: str) -> date:
    """Return the day that a local day is written as."""
    return date.fromisoformat(text)
