"""Letters and minutes of the demo's street: one signed and sent out, one reviewed, one drafted."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Role
from app.demo.doing import Doing
from app.demo.people import Staff
from app.papers.actions import issue_paper, review_paper, sign_paper
from app.papers.documents.actions import draft_document
from app.papers.documents.queries import choices
from app.papers.fonts import NoPaperFont
from app.papers.rules import OfficialKind

_LETTERS = 2
_SENT_TO = 2
_AGO = timedelta(minutes=50)


def write_documents(do: Doing, staff: Staff, street: str, now: datetime) -> None:
    """Let the Party officer write to units whose members reported in, and the latest minutes; the
    director signs the first letter.
    """
    do.session.flush()
    officer, at = staff.by_role[Role.PARTY_OFFICER][0], now - _AGO
    told = {kind: choices(do.session, officer, kind, street) for kind in OfficialKind}
    keys = [
        do.by(officer, at)(draft_document, kind, street, choice.subject, "")
        for kind, offered in told.items()
        for choice in (offered[:_LETTERS] if kind is OfficialKind.LETTER else offered[:1])
    ]
    for key in keys[:_LETTERS]:
        do.by(officer, at + timedelta(minutes=10))(review_paper, key)
    if not keys:
        return
    director = staff.by_role[Role.DIRECTOR][0]
    try:
        do.by(director, at + timedelta(minutes=20))(sign_paper, keys[0])
    except NoPaperFont:
        return
    asked = sa.select(Unit.id).where(Unit.region.startswith(street)).order_by(Unit.name)
    units = do.session.scalars(asked.limit(_SENT_TO)).all()
    do.by(officer, at + timedelta(minutes=30))(issue_paper, keys[0], units)
