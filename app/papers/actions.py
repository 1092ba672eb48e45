"""What is done with a paper: drafted, reviewed, signed, sent out, received.

Nothing is ever changed: counting anew makes a new version, and so does a correction of what was
signed, which says what it changes and why.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.papers.briefing import snapshot
from app.papers.briefing.drawing import count_period
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.row_keys import as_kept
from app.papers.correction import correction_words
from app.papers.documents.drawing import set_issue
from app.papers.figure_rows import rows_to_keep
from app.papers.models import PaperCopy, PaperIssue, PaperReceipt, PaperStepTaken
from app.papers.rules import (
    AFTER,
    NewerVersion,
    NobodyChosen,
    PaperStep,
    is_document,
    require_next,
)


class PaperUse(StrEnum):
    """What is done with a paper besides reading it."""

    PRINTED = "printed"
    SAVED = "saved"
    WORD = "word"
    FIGURES = "figures"


REASON_MOST = 200
_WORKS = (Right.ASSIGN_CASE, Right.APPROVE)
KEEPS_DOCUMENTS = (Right.MANAGE_PARTY,)


@once
def draft_briefing(
    uow: Uow, region: str, period: Period, reason: str, *, command_key: UUID
) -> UUID:
    """Count a day, week or month and put it down as the next version of its briefing.

    Args:
        uow: Open transaction.
        region: Code of the region it is about.
        period: Which.
        reason: Why a signed version is corrected; "" where none was signed.
        command_key: Of this command.

    Raises:
        NotAllowed: Neither assigns nor approves in the region.
        ReasonMissing: The last version was signed, and no reason is given.
    """
    require_any(uow, region, *_WORKS)
    gathered = count_period(uow.session, uow.actor, PeriodWish(region, period), uow.now)
    kept = rows_to_keep(uow.session, uow.actor, gathered.book, uow.now)
    last = newest_of(uow, (period.kind.value, region, period.first, ""))
    correction = ""
    if last is not None and PaperStep.SIGNED in steps_done(uow, last.id):
        why = one_line(reason)[:REASON_MOST]
        correction = correction_words(uow.session, uow.actor, last, gathered, kept, why)
    text = snapshot.written(gathered, as_kept(kept))
    row = PaperIssue(
        id=new_id(),
        kind=period.kind.value,
        region=region,
        period=period.first,
        version=last.version + 1 if last is not None else 1,
        as_of=gathered.as_of,
        drafted_at=uow.now,
        drafter_id=uow.actor.person_id,
        drafter=uow.actor.name,
        snapshot=text,
        digest=snapshot.digest(text.encode()),
        correction=correction,
    )
    return put_down(uow, row)


def put_down(uow: Uow, row: PaperIssue) -> UUID:
    """Keep a new version, and tell of it."""
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "papers.drafted", row)
    return row.id


@once
def review_paper(uow: Uow, paper_id: UUID, *, command_key: UUID) -> None:
    """Say that a draft was read and is right.

    Raises:
        NewerVersion: It was counted anew since.
    """
    row = _newest(uow, paper_id)
    require_any(uow, row.region, *_works(row))
    _step(uow, row, PaperStep.REVIEWED)


@once
def sign_paper(uow: Uow, paper_id: UUID, *, command_key: UUID) -> int:
    """Sign what was reviewed: it is set once more with number and day, and stays so.

    Returns:
        Its number in the year.

    Raises:
        NotAllowed: Does not approve in the region.
        StepNotYet: Nobody has reviewed it.
        NewerVersion: It was counted anew since.
    """
    row = _newest(uow, paper_id)
    require_any(uow, row.region, Right.APPROVE)
    require_next(PaperStep.SIGNED, steps_done(uow, row.id))
    today = local(uow.now).date()
    series = f"{row.kind}/{row.region}/{today.year}"
    asked = sa.select(sa.func.max(PaperStepTaken.number)).where(PaperStepTaken.series == series)
    number = (uow.session.scalar(asked) or 0) + 1
    people = {**_people(uow, row.id), PaperStep.SIGNED: uow.actor.name}
    body = set_issue(uow.session, row, number=number, dated=today, people=people).body
    more = PaperStepTaken(
        series=series, number=number, dated=today, body=body, digest=snapshot.digest(body)
    )
    _step(uow, row, PaperStep.SIGNED, more)
    return number


@once
def issue_paper(uow: Uow, paper_id: UUID, units: Sequence[UUID], *, command_key: UUID) -> None:
    """Send a signed paper out to units.

    Raises:
        NobodyChosen: To none.
        StepNotYet: It is not signed.
    """
    row = uow.session.get(PaperIssue, paper_id)
    if row is None:
        raise NotFound(paper=paper_id)
    require_any(uow, row.region, *_works(row))
    if not units:
        raise NobodyChosen
    _step(uow, row, PaperStep.ISSUED)
    asked = sa.select(Unit.id, Unit.name).where(Unit.id.in_(units)).order_by(Unit.id)
    for unit_id, name in uow.session.execute(asked):
        uow.session.add(
            PaperCopy(
                paper_id=row.id,
                unit_id=unit_id,
                region=row.region,
                unit=name,
                sent_at=uow.now,
                sender_id=uow.actor.person_id,
                sender=uow.actor.name,
            )
        )
    uow.settle(row)


@once
def receive_paper(uow: Uow, paper_id: UUID, unit_id: UUID, *, command_key: UUID) -> None:
    """Say that one's unit has its copy; said twice, the first time holds.

    Raises:
        NotFound: The unit got none.
        NotAllowed: Somebody of another unit.
    """
    copy = uow.session.get(PaperCopy, (paper_id, unit_id))
    if copy is None:
        raise NotFound(paper=paper_id)
    if not uow.actor.everything and unit_id not in uow.actor.units(Right.READ_CASES):
        raise NotAllowed(right=Right.READ_CASES)
    if uow.session.get(PaperReceipt, (paper_id, unit_id)) is not None:
        return
    who = {"person_id": uow.actor.person_id, "person": uow.actor.name}
    uow.session.add(PaperReceipt(paper_id=paper_id, unit_id=unit_id, at=uow.now, **who))
    uow.settle()
    uow.record("papers.received", Topic.PAPER, paper_id, region=copy.region, unit=copy.unit)
    uow.touched(Topic.PAPER, paper_id, copy.region)


@once
def record_use(uow: Uow, paper_id: UUID, use: PaperUse, *, command_key: UUID) -> None:
    """Write down that somebody prints or keeps a paper.

    Raises:
        NotFound: It is absent, or on a server out of reach.
    """
    row = uow.session.get(PaperIssue, paper_id)
    if row is None:
        raise NotFound(paper=paper_id)
    told = {"kind": row.kind, "version": row.version, "use": use.value}
    uow.record("papers.taken", Topic.PAPER, row.id, region=row.region, **told)


def require_any(uow: Uow, region: str, *rights: Right) -> None:
    """Refuse whoever holds none of some rights in a region.

    Raises:
        NotAllowed: As told.
    """
    if not any(uow.actor.may_in(right, region) for right in rights):
        raise NotAllowed(right=rights[0])


def _works(row: PaperIssue) -> tuple[Right, ...]:
    """Return the rights of which one is needed to review a paper and to send it out."""
    return KEEPS_DOCUMENTS if is_document(row.kind) else _WORKS


def newest_of(uow: Uow, about: tuple[str, str, date, str]) -> PaperIssue | None:
    """Return the newest version of a paper, by kind, region, first day and subject."""
    kind, region, first, subject = about
    asked = sa.select(PaperIssue).where(
        PaperIssue.kind == kind,
        PaperIssue.region == region,
        PaperIssue.period == first,
        PaperIssue.subject == subject,
    )
    return uow.session.scalars(asked.order_by(PaperIssue.version.desc()).limit(1)).first()


def _newest(uow: Uow, paper_id: UUID) -> PaperIssue:
    row = uow.session.get(PaperIssue, paper_id)
    if row is None:
        raise NotFound(paper=paper_id)
    last = newest_of(uow, (row.kind, row.region, row.period, row.subject))
    if last is not None and last.version > row.version:
        raise NewerVersion
    return row


def steps_done(uow: Uow, paper_id: UUID) -> frozenset[PaperStep]:
    """Return the steps a version has taken."""
    asked = sa.select(PaperStepTaken.step).where(PaperStepTaken.paper_id == paper_id)
    return frozenset(map(PaperStep, uow.session.scalars(asked)))


def _people(uow: Uow, paper_id: UUID) -> dict[PaperStep, str]:
    """Return who took each step that was taken."""
    asked = sa.select(PaperStepTaken.step, PaperStepTaken.person)
    found = uow.session.execute(asked.where(PaperStepTaken.paper_id == paper_id))
    return {PaperStep(step): person for step, person in found}


def _step(uow: Uow, row: PaperIssue, step: PaperStep, taken: PaperStepTaken | None = None) -> None:
    require_next(step, steps_done(uow, row.id))
    taken = taken or PaperStepTaken()
    after = AFTER[step]
    taken.paper_id, taken.step = row.id, step.value
    taken.after = after.value if after is not None else None
    taken.at, taken.person_id, taken.person = uow.now, uow.actor.person_id, uow.actor.name
    uow.session.add(taken)
    uow.settle(taken)
    _tell(uow, f"papers.{step.value}", row, number=taken.number)


def _tell(uow: Uow, action: str, row: PaperIssue, *, number: int | None = None) -> None:
    facts = {"kind": row.kind, "period": row.period.isoformat(), "version": row.version}
    uow.record(action, Topic.PAPER, row.id, region=row.region, number=number, **facts)
    uow.touched(Topic.PAPER, row.id, row.region)
