"""Watches the kiosk: whatever ends it, or makes it stand still, it begins again with a clean state.

No Qt here: what watches must not fall by what it watches over.
"""

import logging
import os
import selectors
import subprocess
import sys
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
        patience = starting_s
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)
            while waiting.select(timeout=patience):
                if not os.read(child.stdout.fileno(), 4096):
                    break  # it ended
                patience = silent_s
            else:
                log.error("the kiosk does not answer")
                child.kill()
        return child.wait() == 0
