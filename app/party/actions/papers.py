"""Papers about organisations and members are written down: who saw, printed or kept which."""

from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.party.actions.ground import require


@once
def record_paper(
    uow: Uow, kind: str, subject: UUID, region: str, use: str, *, command_key: UUID
) -> None:
    """Write down what is done with a paper; no personal value.

    Args:
        uow: Open transaction; the actor reads the Party's affairs there.
        kind: Of paper, as the papers' door calls it.
        subject: What it is about: an organisation, a report-in.
        region: Where that stands.
        use: What was done: shown, printed, saved.
        command_key: Makes doing it twice do it once.
    """
    require(uow, region, Right.READ_PARTY)
    uow.record("party.paper", Topic.ORGANISATION, subject, region=region, paper=kind, use=use)
