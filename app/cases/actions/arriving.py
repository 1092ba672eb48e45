"""Many messages of another source at once: checked one by one, written together.

What `receive_case` does for one message is done here for a batch by the same rules; its rows
go to the database by the quickest way the engine has. An import of a hundred thousand messages
is a matter of seconds so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.cases.actions.intake import Intake, check_category, check_region
from app.cases.actions.readying import Readied, Workshop, make_ready, packings, rest_of_case
from app.cases.actions.steps import event_row, event_told
from app.cases.documents import NewDocument, write_new_documents
from app.cases.rules import CaseState, EventKind
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id

MOST_REGIONS = 20
"""So many regions are named in the news of a batch; beyond, every desk looks again."""

_FIRST = 1
_STATES = (None, CaseState.SUBMITTED.value)


class Drafter:
    """Makes the messages of one transaction ready that were not beforehand, and looks at what only
    the database knows.
    """

    def __init__(self, uow: Uow, pepper: bytes) -> None:
        self._uow = uow
        self._workshop = Workshop(pepper, uow.now, packed=_is_packed(uow))
        self._regions: set[str] = set()
        self._kinds: dict[str | None, bool] = {}

    def draft(self, intake: Intake, received_at: datetime, ready: Readied | None = None) -> Readied:
        """Return the rows of a new message that waits to be accepted.

        Args:
            intake: What was said.
            received_at: When; aware.
            ready: What was made of it beforehand, if that was done.

        Raises:
            NotAllowed: The right to import does not reach its region.
            AppError: A value is refused, see `make_ready`, `check_region`, `check_category`.
        """
        if intake.region not in self._regions:
            self._look_at(intake.region)
        if self._is_confidential(intake.category) and not intake.is_confidential:
            intake, ready = replace(intake, is_confidential=True), None
        return ready or make_ready(intake, received_at, self._workshop)

    def _look_at(self, region: str) -> None:
        if not self._uow.actor.may_in(Right.IMPORT, region):
            raise NotAllowed(right=Right.IMPORT)
        check_region(self._uow, region)
        self._regions.add(region)

    def _is_confidential(self, category: str | None) -> bool:
        """Tell whether reporters of a kind stay unnamed by rule."""
        if category not in self._kinds:
            self._kinds[category] = check_category(self._uow, category)
        return self._kinds[category]


@once
def receive_cases(uow: Uow, drafts: Sequence[Readied], *, command_key: UUID) -> None:
    """Put messages into the queue together, where they wait to be accepted.

    Raises:
        Conflict: One of them, or a receipt's code by chance, came in from elsewhere since the
            batch was looked at; the caller takes the transaction back to where it was and
            receives them one by one.
    """
    try:
        write_drafts(uow, drafts)
    except IntegrityError as error:
        raise Conflict from error
    _tell(uow, drafts)


def write_drafts(uow: Uow, drafts: Sequence[Readied]) -> None:
    """Write all there is of new messages: the one place where their rows go to the database."""
    if not drafts:
        return
    packed = _is_packed(uow)
    ways = packings(packed=packed)
    uow.add_packed(ways.case, [draft.case for draft in drafts], rest_of_case())
    uow.add_packed(ways.person, [d.person for d in drafts if d.person is not None])
    event = event_row(uow, new_id(), EventKind.SUBMITTED, _FIRST, _STATES, {})
    uow.add_packed(ways.event, [draft.event for draft in drafts], event)
    documents = [NewDocument(d.event[1], d.wished, d.content, d.searched) for d in drafts]
    write_new_documents(uow.session, documents, packed=packed)


def _is_packed(uow: Uow) -> bool:
    return uow.session.get_bind().dialect.name == "sqlite"


def _tell(uow: Uow, drafts: Sequence[Readied]) -> None:
    """Journal each message; every desk hears once of each region that has new ones."""
    told = event_told(_FIRST, _STATES)
    uow.record_many(
        f"cases.{EventKind.SUBMITTED}",
        Topic.CASE,
        ((draft.key, draft.region, told) for draft in drafts),
    )
    for region in _regions(draft.region for draft in drafts):
        uow.touched(Topic.CASE, "", region)


def _regions(codes: Iterable[str]) -> list[str]:
    found = sorted(set(codes))
    return found if len(found) <= MOST_REGIONS else [""]
