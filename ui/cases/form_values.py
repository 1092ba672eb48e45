"""The form of a new case as plain values: they survive on disk and become an intake."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases.actions.intake import Intake, Reporter
from app.cases.personal import DocumentKind
from app.cases.rules import Level, MatterClass, Source


@dataclass(frozen=True, slots=True)
class FormValues:
    """Everything typed or chosen; the first word of a name tells the section.

    Attributes:
        category_by_hand: The kind was chosen, not only proposed from the text.
        happened_at: ISO 8601 with zone, "" for not said.
        level_by_hand: Level or class were chosen, not taken from the kind.
        unit_id: Who it will be assigned to, as text; "" for nobody yet.
        answers: To what kinds ask, by key; also those of a kind that is no longer chosen.
        solved: What was done on the spot.
        not_same: Keys of cases that were said to be another matter.
    """

    text: str = ""
    category: str = ""
    category_by_hand: bool = False
    place: str = ""
    region: str = ""
    longitude: float | None = None
    latitude: float | None = None
    happened_at: str = ""
    source: str = Source.CALL.value
    external_number: str = ""
    name: str = ""
    phone: str = ""
    wants_call_back: bool = True
    is_anonymous: bool = False
    is_confidential: bool = False
    document_kind: str = ""
    document_number: str = ""
    address: str = ""
    matter_class: str = ""
    level: str = Level.NORMAL.value
    level_by_hand: bool = False
    unit_id: str = ""
    unit_name: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    solved: str = ""
    not_same: list[str] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Tell whether nothing was typed that somebody would miss."""
        typed = (self.text, self.place, self.name, self.phone, self.document_number, self.address)
        besides = (self.solved, *self.answers.values())
        return not any(part.strip() for part in (*typed, *besides))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for the draft on disk."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "FormValues":
        """Return what a draft kept; values it cannot hold (an older program's) are left out."""
        default = cls()
        known = {each.name for each in fields(cls)}
        good = {
            name: value
            for name, value in kept.items()
            if name in known and _fits(value, getattr(default, name), name)
        }
        return cls(**good)

    def intake(self) -> Intake:
        """Return what is registered.

        Raises:
            ValueError: A value that the form does not let through.
        """
        return Intake(
            text=self.text,
            source=Source(self.source),
            region=self.region,
            category=self.category or None,
            level=Level(self.level),
            matter_class=MatterClass(self.matter_class) if self.matter_class else None,
            place=self.place,
            longitude=self.longitude,
            latitude=self.latitude,
            happened_at=datetime.fromisoformat(self.happened_at) if self.happened_at else None,
            external_number=self.external_number.strip() or None,
            reporter=self._reporter(),
            wants_call_back=self.wants_call_back and not self.is_anonymous,
            is_confidential=self.is_confidential,
            answers=dict(self.answers),
        )

    def _reporter(self) -> Reporter:
        if self.is_anonymous:
            return Reporter()
        return Reporter(
            name=self.name,
            phone=self.phone,
            document_kind=DocumentKind(self.document_kind) if self.document_kind else None,
            document_number=self.document_number,
            address=self.address,
        )

    @property
    def unit(self) -> UUID | None:
        """Who it will be assigned to."""
        return UUID(self.unit_id) if self.unit_id else None


_CHOICES: dict[str, type[Source] | type[Level] | type[MatterClass] | type[DocumentKind]] = {
    "source": Source,
    "level": Level,
    "matter_class": MatterClass,
    "document_kind": DocumentKind,
}


def _fits(value: object, default: object, name: str) -> bool:
    if name in ("longitude", "latitude"):
        return value is None or isinstance(value, float)
    if type(value) is not type(default):
        return False
    if isinstance(value, dict):
        return all(isinstance(part, str) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return all(isinstance(key, str) and _is(UUID, key) for key in value)
    choices = _CHOICES.get(name)
    if choices is not None and value:
        return value in {choice.value for choice in choices}
    if name == "unit_id" and value:
        return _is(UUID, str(value))
    if name == "happened_at" and value:
        return _is(datetime.fromisoformat, str(value))
    return True


def _is(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
