"""One project: who was asked for what, its steps, its files and its judgement."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments, thumbnails
from app.party.lists.models import ListMilestone, ListRating, ListResource, ListShare
from app.party.lists.rules import OfferKind, ShareAnswer


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What was asked of a resource; `reason` is why its owner said no."""

    resource_id: UUID
    title: str
    offered_by: str
    kind: OfferKind
    amount: int
    answer: ShareAnswer
    reason: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A step; `reached_on` is None while it is not reached."""

    id: UUID
    title: str
    due_on: date
    reached_on: date | None
    reached_by: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class RatingRow:
    """How whoever it was for judged it: 1 to 5."""

    score: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """What the panel of a project shows besides its row; thumbnails are small JPEGs."""

    id: UUID
    shares: tuple[ShareRow, ...]
    milestones: tuple[MilestoneRow, ...]
    rating: RatingRow | None
    files: tuple[AttachmentRow, ...]
    thumbnails: dict[UUID, bytes]


def project_detail(session: Session, actor: Actor, project_id: UUID) -> ProjectDetail:
    """Return what there is to a project.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    subject = str(project_id)
    judged = session.get(ListRating, project_id)
    rating = (
        RatingRow(judged.score, judged.words, judged.person_name, judged.at) if judged else None
    )
    return ProjectDetail(
        project_id,
        _shares(session, project_id),
        _milestones(session, project_id),
        rating,
        list_attachments(session, subject),
        thumbnails(session, subject),
    )


def _shares(session: Session, project_id: UUID) -> tuple[ShareRow, ...]:
    asked = (
        sa.select(ListShare, ListResource.title, ListResource.offered_by)
        .join(ListResource, ListResource.id == ListShare.resource_id)
        .where(ListShare.project_id == project_id)
        .order_by(ListShare.amount.desc(), ListResource.title)
    )
    return tuple(
        ShareRow(
            share.resource_id,
            title,
            by,
            OfferKind(share.kind),
            share.amount,
            ShareAnswer(share.answer),
            share.reason,
        )
        for share, title, by in session.execute(asked)
    )


def _milestones(session: Session, project_id: UUID) -> tuple[MilestoneRow, ...]:
    asked = sa.select(ListMilestone).where(ListMilestone.project_id == project_id)
    return tuple(
        MilestoneRow(
            step.id,
            step.title,
            step.due_on,
            step.reached_on,
            step.reached_name,
            step.note,
            step.version,
        )
        for step in session.scalars(asked.order_by(ListMilestone.due_on, ListMilestone.id))
    )
