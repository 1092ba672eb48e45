"""The only owner of threads: many readers, one writer, and watchers that live long.

Work runs on a worker thread; what comes of it is told on the GUI thread through signals. A worker
holds nothing of a job once it says that it ended, so widgets are only ever let go of on the GUI
thread.
"""

import sys
import threading
from collections.abc import Callable
from itertools import count
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

Result = TypeVar("Result")
Heard = TypeVar("Heard")
Report = Callable[[BaseException], None]
Watch = Callable[[threading.Event, Callable[[Heard], None]], None]

READERS = 3
PAINTERS = 2
GIVE_WAY_S = 0.001
"""So soon whoever is in the middle of Python lets another thread go on; five times as often as
usual, for a frame that waits for three workers in turn would be late.
"""


class Job(QObject):
    """One piece of work on its way; `cancel` lets go of it."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()
        self._result: object = None
        self._error: BaseException | None = None

    def cancel(self) -> None:
        """Nobody hears of the result any more; work that has not begun is not begun."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """True once nobody wants the result."""
        return self._cancelled.is_set()

    def run(self) -> None:
        """Do the work; called on a worker thread."""
        if self.cancelled:
            return
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001  the border: every error becomes a signal
            self._error = error

    def tell(self) -> None:
        """Say what came of it and let go of it; called on the GUI thread."""
        result, error = self._result, self._error
        # an error holds the frames it passed through: without this a ring of references would be
        # left, and the collector may run on a worker, where no widget must end
        self._work, self._result, self._error = _nothing, None, None
        if self.cancelled:
            return
        if error is not None:
            self.failed.emit(error)
        else:
            self.done.emit(result)


class _Lane:
    """Some worker threads that share a queue of keys; None in the queue ends one of them."""

    def __init__(self, name: str, size: int, run: Callable[[int], None]) -> None:
        self._name = name
        self._size = size
        self._run = run
        self._keys: SimpleQueue[int | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def put(self, key: int) -> None:
        """Queue a job; a thread is started as long as there are fewer than allowed."""
        if len(self._threads) < self._size:
            name = f"{self._name}-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._loop, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._keys.put(key)

    def close(self) -> list[threading.Thread]:
        """Ask the threads to end after what is queued; return them to be joined."""
        for _ in self._threads:
            self._keys.put(None)
        return self._threads

    def _loop(self) -> None:
        while (key := self._keys.get()) is not None:
            self._run(key)


class Jobs(QObject):
    """Work off the GUI thread; belongs to the GUI thread itself.

    Attributes:
        report: Hears of failures nobody else listens to.
    """

    idled = Signal()
    _ended = Signal(object)  # key of a job, an int without a limit

    def __init__(self, report: Report, parent: QObject | None = None) -> None:
        """Take what hears of failures nobody else listens to: `Notices.report`."""
        super().__init__(parent)
        self.report = report
        self._keys = count(1)
        self._live: dict[int, Job] = {}
        self._watchers: list[tuple[threading.Thread, threading.Event, Job]] = []
        self._stopped = False
        sys.setswitchinterval(GIVE_WAY_S)
        self._readers = _Lane("reader", READERS, self._run)
        self._writer = _Lane("writer", 1, self._run)
        self._painters = _Lane("painter", PAINTERS, self._run)
        self._preparer = _Lane("preparer", 1, self._run)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `work` on a reader; `done` or `failed` is called on the GUI thread afterwards.

        Connect bound methods of QObjects: they are skipped once their widget is gone.
        Without `failed` a failure goes to the notices.
        """
        return self._start(self._readers, work, done, failed)

    def write(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `work` on the one writer, after the writes asked for before it."""
        return self._start(self._writer, work, done, failed)

    def draw(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `work` beside the readers: drawing that the eye waits for waits for no query."""
        return self._start(self._painters, work, done, failed)

    def prepare(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `work` that may take minutes, one after another, and hold up nobody else."""
        return self._start(self._preparer, work, done, failed)

    def watch(
        self,
        loop: Watch[Any],
        heard: Callable[[Any], object] | None = None,
        failed: Report | None = None,
    ) -> threading.Event:
        """Run a long-lived `loop(stop_event, emit)` in a thread of its own until `stop`.

        What it emits reaches `heard` on the GUI thread. Setting the event returned ends this one.
        """
        stop = threading.Event()
        job = Job(_nothing)
        if heard is not None:
            job.done.connect(heard)
        job.failed.connect(failed or self.report)
        thread = threading.Thread(
            target=_watch, args=(loop, stop, job.done, job.failed), name="watcher", daemon=True
        )
        self._watchers.append((thread, stop, job))
        thread.start()
        return stop

    def idle(self) -> bool:
        """Tell whether everything asked for has been done and heard; watchers do not count."""
        return not self._live

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Let go of what has not begun, wait for what runs; return whether all threads ended."""
        self._stopped = True
        for job in self._live.values():
            job.cancel()
        for _, stop, _ in self._watchers:
            stop.set()
        threads = [thread for thread, _, _ in self._watchers]
        for lane in (self._readers, self._writer, self._painters, self._preparer):
            threads += lane.close()
        deadline = monotonic() + timeout_s
        for thread in threads:
            thread.join(max(0.0, deadline - monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _start(
        self,
        lane: _Lane,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Report | None,
    ) -> Job:
        job = Job(work)
        if self._stopped:
            job.cancel()
            return job
        job.done.connect(done)
        job.failed.connect(failed or self.report)
        key = next(self._keys)
        self._live[key] = job
        lane.put(key)
        return job

    def _run(self, key: int) -> None:
        """Run one job on a worker; the frame that held it is gone before its end is told."""
        self._run_held(key)
        try:
            self._ended.emit(key)
        except RuntimeError:
            if not self._stopped:
                raise
            # it outlasted `stop`, which said so, and the program that asked is gone

    def _run_held(self, key: int) -> None:
        self._live[key].run()

    def _finish(self, key: int) -> None:
        job = self._live.pop(key)
        job.tell()
        job.deleteLater()
        if not self._live:
            self.idled.emit()


def _nothing() -> None:
    """Stand for work that was done or never was."""


def _watch(
    loop: Watch[Any], stop: threading.Event, heard: SignalInstance, failed: SignalInstance
) -> None:
    try:
        loop(stop, heard.emit)
    except Exception as error:  # noqa: BLE001  the border: every error becomes a signal
        failed.emit(error)
