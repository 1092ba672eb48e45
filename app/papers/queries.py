"""Papers that were drafted, what stands on them, and the very lists their numbers count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.filters.model import FilterField
from app.core.actor import Actor
from app.core.errors import NotFound
from app.papers.briefing import snapshot
from app.papers.briefing.compose import Briefing
from app.papers.briefing.drawing import count_period, set_briefing
from app.papers.briefing.figures import CaseList, Figure
from app.papers.briefing.period import Period
from app.papers.figure_rows import Kept
from app.papers.fonts import font_warnings, installed_fonts
from app.papers.models import PaperCopy, PaperIssue, PaperReceipt, PaperStepTaken
from app.papers.rules import PaperStep, PeriodKind, is_document

MOST_PAPERS = 200
_FIGURES = (Right.READ_CASES, Right.READ_FIGURES)
_OF_THE_MOMENT = frozenset({FilterField.STATE, FilterField.DUE})
"""Fields whose lists are other ones at every moment: what is open, what is overdue."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A version of a paper.

    Attributes:
        step: How far it is, None for a draft.
        number: In the year it was signed, None before.
        signer: Who signed it, "" before.
        is_newest: No later version of the same period is there.
        copies: To how many units it went, and how many have said that they have it.
    """

    id: UUID
    region: str
    period: Period
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
class StepRow:
    """A step that was taken."""

    step: PaperStep
    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A unit's copy; `received_at` is None until it says that it has it."""

    unit_id: UUID
    unit: str
    sent_at: datetime
    received_at: datetime | None
    receiver: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A version with its pages.

    Attributes:
        body: Its PDF: of a signed one the very bytes that were signed.
        is_proved: Set again from its numbers it gives the same bytes, and they are the ones
            that were signed; True for a draft.
        fonts: Sentences about fonts of the standard that this computer lacks; none of a signed
            paper, which has its fonts in it.
        kept: Keys of the rows its figures counted when it was drafted.
    """

    row: PaperRow
    briefing: Briefing
    body: bytes
    is_proved: bool
    steps: tuple[StepRow, ...]
    copies: tuple[CopyRow, ...]
    fonts: tuple[str, ...] = ()
    kept: Kept = field(default_factory=dict)


def papers_of(
    session: Session, actor: Actor, region: str, kind: PeriodKind
) -> tuple[PaperRow, ...]:
    """Return the papers of a kind and region that may be read, the newest period and version
    first.
    """
    asked = (
        sa.select(PaperIssue)
        .where(PaperIssue.kind == kind.value, readable(actor, _FIGURES), *lying_in(region))
        .order_by(PaperIssue.period.desc(), PaperIssue.region, PaperIssue.version.desc())
        .limit(MOST_PAPERS)
    )
    rows = session.scalars(asked.options(sa.orm.defer(PaperIssue.snapshot))).all()
    return _rows(session, rows)


def lying_in(region: str) -> list[sa.ColumnElement[bool]]:
    """Return the condition that a paper is of a region or what lies in it."""
    if not region:
        return []
    return [PaperIssue.region >= region, PaperIssue.region < f"{region}:"]


def readable(actor: Actor, rights: tuple[Right, ...]) -> sa.ColumnElement[bool]:
    """Return who may read a paper: where one of the rights reaches its region, or as the people of
    a unit that got a copy.
    """
    if actor.everything:
        return sa.true()
    prefixes = {prefix for right in rights for prefix in actor.prefixes(right)}
    found = [
        sa.and_(PaperIssue.region >= each, PaperIssue.region < f"{each}:") if each else sa.true()
        for each in sorted(prefixes)
    ]
    units = actor.units(Right.READ_CASES)
    if units:
        got = sa.select(PaperCopy.paper_id).where(PaperCopy.unit_id.in_(units))
        found.append(PaperIssue.id.in_(got))
    return sa.or_(sa.false(), *found)


def paper_view(session: Session, actor: Actor, paper_id: UUID) -> PaperView:
    """Return a version with its pages, set from what was kept.

    Raises:
        NotFound: It is absent or out of scope.
    """
    issue = issue_read(session, paper_id, readable(actor, _FIGURES))
    if is_document(issue.kind):
        raise NotFound(paper=paper_id)
    (row,) = _rows(session, (issue,))
    taken = steps_of(session, paper_id)
    signed = next((each for each in taken if each.step == PaperStep.SIGNED), None)
    people = {PaperStep(each.step): each.person for each in taken}
    briefing = set_briefing(session, issue, number=row.number, dated=row.dated, people=people)
    body = signed.body if signed is not None and signed.body else briefing.paper.body
    return PaperView(
        row=row,
        briefing=briefing,
        body=body,
        is_proved=body == briefing.paper.body,
        steps=step_rows(taken),
        copies=copies_of(session, paper_id),
        fonts=font_warnings(installed_fonts()) if signed is None else (),
        kept=snapshot.kept_rows(issue.snapshot),
    )


def issue_read(session: Session, paper_id: UUID, seen: sa.ColumnElement[bool]) -> PaperIssue:
    """Return a version that fulfils a condition.

    Raises:
        NotFound: It is absent or does not.
    """
    issue = session.scalars(sa.select(PaperIssue).where(PaperIssue.id == paper_id, seen)).first()
    if issue is None:
        raise NotFound(paper=paper_id)
    return issue


def steps_of(session: Session, paper_id: UUID) -> Sequence[PaperStepTaken]:
    """Return the steps a version has taken, with the bytes that were signed."""
    asked = sa.select(PaperStepTaken).where(PaperStepTaken.paper_id == paper_id)
    return session.scalars(asked.options(undefer(PaperStepTaken.body))).all()


def step_rows(taken: Sequence[PaperStepTaken]) -> tuple[StepRow, ...]:
    """Return steps as they are shown, in their order."""
    steps = [StepRow(PaperStep(each.step), each.at, each.person) for each in taken]
    return tuple(sorted(steps, key=lambda step: list(PaperStep).index(step.step)))


def _rows(session: Session, issues: Sequence[PaperIssue]) -> tuple[PaperRow, ...]:
    standing = standing_of(session, issues)
    return tuple(
        PaperRow(period=Period(issue.period, PeriodKind(issue.kind)), **standing[issue.id])
        for issue in issues
    )


def standing_of(session: Session, issues: Sequence[PaperIssue]) -> dict[UUID, dict[str, Any]]:
    """Return by key what rows of papers of every kind say of how far they are."""
    keys = [issue.id for issue in issues]
    steps: dict[UUID, dict[str, PaperStepTaken]] = {}
    for taken in session.scalars(
        sa.select(PaperStepTaken).where(PaperStepTaken.paper_id.in_(keys))
    ):
        steps.setdefault(taken.paper_id, {})[taken.step] = taken
    counts = _receipts(session, keys)
    newest: dict[tuple[str, str, date, str], int] = {}
    periods = {issue.period for issue in issues}
    last = sa.func.max(PaperIssue.version)
    about = (PaperIssue.kind, PaperIssue.region, PaperIssue.period, PaperIssue.subject)
    for kind, region, period, subject, version in session.execute(
        sa.select(*about, last).where(PaperIssue.period.in_(periods)).group_by(*about)
    ):
        newest[kind, region, period, subject] = version
    return {
        issue.id: _standing(
            issue,
            steps.get(issue.id, {}),
            counts.get(issue.id, (0, 0)),
            is_newest=newest[issue.kind, issue.region, issue.period, issue.subject]
            == issue.version,
        )
        for issue in issues
    }


def _receipts(session: Session, keys: list[UUID]) -> dict[UUID, tuple[int, int]]:
    joined = sa.and_(
        PaperReceipt.paper_id == PaperCopy.paper_id, PaperReceipt.unit_id == PaperCopy.unit_id
    )
    asked = (
        sa.select(PaperCopy.paper_id, sa.func.count(), sa.func.count(PaperReceipt.at))
        .outerjoin(PaperReceipt, joined)
        .where(PaperCopy.paper_id.in_(keys))
        .group_by(PaperCopy.paper_id)
    )
    return {key: (sent, received) for key, sent, received in session.execute(asked)}


def _standing(
    issue: PaperIssue,
    steps: dict[str, PaperStepTaken],
    copies: tuple[int, int],
    *,
    is_newest: bool,
) -> dict[str, Any]:
    signed = steps.get(PaperStep.SIGNED.value)
    done = [step for step in PaperStep if step.value in steps]
    return {
        "id": issue.id,
        "region": issue.region,
        "version": issue.version,
        "as_of": issue.as_of,
        "drafted_at": issue.drafted_at,
        "drafter": issue.drafter,
        "correction": issue.correction,
        "step": done[-1] if done else None,
        "number": signed.number if signed is not None else None,
        "dated": signed.dated if signed is not None else None,
        "signer": signed.person if signed is not None else "",
        "is_newest": is_newest,
        "copies": copies,
    }


def copies_of(session: Session, paper_id: UUID) -> tuple[CopyRow, ...]:
    """Return who got a paper, by the names of the units."""
    joined = sa.and_(
        PaperReceipt.paper_id == PaperCopy.paper_id, PaperReceipt.unit_id == PaperCopy.unit_id
    )
    asked = (
        sa.select(
            PaperCopy.unit_id,
            PaperCopy.unit,
            PaperCopy.sent_at,
            PaperReceipt.at,
            sa.func.coalesce(PaperReceipt.person, ""),
        )
        .outerjoin(PaperReceipt, joined)
        .where(PaperCopy.paper_id == paper_id)
        .order_by(PaperCopy.unit)
    )
    return tuple(CopyRow(*record) for record in session.execute(asked))


def units_to_tell(session: Session, region: str) -> tuple[tuple[UUID, str], ...]:
    """Return the units that work in a region, by name: to whom a paper can be sent."""
    street = region[:9]
    asked = sa.select(Unit.id, Unit.name).where(Unit.is_active, Unit.region >= street)
    found = session.execute(asked.where(Unit.region < f"{street}:").order_by(Unit.name))
    return tuple((key, name) for key, name in found)


# -- figures -----------------------------------------------------------------------------------


def is_of_the_moment(figure: Figure) -> bool:
    """Tell whether a figure counts what stands at a moment, so that it is another one now."""
    rows = figure.rows
    return isinstance(rows, CaseList) and any(rows.rules.of(each) for each in _OF_THE_MOMENT)


def recounted(session: Session, actor: Actor, view: PaperView, now: datetime) -> dict[str, Figure]:
    """Return the figures of a paper as they are counted now."""
    wish = view.briefing.gathered.wish
    return count_period(session, actor, wish, now).book.figures
