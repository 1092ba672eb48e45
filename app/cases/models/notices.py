"""Tables of notices out: templates, which gateways there are, what goes out, what comes back; no
behaviour. No table holds an address or a text that somebody else than the sender chose.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.cases.models import CaseFile, Category
from app.cases.models.life import CaseEvent
from app.cases.notice_rules import Audience, NoticeState
from app.core.database import Base, Moment, code_text, one_of
from app.core.gateways.channels import Channel


class NoticeTemplate(Base):
    """Who is told of a step by what, in which words; only of one source or kind where given."""

    __tablename__ = "notice_template"
    __table_args__ = (
        sa.Index(None, "step"),
        one_of("audience", Audience),
        one_of("channel", Channel),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(code_text(16))
    audience: Mapped[str] = mapped_column(code_text(8))
    channel: Mapped[str] = mapped_column(code_text(8))
    source: Mapped[str | None] = mapped_column(code_text(32))
    category_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    subject: Mapped[str] = mapped_column(sa.String(60), default="")
    text: Mapped[str] = mapped_column(sa.String(300))
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class NoticeGateway(Base):
    """A channel the sending computer has, as it told last; its address and secret stay there."""

    __tablename__ = "notice_gateway"
    __table_args__ = (one_of("channel", Channel),)

    channel: Mapped[str] = mapped_column(code_text(8), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    seen_at: Mapped[datetime] = mapped_column(Moment)
    is_ready: Mapped[bool] = mapped_column(default=True)
    fault: Mapped[str] = mapped_column(sa.String(200), default="")


class Notice(Base):
    """Somebody is to be told of an event, once for each template. What it says is made when it
    is sent, by the service, from the template and the event.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ordinal", "template_id"),
        sa.UniqueConstraint("reference"),
        # of a step that was taken: a row for one to come would bar that step
        sa.ForeignKeyConstraint(["case_id", "ordinal"], [CaseEvent.case_id, CaseEvent.ordinal]),
        sa.Index(None, "state", "next_at"),
        one_of("audience", Audience),
        one_of("channel", Channel),
        one_of("state", NoticeState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    ordinal: Mapped[int]
    template_id: Mapped[UUID] = mapped_column(sa.ForeignKey(NoticeTemplate.id))
    audience: Mapped[str] = mapped_column(code_text(8))
    channel: Mapped[str] = mapped_column(code_text(8))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    state: Mapped[str] = mapped_column(code_text(8))
    queued_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(sa.String(600), default="")
    last4: Mapped[str] = mapped_column(code_text(4), default="")
    # only the service reads it: on a server desks may not
    to_key: Mapped[str] = mapped_column(code_text(64), default="", deferred=True)
    reference: Mapped[str | None] = mapped_column(code_text(8))
    fault: Mapped[str] = mapped_column(code_text(16), default="")
    detail: Mapped[str] = mapped_column(sa.String(200), default="")


class NoticeReply(Base):
    """What came back to a notice, by its reference; append-only."""

    __tablename__ = "notice_reply"
    __table_args__ = (sa.Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Notice.id))
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(sa.String(500))
    is_from_there: Mapped[bool | None]  # whether it came from where it was sent; None: not told
    digest: Mapped[str] = mapped_column(code_text(64), unique=True)
