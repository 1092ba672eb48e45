"""By which calendar a hall is open, as a machine and as staff read it."""

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_json import from_json
from app.core.calendar_store import NoCalendar, current_calendar
from app.core.database import has_own_account

_DOOR = sa.text("SELECT number, published_at, body FROM jz.work_calendar()")


def is_machine(actor: Actor) -> bool:
    """Tell whether a machine in a hall asks."""
    return any(grant.role == Role.KIOSK for grant in actor.grants)


def hall_calendar(session: Session, actor: Actor) -> WorkCalendar:
    """Return the calendar in force; a machine reads it through a door.

    Raises:
        NoCalendar: None has been published.
    """
    if not (is_machine(actor) and has_own_account(session)):
        return current_calendar(session)
    row = session.execute(_DOOR).one_or_none()
    if row is None:
        raise NoCalendar
    return _parsed(*row)


@lru_cache(maxsize=4)
def _parsed(number: int, published_at: datetime, body: str) -> WorkCalendar:
    return WorkCalendar(number, from_json(body), published_at)
