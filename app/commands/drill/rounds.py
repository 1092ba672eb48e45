"""One round of a drill: the server goes away, a desk writes on, the server returns.

The desk is a real one without a window: it watches the server, tries to write, keeps in its outbox
what could not be written, and sends it afterwards.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import event

from app.commands.drill.cable import Cable
from app.commands.drill.notes import times_written, write_note
from app.core.actor import Actor
from app.core.database import Database, wire
from app.core.database.link import LinkState
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from app.core.outbox import Entry, EntryKind, Outbox, send_in_order
from app.core.outbox.vault import make_vault

SURELY_S, AGAIN_S = 2.0, 1.0
PATIENCE_S = 60.0
"""How long a round waits for what should take seconds."""


class Way(StrEnum):
    """How a server goes away."""

    CUT = "cut"  # its connections end, as when it is stopped
    SILENT = "silent"  # nothing comes through any more, as when a cable is pulled


@dataclass(frozen=True, slots=True)
class Round:
    """What was measured.

    Attributes:
        noticed_s: Until the desk knew; None where it never did.
        kept: Commands written while the server was away, or whose answer was lost.
        kept_ms: The longest time one of them took to be safe.
        back_s: From the server's return until the desk knew.
        sent_s: From there until all was sent.
        replayed: Commands the outbox sent.
        lost: Commands the server does not have.
        doubled: Commands the server has more than once.
    """

    way: Way
    noticed_s: float | None
    kept: int
    kept_ms: float
    back_s: float | None
    sent_s: float
    replayed: int
    lost: int
    doubled: int

    @property
    def is_good(self) -> bool:
        """Tell whether nothing was lost and nothing done twice."""
        return not self.lost and not self.doubled


class DrillDesk:
    """A desk at the far end of the cable."""

    def __init__(self, database: Database, actor: Actor, folder: Path) -> None:
        self.database = database
        self.actor = actor
        self.outbox = Outbox(make_vault(folder, new_id().hex))
        self.keys: list[UUID] = []
        self.slowest_s = 0.0
        self._stop = threading.Event()
        self._moved = threading.Condition()
        self._told: list[tuple[float, bool]] = []
        database.link.subscribe(self._take)

    def watch(self) -> None:
        """Hear the news until `leave`; blocks."""
        self.database.watch(self._stop, lambda _changes: None)

    def leave(self) -> None:
        """End it."""
        self._stop.set()

    def _take(self, state: LinkState) -> None:
        with self._moved:
            self._told.append((monotonic(), state.is_well))
            self._moved.notify_all()

    def wait_for(self, *, well: bool, since: float) -> float | None:
        """Return how long after `since` the desk knew that the server is there, or away."""

        def told() -> float | None:
            return next((at for at, is_well in self._told if at >= since and is_well is well), None)

        with self._moved:
            at = self._moved.wait_for(told, PATIENCE_S)
        return at - since if at is not None else None

    def write(self, number: int) -> None:
        """Write a note; what the server does not take waits in the outbox."""
        key, began = new_id(), monotonic()
        self.keys.append(key)
        try:
            with self.database.writing(self.actor) as uow:
                write_note(uow, number, command_key=key)
        except DatabaseUnreachable:
            now = self.database.clock.now()
            self.outbox.put(Entry(key, EntryKind.DRILL, now, str(number), "", {"n": number}))
            self.slowest_s = max(self.slowest_s, monotonic() - began)

    def send(self) -> int:
        """Send what waits, again where the server was busy; return how much was done."""

        def do(entry: Entry) -> str:
            with self.database.writing(self.actor) as uow:
                write_note(uow, entry.given["n"], command_key=entry.key)
            self.outbox.done(entry.key)
            return ""

        steps, end = 0, monotonic() + PATIENCE_S
        while True:
            steps += send_in_order(self.outbox, do).steps
            if not self.outbox.waiting or monotonic() > end:
                return steps
            self._stop.wait(AGAIN_S)


def lose_next_answer(cable: Cable, database: Database) -> None:
    """Lose the answer to the next COMMIT: the server has done it and nobody hears of it."""

    def lose(connection: Any) -> None:
        held = socket.socket(fileno=connection.connection.driver_connection.pgconn.socket)
        cable.lose_answer(held.getsockname()[1])
        held.detach()

    event.listen(database.engine, "commit", lose, once=True)


async def run_round(way: Way, near: Database, cable: Cable, desk: DrillDesk, notes: int) -> Round:
    """Let the server go away and return, and see what became of what was written meanwhile.

    Args:
        way: How it goes.
        near: The database past the cable, to count what arrived.
        cable: The way of the desk to it.
        desk: Who writes.
        notes: How many commands are written: some before, the rest while it is away; of one
            before the answer is lost.
    """
    await _all(desk.write, range(notes // 4))
    lose_next_answer(cable, desk.database)
    await asyncio.to_thread(desk.write, notes // 4)
    began = monotonic()
    (cable.cut if way is Way.CUT else cable.pull)()
    noticed_s = await asyncio.to_thread(desk.wait_for, well=False, since=began)
    await _all(desk.write, range(notes // 4 + 1, notes))
    if way is Way.SILENT:  # until its connections are cut, and it has to come back anew
        await asyncio.sleep(max(0.0, began + wire.GIVE_UP_S + SURELY_S - monotonic()))
    kept, mended = len(desk.outbox.entries), monotonic()
    cable.mend()
    back_s = await asyncio.to_thread(desk.wait_for, well=True, since=mended)
    sending = monotonic()
    replayed = await asyncio.to_thread(desk.send)
    sent_s = monotonic() - sending
    written = (await asyncio.to_thread(times_written, near, desk.keys)).values()
    lost, doubled = sum(not n for n in written), sum(n > 1 for n in written)
    kept_ms = desk.slowest_s * 1_000
    return Round(way, noticed_s, kept, kept_ms, back_s, sent_s, replayed, lost, doubled)


async def _all(write: Callable[[int], None], numbers: range) -> None:
    for number in numbers:
        await asyncio.to_thread(write, number)
