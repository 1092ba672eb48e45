"""Standard phrases and macros that somebody is offered."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.limits import upwards
from app.cases.macros import MacroStep, read_steps
from app.cases.models.work import Macro, Phrase
from app.cases.rules import EventKind
from app.core.actor import Actor


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A phrase.

    Attributes:
        is_own: One's own; else one of the whole centre.
    """

    id: UUID
    text: str
    step: EventKind | None
    category: str | None
    unit_id: UUID | None
    position: int
    is_own: bool
    version: int


@dataclass(frozen=True, slots=True)
class MacroRow:
    """A macro with its steps."""

    id: UUID
    name: str
    steps: tuple[MacroStep, ...]
    is_own: bool
    version: int


def offered_phrases(
    session: Session,
    actor: Actor,
    step: EventKind,
    *,
    category: str | None = None,
    unit_id: UUID | None = None,
) -> tuple[PhraseRow, ...]:
    """Return phrases for a step on a case of a kind held by a unit: one's own first."""
    fits_kind = sa.or_(Phrase.category_code.is_(None), Phrase.category_code.in_(upwards(category)))
    fits_unit = sa.or_(Phrase.unit_id.is_(None), Phrase.unit_id == unit_id)
    fits_step = sa.or_(Phrase.step.is_(None), Phrase.step == step)
    return _phrases(session, actor, fits_step, fits_kind, fits_unit)


def all_phrases(session: Session, actor: Actor) -> tuple[PhraseRow, ...]:
    """Return one's own phrases and the centre's, for whoever edits them."""
    return _phrases(session, actor)


def _phrases(
    session: Session, actor: Actor, *conditions: sa.ColumnElement[bool]
) -> tuple[PhraseRow, ...]:
    whose = sa.or_(Phrase.owner_id.is_(None), Phrase.owner_id == actor.person_id)
    shared_last = sa.case((Phrase.owner_id.is_(None), 1), else_=0)
    asked = sa.select(Phrase).where(Phrase.is_active, whose, *conditions)
    found = session.scalars(asked.order_by(shared_last, Phrase.position, Phrase.id))
    return tuple(
        PhraseRow(
            id=row.id,
            text=row.text,
            step=EventKind(row.step) if row.step else None,
            category=row.category_code,
            unit_id=row.unit_id,
            position=row.position,
            is_own=row.owner_id is not None,
            version=row.version,
        )
        for row in found
    )


def macros(session: Session, actor: Actor) -> tuple[MacroRow, ...]:
    """Return one's own macros and the centre's, by name."""
    whose = sa.or_(Macro.owner_id.is_(None), Macro.owner_id == actor.person_id)
    asked = sa.select(Macro).where(Macro.is_active, whose).order_by(Macro.name, Macro.id)
    return tuple(
        MacroRow(row.id, row.name, read_steps(row.steps), row.owner_id is not None, row.version)
        for row in session.scalars(asked)
    )
