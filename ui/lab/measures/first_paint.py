"""Starts the desk as `main.py` does and ends it once the first page stands with its data.

Run as a process of its own: ``python -m ui.lab.measures.first_paint URL [NAME]``, without a name
as whoever the demo remembers; prints the moment of the paint (seconds since 1970) and the memory
the process held then (KiB).
"""

import sys
import time
from typing import TYPE_CHECKING

from ui.shell.arguments import Wanted
from ui.shell.start import begin

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


class Witness:
    """Sees the first page painted with nothing left to read."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.program.jobs.idled.connect(self._idled)

    def _idled(self) -> None:
        from PySide6.QtCore import QTimer  # like all of Qt: in the order of a real start

        if self._window.desk is not None:
            # The paint that the last answer asked for is done when this timer's turn comes.
            self._window.repaint()
            QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        if self._window.program.jobs.idle():
            sys.stdout.write(f"{time.time()} {resident_kib()}\n")
            self._window.close()


def resident_kib() -> int:
    """Return the most memory this process has held resident, in KiB.

    Linux lets a new process begin with what its parent held (`ru_maxrss` stays through exec), so
    its own account is asked first.
    """
    from contextlib import suppress
    from pathlib import Path

    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // 1024 if sys.platform == "darwin" else used


def main(url: str, name: str = "") -> int:
    """Start, wait for the paint, end."""
    application, window = begin(Wanted(url=url, acting_as=name))
    _witness = Witness(window)  # held: a signal does not keep what hears it
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
