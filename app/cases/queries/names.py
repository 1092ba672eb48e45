"""The names somebody's filters may speak of: one reading for all fields."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, RoleGrant, Unit
from app.accounts.rules import Right
from app.accounts.scope import own_staff
from app.cases.filters.model import Filter, FilterField
from app.cases.filters.vocabulary import NAMED, Names, Term, Vocabulary
from app.cases.models import Category
from app.cases.models.finding import Tag
from app.core.actor import Actor
from app.territory.models import Region

MOST_NAMES = 4_000
"""Names of one sort that are offered; what a filter speaks of is named beyond that as well."""


def vocabulary(session: Session, actor: Actor, *filters: Filter) -> Vocabulary:
    """Return the kinds, and the regions, units, people and tags of one's area, by name.

    Args:
        session: Open session.
        actor: Whose area it is.
        filters: Whatever these speak of is named wherever it is.
    """
    spoken = _spoken(filters)
    roots = _roots(session, actor)
    return Vocabulary(
        categories=_categories(session),
        regions=_regions(session, roots, spoken["regions"]),
        units=_units(session, roots, spoken["units"]),
        people=_people(session, roots, spoken["people"]),
        tags=_tags(session, roots, spoken["tags"]),
    )


def _spoken(filters: Iterable[Filter]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {sort: set() for sort in NAMED.values()}
    for rules in filters:
        for clause in rules.clauses:
            if clause.field in NAMED:
                found[NAMED[FilterField(clause.field)]].update(clause.values)
    return found


def _roots(session: Session, actor: Actor) -> tuple[str, ...]:
    """Return the regions whose names matter to somebody; ("",) is everywhere."""
    staff = replace(actor, grants=own_staff(actor.grants))
    held = staff.prefixes(Right.READ_CASES)
    units = staff.units(Right.READ_CASES)
    if not held and units:
        held = tuple(session.scalars(sa.select(Unit.region).where(Unit.id.in_(units)).distinct()))
    return held


def _inside(column: Any, roots: tuple[str, ...]) -> sa.ColumnElement[bool]:
    if "" in roots:
        return sa.true()
    found = [sa.and_(column >= root, column < f"{root}:") for root in roots]
    return sa.or_(sa.false(), *found)


def _touching(column: Any, roots: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Return the condition that a region lies in the area, or the area in it."""
    above = {root[:length] for root in roots for length in range(len(root))}
    return sa.or_(_inside(column, roots), column.in_(above))


def _keys(values: set[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _named(session: Session, asked: sa.Select[*tuple[Any, ...]]) -> Names:
    """Read key, name, initials, what tells it from its like, and whether it is in use."""
    found = session.execute(asked.limit(MOST_NAMES)).all()
    return Names(Term(str(row[0]), row[1], row[2], row[3], row[4]) for row in found)


def _categories(session: Session) -> Names:
    above = aliased(Category)
    asked = (
        sa.select(
            Category.code,
            Category.name,
            Category.initials,
            sa.func.coalesce(above.name, Category.code),
            Category.is_active,
        )
        .outerjoin(above, above.code == Category.parent_code)
        .order_by(Category.code)
    )
    return _named(session, asked)


def _regions(session: Session, roots: tuple[str, ...], spoken: set[str]) -> Names:
    above = aliased(Region)
    asked = (
        sa.select(
            Region.code,
            Region.name,
            Region.initials,
            sa.func.coalesce(above.name, Region.code),
            Region.retired_at.is_(None),
        )
        .outerjoin(above, above.code == Region.parent_code)
        .where(sa.or_(_inside(Region.code, roots), Region.code.in_(spoken)))
        .order_by(Region.code.in_(spoken).desc(), sa.func.length(Region.code), Region.code)
    )
    return _named(session, asked)


def _units(session: Session, roots: tuple[str, ...], spoken: set[str]) -> Names:
    spoken_of = Unit.id.in_(_keys(spoken))
    asked = (
        sa.select(
            Unit.id, Unit.name, Unit.initials, sa.func.coalesce(Unit.code, ""), Unit.is_active
        )
        .where(sa.or_(_touching(Unit.region, roots), spoken_of))
        .order_by(spoken_of.desc(), Unit.is_active.desc(), Unit.pinyin, Unit.id)
    )
    return _named(session, asked)


def _people(session: Session, roots: tuple[str, ...], spoken: set[str]) -> Names:
    """Return the people of the area, by unit or role; a name met twice is told by its unit."""
    spoken_of = Person.id.in_(_keys(spoken))
    granted = sa.select(RoleGrant.person_id).where(_touching(RoleGrant.region, roots))
    asked = (
        sa.select(
            Person.id,
            Person.name,
            Person.initials,
            sa.func.coalesce(Unit.name, ""),
            Person.is_active,
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(sa.or_(_touching(Unit.region, roots), Person.id.in_(granted), spoken_of))
        .order_by(spoken_of.desc(), Person.is_active.desc(), Person.pinyin, Person.id)
    )
    return _named(session, asked)


def _tags(session: Session, roots: tuple[str, ...], spoken: set[str]) -> Names:
    spoken_of = Tag.id.in_(_keys(spoken))
    asked = (
        sa.select(Tag.id, Tag.name, Tag.initials, Tag.region, Tag.is_active)
        .where(sa.or_(_touching(Tag.region, roots), spoken_of))
        .order_by(spoken_of.desc(), Tag.is_active.desc(), Tag.name, Tag.id)
    )
    return _named(session, asked)
