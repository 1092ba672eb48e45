"""Figures of whistles: how many a week against the usual, who came in time, who was let go,
how street and units rate one another. They are of streets and units, never of a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.queries.by_region import Weeks, usual_of
from app.cases.queries.today import midnight
from app.cases.scope import visible, within
from app.cases.whistle_rules import HEARD_WHISTLES, ReleaseState, WhistleState
from app.core.actor import Actor
from app.core.clock import local
from app.territory.models import Region

WEEKS_BEFORE = 12
"""So many whole weeks are shown before the present one, and say what is usual."""
PERIOD_WEEKS = 4
"""Units are counted for so many weeks."""


@dataclass(frozen=True, slots=True)
class StreetWeeks:
    """Whistles a street blew, week by week; usual is what eight of ten whole weeks were like."""

    street: str
    name: str
    weeks: Weeks

    @property
    def verdict(self) -> int:
        """1 where the present week lies above the usual, -1 where the one before lay below it, 0
        within or unknown: the present week has not ended and is never called low.
        """
        usual, counts = self.weeks.usual, self.weeks.counts
        if usual is None:
            return 0
        if counts[-1] > usual[1]:
            return 1
        return -1 if counts[-2] < usual[0] else 0


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """How one unit answered the whistles of the period.

    Attributes:
        called: Times it was summoned.
        came: Times it appeared.
        in_time: Times it appeared by the time it was asked for.
        absent: Whistles that ended without it.
        minutes: Mean minutes from blowing to appearing; None where it never came.
        released: Times it was let go before the matter was done.
        street_mark: Mean mark the street gave it; None for none.
        unit_mark: Mean mark it gave the street.
    """

    unit_id: UUID
    unit: str
    called: int
    came: int
    in_time: int
    absent: int
    minutes: float | None
    released: int
    street_mark: float | None
    unit_mark: float | None


@dataclass(frozen=True, slots=True)
class WhistleFigures:
    """All of it.

    Attributes:
        as_of: The moment it was counted.
        since: First moment of the period that units are counted for.
        whistles: Whistles blown in the period.
        weeks: Of all streets together.
        streets: Each street that blew one, the most first.
        units: Each unit that was summoned in the period, the most often first.
    """

    as_of: datetime
    since: datetime
    whistles: int
    weeks: Weeks
    streets: tuple[StreetWeeks, ...]
    units: tuple[UnitFigures, ...]

    @property
    def called(self) -> int:
        """How many units were summoned, each time counted."""
        return sum(unit.called for unit in self.units)

    @property
    def came(self) -> int:
        """How many of them appeared."""
        return sum(unit.came for unit in self.units)

    @property
    def in_time(self) -> int:
        """How many of them appeared in time."""
        return sum(unit.in_time for unit in self.units)

    @property
    def released(self) -> int:
        """How many were let go before the matter was done."""
        return sum(unit.released for unit in self.units)

    @property
    def minutes(self) -> float | None:
        """Mean minutes from blowing to appearing; None where nobody came."""
        waited = sum((unit.minutes or 0) * unit.came for unit in self.units)
        return waited / self.came if self.came else None


def whistle_figures(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> WhistleFigures:
    """Return the figures of the whistles the reader may see, within a region."""
    today = local(now).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS_BEFORE)
    since = midnight(today - timedelta(weeks=PERIOD_WEEKS))
    seen = (visible(actor), within(region), Whistle.state.in_(HEARD_WHISTLES))
    blown = _blown(session, *seen, Whistle.blown_at >= midnight(first))
    streets = _streets(session, blown, first, now)
    return WhistleFigures(
        as_of=now,
        since=since,
        whistles=sum(at >= since for _, at in blown),
        weeks=_weeks([at for _, at in blown], first, now),
        streets=streets,
        units=_units(session, *seen, Whistle.blown_at >= since),
    )


def _blown(session: Session, *conditions: sa.ColumnElement[bool]) -> list[tuple[str, datetime]]:
    asked = sa.select(Whistle.street, Whistle.blown_at)
    joined = asked.join(CaseFile, CaseFile.id == Whistle.case_id).where(*conditions)
    return [(street, at) for street, at in session.execute(joined) if at is not None]


def _weeks(moments: Iterable[datetime], first: date, now: datetime) -> Weeks:
    counts = [0] * (WEEKS_BEFORE + 1)
    for at in moments:
        counts[(local(at).date() - first).days // 7] += 1
    begun = next((at for at, count in enumerate(counts) if count), len(counts))
    return Weeks(now, first, tuple(counts), usual_of(counts[begun:-1]))


def _streets(
    session: Session, blown: list[tuple[str, datetime]], first: date, now: datetime
) -> tuple[StreetWeeks, ...]:
    by_street: dict[str, list[datetime]] = {}
    for street, at in blown:
        by_street.setdefault(street, []).append(at)
    asked = sa.select(Region.code, Region.name).where(Region.code.in_(by_street))
    names = dict(session.execute(asked).all())
    found = (
        StreetWeeks(street, names.get(street, street), _weeks(moments, first, now))
        for street, moments in by_street.items()
    )
    return tuple(sorted(found, key=lambda each: (-sum(each.weeks.counts), each.street)))


def _units(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[UnitFigures, ...]:
    asked = (
        sa.select(WhistleUnit, Whistle, Unit.name)
        .join(Whistle, Whistle.id == WhistleUnit.whistle_id)
        .join(CaseFile, CaseFile.id == Whistle.case_id)
        .join(Unit, Unit.id == WhistleUnit.unit_id)
        .where(*conditions)
    )
    rows: dict[tuple[UUID, str], list[tuple[WhistleUnit, Whistle]]] = {}
    for row, whistle, name in session.execute(asked):
        rows.setdefault((row.unit_id, name), []).append((row, whistle))
    found = (_unit(key, name, each) for (key, name), each in rows.items())
    return tuple(sorted(found, key=lambda unit: (-unit.called, unit.unit)))


def _unit(key: UUID, name: str, rows: list[tuple[WhistleUnit, Whistle]]) -> UnitFigures:
    came = [(row, whistle) for row, whistle in rows if row.appeared_at is not None]
    waited = [
        (row.appeared_at - whistle.blown_at).total_seconds() / 60
        for row, whistle in came
        if row.appeared_at is not None and whistle.blown_at is not None
    ]
    return UnitFigures(
        unit_id=key,
        unit=name,
        called=len(rows),
        came=len(came),
        in_time=sum(
            row.appeared_at is not None and row.appeared_at <= whistle.appear_at
            for row, whistle in came
        ),
        absent=sum(
            row.appeared_at is None and whistle.state == WhistleState.DONE for row, whistle in rows
        ),
        minutes=_mean(waited),
        released=sum(row.release_state == ReleaseState.GRANTED for row, _ in rows),
        street_mark=_mean([row.street_score for row, _ in rows if row.street_score]),
        unit_mark=_mean([row.unit_score for row, _ in rows if row.unit_score]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
