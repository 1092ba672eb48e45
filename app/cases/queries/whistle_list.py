"""Whistles one after another, newest first, with how far each of their units is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.numbers import whistle_number
from app.cases.queries.whistles import dues_of, moments_of, units_by_whistle
from app.cases.scope import visible, within
from app.cases.whistle_rules import (
    HEARD_WHISTLES,
    UnitStage,
    WhistleKind,
    WhistleState,
    is_late,
    stage_of,
)
from app.core.actor import Actor
from app.core.paging import Page

PAGE_ROWS = 100


class WhistleSort(StrEnum):
    """Which whistles are listed."""

    UNDER_WAY = "under_way"
    DRAFTS = "drafts"
    ENDED = "ended"


_STATES = {
    WhistleSort.UNDER_WAY: (WhistleState.BLOWN,),
    WhistleSort.DRAFTS: (WhistleState.DRAFTED,),
    WhistleSort.ENDED: (WhistleState.DONE, WhistleState.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A summoned unit in a list."""

    name: str
    is_lead: bool
    stage: UnitStage
    late: bool


@dataclass(frozen=True, slots=True)
class ListedWhistle:
    """A whistle in a list, with the case it is on."""

    id: UUID
    case_id: UUID
    case_number: str | None
    title: str
    number: str
    kind: WhistleKind
    state: WhistleState
    place: str
    appear_at: datetime
    drafted_at: datetime
    blown_at: datetime | None
    ended_at: datetime | None
    units: tuple[ListedUnit, ...]

    @property
    def late(self) -> tuple[str, ...]:
        """Names of the units that owe something whose time has passed."""
        return tuple(unit.name for unit in self.units if unit.late)


@dataclass(frozen=True, slots=True)
class WhistleWish:
    """What is listed.

    Attributes:
        region: Code the case lies in; "" for everywhere.
        text: Part of the title, the place, a unit's name or the case's number.
        blown: From (included) to (not) which moment they were blown, whatever became of them
            since: what figures count; `sort` says nothing then.
    """

    sort: WhistleSort
    region: str = ""
    text: str = ""
    blown: tuple[datetime, datetime] | None = None

    @property
    def states(self) -> tuple[WhistleState, ...]:
        """The states of those that are listed."""
        return HEARD_WHISTLES if self.blown is not None else _STATES[self.sort]


def list_whistles(
    session: Session,
    actor: Actor,
    wish: WhistleWish,
    *,
    now: datetime,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_ROWS,
) -> Page[ListedWhistle]:
    """Return a page of whistles on cases the reader may see, the newest draft first."""
    asked = (
        sa.select(Whistle, CaseFile.number, CaseFile.title)
        .join(CaseFile, CaseFile.id == Whistle.case_id)
        .where(Whistle.state.in_(wish.states), visible(actor), within(wish.region))
        .order_by(Whistle.drafted_at.desc(), Whistle.id.desc())
        .limit(size + 1)
    )
    if wish.blown is not None:
        since, until = wish.blown
        asked = asked.where(Whistle.blown_at >= since, Whistle.blown_at < until)
    if wish.text:
        asked = asked.where(_tells(wish.text))
    if after is not None:
        at, key = after
        earlier = sa.and_(Whistle.drafted_at == at, Whistle.id < key)
        asked = asked.where(sa.or_(Whistle.drafted_at < at, earlier))
    found = session.execute(asked).all()
    shown = found[:size]
    units = units_by_whistle(session, [row.id for row, _, _ in shown])
    rows = tuple(_listed(*each, units.get(each[0].id, []), now=now) for each in shown)
    more = len(found) > size
    return Page(rows, (rows[-1].drafted_at, rows[-1].id) if more else None)


def _tells(text: str) -> sa.ColumnElement[bool]:
    unit = (
        sa.select(WhistleUnit.id)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(
            WhistleUnit.whistle_id == Whistle.id,
            sa.or_(
                Unit.name.contains(text, autoescape=True),
                Unit.initials.startswith(text.lower(), autoescape=True),
            ),
        )
        .exists()
    )
    words = (CaseFile.title, Whistle.place, Whistle.task, CaseFile.number)
    return sa.or_(unit, *(column.contains(text, autoescape=True) for column in words))


def _listed(
    row: Whistle,
    number: str | None,
    title: str,
    units: list[tuple[WhistleUnit, Unit]],
    *,
    now: datetime,
) -> ListedWhistle:
    state = WhistleState(row.state)
    return ListedWhistle(
        id=row.id,
        case_id=row.case_id,
        case_number=number,
        title=title,
        number=whistle_number(row.year, row.serial),
        kind=WhistleKind(row.kind),
        state=state,
        place=row.place,
        appear_at=row.appear_at,
        drafted_at=row.drafted_at,
        blown_at=row.blown_at,
        ended_at=row.ended_at,
        units=tuple(_unit(row, state, each, unit, now) for each, unit in units),
    )


def _unit(
    row: Whistle, state: WhistleState, each: WhistleUnit, unit: Unit, now: datetime
) -> ListedUnit:
    stage = stage_of(state, moments_of(each))
    return ListedUnit(unit.name, each.is_lead, stage, is_late(stage, dues_of(row), now))
