"""The nearest 20 of the 23,000 emergency units of a large city (DOMAIN §15)."""

from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.command.forces.models import EmergencyUnit, UnitCall
from app.command.forces.queries import NEAREST, nearest
from app.commands.measures.rows import BenchRow, against, worked
from app.core.actor import console
from app.core.words import say

UNITS, LIMIT_MS, STREET = 23_000, 20.0, "990102004"
NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
WEST, SOUTH, WIDE, HIGH = 113.0, 39.8, 0.9, 0.7  # degrees, a large city


def nearest_units(folder: Path, runs: int) -> BenchRow:
    """Measure how long a desk works out whom to call; the limit is 20 ms, whoever else is at the
    core.
    """
    engine, chance = _made(folder), Random(3)  # noqa: S311  the same places each time
    actor, took = console("bench"), []
    with Session(engine) as session:
        for at in range(runs + 1):
            here = (WEST + chance.random() * WIDE, SOUTH + chance.random() * HIGH)
            ask = partial(nearest, session, actor, *here, now=NOW, fresh_min=60, skill="水泵")
            spent = worked(ask)() * 1_000
            if at:  # the first one reads the file
                took.append(spent)
    return against(
        say("lab.nearest_units", most=NEAREST, units=UNITS), took, unit="ms", limit=LIMIT_MS
    )


@cache
def _made(folder: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{folder / 'forces.db'}")
    tables = EmergencyUnit.metadata.tables
    needed = [tables["emergency_unit"], tables["unit_call"]]
    EmergencyUnit.metadata.create_all(engine, needed)
    chance = Random(1)  # noqa: S311  the same city each time
    rows = []
    for number in range(UNITS):
        placed, fresh = chance.random() < 0.97, chance.randrange(5, 300)
        rows.append(
            {
                "id": UUID(int=number + 1),
                "region": f"{STREET}{number % 999:03}001",
                "kind": "micro",
                "name": f"{number}组",
                "place": "",
                "longitude": WEST + chance.random() * WIDE if placed else None,
                "latitude": SOUTH + chance.random() * HIGH if placed else None,
                "people": 3,
                "kit": "手电",
                "skills": chance.choice(("", "急救", "水泵、电工")),
                "checked_in_at": NOW - timedelta(minutes=fresh),
                "on_duty_until": NOW + timedelta(hours=chance.randrange(-4, 8)),
                "is_active": True,
                "version": 1,
            }
        )
    with engine.begin() as connection:
        connection.execute(sa.insert(EmergencyUnit), rows)
        connection.execute(sa.select(sa.func.count()).select_from(UnitCall))
    return engine
