"""What the keeper does for the halls: bookings are forgotten after some days."""

from datetime import timedelta

import sqlalchemy as sa

from app.core.actor import system
from app.core.chores import Chore
from app.core.clock import local
from app.core.database import Database
from app.core.words import say
from app.services.halls.models import ServiceAppointment, ServiceHall


def hall_chores() -> tuple[Chore, ...]:
    """Return the chores of the halls."""
    return (Chore("halls.forget", timedelta(hours=6), forget),)


def forget(database: Database) -> str:
    """Remove bookings whose day lies as far back as the hall keeps them, digits and all."""
    with database.writing(system("halls.forget")) as uow:
        today = local(uow.now).date()
        count = 0
        for hall, kept in uow.session.execute(sa.select(ServiceHall.id, ServiceHall.keep_days)):
            gone = sa.delete(ServiceAppointment).where(
                ServiceAppointment.hall_id == hall,
                ServiceAppointment.day < today - timedelta(days=kept),
            )
            count += uow.session.execute(gone).rowcount  # type: ignore[attr-defined]
    return say("halls.forgotten", count=count)
