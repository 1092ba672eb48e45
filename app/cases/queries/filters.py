"""What the queue can be narrowed by: the categories in use, the units that hold something."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import CaseFile, Category
from app.cases.scope import is_open, visible, within
from app.core.actor import Actor


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A unit that holds open cases."""

    unit_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A category (大类)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Narrowings:
    """What the filter menus offer."""

    groups: tuple[GroupRow, ...]
    holders: tuple[HolderRow, ...]


def narrowings(session: Session, actor: Actor, region: str = "") -> Narrowings:
    """Return the categories, and the units with open cases this person may see, by name."""
    groups = (
        sa.select(Category.code, Category.name)
        .where(Category.parent_code.is_(None), Category.is_active)
        .order_by(Category.code)
    )
    held = sa.select(CaseFile.handling_unit_id).where(visible(actor), within(region), is_open())
    holders = sa.select(Unit.id, Unit.name).where(Unit.id.in_(held)).order_by(Unit.pinyin, Unit.id)
    return Narrowings(
        groups=tuple(GroupRow(code, name) for code, name in session.execute(groups)),
        holders=tuple(HolderRow(key, name) for key, name in session.execute(holders)),
    )
