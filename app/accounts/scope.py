"""Region scopes as conditions an index can walk; who counts as the centre's own staff."""

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.actor import Grant

_NOT_STAFF = frozenset({Role.EXTERNAL_HANDLER, Role.WALL, Role.KIOSK})


def in_regions(
    column: sa.SQLColumnExpression[str], prefixes: tuple[str, ...]
) -> sa.ColumnElement[bool]:
    """Return the condition that a region code lies under one of `prefixes` ("" is everywhere).

    A range and not LIKE: under row-level security PostgreSQL uses no index for the latter.
    """
    if "" in prefixes:
        return sa.true()
    ranges = [sa.and_(column >= p, column < f"{p}:") for p in prefixes]  # ":" follows "9"
    return sa.or_(sa.false(), *ranges)


def own_staff(grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """Return the grants that make somebody staff: a company that handles cases given to it, a
    wall and a kiosk learn nothing of how the centre works (DOMAIN §2).
    """
    return tuple(grant for grant in grants if grant.role not in _NOT_STAFF)
