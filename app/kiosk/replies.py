"""What the centre answers whoever reported a case: written for them, read at the machine."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.actions.steps import clean_text, hold_case
from app.cases.models import CaseFile
from app.cases.reach import may_act
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id
from app.kiosk.models import KioskReply
from app.kiosk.rules import clean_code

REPLY_MOST = 1000
_RIGHTS = (Right.HANDLE_CASE, Right.CALL_BACK, Right.CLOSE_CASE)


class ReplyWrong(AppError):
    """A reply says something, and fits the screen; facts: ``most``."""

    code = "kiosk.reply_wrong"


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply as the desk sees it."""

    text: str
    at: datetime
    person_name: str


@once
def publish_reply(uow: Uow, case_id: UUID, text: str, *, command_key: UUID) -> UUID:
    """Answer whoever reported a case; the newest answer is what they read.

    Raises:
        NotAllowed: Who may not handle, call back or close the case does not speak for it.
        ReplyWrong: It is empty or too long.
    """
    case = hold_case(uow, case_id)
    if not any(may_act(uow.actor, case, right) for right in _RIGHTS):
        raise NotAllowed(right=Right.HANDLE_CASE)
    kept = clean_text(text)
    if not kept or len(kept) > REPLY_MOST:
        raise ReplyWrong(most=REPLY_MOST)
    row = KioskReply(
        id=new_id(),
        case_id=case.id,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        text=kept,
    )
    uow.session.add(row)
    uow.record("kiosk.reply", Topic.CASE, case.id, region=case.region, reply=str(row.id))
    uow.touched(Topic.CASE, case.id, case.region)
    return row.id


@dataclass(frozen=True, slots=True)
class Answered:
    """A case and what was answered to whoever reported it, the newest first."""

    case_id: UUID
    title: str
    replies: tuple[ReplyRow, ...]


def answered(session: Session, actor: Actor, typed: str) -> Answered | None:
    """Return the case of a number or receipt, None where there is none one may read."""
    code = clean_code(typed)
    asked = sa.select(CaseFile.id, CaseFile.title).where(
        sa.or_(CaseFile.number == code, CaseFile.receipt_code == code), visible(actor)
    )
    row = session.execute(asked).one_or_none()
    return None if row is None else Answered(row[0], row[1], replies(session, actor, row[0]))


def replies(session: Session, actor: Actor, case_id: UUID) -> tuple[ReplyRow, ...]:
    """Return what was answered to whoever reported a case, the newest first."""
    asked = (
        sa.select(KioskReply.text, KioskReply.at, KioskReply.person_name)
        .join(CaseFile, CaseFile.id == KioskReply.case_id)
        .where(KioskReply.case_id == case_id, visible(actor))
        .order_by(KioskReply.at.desc(), KioskReply.id.desc())
    )
    return tuple(ReplyRow(*row) for row in session.execute(asked))
