"""Watches the kiosk: whatever ends it, or makes it stand still, it begins again with a clean state.

No Qt here: what watches must not fall by what it watches over.
"""

import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from ui.kiosk.arguments import INSIDE

log = logging.getLogger(__name__)

SILENT_S, STARTING_S = 15.0, 60.0
"""Without a sign for so long it counts as standing still; while it starts it may take longer."""
FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 1.0, 30.0, 60.0
MAIN = Path(__file__).resolve().parents[2] / "main.py"


def supervise(argv: Sequence[str]) -> int:
    """Keep the kiosk running until the staff leaves it; return 0 then."""
    command = [sys.executable, str(MAIN), "kiosk", *argv, INSIDE]
    pause = FIRST_PAUSE_S
    while True:
        began = time.monotonic()
        if run_once(command):
            return 0
        pause = FIRST_PAUSE_S if time.monotonic() - began > STEADY_S else pause
        log.warning("the kiosk begins again in %s s", pause)
        time.sleep(pause)
        pause = min(LONGEST_PAUSE_S, pause * 2)


def run_once(
    command: Sequence[str], *, silent_s: float = SILENT_S, starting_s: float = STARTING_S
) -> bool:
    """Run it once; return whether it ended because the staff left it.

    Args:
        command: What is run; it writes something to its standard output while it answers.
        silent_s: After so long without that it is ended.
        starting_s: The same until its first sign.
    """
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as child:  # noqa: S603  ours
        if child.stdout is None:
            raise RuntimeError("a pipe was asked for")
        # A thread, since Windows can wait for no pipe with a limit of time.
        signs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        reader = threading.Thread(
            target=_listen, args=(child.stdout.fileno(), signs), name="kiosk-signs", daemon=True
        )
        reader.start()
        patience = starting_s
        while sign := _next(signs, patience):
            patience = silent_s
        if sign is None:
            log.error("the kiosk does not answer")
            child.kill()
        code = child.wait()
        reader.join(timeout=silent_s)  # else the pipe would be closed while it is read
        return code == 0


def _next(signs: "queue.SimpleQueue[bytes]", within_s: float) -> bytes | None:
    """Return the next sign, b"" at the end, None where none came."""
    try:
        return signs.get(timeout=within_s)
    except queue.Empty:
        return None


def _listen(pipe: int, signs: "queue.SimpleQueue[bytes]") -> None:
    """Hand on what a pipe brings until it ends, b"" then."""
    told = b"begins"
    while told:
        try:
            told = os.read(pipe, 4096)
        except OSError:
            told = b""
        signs.put(told)
