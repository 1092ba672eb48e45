"""Those who reported in are called up to posts, and their answers are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.party.report_in.models import CallUp, CallUpAnswer, CallUpPost, ReportIn
from app.party.report_in.rules import (
    NAME_MOST,
    NOTE_MOST,
    PLACE_MOST,
    CallAnswer,
    CallUpState,
    ReportFieldMissing,
    ReportState,
)


class CallUpClosed(AppError):
    """A call-up counts no answers any more."""

    code = "reportin.call_up_closed"


class NobodyToCall(AppError):
    """Nobody whose visit is confirmed reported in there."""

    code = "reportin.nobody_to_call"


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post and how many it wants."""

    name: str
    place: str
    wanted: int


@dataclass(frozen=True, slots=True)
class CallUpDraft:
    """What is said of a call-up.

    Attributes:
        region: Code of the street or community whose report-ins are called.
        reason: By which posture, e.g. ``防汛Ⅱ级应急响应``.
    """

    region: str
    title: str
    reason: str
    posts: tuple[PostDraft, ...]


@once
def call_up(uow: Uow, draft: CallUpDraft, *, command_key: UUID) -> UUID:
    """Call everybody up who reported in within a region and whose visit is confirmed.

    Raises:
        NobodyToCall: There is nobody.
        ReportFieldMissing: Title, reason or posts are missing.
    """
    if not uow.actor.may_in(Right.MANAGE_PARTY, draft.region):
        raise NotAllowed(right=Right.MANAGE_PARTY)
    title, reason = one_line(draft.title)[:NAME_MOST], one_line(draft.reason)[:NOTE_MOST]
    posts = [post for post in draft.posts if one_line(post.name)]
    if not title or not reason or not posts:
        raise ReportFieldMissing
    asked = sa.select(ReportIn.id, ReportIn.region).where(
        in_regions(ReportIn.region, (draft.region,)), ReportIn.state == ReportState.CONFIRMED
    )
    called = uow.session.execute(asked).all()
    if not called:
        raise NobodyToCall
    row = CallUp(
        id=new_id(),
        region=draft.region,
        title=title,
        reason=reason,
        called_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        state=CallUpState.OPEN,
    )
    uow.session.add(row)
    uow.settle(row)
    uow.session.flush()
    uow.add_many(CallUpPost, [_post(row.id, post) for post in posts])
    said = {
        "call_up_id": row.id,
        "post_id": None,
        "answer": CallAnswer.ASKED,
        "at": uow.now,
        "person_id": uow.actor.person_id,
        "person_name": uow.actor.name,
    }
    uow.add_many(
        CallUpAnswer, [said | {"report_in_id": key, "region": region} for key, region in called]
    )
    _tell(uow, "report_in.called_up", row, called=len(called), posts=len(posts))
    return row.id


@once
def answer_call(
    uow: Uow,
    call_up_id: UUID,
    report_ins: Sequence[UUID],
    answer: CallAnswer,
    post_id: UUID | None = None,
    *,
    command_key: UUID,
) -> int:
    """Put down what some of those called said, and the post they take; return how many.

    Raises:
        CallUpClosed: It counts no answers any more.
    """
    row = _open(uow, call_up_id)
    held = sa.select(CallUpAnswer).where(
        CallUpAnswer.call_up_id == call_up_id, CallUpAnswer.report_in_id.in_(report_ins)
    )
    rows = uow.session.scalars(held.with_for_update()).all()
    for each in rows:
        if not _may_answer(uow, each.region):
            raise NotAllowed(right=Right.CONFIRM_REPORT_IN)
        each.answer, each.at = answer, uow.now
        each.person_id, each.person_name = uow.actor.person_id, uow.actor.name
        if answer is CallAnswer.NO:
            each.post_id = None
        elif post_id is not None:
            each.post_id = post_id
    uow.settle(*rows)
    _tell(uow, "report_in.answered", row, answer=answer, count=len(rows))
    return len(rows)


@once
def close_call(uow: Uow, call_up_id: UUID, *, command_key: UUID) -> None:
    """Let a call-up count no more answers."""
    row = _open(uow, call_up_id)
    if not uow.actor.may_in(Right.MANAGE_PARTY, row.region):
        raise NotAllowed(right=Right.MANAGE_PARTY)
    row.state, row.closed_at = CallUpState.CLOSED, uow.now
    uow.settle(row)
    _tell(uow, "report_in.call_closed", row)


def _may_answer(uow: Uow, region: str) -> bool:
    rights = (Right.CONFIRM_REPORT_IN, Right.MANAGE_PARTY)
    return any(uow.actor.may_in(right, region) for right in rights)


def _post(call_up_id: UUID, draft: PostDraft) -> dict[str, object]:
    return {
        "id": new_id(),
        "call_up_id": call_up_id,
        "name": one_line(draft.name)[:NAME_MOST],
        "place": one_line(draft.place)[:PLACE_MOST],
        "wanted": max(1, draft.wanted),
    }


def _open(uow: Uow, key: UUID) -> CallUp:
    row = uow.session.get(CallUp, key, populate_existing=True)
    if row is None:
        raise NotFound(call_up=key)
    if row.state != CallUpState.OPEN:
        raise CallUpClosed
    return row


def _tell(uow: Uow, action: str, row: CallUp, **facts: object) -> None:
    uow.record(action, Topic.REPORT_IN, row.id, region=row.region, **facts)
    uow.touched(Topic.REPORT_IN, row.id, row.region)
