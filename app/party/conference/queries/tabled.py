"""What waits for a meeting: cases put before the body (提请), items nobody spoke about yet."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.models import CaseFile
from app.cases.rules import Pause
from app.core.actor import Actor
from app.core.database import has_own_account
from app.party.conference.models import ConferenceItem, ConferenceMeeting
from app.party.conference.rules import ItemKind, ItemState, MeetingState

_DOOR = sa.text("SELECT case_id, number, reason FROM jz.tabled_cases(:region)")


@dataclass(frozen=True, slots=True)
class TabledCase:
    """A case that was put before the body; `reason` is what was said then, nothing more of it."""

    case_id: UUID
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that can be put on an agenda: a case, or an item of an earlier meeting."""

    title: str
    kind: ItemKind
    subject: str
    case_id: UUID | None
    item_id: UUID | None
    came_from: str


def tabled_cases(session: Session, actor: Actor, region: str) -> tuple[TabledCase, ...]:
    """Return the cases that were put before the body of a region, whether on an agenda or not.

    Whoever keeps the body need not read cases: they see number and question, as they were put.
    """
    if not actor.may_in(Right.MANAGE_PARTY, region):
        return ()
    if has_own_account(session):
        found = session.execute(_DOOR, {"region": region})
        return tuple(TabledCase(*row) for row in found)
    asked = (
        sa.select(CaseFile.id, CaseFile.number, CaseFile.pause_reason)
        .where(CaseFile.pause == Pause.TABLED, in_regions(CaseFile.region, (region,)))
        .order_by(CaseFile.number)
    )
    return tuple(TabledCase(key, number or "", why) for key, number, why in session.execute(asked))


def waiting_for(session: Session, actor: Actor, region: str) -> tuple[Waiting, ...]:
    """Return what waits for a meeting in a region: cases on no agenda, items left over."""
    left = _left_over(session, actor, region)
    spoken = _on_agenda(session) | {item.case_id for item in left if item.case_id is not None}
    cases = tuple(
        Waiting(case.reason, ItemKind.CASE, case.number, case.case_id, None, "")
        for case in tabled_cases(session, actor, region)
        if case.case_id not in spoken
    )
    return (*left, *cases)


def _left_over(session: Session, actor: Actor, region: str) -> tuple[Waiting, ...]:
    if not actor.may_in(Right.MANAGE_PARTY, region):
        return ()
    over = (MeetingState.VOID, MeetingState.CANCELLED)
    asked = (
        sa.select(ConferenceItem, ConferenceMeeting.title)
        .join(ConferenceMeeting, ConferenceMeeting.id == ConferenceItem.meeting_id)
        .where(
            ConferenceItem.region == region,
            ConferenceItem.state == ItemState.OPEN,
            ConferenceMeeting.state.in_(over),
        )
        .order_by(ConferenceMeeting.starts_at, ConferenceItem.ordinal)
    )
    return tuple(
        Waiting(item.title, ItemKind(item.kind), item.subject, item.case_id, item.id, title)
        for item, title in session.execute(asked)
    )


def _on_agenda(session: Session) -> set[UUID]:
    """Return the cases that stand on the agenda of a meeting to come, or are on their way back."""
    live = (MeetingState.CALLED, MeetingState.HELD)
    asked = (
        sa.select(ConferenceItem.case_id)
        .join(ConferenceMeeting, ConferenceMeeting.id == ConferenceItem.meeting_id)
        .where(
            ConferenceItem.case_id.is_not(None),
            ConferenceItem.given_back_at.is_(None),
            ConferenceItem.state.in_((ItemState.OPEN, ItemState.CONCLUDED)),
            ConferenceMeeting.state.in_(live),
        )
    )
    return {key for key in session.scalars(asked) if key is not None}
