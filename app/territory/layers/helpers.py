"""Processes beside the window that draw squares of a large layer.

A thread that draws takes the interpreter from the window again and again, for some milliseconds
each time; a process of its own never does. It maps the kept layer from its files, so it costs
little memory, and hands its pictures over through a file both have mapped.
"""

import gc
import logging
import mmap
import multiprocessing
import os
import signal
import sys
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from app.territory.layers.packed import PackedLayer
from app.territory.layers.squares import SIDE_PX, Asked, Square, draw_square
from app.territory.layers.store import read_place

log = logging.getLogger(__name__)

_PLANE_BYTES = SIDE_PX * SIDE_PX * 4
_MODEST = 5  # of 19: whoever draws gives way to the window
_PATIENCE_S = 20.0  # for a square that takes a hundredth of a second: it hangs


class Helper:
    """One process; used by one thread at a time.

    Attributes:
        file: What both have mapped; gone once they have.
    """

    def __init__(self, kept: Path) -> None:
        """Start it; until it says that it stands it cannot be asked.

        Args:
            kept: Where the layer is kept.

        Raises:
            OSError: No process or no file can be made.
        """
        descriptor, name = tempfile.mkstemp(prefix="jiezhi-map-")
        self.file = Path(name)
        try:
            os.truncate(descriptor, 2 * _PLANE_BYTES)
            self._shared = mmap.mmap(descriptor, 2 * _PLANE_BYTES)
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(kept, self.file, theirs), name="map-helper", daemon=True
            )
            self._process.start()
            theirs.close()
        except BaseException:
            self.file.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        self._stands = False

    def is_ready(self, within_s: float = 0.0) -> bool:
        """Tell whether it can be asked.

        Raises:
            EOFError: It ended.
        """
        if not self._stands and self._line.poll(within_s):
            self._line.recv()
            self._stands = True
            with suppress(OSError):  # Windows keeps it while somebody has it open
                self.file.unlink(missing_ok=True)
        return self._stands

    def draw(self, asked: Asked) -> Square:
        """Return a square; waits without holding the interpreter.

        Raises:
            OSError: It is gone, or hangs.
            EOFError: It ended.
        """
        self._line.send(asked)
        if not self._line.poll(_PATIENCE_S):
            raise TimeoutError
        has_borders = self._line.recv()
        shape = (SIDE_PX, SIDE_PX)
        numbers = np.frombuffer(self._shared, np.int32, SIDE_PX**2).reshape(shape).copy()
        if not has_borders:
            return Square(numbers, None)
        inks = np.frombuffer(self._shared, np.uint32, SIDE_PX**2, _PLANE_BYTES)
        return Square(numbers, inks.reshape(shape).copy())

    def end(self) -> None:
        """Let it go."""
        self._line.close()
        self._process.terminate()
        self._process.join(_PATIENCE_S)
        with suppress(OSError):
            self.file.unlink()


def _serve(kept: Path, file: Path, line: Connection) -> None:
    """Draw what is asked for until nobody is there any more; runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one says when it ends
    if sys.platform != "win32":
        os.nice(_MODEST)
    layer = read_place(kept)
    if layer is None:
        return
    with file.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 2 * _PLANE_BYTES)
    with suppress(OSError):
        file.unlink()
    numbers = np.frombuffer(shared, np.int32, SIDE_PX**2).reshape(SIDE_PX, SIDE_PX)
    inks = np.frombuffer(shared, np.uint32, SIDE_PX**2, _PLANE_BYTES).reshape(SIDE_PX, SIDE_PX)
    gc.freeze()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        line.send(None)
        while True:
            drawn = draw_square(layer, line.recv())
            numbers[:] = drawn.numbers
            if drawn.borders is not None:
                inks[:] = drawn.borders
            line.send(drawn.borders is not None)


class Helpers:
    """The processes of one layer, at most as many as draw at once; safe to use on any thread."""

    def __init__(self, layer: PackedLayer, most: int) -> None:
        """Start none yet: they come with the first squares that are asked for."""
        self._layer = layer
        self._left = most if layer.kept is not None else 0
        self._free: list[Helper] = []
        self._all: list[Helper] = []
        self._ended = False

    def draw(self, asked: Asked) -> Square:
        """Return a square, drawn beside the window where a process stands ready, else here."""
        helper = self._take()
        if helper is None:
            return draw_square(self._layer, asked)
        try:
            if helper.is_ready():
                drawn = helper.draw(asked)
                self._free.append(helper)
                return drawn
        except (OSError, EOFError, ValueError):
            log.warning("a process that draws the map ended", exc_info=True)
            self._all.remove(helper)
            helper.end()
        else:
            self._free.append(helper)
        return draw_square(self._layer, asked)

    @property
    def processes(self) -> tuple[Helper, ...]:
        """Those that were started and not let go."""
        return tuple(self._all)

    def end(self) -> None:
        """Let all go."""
        self._ended = True
        while self._all:
            self._all.pop().end()

    def _take(self) -> Helper | None:
        """Return one nobody uses, the latest given back first."""
        if self._ended:
            return None
        try:
            return self._free.pop()
        except IndexError:
            pass
        if self._left <= 0 or self._layer.kept is None:
            return None
        self._left -= 1
        try:
            helper = Helper(self._layer.kept)
        except OSError:
            log.warning("no process can be started to draw the map", exc_info=True)
            self._left = 0
            return None
        self._all.append(helper)
        return helper
