"""Tags: the words of a region, kept by who manages its kinds; set by whoever works on a case."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.steps import hold_case, holder_of
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag, Tag
from app.cases.reach import may_act, may_handle
from app.cases.rights import TO_MARK
from app.cases.tag_rules import (
    MOST_ON_A_CASE,
    TagElsewhere,
    TagRetired,
    TooManyTags,
    checked_name,
    covers,
)
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, insert_unless_there, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.pinyin import initials

INITIALS_MOST = 64


@once
def add_tag(uow: Uow, typed: str, region: str, *, command_key: UUID) -> UUID:
    """Add a word to the tags of a region, or return the one that is called so already, there or
    in a region around it; one that was retired is used again.

    Raises:
        NotAllowed: Its kinds are managed by others.
        TagName: It has no name, or too long a one.
        TagTellsOfPerson: The name is about a person.
    """
    _require(uow, region)
    name = checked_name(typed)
    around = [region[:length] for length in range(len(region) + 1)]
    asked = sa.select(Tag).where(Tag.name == name, Tag.region.in_(around))
    found = list(uow.session.scalars(asked.order_by(Tag.region.desc())))
    for tag in found:
        if tag.is_active:
            return tag.id
    own = next((tag for tag in found if tag.region == region), None)
    if own is None:
        own = Tag(id=new_id(), name=name, region=region, created_at=uow.now)
        own.initials = initials(name)[:INITIALS_MOST]
        uow.session.add(own)
    own.is_active = True
    uow.session.flush()
    _told(uow, own, "cases.tag_added")
    return own.id


@once
def rename_tag(uow: Uow, tag_id: UUID, seen_version: int, typed: str, *, command_key: UUID) -> UUID:
    """Call a tag something else; where its region has one of that name, the two become one:
    the cases of this one carry that one, and this one is retired.

    Returns:
        The tag that carries the name now.
    """
    tag = _managed(uow, tag_id, seen_version)
    name = checked_name(typed)
    same = sa.select(Tag).where(Tag.region == tag.region, Tag.name == name, Tag.id != tag.id)
    other = uow.session.scalars(same).one_or_none()
    if other is not None:
        _merge(uow, tag, other)
        _told(uow, tag, "cases.tags_merged", into=str(other.id))
        return other.id
    tag.name, tag.initials = name, initials(name)[:INITIALS_MOST]
    uow.session.flush()
    _told(uow, tag, "cases.tag_renamed")
    return tag.id


@once
def retire_tag(uow: Uow, tag_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Offer a tag no more; cases that carry it keep it."""
    tag = _managed(uow, tag_id, seen_version)
    tag.is_active = False
    uow.session.flush()
    _told(uow, tag, "cases.tag_retired")


@once
def mark_case(
    uow: Uow,
    case_id: UUID,
    add: tuple[UUID, ...],
    remove: tuple[UUID, ...] = (),
    *,
    command_key: UUID,
) -> int:
    """Put tags on a case and take others off; it may be an ended one.

    Returns:
        How many were put on or taken off; those that were so already are not counted.

    Raises:
        NotAllowed: Somebody only reads this case.
        TagElsewhere: A tag belongs to another region.
        TagRetired: A tag is not in use any more.
        TooManyTags: It would carry more than `MOST_ON_A_CASE`.
    """
    case = hold_case(uow, case_id)
    if not may_mark(uow, case):
        raise NotAllowed(right=Right.HANDLE_CASE)
    added = [str(tag.id) for tag in _usable(uow, case, add) if _put_on(uow, case, tag)]
    removed = _take_off(uow, case, remove)
    counted = sa.select(sa.func.count()).select_from(CaseTag)
    if (uow.session.scalar(counted.where(CaseTag.case_id == case.id)) or 0) > MOST_ON_A_CASE:
        raise TooManyTags(most=MOST_ON_A_CASE)
    if added or removed:
        uow.record(
            "cases.tagged",
            Topic.CASE,
            case.id,
            region=case.region,
            added=added,
            removed=removed,
        )
        uow.touched(Topic.CASE, case.id, case.region)
    return len(added) + len(removed)


def may_mark(uow: Uow, case: CaseFile) -> bool:
    """Tell whether somebody works on a case and may so mark it."""
    if any(may_act(uow.actor, case, right) for right in TO_MARK):
        return True
    return may_handle(uow.actor, case, holder_of(uow, case))


def may_manage(actor: Actor, region: str) -> bool:
    """Tell whether somebody keeps the list of tags of a region."""
    return actor.may_in(Right.MANAGE_KINDS, region)


def _usable(uow: Uow, case: CaseFile, tag_ids: tuple[UUID, ...]) -> list[Tag]:
    found = list(uow.session.scalars(sa.select(Tag).where(Tag.id.in_(tag_ids))))
    if len(found) != len(set(tag_ids)):
        raise NotFound(tag=tag_ids)
    for tag in found:
        if not tag.is_active:
            raise TagRetired(tag=tag.name)
        if not covers(tag.region, case.region, case.desk_region):
            raise TagElsewhere(tag=tag.name)
    return sorted(found, key=lambda tag: tag.name)


def _put_on(uow: Uow, case: CaseFile, tag: Tag) -> bool:
    row = {"case_id": case.id, "tag_id": tag.id, "since": uow.now}
    return insert_unless_there(uow.session, CaseTag, row)


def _take_off(uow: Uow, case: CaseFile, tag_ids: tuple[UUID, ...]) -> list[str]:
    if not tag_ids:
        return []
    gone = sa.delete(CaseTag).where(CaseTag.case_id == case.id, CaseTag.tag_id.in_(tag_ids))
    return sorted(map(str, uow.session.scalars(gone.returning(CaseTag.tag_id))))


def _merge(uow: Uow, tag: Tag, other: Tag) -> None:
    """Let the cases of one tag carry another one."""
    marked = sa.select(CaseTag.case_id).where(CaseTag.tag_id == other.id)
    uow.session.execute(
        sa.delete(CaseTag).where(CaseTag.tag_id == tag.id, CaseTag.case_id.in_(marked))
    )
    moved = sa.update(CaseTag).where(CaseTag.tag_id == tag.id).values(tag_id=other.id)
    uow.session.execute(moved, execution_options={"synchronize_session": False})
    tag.is_active, other.is_active = False, True
    uow.session.flush()
    uow.touched(Topic.TAG, other.id, other.region)


def _require(uow: Uow, region: str) -> None:
    if not may_manage(uow.actor, region):
        raise NotAllowed(right=Right.MANAGE_KINDS)


def _managed(uow: Uow, tag_id: UUID, seen_version: int) -> Tag:
    tag = uow.session.get(Tag, tag_id)
    if tag is None:
        raise NotFound(tag=tag_id)
    _require(uow, tag.region)
    if tag.version != seen_version:
        raise Conflict(tag=tag_id)
    return tag


def _told(uow: Uow, tag: Tag, action: str, **facts: str) -> None:
    uow.record(action, Topic.TAG, tag.id, region=tag.region, **facts)
    uow.touched(Topic.TAG, tag.id, tag.region)
