"""What every test stands on: no display, nobody's home, one moment in time, both engines."""

import faulthandler
import os
import sys
from datetime import datetime
from pathlib import Path

# Where nothing is kept, each of a hundred processes that tests start compiles the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ["TZ"] = "UTC"  # the desk's own zone must not matter
for name in [name for name in os.environ if name.startswith("JIEZHI_")]:
    del os.environ[name]

import hypothesis  # noqa: E402
import pytest  # noqa: E402

from app.core.clock import SHANGHAI, FixedClock  # noqa: E402
from tests.properties import THOROUGH  # noqa: E402
from tests.quick_folder import quick_folder  # noqa: E402

if (in_memory := quick_folder()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))  # the folder of `tmp_path`

pytest_plugins = [
    "tests.databases",
    "tests.factories.centre",
    "tests.factories.server",
    "tests.leftovers",
]

TESTS = Path(__file__).parent
FOLDER_MARKS = {"slow": "slow", "benchmarks": "bench", "shots": "shot", "e2e": "e2e"}

BUSY_MS = 20_000

# A busy machine is slow now and then; what is wrong is wrong on every machine.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile(THOROUGH, deadline=None, max_examples=300, database=None)
hypothesis.settings.load_profile(THOROUGH if os.environ.get("THOROUGH") else "desk")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use and where they stand, before -m chooses among them."""
    for item in items:
        if not {"qtbot", "qapp"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in FOLDER_MARKS:
            item.add_marker(FOLDER_MARKS[folder])


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest) -> None:
    """Let slow tests be: a minute is no sign of a hang there, and the dump of a hang can bring
    a busy process down."""
    if request.node.get_closest_marker("slow"):
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """An empty home: no test reads or writes what belongs to a person."""
    folder = tmp_path / "home"
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("JIEZHI_HOME", str(folder / "jiezhi"))
    monkeypatch.setattr("app.core.outbox.vault.COST", 1 << 10)  # a password is weighed at once
    if request.node.get_closest_marker("gui"):
        from PySide6.QtCore import QSettings

        # Qt looks at the environment once only
        ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
        QSettings.setPath(ini, user, str(folder / "config"))
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday afternoon in the middle of office hours."""
    return FixedClock(datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI))  # as `centre` was made


@pytest.fixture
def qtbot(qapp, request: pytest.FixtureRequest):
    """Hands that wait as long as a busy machine needs, and until what came stands on the screen:
    a layout shows a new widget one turn later.
    """
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    class Hands(QtBot):
        def waitUntil(self, callback, *, timeout=BUSY_MS):  # noqa: N802  pytest-qt's own name
            super().waitUntil(callback, timeout=timeout)
            QApplication.processEvents()

        def waitExposed(self, widget, *, timeout=BUSY_MS):  # noqa: N802
            return super().waitExposed(widget, timeout=timeout)

        def waitActive(self, widget, *, timeout=BUSY_MS):  # noqa: N802
            return super().waitActive(widget, timeout=timeout)

        def waitSignal(self, signal, *, timeout=BUSY_MS, **more):  # noqa: N802
            return super().waitSignal(signal, timeout=timeout, **more)

    return Hands(request)


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application in its daily dress."""
    from ui.core.theme import apply_theme, load

    complaint = apply_theme(qapp, load("light"))
    assert complaint is None, complaint
    return qapp
