"""What a test may not leave behind or do in passing: threads, timers, errors in the log.

Each check runs for every test by itself; the manner is napari's.
"""

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from weakref import WeakSet

import pytest

from app.core.database import Database

YOUNG, EVERYTHING = 1, 2  # generations of objects
BETWEEN_LOOKS = 100  # tests
GRACE_S = 3.0  # for a thread that was told to end and is on its way out


_ended = count(1)


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def pytest_sessionstart() -> None:
    """Collect rings on the main thread only, as the desk does: a reader must end no widget."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look no more at what the tests themselves are made of."""
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Collect what the test that ended has left: the young always, all of it now and then, since
    a look at everything after every few of thousands of tests takes half of their time.
    """
    gc.collect(EVERYTHING if next(_ended) % BETWEEN_LOOKS == 0 else YOUNG)


@pytest.fixture(autouse=True)
def no_unexpected_error(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when an error reaches the log; a test that expects one asks for `caplog`."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if "caplog" not in request.fixturenames:
        assert not handler.records, [record.getMessage() for record in handler.records]


@pytest.fixture(autouse=True)
def no_thread_left(no_unexpected_error: None) -> Iterator[None]:
    """Fail when a thread outlives its test."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_S
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in set(threading.enumerate()) - before]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def no_timer_left(
    request: pytest.FixtureRequest, no_thread_left: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail when a timer goes on ticking after its window should be gone."""
    if request.node.get_closest_marker("gui") is None:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from shiboken6 import isValid

    started: WeakSet[Any] = WeakSet()
    start = QTimer.start

    def remember(timer: QTimer, *arguments: Any) -> None:
        started.add(timer)
        start(timer, *arguments)

    monkeypatch.setattr(QTimer, "start", remember)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [timer for timer in started if isValid(timer) and timer.isActive()]
    for timer in left:
        timer.stop()
    assert not left, f"timers left running: {[(t.parent(), t.interval()) for t in left]}"


@pytest.fixture(autouse=True)
def no_waiting_on_the_gui_thread(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the database refuse code of `ui` that does not go through Jobs."""
    if request.node.get_closest_marker("gui") is None:
        return
    for name in ("reading", "writing"):
        monkeypatch.setattr(Database, name, _refusing(getattr(Database, name)))


def _refusing(door: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*arguments: Any, **named: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            caller = _nearest_ui_module()
            assert caller is None, f"{caller} uses the database on the GUI thread"
        return door(*arguments, **named)

    return guarded


def _nearest_ui_module() -> str | None:
    """Return the innermost module of `ui` among the callers, unless a test stands between."""
    frame = sys._getframe(2)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("ui."):
            return module
        if module.startswith("tests."):
            return None
        frame = frame.f_back
    return None
