"""What a transaction that writes alone keeps of the cases it opened itself, instead of reading
them again at every step (see `app.core.database.alone`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.life import CaseSerial
from app.core.database.alone import alone
from app.core.shared_settings import CentreSettings, settings_at

_KEY = "cases.held"


@dataclass(frozen=True, slots=True)
class PlainEvent:
    """An event as it is counted with, without the ways of a mapped row: where many are."""

    id: UUID
    case_id: UUID
    ordinal: int
    kind: str
    at: datetime
    claimed_at: datetime | None
    person_id: UUID | None
    person_name: str
    unit_id: UUID | None
    unit_name: str
    old_state: str | None
    new_state: str
    note: str
    facts: dict[str, Any]


@dataclass(slots=True)
class HeldCase:
    """A case from its first event on.

    Attributes:
        events: All of them, ascending.
        heard: Units in its audience.
        placed: Regions besides that of its place whose people may read it.
    """

    case: CaseFile
    events: list[PlainEvent] = field(default_factory=list)
    heard: set[UUID] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Held:
    """All that is kept.

    Attributes:
        serials: The last number given out, by day and street.
        settings: Settings in force, with the moment they were asked for.
        versions: Of limits and calendar, by which new cases count: published before the first.
    """

    cases: dict[UUID, HeldCase] = field(default_factory=dict)
    serials: dict[tuple[date, str], CaseSerial] = field(default_factory=dict)
    settings: tuple[datetime, CentreSettings] | None = None
    versions: tuple[int, int] | None = None


def held(session: Session) -> Held | None:
    """Return what is kept; None where other desks may write beside the transaction."""
    if alone(session) is None:
        return None
    found: Held = session.info.setdefault(_KEY, Held())
    return found


def hold(session: Session, case: CaseFile) -> None:
    """Keep a case that was just opened, if the transaction is alone."""
    kept = held(session)
    if kept is not None:
        kept.cases[case.id] = HeldCase(case)


def held_case(session: Session, case_id: UUID) -> HeldCase | None:
    """Return a case that is kept, else None: then the database is asked."""
    kept = held(session)
    return kept.cases.get(case_id) if kept is not None else None


def let_go(session: Session, case_id: UUID) -> None:
    """Keep a case no longer; its next step, should there be one, reads it."""
    kept = held(session)
    if kept is not None:
        kept.cases.pop(case_id, None)
        session.info.get("cases.before", {}).pop(case_id, None)


def settings_held(session: Session, moment: datetime) -> CentreSettings:
    """Return the settings in force at a moment. Alone, they are read once: who makes a whole
    database decides on them before its first case.
    """
    kept = held(session)
    if kept is None:
        return settings_at(session, moment)
    if kept.settings is None or moment < kept.settings[0]:
        kept.settings = (moment, settings_at(session, moment))
    return kept.settings[1]
