"""A machine in the hall to touch: real widgets, a real database, hands."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import fields
from time import monotonic

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.bootstrap.kiosk import KioskOrder
from app.services.items.actions.editing import ItemDraft, add_item
from tests.factories.centre import STREET
from tests.factories.halls import make_machine
from tests.factories.services import body, hall_on
from tests.factories.windows import LEFT, let_pass
from ui.core.preferences import Preferences
from ui.core.theme import apply_theme, load
from ui.kiosk.controls import BigButton
from ui.kiosk.machine import Machine
from ui.kiosk.window import KioskWindow

WAIT_S = 20


class Hall:
    """Somebody who stands before a machine."""

    def __init__(self, order: KioskOrder, folder) -> None:
        self.machine = Machine(order)
        self.window = KioskWindow(self.machine, Preferences(folder / "kiosk.ini"))
        self.window.resize(1080, 1920)

    def begin(self) -> "Hall":
        """Switch it on and wait for the first screen."""
        self.window.show()
        self.window.begin()
        self.wait(lambda: self.window.shown.is_home)
        self.settle()
        return self

    def wait(self, true: Callable[[], object]) -> None:
        """Let time pass until something is true."""
        end = monotonic() + WAIT_S
        while not true():
            assert monotonic() < end, f"it does not come; there is {self.words()}"
            let_pass()

    def settle(self) -> None:
        """Wait until all that was asked for has been done and heard, and stands on the screen: what
        is put into a layout shows one turn later.
        """
        self.wait(self.machine.jobs.idle)
        let_pass()

    def buttons(self) -> list[BigButton]:
        """Return what can be touched now."""
        return [b for b in self.window.findChildren(BigButton) if b.isVisible() and b.isEnabled()]

    def touch(self, *names: str) -> None:
        """Touch buttons one after another, by their words."""
        for name in names:
            found = [b for b in self.buttons() if name in (b.text(), b.accessibleName())]
            assert found, f"no {name} among {[b.text() for b in self.buttons()]}"
            QTest.mouseClick(found[-1], LEFT)
            self.settle()

    def shows(self, title: str) -> None:
        """Wait for a screen by its question."""
        self.wait(lambda: self.window.shown.title.text() == title)

    def words(self) -> str:
        """Return all that can be read now."""
        labels = [w for w in self.window.findChildren(QLabel) if w.isVisible()]
        return "\n".join(label.text() for label in labels)

    def leave(self) -> None:
        """Switch it off."""
        self.window.leave()
        self.machine.close()
        self.window.deleteLater()
        let_pass()


@pytest.fixture(autouse=True, scope="module")
def a_machine_of_its_own() -> None:
    """Look no more at what thousands of earlier tests hold: the machine sweeps after each visitor
    and would take a second for it every time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def kiosk_look(qapp) -> Iterator[QApplication]:
    apply_theme(qapp, load("kiosk"))
    yield qapp
    apply_theme(qapp, load("light"))


@pytest.fixture
def hall(kiosk_look, qtbot, embedded_centre, tmp_path) -> Iterator[Hall]:
    """A machine in the hall of an embedded centre."""
    make_machine(embedded_centre.database)
    url = str(embedded_centre.database.url)
    made = Hall(KioskOrder(url, clock=embedded_centre.database.clock), tmp_path)
    yield made.begin()
    made.leave()


@pytest.fixture
def booking(hall, embedded_centre):
    """A machine where times can be booked, two for each half hour."""
    item = ItemDraft(STREET, "SB-1", body("养老认证", category="社保"))
    embedded_centre.do("director", add_item, item, publish=True)
    hall.keys = hall_on(embedded_centre)
    hall.machine.beat()
    hall.settle()
    return hall


def fields_of(window: QWidget) -> str:
    """Return everything any widget of a window holds as text."""
    told = []
    for widget in window.findChildren(QWidget):
        for name in ("text", "toPlainText", "placeholderText"):
            said = getattr(widget, name, None)
            if callable(said):
                told.append(str(said()))
    return "\n".join(told)


def mind_of(window: KioskWindow) -> str:
    """Return everything a visitor told, also what never stands in a log."""
    return "\n".join(str(getattr(window.visit, each.name)) for each in fields(window.visit))
