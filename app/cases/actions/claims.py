"""When a step is said to have been taken, if not when it was recorded (DOMAIN §4)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.cases.life_clock import CLAIM, MOVES_HANDLING, MOVES_SIGNING
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.work import Outage
from app.core.clock import local
from app.core.database import Uow
from app.core.errors import AppError

MOVES_CLOCK = MOVES_HANDLING | MOVES_SIGNING


class ClaimedLater(AppError):
    """A step is said to have been taken in the future."""

    code = "cases.claimed_later"


class ClaimedTooEarly(AppError):
    """A step is said to have been taken before the one it follows; facts: ``earliest``."""

    code = "cases.claimed_too_early"


def checked_claim(uow: Uow, case: CaseFile, claimed_at: datetime | None) -> dict[str, Any]:
    """Check when a step is said to have been taken; return the facts its event keeps of that.

    The claim counts from the start where it lies within an outage that the server saw; else
    it stands beside the recorded time until the director accepts it.

    Raises:
        ClaimedLater: It lies in the future.
        ClaimedTooEarly: It lies before the last step that moved a clock.
    """
    if claimed_at is None:
        return {}
    if claimed_at > uow.now:
        raise ClaimedLater
    last = sa.select(sa.func.max(sa.func.coalesce(CaseEvent.claimed_at, CaseEvent.at)))
    steps = last.where(CaseEvent.case_id == case.id, CaseEvent.kind.in_(MOVES_CLOCK))
    earliest = uow.session.scalar(steps) or case.received_at
    if claimed_at < earliest:
        raise ClaimedTooEarly(earliest=f"{local(earliest):%Y-%m-%d %H:%M}")
    return covered_claim(uow, claimed_at)


def covered_claim(uow: Uow, claimed_at: datetime) -> dict[str, Any]:
    """Return what an event keeps of a claimed time: whether an outage covers it."""
    seen = sa.select(sa.literal(1)).where(
        Outage.began_at <= claimed_at, Outage.ended_at >= claimed_at
    )
    return {CLAIM: "outage"} if uow.session.scalar(seen.limit(1)) else {}
