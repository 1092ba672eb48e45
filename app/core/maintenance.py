"""Telling every desk that the database will be maintained, and keeping them from writing then."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError
from app.core.text import one_line

if TYPE_CHECKING:
    from app.core.database.tables import MaintenanceOrder

NOTE_MOST = 120
"""Characters of an announcement: one line on a small screen."""
SUBJECT = "database"


class OperationsRight(StrEnum):
    """The right of who runs the system; core knows the roles that hold it as little as Qt."""

    OPERATE = "administration.operations"


class NoteWanted(AppError):
    """An announcement is a sentence of limited length; facts: ``most``."""

    code = "core.note_wanted"


class BeginsInThePast(AppError):
    """Maintenance begins now or later."""

    code = "core.begins_in_the_past"


def check_note(note: str) -> str:
    """Return an announcement as one line.

    Raises:
        NoteWanted: There is none, or it is too long.
    """
    plain = one_line(note)
    if not plain or len(plain) > NOTE_MOST:
        raise NoteWanted(most=NOTE_MOST)
    return plain


@once
def announce(
    uow: Uow,
    note: str,
    begins_at: datetime | None = None,
    *,
    stops_writing: bool,
    command_key: UUID,
) -> None:
    """Tell every desk a sentence, and perhaps stop all writing from a moment on.

    An earlier announcement gives way. The unit of work is one that `maintains`, since it may be
    that nobody writes already.

    Args:
        uow: Open transaction; its actor needs `OperationsRight.OPERATE` for all centres.
        note: What everybody is told.
        begins_at: When maintenance begins; now when left out.
        stops_writing: Whether desks may only read from then on.
        command_key: Makes doing it twice do it once.

    Raises:
        NoteWanted: There is no sentence, or it is too long.
        BeginsInThePast: It would begin before now.
    """
    uow.actor.require_for_all(OperationsRight.OPERATE)
    plain, begins = check_note(note), begins_at or uow.now
    if begins < uow.now:
        raise BeginsInThePast
    order = _order(uow)
    order.note, order.begins_at, order.stops_writing = plain, begins, stops_writing
    order.author, order.desk, order.announced_at = uow.actor.name, uow.actor.desk, uow.now
    uow.record(
        "administration.announce",
        Topic.MAINTENANCE,
        SUBJECT,
        note=plain,
        begins=begins.isoformat(),
        stops_writing=stops_writing,
    )
    uow.touched(Topic.MAINTENANCE, SUBJECT)


@once
def withdraw(uow: Uow, *, command_key: UUID) -> None:
    """Take back what was announced; everybody may write again, also after a migration that was
    killed before it could say so itself.

    Args:
        uow: Open transaction that `maintains`; its actor needs `OperationsRight.OPERATE` for all
            centres.
        command_key: Makes doing it twice do it once.
    """
    uow.actor.require_for_all(OperationsRight.OPERATE)
    order = _order(uow)
    uow.record(
        "administration.withdraw",
        Topic.MAINTENANCE,
        SUBJECT,
        note=order.note,
        stopped_writing=order.stops_writing,
        migration=order.migrating_by,
    )
    order.note, order.begins_at, order.stops_writing = "", None, False
    order.author, order.desk, order.announced_at = "", "", None
    order.migrating_by, order.migrating_since, order.migrating_until = "", None, None
    uow.touched(Topic.MAINTENANCE, SUBJECT)


def _order(uow: Uow) -> "MaintenanceOrder":
    from app.core.database.tables import MaintenanceOrder  # the desk's start does not wait for it

    order = uow.session.get(MaintenanceOrder, 1, with_for_update=True)
    if order is None:
        order = MaintenanceOrder(
            id=1, note="", stops_writing=False, author="", desk="", migrating_by=""
        )
        uow.session.add(order)
    return order
