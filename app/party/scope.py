"""Which organisations and members a reader may see, as conditions an index can walk."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import code_text
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.rules import GRID_DIGITS
from app.territory.models import Region


def organisations_seen(actor: Actor, region: str = "") -> sa.ColumnElement[bool]:
    """Return the condition that an organisation stands where the reader reaches."""
    return _within(PartyOrganisation.region, actor, region)


def members_seen(actor: Actor, region: str = "") -> sa.ColumnElement[bool]:
    """Return the condition that a member's organisation stands where the reader reaches, or the
    member lives there.
    """
    mine = actor.prefixes(Right.READ_PARTY)
    belongs = in_regions(PartyMember.region, mine)
    lives = in_regions(sa.type_coerce(PartyMember.grid_code, code_text(15)), mine)
    seen = sa.true() if "" in mine else sa.or_(belongs, lives)
    return sa.and_(seen, in_regions(PartyMember.region, (region,))) if region else seen


def members_belong(actor: Actor, region: str = "") -> sa.ColumnElement[bool]:
    """Return the condition that a member's own organisation stands where the reader reaches."""
    return _within(PartyMember.region, actor, region)


def without_grid() -> sa.ColumnElement[bool]:
    """Return the condition that no grid in use is known of a member: none was put down, or it was
    redrawn since.
    """
    retired = sa.select(Region.code).where(
        Region.retired_at.is_not(None), sa.func.length(Region.code) == GRID_DIGITS
    )
    return sa.or_(PartyMember.grid_code.is_(None), PartyMember.grid_code.in_(retired))


def below(key: UUID) -> sa.Select[UUID]:
    """Return the keys of an organisation and of all that stands under it now."""
    table = PartyOrganisation
    found = sa.select(table.id).where(table.id == key).cte("below", recursive=True)
    under = sa.select(table.id).join(found, table.parent_id == found.c.id)
    return sa.select(found.union_all(under).c.id)


def _within(
    column: sa.SQLColumnExpression[str], actor: Actor, region: str
) -> sa.ColumnElement[bool]:
    seen = in_regions(column, actor.prefixes(Right.READ_PARTY))
    return sa.and_(seen, in_regions(column, (region,))) if region else seen
