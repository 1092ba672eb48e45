"""Call-ups with their answers, and signed files with those who are trusted to send them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import NotFound
from app.party.report_in.models import (
    CallUp,
    CallUpAnswer,
    CallUpPost,
    ReportFile,
    ReportIn,
    ReportSender,
)
from app.party.report_in.rules import CallAnswer, CallUpState
from app.territory.models import Region
from app.territory.rules import short_name

CALLS_MOST = 100
FILES_MOST = 50


@dataclass(frozen=True, slots=True)
class PostCount:
    """A post of a call-up, how many it wants, and how many take it."""

    id: UUID
    name: str
    place: str
    wanted: int
    taken: int


@dataclass(frozen=True, slots=True)
class CallUpRow:
    """A call-up with its answers counted.

    Attributes:
        counts: How many said what.
        may_manage: Whether the reader closes it.
    """

    id: UUID
    title: str
    reason: str
    region: str
    place: str
    called_at: datetime
    person_name: str
    state: CallUpState
    posts: tuple[PostCount, ...] = ()
    counts: dict[CallAnswer, int] = field(default_factory=dict)
    may_manage: bool = False

    @property
    def called(self) -> int:
        """Return how many were called."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class CalledMember:
    """Somebody who was called up.

    Attributes:
        post_id: The post they take, None for none.
        may_answer: Whether the reader puts their answer down.
    """

    report_in_id: UUID
    name: str
    unit_name: str
    place: str
    last4: str
    skills: str
    answer: CallAnswer
    post_id: UUID | None
    post: str
    at: datetime
    may_answer: bool


def list_calls(session: Session, actor: Actor, *, region: str = "") -> tuple[CallUpRow, ...]:
    """Return the call-ups the reader may see, open ones first, then the newest."""
    asked = (
        sa.select(CallUp, sa.func.coalesce(Region.name, CallUp.region))
        .outerjoin(Region, Region.code == CallUp.region)
        .where(in_regions(CallUp.region, actor.prefixes(Right.READ_PARTY)))
        .order_by(sa.case((CallUp.state == CallUpState.OPEN, 0), else_=1), CallUp.called_at.desc())
        .limit(CALLS_MOST)
    )
    if region:
        asked = asked.where(in_regions(CallUp.region, (region,)))
    found = session.execute(asked).all()
    keys = [row.id for row, _ in found]
    counts: dict[UUID, dict[CallAnswer, int]] = defaultdict(dict)
    taken: dict[UUID, int] = defaultdict(int)
    said = (
        sa.select(
            CallUpAnswer.call_up_id, CallUpAnswer.answer, CallUpAnswer.post_id, sa.func.count()
        )
        .where(CallUpAnswer.call_up_id.in_(keys))
        .group_by(CallUpAnswer.call_up_id, CallUpAnswer.answer, CallUpAnswer.post_id)
    )
    for key, answer, post, count in session.execute(said):
        each = counts[key]
        each[CallAnswer(answer)] = each.get(CallAnswer(answer), 0) + count
        if post is not None and answer in (CallAnswer.YES, CallAnswer.CAME):
            taken[post] += count
    posts: dict[UUID, list[PostCount]] = defaultdict(list)
    of_calls = sa.select(CallUpPost).where(CallUpPost.call_up_id.in_(keys)).order_by(CallUpPost.id)
    for row in session.scalars(of_calls):
        posts[row.call_up_id].append(
            PostCount(row.id, row.name, row.place, row.wanted, taken[row.id])
        )
    return tuple(
        CallUpRow(
            id=row.id,
            title=row.title,
            reason=row.reason,
            region=row.region,
            place=short_name(place),
            called_at=row.called_at,
            person_name=row.person_name,
            state=CallUpState(row.state),
            posts=tuple(posts[row.id]),
            counts=counts[row.id],
            may_manage=actor.may_in(Right.MANAGE_PARTY, row.region),
        )
        for row, place in found
    )


def called_members(session: Session, actor: Actor, call_up_id: UUID) -> tuple[CalledMember, ...]:
    """Return who was called up, those who have not answered first.

    Raises:
        NotFound: There is no such call-up in reach.
    """
    call = session.get(CallUp, call_up_id)
    if call is None or not actor.may_in(Right.READ_PARTY, call.region):
        raise NotFound(call_up=call_up_id)
    waiting = sa.case((CallUpAnswer.answer == CallAnswer.ASKED, 0), else_=1)
    asked = (
        sa.select(
            CallUpAnswer,
            ReportIn,
            sa.func.coalesce(Region.name, ReportIn.region),
            sa.func.coalesce(CallUpPost.name, ""),
        )
        .join(ReportIn, ReportIn.id == CallUpAnswer.report_in_id)
        .outerjoin(Region, Region.code == ReportIn.region)
        .outerjoin(CallUpPost, CallUpPost.id == CallUpAnswer.post_id)
        .where(CallUpAnswer.call_up_id == call_up_id)
        .order_by(waiting, ReportIn.region, ReportIn.name, ReportIn.id)
    )
    rights = (Right.CONFIRM_REPORT_IN, Right.MANAGE_PARTY)
    return tuple(
        CalledMember(
            report_in_id=row.id,
            name=row.name,
            unit_name=row.unit_name,
            place=short_name(place),
            last4=row.last4,
            skills=row.skills,
            answer=CallAnswer(answer.answer),
            post_id=answer.post_id,
            post=post,
            at=answer.at,
            may_answer=call.state == CallUpState.OPEN
            and any(actor.may_in(right, answer.region) for right in rights),
        )
        for answer, row, place, post in session.execute(asked)
    )


@dataclass(frozen=True, slots=True)
class SenderRow:
    """Whose files are trusted."""

    id: UUID
    name: str
    public_key: str
    at: datetime
    person_name: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was taken in or given out."""

    id: UUID
    kind: str
    sender: str
    at: datetime
    person_name: str
    taken: int
    refused: int


def list_senders(session: Session, actor: Actor) -> tuple[SenderRow, ...]:
    """Return the senders the reader may see, those trusted now first."""
    asked = (
        sa.select(ReportSender)
        .where(in_regions(ReportSender.region, actor.prefixes(Right.READ_PARTY)))
        .order_by(ReportSender.ended_at.is_not(None), ReportSender.at.desc())
    )
    return tuple(
        SenderRow(r.id, r.name, r.public_key, r.at, r.person_name, r.ended_at)
        for r in session.scalars(asked)
    )


def list_files(session: Session, actor: Actor) -> tuple[FileRow, ...]:
    """Return the files that came and went, the newest first."""
    asked = (
        sa.select(ReportFile, sa.func.coalesce(ReportSender.name, ""))
        .outerjoin(ReportSender, ReportSender.id == ReportFile.sender_id)
        .where(in_regions(ReportFile.region, actor.prefixes(Right.READ_PARTY)))
        .order_by(ReportFile.at.desc(), ReportFile.id.desc())
        .limit(FILES_MOST)
    )
    return tuple(
        FileRow(r.id, r.kind, sender, r.at, r.person_name, r.taken, r.refused)
        for r, sender in session.execute(asked)
    )
