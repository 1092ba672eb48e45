"""How far a paper is, and what may follow; pure."""

from enum import StrEnum

from app.core.errors import AppError


class PeriodKind(StrEnum):
    """Which briefing, by how long a time it tells of; the words are in `label.PeriodKind`."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class OfficialKind(StrEnum):
    """Which paper besides briefings is signed; the words are in `label.OfficialKind`."""

    LETTER = "report_letter"
    MINUTES = "minutes"


DOCUMENTS = frozenset(kind.value for kind in OfficialKind)


def is_document(kind: str) -> bool:
    """Tell whether a paper of a kind is a letter or minutes, no briefing."""
    return kind in DOCUMENTS


class PaperStep(StrEnum):
    """What was done with a draft, in this order; the words are in `label.PaperStep`."""

    REVIEWED = "reviewed"
    SIGNED = "signed"
    ISSUED = "issued"


AFTER: dict[PaperStep, PaperStep | None] = {
    PaperStep.REVIEWED: None,
    PaperStep.SIGNED: PaperStep.REVIEWED,
    PaperStep.ISSUED: PaperStep.SIGNED,
}
"""What has to be done before."""


class StepNotYet(AppError):
    """Something has to be done before; facts: ``needed``."""

    code = "papers.step_not_yet"


class StepDone(AppError):
    """That was done already; facts: ``step``."""

    code = "papers.step_done"


class NewerVersion(AppError):
    """There is a newer version of the paper."""

    code = "papers.newer_version"


class ReasonMissing(AppError):
    """A signed paper is corrected for a reason only."""

    code = "papers.reason_missing"


class NobodyChosen(AppError):
    """A paper is sent out to somebody."""

    code = "papers.nobody_chosen"


def require_next(step: PaperStep, done: frozenset[PaperStep]) -> None:
    """Refuse a step that was done, or before which another has to be.

    Raises:
        StepDone: It was done.
        StepNotYet: Another has to be done first.
    """
    if step in done:
        raise StepDone(step=step)
    needed = AFTER[step]
    if needed is not None and needed not in done:
        raise StepNotYet(needed=needed)
