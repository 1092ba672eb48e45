"""Papers that were drafted, what stands on them, and the very lists their numbers count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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
from app.papers.rules import PaperStep, PeriodKind

MOST_PAPERS = 200
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
        .where(PaperIssue.kind == kind.value, _readable(actor), *_in(region))
        .order_by(PaperIssue.period.desc(), PaperIssue.region, PaperIssue.version.desc())
        .limit(MOST_PAPERS)
    )
    rows = session.scalars(asked.options(sa.orm.defer(PaperIssue.snapshot))).all()
    return _rows(session, rows)


def _in(region: str) -> list[sa.ColumnElement[bool]]:
    if not region:
        return []
    return [PaperIssue.region >= region, PaperIssue.region < f"{region}:"]


def _readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Return who may read a paper: where its region is reached, or as the people of a unit that
    got a copy.
    """
    if actor.everything:
        return sa.true()
    prefixes = {
        prefix
        for right in (Right.READ_CASES, Right.READ_FIGURES)
        for prefix in actor.prefixes(right)
    }
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
    asked = sa.select(PaperIssue).where(PaperIssue.id == paper_id, _readable(actor))
    issue = session.scalars(asked).first()
    if issue is None:
        raise NotFound(paper=paper_id)
    (row,) = _rows(session, (issue,))
    of_paper = sa.select(PaperStepTaken).where(PaperStepTaken.paper_id == paper_id)
    taken = session.scalars(of_paper.options(undefer(PaperStepTaken.body))).all()
    signed = next((each for each in taken if each.step == PaperStep.SIGNED), None)
    people = {PaperStep(each.step): each.person for each in taken}
    briefing = set_briefing(session, issue, number=row.number, dated=row.dated, people=people)
    body = signed.body if signed is not None and signed.body else briefing.paper.body
    steps = [StepRow(PaperStep(each.step), each.at, each.person) for each in taken]
    return PaperView(
        row=row,
        briefing=briefing,
        body=body,
        is_proved=body == briefing.paper.body,
        steps=tuple(sorted(steps, key=lambda step: list(PaperStep).index(step.step))),
        copies=_copies(session, paper_id),
        fonts=font_warnings(installed_fonts()) if signed is None else (),
        kept=snapshot.kept_rows(issue.snapshot),
    )


def _rows(session: Session, issues: Sequence[PaperIssue]) -> tuple[PaperRow, ...]:
    keys = [issue.id for issue in issues]
    steps: dict[UUID, dict[str, PaperStepTaken]] = {}
    for taken in session.scalars(
        sa.select(PaperStepTaken).where(PaperStepTaken.paper_id.in_(keys))
    ):
        steps.setdefault(taken.paper_id, {})[taken.step] = taken
    counts = _receipts(session, keys)
    newest: dict[tuple[str, str, date], int] = {}
    periods = {issue.period for issue in issues}
    last = sa.func.max(PaperIssue.version)
    by_period = (PaperIssue.kind, PaperIssue.region, PaperIssue.period)
    for kind, region, period, version in session.execute(
        sa.select(*by_period, last).where(PaperIssue.period.in_(periods)).group_by(*by_period)
    ):
        newest[kind, region, period] = version
    return tuple(
        _row(
            issue,
            steps.get(issue.id, {}),
            counts.get(issue.id, (0, 0)),
            is_newest=newest[issue.kind, issue.region, issue.period] == issue.version,
        )
        for issue in issues
    )


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


def _row(
    issue: PaperIssue,
    steps: dict[str, PaperStepTaken],
    copies: tuple[int, int],
    *,
    is_newest: bool,
) -> PaperRow:
    signed = steps.get(PaperStep.SIGNED.value)
    done = [step for step in PaperStep if step.value in steps]
    return PaperRow(
        id=issue.id,
        region=issue.region,
        period=Period(issue.period, PeriodKind(issue.kind)),
        version=issue.version,
        as_of=issue.as_of,
        drafted_at=issue.drafted_at,
        drafter=issue.drafter,
        correction=issue.correction,
        step=done[-1] if done else None,
        number=signed.number if signed is not None else None,
        dated=signed.dated if signed is not None else None,
        signer=signed.person if signed is not None else "",
        is_newest=is_newest,
        copies=copies,
    )


def _copies(session: Session, paper_id: UUID) -> tuple[CopyRow, ...]:
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
