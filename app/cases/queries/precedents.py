"""The book of precedents (权责判例): searched, and asked what was ruled on cases like one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile, Category
from app.cases.models.rulings import Precedent, Ruling
from app.cases.ruling_rules import (
    DisputeClass,
    PlaceType,
    PrecedentState,
    district_of,
    place_type_of,
)
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.paging import Page
from app.core.search_words import pairs_of, plain, words_of
from app.core.words import part
from app.territory.models import Region

PAGE_SIZE = 60
CANDIDATES = 200
"""The newest precedents of a kind that are compared with a case."""
MOST_OFFERS = 3
_LEAST_ALIKE = 0.12
"""Share of a precedent's pairs that a case must have for other reasons than its kind."""


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """A precedent as it is listed and read.

    Attributes:
        case_id: The case it was ruled on; None where the reader may not see it.
        edition: 1 for the first ruling on its case.
        may_end: Whether this reader may retire it.
    """

    id: UUID
    case_id: UUID | None
    category: str
    place_type: PlaceType
    region: str
    region_name: str
    matter: str
    lead_id: UUID
    lead: str
    co_names: str
    dispute: DisputeClass
    reasons: str
    basis: str
    edition: int
    ruled_at: datetime
    ruled_by: str
    state: PrecedentState
    ended_at: datetime | None
    ended_by: str
    ended_why: str
    may_end: bool
    version: int


@dataclass(frozen=True, slots=True)
class PrecedentFilter:
    """Which precedents are wanted; what is left out narrows nothing.

    Attributes:
        words: All of them stand in it, as in a search.
        category: A kind, or a category with all its kinds.
        only_in_force: Leave out what is gone by no more.
    """

    words: str = ""
    category: str | None = None
    place_type: PlaceType | None = None
    only_in_force: bool = True


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a case is like, as far as precedents go by it.

    Attributes:
        category: Its kind.
        text: Its title, place and words.
        place_type: The sort of place it lies at.
        desk_region: Whose district's precedents count.
    """

    category: str | None
    text: str
    place_type: PlaceType
    desk_region: str


@dataclass(frozen=True, slots=True)
class PrecedentOffer:
    """A unit that led cases like this one, with what speaks for it.

    Attributes:
        count: Precedents alike that name it.
        same_kind: How many of them are of the very kind.
        same_place: How many lie at the same sort of place.
        newest: The most telling of them.
    """

    lead_id: UUID
    lead: str
    count: int
    same_kind: int
    same_place: int
    newest: PrecedentRow


def place_type_in(*words: str) -> PlaceType:
    """Return what sort of place a case speaks of, by the words the centre is shipped with."""
    return place_type_of(" ".join(words), part("rulings")["place_hints"])


def precedents(
    session: Session,
    actor: Actor,
    wanted: PrecedentFilter,
    *,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[PrecedentRow]:
    """Return one page of the precedents of this person's districts, the newest first."""
    asked = _rows(actor).where(in_my_districts(actor), *_narrowed(wanted))
    asked = asked.order_by(Precedent.ruled_at.desc(), Precedent.id.desc())
    if after is not None:
        asked = asked.where(sa.tuple_(Precedent.ruled_at, Precedent.id) < sa.tuple_(*after))
    found = session.execute(asked.limit(size + 1)).all()
    rows = tuple(_row(record, actor) for record in found[:size])
    more = len(found) > size
    return Page(rows, (rows[-1].ruled_at, rows[-1].id) if more else None)


def precedent_count(session: Session, actor: Actor, wanted: PrecedentFilter) -> int:
    """Return how many precedents are wanted; a district has some thousands at most."""
    counted = sa.select(sa.func.count()).select_from(Precedent)
    counted = counted.where(in_my_districts(actor), *_narrowed(wanted))
    return session.scalar(counted) or 0


def offers_for(session: Session, actor: Actor, case: Likeness) -> tuple[PrecedentOffer, ...]:
    """Return which units led cases like this one, the most telling first.

    A precedent counts where it is of the same kind, or of the same category and the same sort
    of place, or where much of its matter stands in the case; only those in force do.
    """
    near = _same_kinds(case.category)
    district = Precedent.district == district_of(case.desk_region)
    asked = _rows(actor).where(district, in_my_districts(actor), _in_force(), _units_work())
    if near is not None:
        asked = asked.where(near)
    newest = asked.order_by(Precedent.ruled_at.desc(), Precedent.id.desc()).limit(CANDIDATES)
    pairs = frozenset(pairs_of(plain(case.text)))
    scored = [
        (score, row)
        for record in session.execute(newest)
        if (score := _score(case, row := _row(record, actor), record.category_code, pairs))
    ]
    return _by_lead(case, scored)


def in_my_districts(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a precedent is of a district where somebody assigns or rules."""
    if actor.everything:
        return sa.true()
    prefixes = {*actor.prefixes(Right.ASSIGN_CASE), *actor.prefixes(Right.APPROVE)}
    found = [Precedent.district.startswith(district_of(prefix)) for prefix in sorted(prefixes)]
    return sa.or_(*found) if found else sa.false()


_Kind = aliased(Category, name="kind")
_Parent = aliased(Category, name="parent")


def _rows(actor: Actor) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Precedent,
        Precedent.category_code,
        CaseFile.id,
        sa.func.coalesce(_Kind.name, ""),
        sa.func.coalesce(_Parent.name, ""),
        sa.func.coalesce(Region.name, ""),
    )
    return (
        sa.select(*columns)
        .outerjoin(Ruling, Ruling.id == Precedent.ruling_id)
        .outerjoin(CaseFile, sa.and_(CaseFile.id == Ruling.case_id, visible(actor, few=True)))
        .outerjoin(_Kind, _Kind.code == Precedent.category_code)
        .outerjoin(_Parent, _Parent.code == _Kind.parent_code)
        .outerjoin(Region, Region.code == Precedent.region)
    )


def _row(record: Any, actor: Actor) -> PrecedentRow:
    row, _, case_id, kind, parent, region_name = record
    state = PrecedentState(row.state)
    ends = state is PrecedentState.IN_FORCE and actor.may_in(Right.APPROVE, row.desk_region)
    return PrecedentRow(
        id=row.id,
        case_id=case_id,
        category=f"{parent} / {kind}" if parent else kind,
        place_type=PlaceType(row.place_type),
        region=row.region,
        region_name=region_name,
        matter=row.matter,
        lead_id=row.lead_unit_id,
        lead=row.lead_name,
        co_names=row.co_names,
        dispute=DisputeClass(row.dispute),
        reasons=row.reasons,
        basis=row.basis,
        edition=row.edition,
        ruled_at=row.ruled_at,
        ruled_by=row.ruled_by,
        state=state,
        ended_at=row.ended_at,
        ended_by=row.ended_name,
        ended_why=row.ended_why,
        may_end=ends,
        version=row.version,
    )


def _narrowed(wanted: PrecedentFilter) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.only_in_force:
        yield _in_force()
    if wanted.category is not None:
        yield sa.or_(*_of_category(wanted.category))
    if wanted.place_type is not None:
        yield Precedent.place_type == wanted.place_type
    for word in words_of(wanted.words):
        yield Precedent.words.contains(word, autoescape=True)


def _of_category(code: str) -> tuple[sa.ColumnElement[bool], ...]:
    below = sa.select(Category.code).where(Category.parent_code == code)
    return Precedent.category_code == code, Precedent.category_code.in_(below)


def _in_force() -> sa.ColumnElement[bool]:
    return Precedent.state == PrecedentState.IN_FORCE


def _units_work() -> sa.ColumnElement[bool]:
    working = sa.select(Unit.id).where(Unit.is_active)
    return Precedent.lead_unit_id.in_(working)


def _same_kinds(category: str | None) -> sa.ColumnElement[bool] | None:
    """Return the condition that a precedent is of the same category (大类); None without one."""
    if category is None:
        return None
    parent = sa.select(Category.parent_code).where(Category.code == category).scalar_subquery()
    beside = sa.select(Category.code).where(Category.parent_code == parent)
    return sa.or_(Precedent.category_code == category, Precedent.category_code.in_(beside))


def _score(case: Likeness, row: PrecedentRow, kind: str | None, pairs: frozenset[str]) -> float:
    """Return how much a precedent speaks for its lead, 0 for not at all."""
    same_kind = kind is not None and kind == case.category
    same_place = row.place_type is case.place_type and case.place_type is not PlaceType.OTHER
    alike = _alike(row.matter, pairs)
    if not same_kind and not same_place and alike < _LEAST_ALIKE:
        return 0.0
    return 2.0 * same_kind + 1.0 * same_place + 2.0 * alike


def _alike(matter: str, pairs: frozenset[str]) -> float:
    """Return which share of the pairs of a matter stands in a case."""
    own = pairs_of(plain(matter))
    return sum(pair in pairs for pair in own) / len(own) if own else 0.0


def _by_lead(
    case: Likeness, scored: list[tuple[float, PrecedentRow]]
) -> tuple[PrecedentOffer, ...]:
    found: dict[UUID, list[tuple[float, PrecedentRow]]] = {}
    for score, row in scored:
        found.setdefault(row.lead_id, []).append((score, row))
    offers = [
        (sum(score for score, _ in rows), _offer(case, [row for _, row in rows]))
        for rows in found.values()
    ]
    offers.sort(key=lambda each: (-each[0], each[1].lead))
    return tuple(offer for _, offer in offers[:MOST_OFFERS])


def _offer(case: Likeness, rows: list[PrecedentRow]) -> PrecedentOffer:
    newest = max(rows, key=lambda row: (row.ruled_at, row.id))
    return PrecedentOffer(
        lead_id=newest.lead_id,
        lead=newest.lead,
        count=len(rows),
        same_kind=sum(row.category == newest.category for row in rows),
        same_place=sum(row.place_type is case.place_type for row in rows),
        newest=newest,
    )
