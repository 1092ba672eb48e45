"""Tags as they are offered, kept in a list, and carried by cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag, FollowedCase, Tag
from app.cases.models.presence import CasePresence
from app.cases.queries.presence import held_by_others
from app.cases.queries.queue import COUNT_LIMIT, CaseRow, as_count
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.paging import Count
from app.territory.models import Region

_TAG, _STAR, _HAND, _LEADS = "tag", "star", "hand", "leads"


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag.

    Attributes:
        initials: First letters of its pinyin, by which it is found while typing.
        region: Code of the region whose people use it; "" for everybody.
        region_name: Its name.
        is_active: Whether it is offered.
        cases: How many cases the reader may see carry it, to a thousand; None uncounted.
        may_manage: Whether the reader keeps the list of its region.
    """

    id: UUID
    name: str
    initials: str
    region: str
    region_name: str
    is_active: bool
    cases: Count | None
    may_manage: bool
    version: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What people put on cases beside their facts.

    Attributes:
        tags: Names of the tags each case carries, by name; cases without any are left out.
        followed: Those on the reader's shortlist.
        in_hand: Who else has a form on each open; cases nobody has in hand are left out.
        followers: How many follow each case that leads a family.
    """

    tags: dict[UUID, tuple[str, ...]]
    followed: frozenset[UUID]
    in_hand: dict[UUID, tuple[str, ...]]
    followers: dict[UUID, int]


def usable_tags(session: Session, actor: Actor, regions: Iterable[str]) -> tuple[TagRow, ...]:
    """Return the tags in use that may be put on cases of any of these regions, by name."""
    codes = {code[:length] for code in regions for length in range(len(code) + 1)}
    uncounted = sa.null()
    return _rows(session, actor, uncounted, Tag.is_active.is_(True), Tag.region.in_(codes or {""}))


def kept_tags(session: Session, actor: Actor) -> tuple[TagRow, ...]:
    """Return all tags of the parts somebody reads cases of, retired ones last."""
    mine = [_touches(prefix) for prefix in actor.prefixes(Right.READ_CASES)]
    mine += [_touches(prefix) for prefix in actor.prefixes(Right.MANAGE_KINDS)]
    carried = (
        sa.select(sa.literal(1))
        .select_from(CaseTag)
        .join(CaseFile, CaseFile.id == CaseTag.case_id)
        .where(CaseTag.tag_id == Tag.id, visible(actor))
        .limit(COUNT_LIMIT + 1)
        .correlate(Tag)
        .subquery()
    )
    counted = sa.select(sa.func.count()).select_from(carried).correlate(Tag).scalar_subquery()
    rows = _rows(session, actor, counted, sa.or_(sa.false(), *mine))
    return tuple(sorted(rows, key=lambda row: not row.is_active))


def marks_of(session: Session, actor: Actor, case_ids: Iterable[UUID], *, now: datetime) -> Marks:
    """Return what people put on some cases: one statement for the rows of a page."""
    ids = tuple(case_ids)
    if not ids:
        return Marks({}, frozenset(), {}, {})
    carried = (
        sa.select(CaseTag.case_id, Tag.name, sa.literal(_TAG))
        .join(Tag, Tag.id == CaseTag.tag_id)
        .where(CaseTag.case_id.in_(ids))
    )
    kept = sa.select(FollowedCase.case_id, sa.literal(""), sa.literal(_STAR)).where(
        FollowedCase.person_id == actor.person_id, FollowedCase.case_id.in_(ids)
    )
    held = held_by_others(
        actor, ids, now, CasePresence.case_id, CasePresence.person_name, sa.literal(_HAND)
    )
    behind = (
        sa.select(CaseFile.lead_id, sa.cast(sa.func.count(), sa.String), sa.literal(_LEADS))
        .where(CaseFile.lead_id.in_(ids), visible(actor, few=True))
        .group_by(CaseFile.lead_id)
    )
    found: dict[str, dict[UUID, set[str]]] = {_TAG: {}, _STAR: {}, _HAND: {}, _LEADS: {}}
    asked: sa.CompoundSelect[Any] = sa.union_all(carried, kept, held, behind)
    for case_id, name, what in session.execute(asked):
        found[what].setdefault(case_id, set()).add(name)
    leads = {key: int(*count) for key, count in found[_LEADS].items()}
    return Marks(_sorted(found[_TAG]), frozenset(found[_STAR]), _sorted(found[_HAND]), leads)


def _sorted(names: dict[UUID, set[str]]) -> dict[UUID, tuple[str, ...]]:
    return {key: tuple(sorted(each)) for key, each in names.items()}


def with_marks(
    session: Session, actor: Actor, rows: Sequence[CaseRow], *, now: datetime
) -> tuple[CaseRow, ...]:
    """Return rows of a queue with what people put on them."""
    marks = marks_of(session, actor, (row.id for row in rows), now=now)
    marked = {*marks.tags, *marks.followed, *marks.in_hand, *marks.followers}
    return tuple(
        replace(
            row,
            tags=marks.tags.get(row.id, ()),
            is_followed=row.id in marks.followed,
            in_hand=marks.in_hand.get(row.id, ()),
            followers=marks.followers.get(row.id, 0),
        )
        if row.id in marked
        else row
        for row in rows
    )


def tags_carried(
    session: Session, actor: Actor, case_ids: Iterable[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Return the tags each of some cases carries; what one may not see is left out."""
    asked = (
        sa.select(CaseTag.case_id, CaseTag.tag_id)
        .join(CaseFile, CaseFile.id == CaseTag.case_id)
        .where(CaseTag.case_id.in_(tuple(case_ids)), visible(actor))
    )
    found: dict[UUID, set[UUID]] = {}
    for case_id, tag_id in session.execute(asked):
        found.setdefault(case_id, set()).add(tag_id)
    return {case_id: frozenset(tags) for case_id, tags in found.items()}


def _touches(prefix: str) -> sa.ColumnElement[bool]:
    """Return the condition that the region of a tag lies in a region or around it."""
    around = [prefix[:length] for length in range(len(prefix) + 1)]
    return sa.or_(Tag.region.in_(around), Tag.region.startswith(prefix, autoescape=True))


def _rows(
    session: Session,
    actor: Actor,
    counted: sa.ColumnElement[Any],
    *conditions: sa.ColumnElement[bool],
) -> tuple[TagRow, ...]:
    asked = (
        sa.select(Tag, sa.func.coalesce(Region.name, ""), counted)
        .outerjoin(Region, Region.code == Tag.region)
        .where(*conditions)
        .order_by(Tag.initials, Tag.name, Tag.region)
    )
    return tuple(
        TagRow(
            id=tag.id,
            name=tag.name,
            initials=tag.initials,
            region=tag.region,
            region_name=region_name,
            is_active=tag.is_active,
            cases=as_count(count) if count is not None else None,
            may_manage=actor.may_in(Right.MANAGE_KINDS, tag.region),
            version=tag.version,
        )
        for tag, region_name, count in session.execute(asked)
    )


def tag_homes(session: Session, actor: Actor, scope: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of the regions whose tags somebody keeps: the part they look at first
    where it is theirs, then all that the right reaches; "" is everywhere.
    """
    held = actor.prefixes(Right.MANAGE_KINDS)
    codes = [scope] if scope and actor.may_in(Right.MANAGE_KINDS, scope) else []
    codes += [code for code in held if code not in codes]
    named = sa.select(Region.code, Region.name).where(Region.code.in_(codes))
    names = dict(session.execute(named).all())
    return tuple((code, names.get(code, "")) for code in codes if code in names or not code)
