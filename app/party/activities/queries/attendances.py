"""Who was where, confirmed by whom: what a ledger of points counts; and members by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.shared_settings import settings_at
from app.party.activities.models import Activity, ActivitySignUp
from app.party.activities.rules import CheckInWay, kinds_of
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.scope import members_seen

CHOICES = 12


@dataclass(frozen=True, slots=True)
class Attendance:
    """A member was at an activity; one checked in by mistake is taken back, and is none then.

    Attributes:
        id: Key of the sign-up: the same attendance has the same for ever.
        kind: The administrator's word for the sort of activity.
        region: Code of the region that held it.
        starts_at: When it began; `ends_at` when it ended.
        checked_at: When the member was checked in.
        confirmed_by: Key of the person who did that, None for nobody with an account.
    """

    id: UUID
    member_id: UUID
    activity_id: UUID
    title: str
    kind: str
    region: str
    starts_at: datetime
    ends_at: datetime
    checked_at: datetime
    confirmed_by: UUID | None
    confirmed_name: str
    way: CheckInWay


def attendances(
    session: Session,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    member_id: UUID | None = None,
    also: sa.ColumnElement[bool] | None = None,
) -> Iterator[Attendance]:
    """Return who was checked in, in the order of that moment; within the reader's reach.

    Args:
        session: To read with.
        actor: Who reads.
        since: Checked in at or after it (aware); None for all.
        until: Checked in before it.
        member_id: Of one member.
        also: A further condition, on the sign-up and its activity.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    asked = (
        sa.select(ActivitySignUp, Activity)
        .join(Activity, Activity.id == ActivitySignUp.activity_id)
        .join(PartyMember, PartyMember.id == ActivitySignUp.member_id)
        .where(ActivitySignUp.checked_at.is_not(None), members_seen(actor))
        .order_by(ActivitySignUp.checked_at, ActivitySignUp.id)
    )
    if since is not None:
        asked = asked.where(ActivitySignUp.checked_at >= since)
    if until is not None:
        asked = asked.where(ActivitySignUp.checked_at < until)
    if member_id is not None:
        asked = asked.where(ActivitySignUp.member_id == member_id)
    if also is not None:
        asked = asked.where(also)
    for one, activity in session.execute(asked):
        if one.checked_at is None or one.way is None:
            continue  # asked for above; said here for whoever checks types
        yield Attendance(
            id=one.id,
            member_id=one.member_id,
            activity_id=activity.id,
            title=activity.title,
            kind=activity.kind,
            region=activity.region,
            starts_at=activity.starts_at,
            ends_at=activity.ends_at,
            checked_at=one.checked_at,
            confirmed_by=one.checked_by,
            confirmed_name=one.checked_name,
            way=CheckInWay(one.way),
        )


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """A member somebody may mean."""

    id: UUID
    name: str
    organisation: str


def members_named(
    session: Session, actor: Actor, text: str, *, limit: int = CHOICES
) -> tuple[MemberChoice, ...]:
    """Return members in the reader's reach by name, its pinyin or initials, in that order."""
    typed = text.strip()
    if not typed:
        return ()
    low = typed.lower()
    fits = sa.or_(
        PartyMember.name.startswith(typed, autoescape=True),
        PartyMember.pinyin.startswith(low, autoescape=True),
        PartyMember.initials.startswith(low, autoescape=True),
    )
    asked = (
        sa.select(PartyMember.id, PartyMember.name, PartyOrganisation.name)
        .join(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(PartyMember.left_on.is_(None), members_seen(actor), fits)
        .order_by(PartyMember.pinyin, PartyMember.id)
        .limit(limit)
    )
    return tuple(MemberChoice(*row) for row in session.execute(asked))


@dataclass(frozen=True, slots=True)
class Kinds:
    """The sorts the administrator keeps."""

    posts: tuple[str, ...]
    activities: tuple[str, ...]


def kinds_now(session: Session, now: datetime) -> Kinds:
    """Return the sorts of posts and activities as of a moment."""
    kept = settings_at(session, now)
    return Kinds(kinds_of(kept.service_post_kinds), kinds_of(kept.activity_kinds))
