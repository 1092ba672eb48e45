"""What is typed in while the server is away: kept locked at the machine, handed in later, once.

The locked folder is the one every desk has (`app.core.outbox`), opened by the password of the
machine's own account. A message carries the code its receipt was printed with and the key of its
command: however often it is sent, it comes in once.
"""

from base64 import b64decode, b64encode
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases.numbers import receipt_code
from app.core.actor import Actor
from app.core.database import Database
from app.core.errors import DatabaseBusy, DatabaseUnreachable, ReadOnly, ReadOnlyNow
from app.core.outbox import Entry, EntryKind, Outbox, Sent, send_in_order
from app.kiosk.actions import Message, hand_in
from app.kiosk.rules import TooOften

_LATER = (DatabaseUnreachable, DatabaseBusy, ReadOnly, ReadOnlyNow)


def with_receipt(message: Message, at: datetime) -> Message:
    """Return a message with the code its receipt bears and when it was typed, whether it can be
    handed in at once or not: sent again it is the same.
    """
    return replace(message, receipt=message.receipt or receipt_code(), told_at=at)


def can_wait(error: BaseException) -> bool:
    """Tell whether what failed with an error is kept for later."""
    return isinstance(error, (*_LATER, TooOften))


def message_entry(message: Message, at: datetime, *, key: UUID) -> Entry:
    """Return a message as an entry of the outbox.

    Args:
        message: As `with_receipt` made it.
        at: When it is put there.
        key: Its command key.
    """
    told = message.told_at or at
    given = asdict(message)
    given |= {"photo": b64encode(message.photo).decode(), "told_at": told.isoformat()}
    return Entry(key, EntryKind.HAND_IN, at, message.receipt, given=given)


def send_waiting(database: Database, actor: Actor, outbox: Outbox) -> Sent:
    """Hand in what waits; what the minute has no place for goes on waiting.

    Raises:
        DiskFull: What became of it cannot be noted.
        FileUnwritable: Likewise.
    """

    def do(entry: Entry) -> str:
        try:
            with database.writing(actor) as uow:
                hand_in(uow, _message(entry.given), command_key=entry.key)
        except TooOften as error:  # nothing is wrong with it: the others wait with it
            raise DatabaseBusy from error
        outbox.done(entry.key)
        return ""

    return send_in_order(outbox, do)


def _message(given: dict[str, Any]) -> Message:
    told = given | {
        "photo": b64decode(given["photo"]),
        "told_at": datetime.fromisoformat(given["told_at"]),
    }
    return Message(**told)
