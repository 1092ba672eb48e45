"""Posts are put up, taken by members, given back and closed."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line
from app.party.activities.actions.ground import (
    check_region,
    checked_kind,
    checked_number,
    held,
    member,
    name_of,
    require,
    said,
    tell,
    today,
    words,
)
from app.party.activities.errors import (
    ActivitySmall,
    ClaimedAlready,
    ClaimEnded,
    PostClosed,
    PostFull,
)
from app.party.activities.models import PostClaim, ServicePost
from app.party.activities.rules import (
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    ActivityField,
)


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What is said of a post.

    Attributes:
        region: Code of the street, community or grid; stays when it is changed.
        kind: One of the sorts the administrator keeps.
        hours: When one is there, in words.
        wanted: How many members at once.
    """

    region: str
    title: str
    kind: str
    wanted: int = 1
    place: str = ""
    hours: str = ""
    note: str = ""


@once
def add_post(uow: Uow, draft: PostDraft, *, command_key: UUID) -> UUID:
    """Put a post up."""
    require(uow, draft.region)
    check_region(uow, draft.region)
    row = ServicePost(
        id=new_id(),
        region=draft.region,
        kind="",
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    _fill(uow, row, draft)
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "activities.post_added", row)
    return row.id


@once
def change_post(
    uow: Uow, post_id: UUID, seen_version: int, draft: PostDraft, *, command_key: UUID
) -> None:
    """Change a post; not below the number of those who took it.

    Raises:
        ActivitySmall: More took it already.
    """
    row = _open_post(uow, post_id, seen_version)
    taken = _taken(uow, row.id)
    if draft.wanted < taken:
        raise ActivitySmall(taken=taken)
    _fill(uow, row, draft)
    uow.settle(row)
    _tell(uow, "activities.post_changed", row)


@once
def close_post(uow: Uow, post_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Close a post: nobody takes it any more, and whoever has it gives it back that day."""
    row = _open_post(uow, post_id, seen_version)
    for claim in uow.session.scalars(_live(row.id).with_for_update()):
        claim.given_back_on, claim.given_back_name = today(uow), uow.actor.name
    uow.session.flush()  # given back while the post is open: the database asks for that
    row.closed_on = today(uow)
    uow.settle(row)
    _tell(uow, "activities.post_closed", row)


@once
def claim_post(uow: Uow, post_id: UUID, member_id: UUID, *, command_key: UUID) -> UUID:
    """Let a member take a post.

    Raises:
        MemberAway: Not in the actor's reach, or gone.
        ClaimedAlready: The member has it.
        PostFull: As many have it as are wanted.
    """
    row = _open_post(uow, post_id, None)
    who = member(uow, member_id)
    if uow.session.scalar(_live(row.id).where(PostClaim.member_id == who.id)) is not None:
        raise ClaimedAlready(name=who.name)
    if _taken(uow, row.id) >= row.wanted:
        raise PostFull(title=row.title, wanted=row.wanted)
    claim = PostClaim(
        id=new_id(),
        post_id=row.id,
        member_id=who.id,
        claimed_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        given_back_name="",
        reason="",
    )
    uow.session.add(claim)
    uow.settle()
    _tell(uow, "activities.post_claimed", row, member=str(who.id))
    return claim.id


@once
def give_back(uow: Uow, claim_id: UUID, reason: str = "", *, command_key: UUID) -> None:
    """Put down that a member no longer has a post, and why."""
    claim = held(uow, PostClaim, claim_id)
    row = _open_post(uow, claim.post_id, None)
    if claim.given_back_on is not None:
        raise ClaimEnded(name=name_of(uow, claim.member_id))
    claim.given_back_on, claim.given_back_name = today(uow), uow.actor.name
    claim.reason = words(reason, WORDS_MOST)
    uow.settle(claim)
    _tell(uow, "activities.post_given_back", row, member=str(claim.member_id))


def _open_post(uow: Uow, key: UUID, seen_version: int | None) -> ServicePost:
    row = held(uow, ServicePost, key, seen_version)
    require(uow, row.region)
    if row.closed_on is not None:
        raise PostClosed(title=row.title)
    return row


def _live(post_id: UUID) -> "sa.Select[PostClaim]":
    return sa.select(PostClaim).where(
        PostClaim.post_id == post_id, PostClaim.given_back_on.is_(None)
    )


def _taken(uow: Uow, post_id: UUID) -> int:
    asked = sa.select(sa.func.count()).select_from(_live(post_id).subquery())
    return uow.session.scalar(asked) or 0


def _fill(uow: Uow, row: ServicePost, draft: PostDraft) -> None:
    kept = settings_at(uow.session, uow.now).service_post_kinds
    row.title = said(ActivityField.TITLE, draft.title, TITLE_MOST)
    row.kind = checked_kind(draft.kind, kept, row.kind)
    row.wanted = checked_number(draft.wanted)
    row.place = one_line(draft.place)[:PLACE_MOST]
    row.hours = one_line(draft.hours)[:NAME_MOST]
    row.note = words(draft.note, WORDS_MOST)


def _tell(uow: Uow, action: str, row: ServicePost, **facts: object) -> None:
    tell(uow, action, Topic.SERVICE_POST, row.id, row.region, **facts)
