"""Many messages of another source at once: checked one by one, written together.

What `receive_case` does for one message is done here for a batch by the same rules; its rows
go to the database by the quickest way the engine has. An import of a hundred thousand messages
is a matter of seconds so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.cases.actions.intake import (
    Intake,
    new_values,
    opening_facts,
)
from app.cases.actions.readying import Readied, Workshop, make_ready
from app.cases.actions.steps import event_row, event_told
from app.cases.documents import Worded, write_new_documents
from app.cases.due import order_of_waiting
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState, EventKind
from app.core.changes import Topic
from app.core.database import Uow, blank_row, once
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_ids

MOST_REGIONS = 20
"""So many regions are named in the news of a batch; beyond, every desk looks again."""

_KEYS_AT_ONCE = 100
_FIRST = 1
_STATES = (None, CaseState.SUBMITTED.value)


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of a message that may be taken in, not written yet.

    Attributes:
        id: Key of the case.
        case: Columns of `CaseFile` that are not blank.
        facts: What its first event keeps.
        person: Columns of `CasePerson`, None where nobody is named.
        worded: What its search document says.
    """

    id: UUID
    case: dict[str, Any] = field(repr=False)
    facts: dict[str, object] = field(repr=False)
    person: dict[str, Any] | None = field(repr=False)
    worded: Worded = field(repr=False)


class Drafter:
    """Drafts the messages of one transaction."""

    def __init__(self, uow: Uow, pepper: bytes) -> None:
        self._uow = uow
        self._workshop = Workshop(pepper, cuts=False)
        self._blank_person = blank_row(CasePerson.__table__)
        self._keys: list[UUID] = []

    def draft(self, intake: Intake, received_at: datetime, ready: Readied | None = None) -> Draft:
        """Return the rows of a new message that waits to be accepted.

        Args:
            intake: What was said.
            received_at: When; aware.
            ready: What was made of it beforehand, if that was done.

        Raises:
            NotAllowed: The right to import does not reach its region.
            AppError: A value is refused, see `intake.said` and `make_ready`.
        """
        uow = self._uow
        if not uow.actor.may_in(Right.IMPORT, intake.region):
            raise NotAllowed(right=Right.IMPORT)
        key = self._next_key()
        case = new_values(uow, intake, CaseState.SUBMITTED, key, ready and ready.texts)
        case["received_at"], case["order_at"] = received_at, order_of_waiting(received_at)
        ready = ready or make_ready(intake, self._workshop)
        person = None
        if ready.person is not None:
            person = self._blank_person | {"id": self._next_key(), "case_id": key} | ready.person
        facts = opening_facts(intake.source, ready.reporter)
        return Draft(key, case, facts, person, Worded(ready.words, ready.cut))

    def _next_key(self) -> UUID:
        if not self._keys:
            self._keys = new_ids(_KEYS_AT_ONCE)[::-1]
        return self._keys.pop()


@once
def receive_cases(uow: Uow, drafts: Sequence[Draft], *, command_key: UUID) -> None:
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


def write_drafts(uow: Uow, drafts: Sequence[Draft]) -> None:
    """Write all there is of new messages: the one place where their rows go to the database."""
    blank = blank_row(CaseFile.__table__) | {"version": 1}
    uow.add_many(CaseFile, [draft.case for draft in drafts], blank)
    uow.add_many(CasePerson, [draft.person for draft in drafts if draft.person is not None])
    uow.add_many(CaseEvent, _events(uow, drafts))
    worded = {draft.id: draft.worded for draft in drafts}
    write_new_documents(uow.session, [draft.case for draft in drafts], worded)


def _events(uow: Uow, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """Return the columns of the first events of new cases."""
    if not drafts:
        return []
    event = event_row(uow, drafts[0].id, EventKind.SUBMITTED, _FIRST, _STATES, {})
    return [
        event | {"id": key, "case_id": draft.id, "facts": draft.facts}
        for key, draft in zip(new_ids(len(drafts)), drafts, strict=True)
    ]


def _tell(uow: Uow, drafts: Sequence[Draft]) -> None:
    """Journal each message; every desk hears once of each region that has new ones."""
    told = event_told(_FIRST, _STATES)
    uow.record_many(
        f"cases.{EventKind.SUBMITTED}",
        Topic.CASE,
        ((draft.id, draft.case["region"], told) for draft in drafts),
    )
    for region in _regions(draft.case["region"] for draft in drafts):
        uow.touched(Topic.CASE, "", region)


def _regions(codes: Iterable[str]) -> list[str]:
    found = sorted(set(codes))
    return found if len(found) <= MOST_REGIONS else [""]
