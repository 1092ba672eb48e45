"""The powers streets hold, and what was done with each."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.powers import PowerUse, StreetPower
from app.cases.models.whistles import Whistle
from app.cases.numbers import whistle_number
from app.cases.power_rules import PowerKind, in_force
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.clock import local
from app.territory.models import Region

MOST_USES = 200


@dataclass(frozen=True, slots=True)
class PowerRow:
    """A power of a street.

    Attributes:
        used: How often it was used at all.
        used_this_year: How often since the first of January.
        last_used: When it was last used; None for never.
        holds: Whether it is in force today.
        may_keep: Whether the reader may change it.
        may_use: Whether the reader may put down a use.
    """

    id: UUID
    street: str
    street_name: str
    kind: PowerKind
    name: str
    basis: str
    since: date
    until: date | None
    used: int
    used_this_year: int
    last_used: date | None
    holds: bool
    may_keep: bool
    may_use: bool
    version: int


@dataclass(frozen=True, slots=True)
class UseRow:
    """One use of a power.

    Attributes:
        result: What came of it; of a whistle that is done, what came of that.
        case_id: The case it was about, where the reader may see it.
        whistle: Number of the whistle that recorded it, "" for none.
    """

    id: UUID
    power_id: UUID
    used_on: date
    matter: str
    department: str
    case_id: UUID | None
    case_number: str
    whistle: str
    result: str
    answer: str
    answered_on: date | None
    recorded_by: str
    recorded_at: datetime
    version: int


def list_powers(
    session: Session, actor: Actor, *, now: datetime, region: str = ""
) -> tuple[PowerRow, ...]:
    """Return the powers of the streets the reader may see, those in force first."""
    today = local(now).date()
    this_year = date(today.year, 1, 1)
    used = (
        sa.select(
            PowerUse.power_id,
            sa.func.count().label("count"),
            sa.func.sum(sa.case((PowerUse.used_on >= this_year, 1), else_=0)).label("this_year"),
            sa.func.max(PowerUse.used_on).label("last"),
        )
        .group_by(PowerUse.power_id)
        .subquery()
    )
    asked = (
        sa.select(
            StreetPower,
            sa.func.coalesce(Region.name, StreetPower.street),
            sa.func.coalesce(used.c.count, 0),
            sa.func.coalesce(used.c.this_year, 0),
            used.c.last,
        )
        .outerjoin(Region, Region.code == StreetPower.street)
        .outerjoin(used, used.c.power_id == StreetPower.id)
        .where(_of_streets(actor, region))
        .order_by(StreetPower.street, StreetPower.since, StreetPower.name)
    )
    rows = [_power(actor, today, *found) for found in session.execute(asked)]
    return tuple(sorted(rows, key=lambda row: not row.holds))


def uses_of(session: Session, actor: Actor, power_id: UUID) -> tuple[UseRow, ...]:
    """Return the uses of a power the reader may see, the newest first, `MOST_USES` at most."""
    asked = (
        sa.select(
            PowerUse, CaseFile.id, CaseFile.number, Whistle.year, Whistle.serial, Whistle.outcome
        )
        .join(StreetPower, StreetPower.id == PowerUse.power_id)
        .outerjoin(CaseFile, sa.and_(CaseFile.id == PowerUse.case_id, visible(actor)))
        .outerjoin(
            Whistle, sa.and_(Whistle.id == PowerUse.whistle_id, CaseFile.id == Whistle.case_id)
        )
        .where(PowerUse.power_id == power_id, _of_streets(actor, ""))
        .order_by(PowerUse.used_on.desc(), PowerUse.id.desc())
        .limit(MOST_USES)
    )
    return tuple(_use(*found) for found in session.execute(asked))


def _of_streets(actor: Actor, region: str) -> sa.ColumnElement[bool]:
    """Return the condition that a reader of figures reaches the street of a power."""
    prefixes = actor.prefixes(Right.READ_FIGURES)
    found = [StreetPower.street.startswith(prefix) if prefix else sa.true() for prefix in prefixes]
    mine = sa.or_(*found) if found else sa.false()
    street = region[:9]
    return sa.and_(mine, StreetPower.street.startswith(street)) if street else mine


def _power(
    actor: Actor,
    today: date,
    row: StreetPower,
    street_name: str,
    used: int,
    this_year: int,
    last: date | None,
) -> PowerRow:
    return PowerRow(
        id=row.id,
        street=row.street,
        street_name=street_name,
        kind=PowerKind(row.kind),
        name=row.name,
        basis=row.basis,
        since=row.since,
        until=row.until,
        used=used,
        used_this_year=this_year,
        last_used=last,
        holds=in_force(row.since, row.until, today),
        may_keep=actor.may_in(Right.APPROVE, row.street),
        may_use=actor.may_in(Right.ASSIGN_CASE, row.street),
        version=row.version,
    )


def _use(
    row: PowerUse,
    case_id: UUID | None,
    number: str | None,
    year: int | None,
    serial: int | None,
    outcome: str | None,
) -> UseRow:
    return UseRow(
        id=row.id,
        power_id=row.power_id,
        used_on=row.used_on,
        matter=row.matter,
        department=row.department,
        case_id=case_id,
        case_number=number or "",
        whistle=whistle_number(year, serial),
        result=row.result or outcome or "",
        answer=row.answer,
        answered_on=row.answered_on,
        recorded_by=row.recorded_name,
        recorded_at=row.recorded_at,
        version=row.version,
    )
