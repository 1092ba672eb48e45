"""Sending what waits: in order, each once, and what is refused does not stop the rest."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from app.core.errors import (
    AppError,
    Conflict,
    DatabaseBusy,
    DatabaseUnreachable,
    ReadOnly,
    ReadOnlyNow,
)
from app.core.outbox.box import Outbox
from app.core.outbox.entries import Entry
from app.core.words import say, sentence

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an outbox.

    Attributes:
        numbers: Of the cases that were registered, short as on screen, in order.
        steps: How many other commands were done.
        refused: How many were not.
        left: How many still wait, since the server went away again.
    """

    numbers: tuple[str, ...] = ()
    steps: int = 0
    refused: int = 0
    left: int = 0

    @property
    def done(self) -> int:
        """Return how many commands were done."""
        return len(self.numbers) + self.steps


def send_in_order(outbox: Outbox, do: Callable[[Entry], str]) -> Sent:
    """Do what waits, in order; what is refused stays with its reason, and the others go on.

    Only an absent, busy or maintained server stops it: the rest waits. It may be called again at
    any time: what was done is known by its key.

    Args:
        outbox: What waits.
        do: Does one command, notes in the outbox that it is done, and returns the number of
            what came of it, "" for none.

    Raises:
        DiskFull: What became of it cannot be noted on this computer.
        FileUnwritable: Likewise.
    """
    numbers: list[str] = []
    steps = refused = 0
    for entry in outbox.waiting:
        try:
            number = do(entry)
        except (DatabaseUnreachable, DatabaseBusy, ReadOnly, ReadOnlyNow):
            break
        except AppError as error:
            outbox.refuse(entry.key, _why(error))
            refused += 1
        except Exception:  # one that nobody foresaw must not stop the others for ever
            log.exception("an entry of the outbox")
            outbox.refuse(entry.key, say("outbox.defect"))
            refused += 1
        else:
            numbers += [number] if number else []
            steps += not number
    return Sent(tuple(numbers), steps, refused, len(outbox.waiting))


def _why(error: AppError) -> str:
    if isinstance(error, Conflict):
        return say("outbox.moved_on")
    return sentence(error)
