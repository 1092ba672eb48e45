"""Processes full of desks, which do what they are told, all at the same time."""

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from time import process_time
from typing import Any

from app.commands.measures.crowd.desks import (
    Shift,
    Told,
    seated,
    warm_up,
    work,
    write_flat_out,
    write_gently,
)
from app.commands.measures.crowd.seats import Hall, Seat

Room = Callable[[Connection, Hall, Sequence[Seat]], None]
"""What runs in each process: it answers each order until it is told to leave."""
ROOMS = 4


class OfficeBroke(RuntimeError):
    """A process with desks fell over."""


class Office:
    """The desks of a hall, dealt out to processes."""

    def __init__(self, hall: Hall, room: Room, rooms: int = ROOMS) -> None:
        """Start the processes and wait until everybody sits.

        Args:
            hall: Who sits where.
            room: What each process does.
            rooms: How many processes.
        """
        context = multiprocessing.get_context("spawn")
        self._lines: list[Any] = []
        self._workers = []
        for number in range(rooms):
            ours, theirs = context.Pipe()
            given = (theirs, hall, hall.seats[number::rooms])
            worker = context.Process(target=room, args=given, daemon=True)
            worker.start()
            theirs.close()
            self._workers.append(worker)
            self._lines.append(ours)
        try:
            self.answers()
        except OfficeBroke:
            self.close()
            raise

    def order(self, what: str, *given: object) -> None:
        """Tell every process to do something."""
        for line in self._lines:
            line.send((what, given))

    def answers(self) -> list[Any]:
        """Return what each process answers to the last order; waits for it.

        Raises:
            OfficeBroke: One of them fell over.
        """
        found = []
        for line in self._lines:
            try:
                well, told = line.recv()
            except EOFError as error:
                raise OfficeBroke("—") from error
            if not well:
                raise OfficeBroke(told)
            found.append(told)
        return found

    def do(self, what: str, *given: object) -> list[Any]:
        """Tell every process to do something, and return what came of it."""
        self.order(what, *given)
        return self.answers()

    def close(self) -> None:
        """Send everybody home."""
        for worker, line in zip(self._workers, self._lines, strict=True):
            try:
                line.send(("leave", ()))
            except OSError:  # it fell over
                worker.terminate()
            worker.join()
            line.close()


def answer(line: Connection, does: Mapping[str, Callable[..., Any]]) -> None:
    """Answer orders until told to leave; what goes wrong is told, too."""
    line.send((True, None))
    while True:
        what, given = line.recv()
        if what == "leave":
            return
        try:
            line.send((True, does[what](*given)))
        except Exception as error:  # noqa: BLE001  the border: the other process raises it
            line.send((False, repr(error)))


def quiet_room(line: Connection, hall: Hall, seats: Sequence[Seat]) -> None:
    """Hold desks without a window; runs in a process of its own."""
    told = Told()
    try:
        desks = seated(hall, seats, told)
    except Exception as error:  # noqa: BLE001  the border: the other process raises it
        line.send((False, repr(error)))
        return

    def worked(shift: Shift) -> Told:
        work(desks, shift)
        return _taken(told)

    def gently(seconds: float, pause_s: float) -> Told:
        write_gently(desks, seconds, pause_s)
        return _taken(told)

    does: dict[str, Callable[..., Any]] = {
        "warm_up": lambda: warm_up(desks),
        "work": worked,
        "flat_out": lambda seconds: write_flat_out(desks, seconds),
        "gently": gently,
        "tell": lambda: _taken(told),
    }
    answer(line, does)
    for desk in desks:
        desk.leave()


def _taken(told: Told) -> Told:
    """Return what was told since the last time; seconds of a core count from the beginning."""
    found = Told(*(getattr(told, name) for name in Told.__slots__))
    for name in Told.__slots__:
        setattr(told, name, type(getattr(told, name))())
    found.cpu_s = process_time()
    return found
