"""What was said, and the columns a new case begins with; pure but for chance."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases.actions.intake_errors import ExternalNumberTooLong, HappenedLater, PointIncomplete
from app.cases.actions.reporters import NOBODY, Reporter
from app.cases.actions.steps import clean_text, needed_text
from app.cases.numbers import receipt_code
from app.cases.rules import CaseState, EventKind, Level, MatterClass, Source
from app.core.text import one_line, storable
from app.territory.coordinates import check_degrees

TITLE_LENGTH = 40
NUMBER_LENGTH = 64
"""Characters of the number another office gave its record."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen said, and what the desk made of it.

    Attributes:
        text: The citizen's own words.
        source: Where it came from.
        region: Code of the grid, community or street of the place.
        title: Short line for the queue; taken from the text when empty.
        category: Code of the kind, None while nobody decided.
        longitude: CGCS2000 degrees, together with `latitude`.
        happened_at: When it happened, as told; aware.
        external_number: The source's own number of this record.
        answers: What was answered to the questions of the kind, by their key.
        is_confidential: The handling unit shall not learn who reported; also where the kind
            is one for which that is the rule.
        extra: What else the source said; no personal values.
    """

    text: str
    source: Source
    region: str
    title: str = ""
    category: str | None = None
    level: Level = Level.NORMAL
    matter_class: MatterClass | None = None
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None
    happened_at: datetime | None = None
    external_number: str | None = None
    reporter: Reporter = NOBODY
    wants_call_back: bool = False
    is_confidential: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)


def told_values(intake: Intake, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a case that hold what was said; pure.

    Args:
        intake: What was said.
        cleaned: What `cleaned_texts` made of it.
    """
    return {
        **cleaned,
        "category_code": intake.category,
        "level": intake.level,
        "matter_class": intake.matter_class,
        "region": intake.region,
        "opened_region": intake.region,
        "desk_region": intake.region,
        "longitude": intake.longitude,
        "latitude": intake.latitude,
        "happened_at": intake.happened_at,
        "is_confidential": intake.is_confidential,
        "wants_call_back": intake.wants_call_back,
    }


def cleaned_texts(intake: Intake) -> dict[str, Any]:
    """Return the columns of a case that hold words, cleaned; pure.

    Raises:
        AppError: There is no text, or too much of it.
    """
    text = needed_text(intake.text, EventKind.REGISTERED)
    return {
        "title": title_of(intake.title, text),
        "text": text,
        "place": clean_text(intake.place)[:200],
        "extra": {one_line(name): _kept(value) for name, value in intake.extra.items()},
    }


def opening_values(intake: Intake, state: CaseState, key: UUID, now: datetime) -> dict[str, Any]:
    """Return the columns a new case begins with, but for what was said; the others are blank."""
    return {
        "id": key,
        "receipt_code": receipt_code(),
        "source": intake.source,
        "external_number": external_number_of(intake.external_number),
        "state": state,
        "received_at": now,
        "registered_at": now if state is CaseState.REGISTERED else None,
        "order_at": now,
        "pause_reason": "",
        "returned_count": 0,
        "reopened_count": 0,
        "call_count": 0,
    }


def _kept(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def external_number_of(typed: str | None) -> str | None:
    """Return the source's own number as it is kept, None for none; pure.

    Raises:
        ExternalNumberTooLong: It is longer than can be kept.
    """
    number = one_line(typed or "")
    if len(number) > NUMBER_LENGTH:
        raise ExternalNumberTooLong(limit=NUMBER_LENGTH)
    return number or None


def opening_facts(source: str, reporter_hash: str) -> dict[str, object]:
    """Return what the first event of a case keeps: where it came from, and who told it."""
    facts: dict[str, object] = {"source": source}
    if reporter_hash:
        facts["reporter"] = reporter_hash
    return facts


def title_of(given: str, text: str) -> str:
    """Return the given title, else the first sentence of the text, cut for a queue row."""
    title = " ".join(clean_text(given).split())
    if not title:
        first = text.split("\n", 1)[0].replace("；", "。").split("。", 1)[0]
        title = first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"
    return title[:200]


def check_happened(at: datetime | None, now: datetime) -> None:
    """Raise `HappenedLater` where something is said to have happened in the future."""
    if at is not None and at > now:
        raise HappenedLater


def check_point(longitude: float | None, latitude: float | None) -> None:
    """Raise unless there is no point at all, or one in or near China."""
    if longitude is None and latitude is None:
        return
    if longitude is None or latitude is None:
        raise PointIncomplete
    check_degrees(longitude, latitude)
