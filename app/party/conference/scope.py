"""Whose resolutions are whose, and which meetings a reader may see."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.accounts.scope import in_regions
from app.core.actor import Actor


def region_seen(column: sa.SQLColumnExpression[str], actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a row lies where the reader reaches."""
    return in_regions(column, actor.prefixes(Right.READ_PARTY))


def own_units(actor: Actor) -> frozenset[UUID]:
    """Return the units somebody stands for."""
    return frozenset(grant.unit_id for grant in actor.grants if grant.unit_id is not None)


def is_own_unit(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition on `Unit` that somebody stands for it: by their scope, or as one who
    works in the community.
    """
    community = sa.and_(
        Unit.kind == UnitKind.COMMUNITY,
        in_regions(Unit.region, actor.prefixes(Right.HANDLE_CASE)),
    )
    return sa.or_(Unit.id.in_(own_units(actor)), community)
