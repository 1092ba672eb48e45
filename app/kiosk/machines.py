"""The machines of a street as its administrators see them: alive, used, in trouble."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.kiosk.ground import STREET_DIGITS
from app.kiosk.looks import LookRow, look_of
from app.kiosk.models import KioskState
from app.kiosk.refusing import RefusedRow, refused_rows
from app.kiosk.rights import MANAGE
from app.territory.models import Region
from app.territory.rules import Tier


@dataclass(frozen=True, slots=True)
class MachineRow:
    """One machine.

    Attributes:
        login: Of its account.
        heard_at: When it last said how it is.
        used_at: When somebody last touched it, None for nobody since it began.
        waiting: Messages that lie there until the network is back.
        trouble: What is wrong with its printer, of `app.kiosk.rules.PrinterTrouble`.
    """

    login: str
    name: str
    region: str
    heard_at: datetime
    started_at: datetime
    used_at: datetime | None
    version: str
    waiting: int
    trouble: str

    def is_silent(self, now: datetime, after_min: int) -> bool:
        """Tell whether nothing was heard of it for too long."""
        return now - self.heard_at > timedelta(minutes=after_min)


@dataclass(frozen=True, slots=True)
class Halls:
    """All that the page of machines shows.

    Attributes:
        streets: Code and name of the streets the actor decides on.
        refused: What was handed in and could not be taken in.
    """

    streets: tuple[tuple[str, str], ...]
    machines: tuple[MachineRow, ...]
    look: LookRow
    refused: tuple[RefusedRow, ...]


def halls(session: Session, actor: Actor, street: str = "") -> Halls | None:
    """Return the machines an administrator looks after, and what those of a street show.

    Args:
        session: To read with.
        actor: An administrator.
        street: Whose look is asked for; where left out one that has a machine.

    Returns:
        None where the actor decides on no street.
    """
    near = actor.prefixes(MANAGE)
    asked = sa.select(Region.code, Region.name).where(
        Region.tier == Tier.STREET, Region.retired_at.is_(None)
    )
    found = session.execute(asked.order_by(Region.code)).all()
    streets = tuple((c, n) for c, n in found if any(c.startswith(each) for each in near))
    if not streets:
        return None
    rows = session.execute(
        sa.select(
            Person.login,
            KioskState.name,
            KioskState.region,
            KioskState.at,
            KioskState.started_at,
            KioskState.used_at,
            KioskState.version,
            KioskState.waiting,
            KioskState.trouble,
        )
        .join(Person, Person.id == KioskState.person_id)
        .where(in_regions(KioskState.region, near))
        .order_by(KioskState.region, Person.login)
    )
    machines = tuple(MachineRow(*row) for row in rows)
    wanted = (street, *(machine.region[:STREET_DIGITS] for machine in machines), streets[0][0])
    known = next(code for code in wanted if code in dict(streets))
    return Halls(streets, machines, look_of(session, known), refused_rows(session, actor))
