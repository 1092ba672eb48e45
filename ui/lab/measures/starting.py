"""How long the desk takes to stand with its data, and how much memory it holds then."""

import os
import subprocess
import sys
import time
from pathlib import Path

from app.commands.measures.rows import BenchRow, against, paired
from app.core.words import say

ROOT = Path(__file__).resolve().parents[3]
MEMORY_LIMIT_MIB = 300
DISTRICT_LIMIT_MIB = 350

_BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
import sqlalchemy
application = QApplication([])
window = QWidget()
window.resize(1440, 900)
window.show()
window.repaint()
def painted():
    sys.stdout.write(f"{time.time()} 0\\n")
    application.quit()
QTimer.singleShot(0, painted)
application.exec()
"""


def _run(*command: str) -> tuple[float, int]:
    """Return the seconds from starting a process to its paint, and its memory in KiB."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a second start finds its bytecode
    start = time.time()
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    moment, memory = done.stdout.split()[-2:]
    return float(moment) - start, int(memory)


def start(url: str, name: str, *, remembers: bool, runs: int) -> BenchRow:
    """Measure a warm second start against a script that shows an empty window.

    Args:
        url: An embedded database.
        name: Login of who sits down the first time.
        remembers: The database is a demo, which lets the same person in again unasked.
        runs: How many starts to count.
    """
    first = ("-m", "ui.lab.measures.first_paint", url)
    _run(*first, name)
    second = first if remembers else (*first, name)
    return paired(
        say("lab.start"),
        lambda: _run(*second)[0],
        lambda: _run("-c", _BARE)[0],
        bound=1.5,
        runs=runs,
    )


def memory(url: str, name: str, *, runs: int) -> BenchRow:
    """Measure the memory of a desk with the street open."""
    command = ("-m", "ui.lab.measures.first_paint", url, name)
    held = [_run(*command)[1] / 1024 for _ in range(runs)]
    return against(say("lab.memory"), held, unit="MiB", limit=MEMORY_LIMIT_MIB)


def district_memory(url: str, name: str, cases: int, *, runs: int) -> BenchRow:
    """Measure the memory of a desk with a district of very many cases open."""
    command = ("-m", "ui.lab.measures.first_paint", url, name)
    held = [_run(*command)[1] / 1024 for _ in range(runs)]
    what = say("lab.district_memory", cases=f"{cases:,}")
    return against(what, held, unit="MiB", limit=DISTRICT_LIMIT_MIB)
