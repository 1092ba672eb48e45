"""Standard phrases and macros that somebody is offered."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Unit
from app.cases.limits import upwards
from app.cases.macros import MacroStep, read_steps
from app.cases.models import Category
from app.cases.models.work import Macro, Phrase
from app.cases.rules import EventKind
from app.core.actor import Actor


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A phrase.

    Attributes:
        category_name: Path of the kind, "" for all.
        unit: Name of the unit, "" for all.
        is_own: One's own; else one of the whole centre.
    """

    id: UUID
    text: str
    step: EventKind | None
    category: str | None
    category_name: str
    unit_id: UUID | None
    unit: str
    position: int
    is_own: bool
    version: int


@dataclass(frozen=True, slots=True)
class MacroRow:
    """A macro with its steps.

    Attributes:
        units: Names of the units it assigns to; those that no longer work are left out.
    """

    id: UUID
    name: str
    steps: tuple[MacroStep, ...]
    is_own: bool
    version: int
    units: dict[UUID, str]


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
    above = aliased(Category)
    asked = (
        sa.select(Phrase, Category.name, above.name, Unit.name)
        .outerjoin(Category, Category.code == Phrase.category_code)
        .outerjoin(above, above.code == Category.parent_code)
        .outerjoin(Unit, Unit.id == Phrase.unit_id)
        .where(Phrase.is_active, whose, *conditions)
    )
    found = session.execute(asked.order_by(shared_last, Phrase.position, Phrase.id))
    return tuple(
        PhraseRow(
            id=row.id,
            text=row.text,
            step=EventKind(row.step) if row.step else None,
            category=row.category_code,
            category_name=" / ".join(name for name in (parent, kind) if name),
            unit_id=row.unit_id,
            unit=unit or "",
            position=row.position,
            is_own=row.owner_id is not None,
            version=row.version,
        )
        for row, kind, parent, unit in found
    )


def macros(session: Session, actor: Actor) -> tuple[MacroRow, ...]:
    """Return one's own macros and the centre's: one's own first, each by name."""
    whose = sa.or_(Macro.owner_id.is_(None), Macro.owner_id == actor.person_id)
    shared_last = sa.case((Macro.owner_id.is_(None), 1), else_=0)
    asked = sa.select(Macro).where(Macro.is_active, whose)
    rows = session.scalars(asked.order_by(shared_last, Macro.name, Macro.id)).all()
    read = {row.id: read_steps(row.steps) for row in rows}
    wanted = {step.unit_id for steps in read.values() for step in steps if step.unit_id}
    named = sa.select(Unit.id, Unit.name).where(Unit.id.in_(wanted), Unit.is_active)
    names = {row[0]: row[1] for row in session.execute(named)} if wanted else {}
    return tuple(
        MacroRow(
            id=row.id,
            name=row.name,
            steps=read[row.id],
            is_own=row.owner_id is not None,
            version=row.version,
            units={s.unit_id: names[s.unit_id] for s in read[row.id] if s.unit_id in names},
        )
        for row in rows
    )
