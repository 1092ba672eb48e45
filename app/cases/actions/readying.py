"""What can be made of a message before anybody asks the database: its rows, as the driver takes
them. Whoever reads many messages in a process of its own spares the one that writes that work.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from app.cases.actions.opening import (
    Intake,
    check_happened,
    check_point,
    cleaned_texts,
    external_number_of,
    opening_facts,
    opening_values,
    told_values,
)
from app.cases.actions.reporters import person_hash, person_values
from app.cases.document_content import Told, case_content, key_of, wording
from app.cases.due import order_of_waiting
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState
from app.core.database import blank_row
from app.core.database.bulk import Packing
from app.core.database.text_index import fts5_columns
from app.core.errors import AppError
from app.core.ids import new_ids

_TOLD = (
    *("id", "receipt_code", "source", "external_number", "state", "title", "text", "place"),
    *("received_at", "registered_at", "order_at", "extra", "category_code", "level"),
    *("matter_class", "region", "opened_region", "desk_region", "longitude", "latitude"),
    *("happened_at", "is_confidential", "wants_call_back"),
)
_REST = {name: value for name, value in blank_row(CaseFile.__table__).items() if name not in _TOLD}
_PERSON = tuple(column.name for column in CasePerson.__table__.c)
_EVENT = ("id", "case_id", "facts")


class Workshop(NamedTuple):
    """What making ready goes by.

    Attributes:
        pepper: Key of the phone hashes.
        now: What happened later is refused; aware.
        packed: The rows are made as SQLite's driver takes them, its search columns too.
    """

    pepper: bytes
    now: datetime
    packed: bool


class Readied(NamedTuple):
    """The rows of a message.

    Attributes:
        key: Of the case, as text.
        region: Where it lies.
        case: Columns of `CaseFile`, see `Packings`.
        person: Columns of `CasePerson`; None where nobody is named.
        event: Columns of the first `CaseEvent` that no other message of its batch shares.
        wished: The key its search document should have.
        content: Of that document.
        searched: The same as SQLite is handed it; None for a server.
    """

    key: str
    region: str
    case: tuple[Any, ...]
    person: tuple[Any, ...] | None
    event: tuple[Any, ...]
    wished: int
    content: str
    searched: tuple[str, str] | None

    def __repr__(self) -> str:
        """Return nothing of what was said."""
        return f"Readied({self.key})"


class Packings(NamedTuple):
    """How the rows of messages are packed: which columns, in which order."""

    case: Packing
    person: Packing
    event: Packing


@cache
def packings(*, packed: bool) -> Packings:
    """Return how rows are packed, for SQLite's driver or as they are."""
    return Packings(
        Packing(CaseFile.__table__, _TOLD, packed=packed),
        Packing(CasePerson.__table__, _PERSON, packed=packed),
        Packing(CaseEvent.__table__, _EVENT, packed=packed),
    )


def rest_of_case() -> Mapping[str, Any]:
    """Return what all cases that wait to be accepted say alike."""
    return _REST | {"version": 1}


def readied(intake: Intake, received_at: datetime, workshop: Workshop) -> Readied | None:
    """Return a message made ready; None where a value of it is refused: whoever takes it in says
    why, by the same rules.
    """
    try:
        return make_ready(intake, received_at, workshop)
    except AppError:
        return None


def make_ready(intake: Intake, received_at: datetime, workshop: Workshop) -> Readied:
    """Return a message made ready; whether its region and kind exist is not looked at.

    Args:
        intake: What was said.
        received_at: When; aware.
        workshop: What is gone by.

    Raises:
        AppError: A value is refused, see `cleaned_texts`, `person_values`, `check_point`.
    """
    check_point(intake.longitude, intake.latitude)
    check_happened(intake.happened_at, workshop.now)
    key, person_id, event_id = new_ids(3)
    number = external_number_of(intake.external_number)
    texts = cleaned_texts(intake)
    case = opening_values(intake, CaseState.SUBMITTED, key, received_at)
    case |= told_values(intake, texts) | {"order_at": order_of_waiting(received_at)}
    ways = packings(packed=workshop.packed)
    person, reporter = None, ""
    if not intake.reporter.is_empty():
        values = person_values(intake.reporter, workshop.pepper)
        reporter = person_hash(values)
        person = ways.person.pack({"id": person_id, "case_id": key} | values)
    facts = opening_facts(intake.source, reporter)
    words = wording(texts["title"], texts["place"], number, texts["text"])
    content = case_content(Told._make(map(case.get, Told._fields)), (), (), words)
    return Readied(
        str(key),
        intake.region,
        ways.case.pack(case),
        person,
        ways.event.pack({"id": event_id, "case_id": key, "facts": facts}),
        key_of(received_at),
        content,
        fts5_columns(content, words.cut) if workshop.packed else None,
    )
