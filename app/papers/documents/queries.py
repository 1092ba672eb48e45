"""Letters and minutes that were drafted, how far they are, and what can be drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.papers.documents.drawing import set_document
from app.papers.documents.kept import read
from app.papers.fonts import font_warnings, installed_fonts
from app.papers.models import PaperIssue
from app.papers.official import SetPaper
from app.papers.queries import (
    MOST_PAPERS,
    CopyRow,
    StepRow,
    copies_of,
    issue_read,
    lying_in,
    readable,
    standing_of,
    step_rows,
    steps_of,
)
from app.papers.rules import DOCUMENTS, OfficialKind, PaperStep
from app.party.conference.queries.meetings import meeting_rows
from app.party.conference.rules import MeetingState
from app.party.report_in.models import ReportIn
from app.party.report_in.rules import ReportKind
from app.territory.queries import region_names

_RIGHTS = (Right.READ_PARTY,)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A version of a letter or minutes; as `app.papers.queries.PaperRow`, but for its subject.

    Attributes:
        subject: The name of a unit, or the key of a meeting.
        title: What it is called.
    """

    kind: OfficialKind
    subject: str
    title: str
    first: date
    place: str
    id: UUID
    region: str
    version: int
    as_of: datetime
    drafted_at: datetime
    drafter: str
    correction: str
    step: PaperStep | None
    number: int | None
    dated: date | None
    signer: str
    is_newest: bool
    copies: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A version with its pages; as `app.papers.queries.PaperView`."""

    row: DocumentRow
    drawn: SetPaper
    body: bytes
    is_proved: bool
    steps: tuple[StepRow, ...]
    copies: tuple[CopyRow, ...]
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentShelf:
    """The letters and minutes of a region, the newest first; as `app.papers.shelf.Shelf`."""

    region: str
    papers: tuple[DocumentRow, ...]
    may_write: bool
    may_sign: bool
    units: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a letter or minutes can be about."""

    subject: str
    title: str


def documents(session: Session, actor: Actor, looked_at: str, now: datetime) -> DocumentShelf:
    """Return what somebody who looks at a region finds: the newest version of each letter and of
    the minutes of each meeting, and those that were signed before.
    """
    region = looked_at or settings_at(session, now).street_code or _own(actor)
    asked = (
        sa.select(PaperIssue)
        .where(PaperIssue.kind.in_(DOCUMENTS), readable(actor, _RIGHTS), *lying_in(looked_at))
        .order_by(PaperIssue.drafted_at.desc(), PaperIssue.id.desc())
        .limit(MOST_PAPERS)
    )
    issues = session.scalars(asked).all()
    rows = _rows(session, issues)
    signed = (PaperStep.SIGNED, PaperStep.ISSUED)
    return DocumentShelf(
        region=region,
        papers=tuple(row for row in rows if row.is_newest or row.step in signed),
        may_write=bool(region) and actor.may_in(Right.MANAGE_PARTY, region),
        may_sign=actor.may_in(Right.APPROVE, region),
        units=actor.units(Right.READ_CASES),
    )


def document_view(session: Session, actor: Actor, paper_id: UUID) -> DocumentView:
    """Return a version with its pages, set from what was kept.

    Raises:
        NotFound: It is absent or out of scope.
    """
    seen = sa.and_(PaperIssue.kind.in_(DOCUMENTS), readable(actor, _RIGHTS))
    issue = issue_read(session, paper_id, seen)
    (row,) = _rows(session, (issue,))
    taken = steps_of(session, paper_id)
    signed = next((each for each in taken if each.step == PaperStep.SIGNED), None)
    people = {PaperStep(each.step): each.person for each in taken}
    drawn = set_document(session, issue, number=row.number, dated=row.dated, people=people)
    body = signed.body if signed is not None and signed.body else drawn.body
    return DocumentView(
        row=row,
        drawn=drawn,
        body=body,
        is_proved=body == drawn.body,
        steps=step_rows(taken),
        copies=copies_of(session, paper_id),
        fonts=font_warnings(installed_fonts()) if signed is None else (),
    )


def choices(session: Session, actor: Actor, kind: OfficialKind, region: str) -> tuple[Choice, ...]:
    """Return what can be drafted: units whose members reported in, meetings that were held."""
    if kind is OfficialKind.MINUTES:
        held = (
            row for row in meeting_rows(session, actor, region=region)
            if row.state is MeetingState.HELD
        )  # fmt: skip
        return tuple(
            Choice(str(row.id), f"{local(row.starts_at):%Y-%m-%d}  {row.title}") for row in held
        )
    actor.require(Right.READ_PARTY)
    asked = (
        sa.select(ReportIn.unit_name)
        .where(in_regions(ReportIn.region, actor.prefixes(Right.READ_PARTY)))
        .where(in_regions(ReportIn.region, (region,)))
        .where(ReportIn.kind == ReportKind.MEMBER, ReportIn.unit_name != "")
        .distinct()
        .order_by(ReportIn.unit_name)
    )
    return tuple(Choice(name, name) for name in session.scalars(asked))


def _own(actor: Actor) -> str:
    return next((prefix for prefix in actor.prefixes(Right.MANAGE_PARTY) if prefix), "")


def _rows(session: Session, issues: Sequence[PaperIssue]) -> tuple[DocumentRow, ...]:
    standing = standing_of(session, issues)
    names = region_names(session, {issue.region for issue in issues})
    return tuple(
        DocumentRow(
            kind=OfficialKind(issue.kind),
            subject=issue.subject,
            title=_title(issue),
            first=issue.period,
            place=names.get(issue.region, issue.region),
            **standing[issue.id],
        )
        for issue in issues
    )


def _title(issue: PaperIssue) -> str:
    """Return what a version is called: to which unit a letter is, what minutes are headed."""
    if issue.kind == OfficialKind.LETTER:
        return issue.subject
    return read(issue.snapshot).title
