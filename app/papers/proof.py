"""Whether what was signed is still what was signed, and can be set again from its numbers."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from app.papers.briefing import snapshot
from app.papers.documents.drawing import set_issue
from app.papers.models import PaperIssue, PaperStepTaken
from app.papers.rules import PaperStep


@dataclass(frozen=True, slots=True)
class PapersProof:
    """What became of the signed papers.

    Attributes:
        signed: How many there are.
        again: How many of them, set again here, give the same bytes; with other fonts or a
            later program they need not.
        spoiled: Number and year of those whose bytes or numbers were changed.
    """

    signed: int
    again: int
    spoiled: tuple[str, ...]


def prove_papers(session: Session) -> PapersProof:
    """Look at every signed paper: its bytes, its numbers, and both together."""
    asked = (
        sa.select(PaperIssue, PaperStepTaken)
        .join(PaperStepTaken, PaperStepTaken.paper_id == PaperIssue.id)
        .where(PaperStepTaken.step == PaperStep.SIGNED.value)
        .order_by(PaperStepTaken.series, PaperStepTaken.number)
        .options(undefer(PaperStepTaken.body))
    )
    of_reviews = sa.select(PaperStepTaken.paper_id, PaperStepTaken.person)
    of_reviews = of_reviews.where(PaperStepTaken.step == PaperStep.REVIEWED.value)
    reviewed = {row[0]: row[1] for row in session.execute(of_reviews)}
    signed = again = 0
    spoiled: list[str] = []
    for issue, step in session.execute(asked.execution_options(yield_per=20)):
        signed += 1
        body = step.body or b""
        whole = snapshot.digest(body) == step.digest
        if not whole or snapshot.digest(issue.snapshot.encode()) != issue.digest:
            spoiled.append(f"{step.series}/{step.number}")
            continue
        people = {PaperStep.SIGNED: step.person, PaperStep.REVIEWED: reviewed.get(issue.id, "")}
        drawn = set_issue(session, issue, number=step.number, dated=step.dated, people=people)
        again += drawn.body == body
    return PapersProof(signed, again, tuple(spoiled))
