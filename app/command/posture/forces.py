"""Emergency units that an order of posture calls up: which, and to what they are called."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.scope import in_regions
from app.command.forces.models import EmergencyUnit, UnitCall
from app.command.incidents.models import Incident

MOST = 300
"""So many are called together at most; the nearest of more are called at the board."""


@dataclass(frozen=True, slots=True)
class ForcesToCall:
    """Units on duty that nobody holds, by name, and the incident they would be called to.

    Attributes:
        incident_id: None where none goes on: the order begins one.
    """

    units: tuple[tuple[UUID, str], ...] = ()
    incident_id: UUID | None = None
    incident: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(name for _, name in self.units)


def forces_to_call(session: Session, region: str, now: datetime) -> ForcesToCall:
    """Return which units of a region an order would call up at a moment, and to what."""
    asked = (
        sa.select(EmergencyUnit.id, EmergencyUnit.name)
        .where(
            in_regions(EmergencyUnit.region, (region,)),
            EmergencyUnit.is_active.is_(True),
            EmergencyUnit.on_duty_until > now,
            ~sa.exists().where(UnitCall.hold_of == EmergencyUnit.id),
        )
        .order_by(EmergencyUnit.name, EmergencyUnit.id)
        .limit(MOST)
    )
    going = (
        sa.select(Incident.id, Incident.title)
        .where(
            in_regions(Incident.region, (region,)),
            Incident.ended_at.is_(None),
            Incident.is_rehearsal.is_(False),
        )
        .order_by(Incident.started_at.desc())
        .limit(1)
    )
    units = tuple((unit, name) for unit, name in session.execute(asked))
    found = session.execute(going).first()
    key, title = (found[0], found[1]) if found is not None else (None, "")
    return ForcesToCall(units, key, title)
