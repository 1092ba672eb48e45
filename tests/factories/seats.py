"""Desks for the pages of one slice: real database, real threads, what was said and gone to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import delete

from app.bootstrap.parts import open_doors
from app.core.actor import Actor
from app.core.database import Database
from ui.core.hub import ChangeHub, Refresher
from ui.core.jobs import Jobs
from ui.core.notices import Notice, Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator

DESIGN = (1440, 900)
WAIT_MS = 20_000


@dataclass
class Sitting:
    """One person at one desk, with everything they were told and sent to."""

    desk: Desk
    qtbot: Any
    told: list[Notice] = field(default_factory=list)
    sent_to: list[object] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return [notice.lead + notice.text for notice in self.told]

    def settle(self) -> None:
        """Wait until all that was asked for has been done and heard."""
        self.qtbot.waitUntil(lambda: is_settled(self.desk), timeout=WAIT_MS)

    def wait(self, true: Callable[[], object]) -> None:
        """Wait until something is true."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=WAIT_MS)

    def show(self, page: QWidget, size: tuple[int, int] = DESIGN) -> Any:
        """Put a page into a window of the design size, and wait for what it reads."""
        self.qtbot.addWidget(page)
        page.resize(*size)
        with self.qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        self.settle()
        return page

    def dialog(self, kind: type[QDialog]) -> Any:
        """Return the dialog of a kind that stands on the page."""

        def found() -> list[QDialog]:
            windows = QApplication.topLevelWidgets()
            return [w for w in windows if isinstance(w, kind) and w.isVisible()]

        self.wait(found)
        return found()[-1]

    def save(self, dialog: QDialog) -> None:
        """Press what saves a form, and wait for what comes of it."""
        press(dialog.do_button)
        self.settle()


Seating = Callable[..., Sitting]


@pytest.fixture
def sit(qtbot, tmp_path: Path) -> Iterator[Seating]:
    """Seat people: `sit(database, actor)`; `at` names the computer, whose memory is kept."""
    desks: list[Desk] = []
    leave: list[Callable[[], None]] = []

    def one(database: Database, actor: Actor, at: str = "one") -> Sitting:
        notices, hub = Notices(), ChangeHub()
        jobs = Jobs(notices.report)
        doors = open_doors(database.clock)
        parts = SimpleNamespace(database=database, clock=database.clock, doors=doors)
        preferences = Preferences(tmp_path / f"{at}.ini")
        desk = Desk(parts, actor, jobs, hub, notices, Navigator(), preferences)
        sitting = Sitting(desk, qtbot)
        notices.posted.connect(sitting.told.append)
        notices.attach()
        desk.navigator.wanted.connect(sitting.sent_to.append)
        leave.append(database.subscribe(hub.announce))
        jobs.watch(database.watch, hub.announce)
        desks.append(desk)
        return sitting

    yield one
    for way_out in leave:
        way_out()
    for desk in desks:
        leave_desk(desk)


def is_settled(desk: Desk) -> bool:
    """Tell whether a desk has done and heard all that was asked for; a page that pauses between two
    reloads reloads now.
    """
    windows = QApplication.topLevelWidgets()
    return desk.jobs.idle() and not any([*map(reload_owed, windows)])


def reload_owed(window: QWidget) -> bool:
    """Let what is shown in a window reload what it owes; return whether anything does."""
    owed = [each for each in window.findChildren(Refresher) if each.stale]
    for each in owed:
        each.catch_up_now()
    return any(not each.stale for each in owed)  # who is hidden waits


def leave_desk(desk: Desk) -> None:
    """End the work of a desk, and let go of its pages: they hold what is connected to them, which
    no collector sees.
    """
    assert desk.jobs.stop()
    for each in (desk.jobs, desk.hub, desk.notices, desk.navigator, desk.scope):
        delete(each)


def press(button: QWidget) -> None:
    """Click something in its middle."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(field_: QWidget, text: str) -> None:
    """Type text into a field in place of what stands there, Chinese too."""
    field_.setFocus()
    if isinstance(field_, QLineEdit | QPlainTextEdit):
        field_.selectAll()
        QTest.keyClick(field_, Qt.Key.Key_Delete)
    if not text:
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field_, event)


def choose_from(field_: Any, text: str, sitting: Sitting) -> None:
    """Type into a field that searches, and take the first that is offered."""
    field_.setFocus()
    field_.set_choice(None)
    write(field_, text)
    field_.search()
    sitting.wait(field_.options)
    QTest.keyClick(field_, Qt.Key.Key_Return)
    sitting.settle()


def words_of(widget: QWidget) -> str:
    """Return all that can be read in a widget, what was just put into a layout as well."""
    QApplication.processEvents()  # a layout shows a new widget one turn later
    told = []
    for each in [widget, *widget.findChildren(QWidget)]:
        if each.isVisible():
            text = getattr(each, "text", None)
            told += [str(text()) if callable(text) else "", each.accessibleName()]
    return "\n".join(filter(None, told))
