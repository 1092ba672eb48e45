"""Notices as lists show them: templates, what the sending computer has, the log of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import Category
from app.cases.models.notices import Notice, NoticeGateway, NoticeReply, NoticeTemplate
from app.cases.notice_rules import Audience, NoticeFault, NoticeState
from app.cases.rules import EventKind, Source
from app.core.gateways.channels import Channel

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in use."""

    id: UUID
    step: EventKind
    audience: Audience
    channel: Channel
    source: Source | None
    category: str | None
    category_name: str
    subject: str
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """A channel the sending computer told of."""

    channel: Channel
    place: str
    seen_at: datetime
    is_ready: bool
    fault: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What went out, or did not, about a case; the address is never told.

    Attributes:
        last4: The last four digits it went to, "" where it went to a unit or not at all.
        replies: What came back, oldest first.
    """

    id: UUID
    ordinal: int
    audience: Audience
    channel: Channel
    unit: str
    state: NoticeState
    queued_at: datetime
    next_at: datetime
    sent_at: datetime | None
    tries: int
    text: str
    last4: str
    fault: NoticeFault | None
    detail: str
    replies: tuple[tuple[datetime, str, bool | None], ...]


def templates(session: Session) -> tuple[TemplateRow, ...]:
    """Return the templates in use, by step in the order of a life."""
    asked = (
        sa.select(NoticeTemplate, sa.func.coalesce(Category.name, ""))
        .outerjoin(Category, Category.code == NoticeTemplate.category_code)
        .where(NoticeTemplate.is_active)
        .limit(MOST_ROWS)
    )
    rows = [_template(row, name) for row, name in session.execute(asked)]
    steps = list(EventKind)
    return tuple(sorted(rows, key=lambda r: (steps.index(r.step), r.audience, r.channel, r.text)))


def _template(row: NoticeTemplate, name: str) -> TemplateRow:
    return TemplateRow(
        id=row.id,
        step=EventKind(row.step),
        audience=Audience(row.audience),
        channel=Channel(row.channel),
        source=Source(row.source) if row.source else None,
        category=row.category_code,
        category_name=name,
        subject=row.subject,
        text=row.text,
        version=row.version,
    )


def gateways_told(session: Session) -> tuple[GatewayRow, ...]:
    """Return the channels the sending computer told of; none where it never told of any."""
    rows = session.scalars(sa.select(NoticeGateway).order_by(NoticeGateway.channel))
    return tuple(
        GatewayRow(Channel(r.channel), r.place, r.seen_at, r.is_ready, r.fault) for r in rows
    )


def notices_of(session: Session, case_id: UUID) -> tuple[NoticeRow, ...]:
    """Return what was to go out about a case the caller may see, oldest first."""
    asked = (
        sa.select(Notice, sa.func.coalesce(Unit.name, ""))
        .outerjoin(Unit, Unit.id == Notice.unit_id)
        .where(Notice.case_id == case_id)
        .order_by(Notice.queued_at, Notice.id)
        .limit(MOST_ROWS)
    )
    found = session.execute(asked).all()
    replies: dict[UUID, list[tuple[datetime, str, bool | None]]] = {}
    if found:
        came = sa.select(NoticeReply).where(NoticeReply.case_id == case_id)
        for reply in session.scalars(came.order_by(NoticeReply.at, NoticeReply.id)):
            told = (reply.at, reply.text, reply.is_from_there)
            replies.setdefault(reply.notice_id, []).append(told)
    return tuple(_notice(row, unit, tuple(replies.get(row.id, ()))) for row, unit in found)


def _notice(
    row: Notice, unit: str, replies: tuple[tuple[datetime, str, bool | None], ...]
) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        ordinal=row.ordinal,
        audience=Audience(row.audience),
        channel=Channel(row.channel),
        unit=unit,
        state=NoticeState(row.state),
        queued_at=row.queued_at,
        next_at=row.next_at,
        sent_at=row.sent_at,
        tries=row.tries,
        text=row.text,
        last4=row.last4,
        fault=NoticeFault(row.fault) if row.fault else None,
        detail=row.detail,
        replies=replies,
    )
