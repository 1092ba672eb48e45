"""The pulse of the database, for the status bar: does it answer, what changed last, who keeps."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.chores import keeper
from app.core.database.maintenance import Maintenance, read_maintenance
from app.core.database.tables import ChangeFeed


@dataclass(frozen=True, slots=True)
class Pulse:
    """One beat.

    Attributes:
        changed_at: When somebody last changed something, None where nobody did for days.
        keeper: Who does the chores, "" where nobody does.
        maintenance: What is announced to every desk, and whether anybody may write.
    """

    changed_at: datetime | None
    keeper: str
    maintenance: Maintenance = field(default_factory=Maintenance)


def take_pulse(session: Session, now: datetime) -> Pulse:
    """Ask the database how it is; `now` is server time as far as it is known."""
    changed_at = session.scalar(sa.select(sa.func.max(ChangeFeed.at)))
    holds = keeper(session, now)
    told = read_maintenance(session.connection())
    return Pulse(changed_at, holds.holder if holds is not None else "", told)
