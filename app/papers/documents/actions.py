"""Drafting a letter or minutes; what follows is done as with briefings (`app.papers.actions`)."""

from uuid import UUID

from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.text import one_line
from app.papers.actions import (
    KEEPS_DOCUMENTS,
    REASON_MOST,
    newest_of,
    put_down,
    require_any,
    steps_done,
)
from app.papers.briefing.snapshot import digest
from app.papers.documents import kept
from app.papers.documents.drawing import draft_of
from app.papers.models import PaperIssue
from app.papers.rules import OfficialKind, PaperStep


@once
def draft_document(
    uow: Uow, kind: OfficialKind, region: str, subject: str, reason: str, *, command_key: UUID
) -> UUID:
    """Put down what a letter or minutes say now, as their next version.

    Args:
        uow: Open transaction.
        kind: Which.
        region: Code of whose letter it is; minutes are of the region of their meeting.
        subject: The name of the unit, or the key of the meeting.
        reason: Why a signed version is corrected; "" where none was signed.
        command_key: Of this command.

    Raises:
        NotAllowed: Does not keep the Party's affairs of the region.
        NothingToPrint: There is nothing to say.
        ReasonMissing: The last version was signed, and no reason is given.
    """
    made = draft_of(uow.session, uow.actor, kind, region, subject, uow.now)
    require_any(uow, made.region, *KEEPS_DOCUMENTS)
    last = newest_of(uow, (kind.value, made.region, made.first, subject))
    correction = ""
    if last is not None and PaperStep.SIGNED in steps_done(uow, last.id):
        why = one_line(reason)[:REASON_MOST]
        before = kept.read(last.snapshot)
        correction = kept.correction_words(last.version, before, made.told, why)
    text = kept.written(made.told)
    row = PaperIssue(
        id=new_id(),
        kind=kind.value,
        region=made.region,
        period=made.first,
        subject=subject,
        version=last.version + 1 if last is not None else 1,
        as_of=uow.now,
        drafted_at=uow.now,
        drafter_id=uow.actor.person_id,
        drafter=uow.actor.name,
        snapshot=text,
        digest=digest(text.encode()),
        correction=correction,
    )
    return put_down(uow, row)
