"""Units in lists and pickers; the register of units is open to everybody who signs in."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, Unit
from app.accounts.rules import LONGEST_TYPED, UnitKind, prefixes_of, printable
from app.accounts.scope import in_regions
from app.core.errors import NotFound
from app.core.paging import Page

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What narrows the list of units.

    Attributes:
        text: Part of a name or code, beginning of pinyin or of its initials.
        kind: What sort of organisation.
        region: Region code prefix.
        with_inactive: Also those that get nothing new.
    """

    text: str = ""
    kind: UnitKind | None = None
    region: str = ""
    with_inactive: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit.

    Attributes:
        code: "" where it has none.
        has_desk: False: assignments go out on paper.
        people: Active people who work there.
        version: To be handed to `update_unit`.
    """

    id: UUID
    name: str
    code: str
    kind: UnitKind
    region: str
    parent_id: UUID | None
    parent_name: str
    phone: str
    has_desk: bool
    is_active: bool
    people: int
    version: int


def units_page(
    session: Session,
    chosen: UnitFilter,
    *,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[UnitRow]:
    """Return the next units by pinyin: one statement."""
    ask = _ask().where(_matches(chosen)).order_by(Unit.pinyin, Unit.id).limit(size + 1)
    if after is not None:
        ask = ask.where(sa.tuple_(Unit.pinyin, Unit.id) > after)
    found = session.execute(ask).all()
    last = found[size - 1] if len(found) > size else None
    rows = tuple(_row(row) for row in found[:size])
    return Page(rows, (last[0].pinyin, last[0].id) if last is not None else None)


def find_units(
    session: Session,
    text: str,
    *,
    near: str = "",
    kinds: tuple[UnitKind, ...] = (),
    limit: int = 20,
) -> tuple[UnitRow, ...]:
    """Return active units for a picker.

    Args:
        session: Open session.
        text: Part of a name or code, beginning of pinyin or of its initials; "" is all.
        near: Region code: only units that answer for it or lie in it.
        kinds: Only these; all when empty.
        limit: Most rows.
    """
    where = [_matches(UnitFilter(text=text))]
    if near:
        where.append(sa.or_(Unit.region.in_(prefixes_of(near)), in_regions(Unit.region, (near,))))
    if kinds:
        where.append(Unit.kind.in_(kinds))
    rows = session.execute(_ask().where(*where).order_by(Unit.pinyin, Unit.id).limit(limit))
    return tuple(_row(row) for row in rows)


def unit_row(session: Session, unit_id: UUID) -> UnitRow:
    """Return one unit.

    Raises:
        NotFound: There is no such unit.
    """
    row = session.execute(_ask().where(Unit.id == unit_id)).one_or_none()
    if row is None:
        raise NotFound
    return _row(row)


def centre_of(session: Session, region: str) -> UUID | None:
    """Return the centre of a street, None where it has none, or several."""
    asked = sa.select(Unit.id).where(
        Unit.region == region, Unit.kind == UnitKind.CENTRE, Unit.is_active
    )
    found = session.scalars(asked.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _ask() -> sa.Select[Unit, str, int]:
    parent = aliased(Unit)
    people = (
        sa.select(sa.func.count())
        .where(Person.unit_id == Unit.id, Person.is_active)
        .correlate(Unit)
        .scalar_subquery()
    )
    return sa.select(Unit, parent.name, people).outerjoin(parent, parent.id == Unit.parent_id)


def _row(row: sa.Row[Unit, str, int]) -> UnitRow:
    unit, parent_name, people = row
    return UnitRow(
        id=unit.id,
        name=unit.name,
        code=unit.code or "",
        kind=UnitKind(unit.kind),
        region=unit.region,
        parent_id=unit.parent_id,
        parent_name=parent_name or "",
        phone=unit.phone,
        has_desk=unit.has_desk,
        is_active=unit.is_active,
        people=people,
        version=unit.version,
    )


def _matches(chosen: UnitFilter) -> sa.ColumnElement[bool]:
    where: list[sa.ColumnElement[bool]] = [in_regions(Unit.region, (chosen.region,))]
    if not chosen.with_inactive:
        where.append(Unit.is_active.is_(True))
    if chosen.kind is not None:
        where.append(Unit.kind == chosen.kind)
    typed = printable(chosen.text).lower()
    if len(typed) > LONGEST_TYPED:
        where.append(sa.false())
    elif typed:
        unspaced = typed.replace(" ", "")
        where.append(
            sa.or_(
                Unit.name.icontains(typed, autoescape=True),
                Unit.code.icontains(typed, autoescape=True),
                sa.func.replace(Unit.pinyin, " ", "").startswith(unspaced, autoescape=True),
                Unit.initials.startswith(unspaced, autoescape=True),
            )
        )
    return sa.and_(*where)
