"""A process with one kiosk, for measuring: ``python -m ui.lab.measures.kiosk_stage TASK URL …``.

Prints one JSON object: seconds from the start of the process to the first screen, milliseconds
from touches to painted answers, or the memory over so many whole visits.
"""

import gc
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from ui.kiosk.keyboard import prepare

prepare()

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop  # noqa: E402  after the choice
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app.bootstrap.kiosk import KioskOrder  # noqa: E402
from app.commands.measures.rows import held_mib  # noqa: E402
from app.core.clock import FixedClock, ServerClock  # noqa: E402
from ui.core.collector import Collector  # noqa: E402
from ui.core.preferences import Preferences  # noqa: E402
from ui.core.theme import apply_theme, load  # noqa: E402
from ui.kiosk.controls import BigButton  # noqa: E402
from ui.kiosk.machine import Machine  # noqa: E402
from ui.kiosk.window import KioskWindow  # noqa: E402

PATIENCE_S, REST_S = 60.0, 0.001
WAY = ("我要反映", "路灯不亮", "说不清", "路灯不亮，晚上看不见路。", "写好了", "不留号码")


class Stage:
    """One machine and the hand before it."""

    def __init__(self, url: str, folder: Path, clock: FixedClock | None = None) -> None:
        self.app = QApplication([])
        apply_theme(self.app, load("kiosk"))
        self.clock = clock
        self.collector = Collector()  # as at the real one
        self.machine = Machine(KioskOrder(url, clock=clock))
        self.window = KioskWindow(self.machine, Preferences(folder / "kiosk.ini"))
        self.window.resize(1080, 1920)
        self.window.show()
        self.window.begin()
        self.settle()

    def settle(self) -> None:
        """Wait until the first screen, or whatever was asked for, stands."""
        end = time.monotonic() + PATIENCE_S
        while self.machine.at is None or not self.machine.jobs.idle():
            self.turn()
            if time.monotonic() > end:
                raise AssertionError("the kiosk does not come to rest")

    def turn(self) -> None:
        """Let the event loop turn once."""
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(REST_S)

    def touch(self, name: str) -> float:
        """Touch a button and return the seconds until its answer is painted."""
        found = [b for b in self.window.findChildren(BigButton) if b.text() == name]
        start = time.perf_counter()
        found[-1].click()
        self.window.repaint()
        return time.perf_counter() - start

    def visit(self) -> None:
        """Report a thing from the first screen to the receipt, and go."""
        for name in WAY:
            self.touch(name)
            self.settle()
        self.touch("交给工作人员")
        self.settle()
        self.touch("好了")
        self.settle()
        # what was let go of ends with the turn of a loop that runs, and nobody runs one here
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if self.clock is not None:
            self.clock.advance(timedelta(minutes=1))

    def widgets(self) -> int:
        """Return how many widgets there are once what was let go of is gone."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(self.window.findChildren(QWidget))


def main(task: str, url: str, given: str) -> None:
    """Do a task and tell what was found."""
    with TemporaryDirectory(prefix="jiezhi-lab-") as kept:
        clock = FixedClock(ServerClock().now()) if task == "visits" else None
        stage = Stage(url, Path(kept), clock)
        if task == "start":
            found: dict[str, object] = {"s": time.time() - float(given)}
        elif task == "touch":
            times = []
            for _ in range(int(given)):
                for name in WAY:
                    times.append(stage.touch(name) * 1000)
                    stage.settle()
                stage.window.home()
            found = {"ms": sorted(times)}
        else:
            found = _visits(stage, int(given))
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()
        stage.window.leave()
        stage.machine.close()


def _visits(stage: Stage, count: int) -> dict[str, object]:
    for _ in range(max(10, count // 10)):
        stage.visit()
    widgets = stage.widgets()
    before = held_mib()
    for _ in range(count - count // 10):
        stage.visit()
    after = stage.widgets()
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return {"mib": held_mib() - before, "widgets": after - widgets, "windows": len(windows)}


if __name__ == "__main__":
    main(*sys.argv[1:4])
