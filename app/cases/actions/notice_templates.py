"""Templates of notices: who is told of which step by what, in which words."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.intake import check_category
from app.cases.models.notices import NoticeTemplate
from app.cases.notice_rules import NOTICED, Audience, Words, checked_words
from app.cases.rules import EventKind, Source
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotFound
from app.core.gateways.channels import Channel
from app.core.ids import new_id


class NotNoticed(AppError):
    """Nobody outside is told of this step, or not by this channel; facts: ``step``."""

    code = "notices.not_noticed"


@dataclass(frozen=True, slots=True)
class TemplateDetails:
    """What a template says and when it is used.

    Attributes:
        source: Only for cases of this source; None for all.
        category: Only for this kind or category; None for all.
    """

    step: EventKind
    audience: Audience
    channel: Channel
    text: str
    subject: str = ""
    source: Source | None = None
    category: str | None = None


@once
def save_template(
    uow: Uow,
    details: TemplateDetails,
    *,
    command_key: UUID,
    template_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Add a template or change one; what is queued already is sent in the new words.

    Raises:
        NotNoticed: Nobody is told of this step, or a caller not by this channel.
        TemplateWrong: The words are empty or too long.
        UnknownPlace: They leave open what cannot be filled.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    to_caller = details.audience is Audience.CALLER
    if details.step not in NOTICED or (to_caller and details.channel is not Channel.SMS):
        raise NotNoticed(step=details.step)
    words = checked_words(Words(details.subject, details.text), details.audience)
    if details.category:
        check_category(uow, details.category)
    row = _row(uow, template_id, seen_version)
    row.step, row.audience, row.channel = details.step, details.audience, details.channel
    row.source, row.category_code = details.source, details.category or None
    row.subject, row.text = words.subject, words.text
    row.is_active = True
    uow.session.add(row)
    _told(uow, row, "notices.template_saved")
    return row.id


@once
def retire_template(uow: Uow, template_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Tell nobody by a template any more; what went out by it stays."""
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    row = _row(uow, template_id, seen_version)
    row.is_active = False
    _told(uow, row, "notices.template_retired")


def _row(uow: Uow, template_id: UUID | None, seen_version: int) -> NoticeTemplate:
    if template_id is None:
        return NoticeTemplate(id=new_id())
    row = uow.session.get(NoticeTemplate, template_id)
    if row is None:
        raise NotFound(template=template_id)
    if row.version != seen_version:
        raise Conflict(template=template_id)
    return row


def _told(uow: Uow, row: NoticeTemplate, action: str) -> None:
    uow.session.flush()
    facts = {"step": row.step, "audience": row.audience, "channel": row.channel}
    uow.record(action, Topic.NOTICE, row.id, text=row.text, **facts)
    uow.touched(Topic.NOTICE, row.id)
