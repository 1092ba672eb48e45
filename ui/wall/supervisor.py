"""Keeps the wall up: starts it, and starts it again when it ended badly or stands still.

It is a program of its own that knows nothing of Qt, so that nothing that brings a wall down brings
down what restarts it.
"""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ui.wall.arguments import CHILD

DONE, FAILED, WRONG_USE = 0, 1, 2
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
WELL_S = 60.0
"""A wall that stood so long was well: the next one is started at once."""
LOOK_S = 1.0
STILL_S, STARTING_S = 30.0, 120.0
"""A wall that gave no sign for so long stands still; one that gave none yet may still start."""
PULSE_FILE = "wall.alive"


class Supervisor:
    """Starts one wall after another until one ends well."""

    def __init__(
        self,
        command: Sequence[str],
        pulse: Path,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep `command` running.

        Args:
            command: The wall's own command line.
            pulse: File the wall writes something else into every second.
            sleep: For tests.
            clock: For tests.
        """
        self._command = list(command)
        self._pulse = pulse
        self._sleep = sleep
        self._clock = clock
        self._child: subprocess.Popen[bytes] | None = None
        self._ending = False

    def run(self) -> int:
        """Return once a wall ended well, was told to end, or cannot be started at all."""
        pause = FIRST_PAUSE_S
        while True:
            begun = self._clock()
            code = self._watch()
            if self._ending or code in (DONE, WRONG_USE):
                return DONE if self._ending else code
            pause = FIRST_PAUSE_S if self._clock() - begun >= WELL_S else pause
            self._sleep(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    def end(self, *_: object) -> None:
        """End the wall and start no other."""
        self._ending = True
        if self._child is not None:
            self._child.terminate()

    def _watch(self) -> int:
        """Start a wall, and return how it ended; one that stands still is ended."""
        self._child = subprocess.Popen(self._command)  # noqa: S603  our own program
        seen, since, patience = self._beat(), self._clock(), STARTING_S
        while True:
            code = self._child.poll()
            if code is not None:
                return code
            self._sleep(LOOK_S)
            beat = self._beat()
            if beat != seen:
                seen, since, patience = beat, self._clock(), STILL_S
            elif self._clock() - since > patience:
                self._child.kill()
                self._child.wait()
                return FAILED

    def _beat(self) -> bytes:
        try:
            return self._pulse.read_bytes()
        except OSError:
            return b""


def supervise(argv: Sequence[str], pulse: Path) -> int:
    """Run `main.py wall` with these options under a supervisor; return its exit code."""
    program = Path(sys.modules["__main__"].__file__ or "main.py").resolve()
    with contextlib.suppress(OSError):
        pulse.unlink(missing_ok=True)  # of a wall that was
    keeper = Supervisor([sys.executable, str(program), "wall", CHILD, *argv], pulse)
    signal.signal(signal.SIGTERM, keeper.end)
    try:
        return keeper.run()
    except KeyboardInterrupt:
        keeper.end()
        return DONE
