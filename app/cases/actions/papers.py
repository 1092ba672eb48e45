"""Papers about cases are written down: who saw, printed or kept which, at which desk."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.scope import visible
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotFound

PAPER_TAKEN = "cases.paper"
"""What the journal calls it."""


class PaperUse(StrEnum):
    """What was done with a paper."""

    SHOWN = "shown"
    PRINTED = "printed"
    SAVED = "saved"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A paper and what was done with it.

    Attributes:
        kind: Of paper, as the papers' door calls it.
        cases: What it is about; a batch is about many.
    """

    kind: str
    cases: tuple[UUID, ...]
    use: PaperUse


@once
def record_paper(uow: Uow, taken: PaperTaken, *, command_key: UUID) -> None:
    """Write down what is done with a paper: a row for each case, so that the journal of a case
    tells of its papers; no personal value.

    Raises:
        NotFound: One of the cases is absent or out of scope.
    """
    asked = sa.select(CaseFile.id, CaseFile.region).where(
        CaseFile.id.in_(taken.cases), visible(uow.actor)
    )
    regions = {row.id: row.region for row in uow.session.execute(asked)}
    for case_id in taken.cases:
        if case_id not in regions:
            raise NotFound(case_id=case_id)
    facts: dict[str, object] = {"paper": taken.kind, "use": taken.use.value}
    if len(taken.cases) > 1:
        facts["of"] = len(taken.cases)
    told = ((case_id, regions[case_id], facts) for case_id in taken.cases)
    uow.record_many(PAPER_TAKEN, Topic.CASE, told)
