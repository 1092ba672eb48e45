"""The window as a whole: what appears on the screen, and where the keyboard is, on every page."""

from collections.abc import Callable
from functools import partial
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

    for enter in rail_ways(seat):
        enter()
        for tab, _ in enumerate(seat.tabs()):
            seat.click_tab(tab)
            seat.settle()

    assert "\n".join(doorman.strays) == ""


def test_the_form_of_a_new_case_opens_without_a_flash_and_takes_what_is_typed(
    embedded_office, computer, doorman
):
    seat = computer(embedded_office.url)
    seat.sign_in(DIRECTOR, PASSWORD)

    seat.press("N")
    seat.write("楼道灯坏了")

    assert seat.text_of("说了什么") == "楼道灯坏了"
    seat.settle()
    assert "\n".join(doorman.strays) == ""


def test_the_keyboard_is_in_the_list_one_goes_to(embedded_office, computer):
    seat = computer(embedded_office.url)
    seat.sign_in(ADMINISTRATOR, PASSWORD)
    seat.click("管理")
    seat.wait(lambda: len(seat.rows()) > 1)
    seat.press("Down")

    first = seat.table().currentIndex().row()
    seat.press("Down")

    assert seat.table().currentIndex().row() == first + 1


def rail_ways(seat) -> list[Callable[[], object]]:
    """Return the way to each entry of the rail: its key; a click where keys have run out."""
    entries = [
        each
        for each in seat.window.findChildren(QWidget)
        if each.objectName().startswith("rail.") and each.isVisible()
    ]
    assert entries
    keys = [partial(seat.press, f"Ctrl+{at}") for at in range(1, 10)]
    return [*keys[: len(entries)], *(entry.click for entry in entries[9:])]
