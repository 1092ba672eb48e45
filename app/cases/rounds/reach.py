"""Who sees rounds: the staff of where they go, whoever is to make them, whoever made them."""

import sqlalchemy as sa

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.rounds.models import PatrolHand, PatrolPlan, PatrolRound
from app.core.actor import Actor


def sees_plan(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that `actor` may read a plan."""
    given = sa.select(PatrolHand.plan_id).where(
        PatrolHand.plan_id == PatrolPlan.id, PatrolHand.person_id == actor.person_id
    )
    seen = in_regions(PatrolPlan.region, actor.prefixes(Right.READ_CASES))
    return sa.or_(seen, given.correlate(PatrolPlan).exists())


def sees_round(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that `actor` may read a round that was made, its track included."""
    seen = in_regions(PatrolRound.region, actor.prefixes(Right.READ_CASES))
    return sa.or_(seen, PatrolRound.person_id == actor.person_id)


def around(column: sa.SQLColumnExpression[str], region: str) -> sa.ColumnElement[bool]:
    """Return the condition that something goes through a region: it lies within, or above it."""
    if not region:
        return sa.true()
    above = [region[:digits] for digits in (9, 12) if len(region) > digits]
    return sa.or_(in_regions(column, (region,)), column.in_(above))
