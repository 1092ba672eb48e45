"""What the keeper cannot take in: set aside with its reason, told to whoever looks after the
machines, tried again when they say so, and forgotten after some time. No other waits for it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant
from app.accounts.rules import Role
from app.accounts.scope import in_regions
from app.core.actor import Actor, system
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import (
    AppError,
    Conflict,
    DatabaseBusy,
    DatabaseUnreachable,
    NotAllowed,
    NotFound,
    ReadOnly,
    ReadOnlyNow,
)
from app.core.words import say
from app.kiosk.models import KioskMessage, KioskRating, KioskRefused
from app.kiosk.rights import MANAGE
from app.kiosk.rules import InboxKind

log = logging.getLogger(__name__)

SET_ASIDE = sa.select(KioskRefused.id)
"""Keys of the inbox that are not taken in."""
DEFECT = "kiosk.defect"
_CHORES = {InboxKind.MESSAGE: "kiosk.take_in", InboxKind.RATING: "kiosk.take_ratings"}
WHY_MOST = 64
_NOT_ITS_FAULT = (DatabaseUnreachable, DatabaseBusy, ReadOnly, ReadOnlyNow)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Something that was set aside.

    Attributes:
        why: Code of an error.
    """

    id: UUID
    kind: InboxKind
    at: datetime
    region: str
    receipt_code: str
    why: str

    @property
    def reason(self) -> str:
        """Return the sentence of the reason."""
        known = {Conflict.code: "kiosk.refused_taken", DEFECT: "kiosk.refused_defect"}.get(self.why)
        return say(known) if known else say("kiosk.refused_else", why=self.why)


def each_alone(
    database: Database, kind: InboxKind, keys: Sequence[UUID], take: Callable[[Uow, UUID], None]
) -> int:
    """Take each of some rows in a transaction of its own; return how many were set aside.

    Raises:
        DatabaseUnreachable, DatabaseBusy, ReadOnly, ReadOnlyNow: Nothing is wrong with the rows:
            they wait.
    """
    refused = 0
    for key in keys:
        try:
            with database.writing(system(_CHORES[kind])) as uow:
                take(uow, key)
        except _NOT_ITS_FAULT:
            raise
        except AppError as error:
            _set_aside(database, kind, key, error.code)
            refused += 1
        except IntegrityError:
            _set_aside(database, kind, key, Conflict.code)
            refused += 1
        except Exception:
            log.exception("a row of the inbox of the machines cannot be taken in: %s", key)
            _set_aside(database, kind, key, DEFECT)
            refused += 1
    return refused


def _set_aside(database: Database, kind: InboxKind, key: UUID, why: str) -> None:
    """Note a row as set aside; columns that may not be readable are not read."""
    with database.writing(system(_CHORES[kind])) as uow:
        found = uow.session.execute(_what(kind, key)).one_or_none()
        if found is None:
            return
        at, region, code = found
        row = KioskRefused(
            id=key, kind=kind, at=at, region=region or "", receipt_code=code, why=why[:WHY_MOST]
        )
        uow.session.add(row)
        uow.record("kiosk.refused", Topic.CASE, key, region=region or "", why=why)
        uow.touched(Topic.SETTING, f"kiosk/{region}", region or "")


def _what(kind: InboxKind, key: UUID) -> "sa.Select[datetime, str | None, str]":
    if kind is InboxKind.MESSAGE:
        return sa.select(KioskMessage.at, KioskMessage.region, KioskMessage.receipt_code).where(
            KioskMessage.id == key
        )
    where = (
        sa.select(sa.func.max(RoleGrant.region))
        .where(RoleGrant.person_id == KioskRating.person_id, RoleGrant.role == Role.KIOSK)
        .scalar_subquery()
    )
    return sa.select(KioskRating.at, where, sa.literal("")).where(KioskRating.id == key)


def refused_rows(session: Session, actor: Actor) -> tuple[RefusedRow, ...]:
    """Return what was set aside where somebody looks after machines, the newest first."""
    near = actor.prefixes(MANAGE)
    asked = sa.select(KioskRefused).where(in_regions(KioskRefused.region, near))
    rows = session.scalars(asked.order_by(KioskRefused.at.desc(), KioskRefused.id))
    return tuple(
        RefusedRow(row.id, InboxKind(row.kind), row.at, row.region, row.receipt_code, row.why)
        for row in rows
    )


@once
def try_again(uow: Uow, key: UUID, *, command_key: UUID) -> None:
    """Let the keeper take something in once more, as after its community was opened again.

    Raises:
        NotFound: It is not set aside any more.
        NotAllowed: Somebody else looks after the machines there.
    """
    row = uow.session.get(KioskRefused, key)
    if row is None:
        raise NotFound(row=key)
    if not uow.actor.may_in(MANAGE, row.region):
        raise NotAllowed(right=MANAGE)
    region = row.region
    uow.session.delete(row)
    uow.session.flush()
    uow.record("kiosk.tried_again", Topic.CASE, key, region=region)
    uow.touched(Topic.SETTING, f"kiosk/{region}", region)


def forget_refused(uow: Uow, before: datetime) -> None:
    """Remove what was set aside before a moment, words, telephone and all."""
    old = sa.select(KioskRefused.id).where(KioskRefused.at < before)
    for table in (KioskMessage, KioskRating):
        uow.session.execute(sa.delete(table).where(table.id.in_(old)))
    uow.session.execute(sa.delete(KioskRefused).where(KioskRefused.at < before))
