"""The pulse of the database, for the status bar: does it answer, what changed last, who keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.chores import keeper
from app.core.clock import Clock
from app.core.database.tables import ChangeFeed


@dataclass(frozen=True, slots=True)
class Pulse:
    """One beat.

    Attributes:
        changed_at: When somebody last changed something, None where nobody did for days.
        keeper: Who does the chores, "" where nobody does.
        drift: How far the server is ahead of `clock`; zero for an embedded database.
    """

    changed_at: datetime | None
    keeper: str
    drift: timedelta


def take_pulse(session: Session, clock: Clock) -> Pulse:
    """Ask the database how it is; `clock` is server time as far as it is known."""
    changed_at = session.scalar(sa.select(sa.func.max(ChangeFeed.at)))
    holds = keeper(session, clock.now())
    return Pulse(changed_at, holds.holder if holds is not None else "", _drift(session, clock))


def _drift(session: Session, clock: Clock) -> timedelta:
    """Return how far the server's clock is ahead; the way to it counts for half."""
    if session.get_bind().dialect.name == "sqlite":
        return timedelta()
    asked = clock.now()
    there: datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    heard = clock.now()
    return there - (asked + (heard - asked) / 2)
