"""The window as a whole: what appears on the screen, and where the keyboard is, on every page."""

from pathlib import Path
from traceback import extract_stack

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QWidget

from tests.e2e.office import ADMINISTRATOR, DIRECTOR, PASSWORD


class Doorman(QObject):
    """Notes every window that appears without being a window, a dialog or a menu."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, QMainWindow | QDialog | QMenu)
        ):
            places = [f for f in extract_stack() if "/ui/" in f.filename]
            where = [f"{Path(f.filename).name}:{f.lineno}" for f in places[-2:]]
            self.strays.append(f"{type(watched).__name__} made in {where}")
        return False


@pytest.fixture
def doorman(qapp):
    doorman = Doorman()
    qapp.installEventFilter(doorman)
    yield doorman
    qapp.removeEventFilter(doorman)


@pytest.mark.parametrize("login", [DIRECTOR, ADMINISTRATOR])
def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(
    embedded_office, computer, doorman, login
):
    seat = computer(embedded_office.url)
    seat.sign_in(login, PASSWORD)

    for key in rail_keys(seat):
        seat.press(key)
        for tab, _ in enumerate(seat.tabs()):
            seat.click_tab(tab)
            seat.settle()

    assert doorman.strays == []


def test_the_form_of_a_new_case_opens_without_a_flash_and_takes_what_is_typed(
    embedded_office, computer, doorman
):
    seat = computer(embedded_office.url)
    seat.sign_in(DIRECTOR, PASSWORD)

    seat.press("N")
    seat.write("楼道灯坏了")

    assert seat.text_of("说了什么") == "楼道灯坏了"
    seat.settle()
    assert doorman.strays == []


def test_the_keyboard_is_in_the_list_one_goes_to(embedded_office, computer):
    seat = computer(embedded_office.url)
    seat.sign_in(ADMINISTRATOR, PASSWORD)
    seat.click("管理")
    seat.wait(lambda: len(seat.rows()) > 1)
    seat.press("Down")

    first = seat.table().currentIndex().row()
    seat.press("Down")

    assert seat.table().currentIndex().row() == first + 1


def rail_keys(seat) -> list[str]:
    """Return the key of each entry of the rail."""
    entries = [
        each
        for each in seat.window.findChildren(QWidget)
        if each.objectName().startswith("rail.") and each.isVisible()
    ]
    assert entries
    return [f"Ctrl+{at}" for at, _ in enumerate(entries, start=1)]


def test_signing_in_at_one_window_leaves_another_one_alone(embedded_office, computer):
    watching = computer(embedded_office.url)
    watching.sign_in(DIRECTOR, PASSWORD)

    computer(embedded_office.url).sign_in(ADMINISTRATOR, PASSWORD)

    assert watching.window.isVisible()
    watching.press("Ctrl+2")
    watching.wait_for("没有在办的事件")
