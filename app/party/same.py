"""Whether two rows speak of one person: by the roster where both are tied to it, else by name."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import AppError
from app.party.models.members import PartyMember
from app.party.scope import members_seen


class NotThatMember(AppError):
    """A member who was chosen is not there, or called otherwise; facts: ``name``."""

    code = "party.not_that_member"


def same_person(table: Any, row: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a row of a table speaks of whom another row does.

    Two of one name who are tied to different members are two people.
    """
    tied = table.member_id.is_(None)
    if row.member_id is not None:
        tied = sa.or_(tied, table.member_id == row.member_id)
        return sa.or_(
            table.member_id == row.member_id, sa.and_(table.person_name == row.person_name, tied)
        )
    same: sa.ColumnElement[bool] = table.person_name == row.person_name
    return same


def check_member(session: Session, actor: Actor, member_id: UUID | None, name: str) -> None:
    """Raise unless a member who was chosen is in reach and called so.

    Raises:
        NotThatMember: They are not.
    """
    if member_id is None:
        return
    asked = sa.select(PartyMember.name).where(
        PartyMember.id == member_id, PartyMember.left_on.is_(None), members_seen(actor)
    )
    if session.scalar(asked) != name:
        raise NotThatMember(name=name)
