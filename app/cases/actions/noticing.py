"""Queueing notices in the transaction of the step they tell of; sending is the service's work."""

from uuid import UUID

import sqlalchemy as sa

from app.cases.limits import upwards
from app.cases.models import CaseFile
from app.cases.models.notices import Notice, NoticeGateway, NoticeTemplate
from app.cases.notice_rules import NOTICED, NoticeState
from app.cases.rules import EventKind
from app.core.database import Uow
from app.core.ids import new_id


def queue_notices(
    uow: Uow, case: CaseFile, kind: EventKind, ordinal: int, unit_id: UUID | None
) -> None:
    """Queue who is to be told of an event: of each audience and channel the template that fits
    best, by what the sending computer has said it has; nothing where it has nothing.
    """
    if kind not in NOTICED or uow.alone is not None:
        return
    ready = sa.select(NoticeGateway.channel).where(NoticeGateway.is_ready)
    codes = upwards(case.category_code)
    asked = sa.select(NoticeTemplate).where(
        NoticeTemplate.step == kind,
        NoticeTemplate.is_active,
        NoticeTemplate.channel.in_(ready),
        sa.or_(NoticeTemplate.source.is_(None), NoticeTemplate.source == case.source),
        sa.or_(NoticeTemplate.category_code.is_(None), NoticeTemplate.category_code.in_(codes)),
    )
    chosen: dict[tuple[str, str], NoticeTemplate] = {}
    for row in sorted(uow.session.scalars(asked), key=_fit):
        chosen[row.audience, row.channel] = row
    for row in chosen.values():
        uow.session.add(
            Notice(
                id=new_id(),
                case_id=case.id,
                ordinal=ordinal,
                template_id=row.id,
                audience=row.audience,
                channel=row.channel,
                unit_id=unit_id or case.handling_unit_id,
                state=NoticeState.WAITING,
                queued_at=uow.now,
                next_at=uow.now,
            )
        )


def _fit(row: NoticeTemplate) -> tuple[int, bool, str]:
    """Return how well a template fits one that fits at all: by kind, then by source."""
    return len(row.category_code or ""), row.source is not None, row.id.hex
