"""Drawing a letter or minutes: made now for somebody, or set again from what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.database.tables import DatabaseState
from app.core.errors import NotFound
from app.papers.briefing.drawing import NOBODY, Kept, set_briefing
from app.papers.documents import kept as texts
from app.papers.frame import Span
from app.papers.models import PaperIssue
from app.papers.official import (
    BODY,
    Colophon,
    Head,
    Official,
    SetPaper,
    Words,
    compose_official,
)
from app.papers.rules import OfficialKind, PaperStep, is_document
from app.papers.wording import wording

_say = wording("documents")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A letter or minutes as they would be drafted now.

    Attributes:
        region: Code of whose paper it is.
        first: First day of what it is told of: the month of a letter, the day of a meeting.
    """

    region: str
    first: date
    told: Official


def draft_of(
    session: Session, actor: Actor, kind: OfficialKind, region: str, subject: str, now: datetime
) -> Drafted:
    """Return what a letter to a unit says, or the minutes of a meeting.

    Args:
        session: Reading session.
        actor: Who drafts it.
        kind: Which.
        region: Code of whose letter it is.
        subject: The name of the unit, or the key of the meeting.
        now: The moment.

    Raises:
        NotFound: The meeting is absent or elsewhere.
        NothingToPrint: Nobody of the unit reported in; the meeting was not held.
    """
    if kind is OfficialKind.LETTER:
        from app.papers.documents.letters import letter_official  # templates are loaded then

        told = letter_official(session, actor, subject, region, now)
        return Drafted(region, local(now).date().replace(day=1), told)
    from app.papers.conference_papers import minutes_official

    row, told = minutes_official(session, actor, _key(subject), now)
    return Drafted(row.region, local(row.starts_at).date(), told)


def set_document(
    session: Session,
    issue: PaperIssue,
    *,
    number: int | None = None,
    dated: date | None = None,
    people: Mapping[PaperStep, str] = NOBODY,
) -> SetPaper:
    """Set a version from what was kept: the same always gives the same bytes."""
    told = texts.read(issue.snapshot)
    is_demo = bool(session.scalar(sa.select(DatabaseState.is_demo)))
    marks = (_say("demo") if is_demo else "", "" if number is not None else _say("draft"))
    blocks = told.blocks
    if issue.correction:
        blocks = (Words((Span(issue.correction, BODY),)), *blocks)
    signers = _say(
        "signers",
        signer=people.get(PaperStep.SIGNED, ""),
        reviewer=people.get(PaperStep.REVIEWED, ""),
        drafter=issue.drafter,
    )
    on = dated or local(issue.as_of).date()
    line = _say(f"number.{issue.kind}", year=on.year, number=number) if number is not None else ""
    head = told.head or Head(told.issuer)
    return compose_official(
        replace(
            told,
            head=replace(head, line=line),
            blocks=(*blocks, Words((Span(signers, BODY),))),
            signed_on=on,
            colophon=Colophon("", told.issuer, on) if number is not None else None,
            mark="\u3000".join(filter(None, marks)),
        )
    )


def set_issue(
    session: Session,
    issue: PaperIssue,
    *,
    number: int | None = None,
    dated: date | None = None,
    people: Mapping[PaperStep, str] = NOBODY,
) -> SetPaper:
    """Set a version of whatever kind from what was kept."""
    if is_document(issue.kind):
        return set_document(session, issue, number=number, dated=dated, people=people)
    kept: Kept = issue
    return set_briefing(session, kept, number=number, dated=dated, people=people).paper


def _key(subject: str) -> UUID:
    try:
        return UUID(subject)
    except ValueError as error:
        raise NotFound(key=subject) from error
