"""Windows of their own come back where they stood, and never out of sight."""

import json
import os
import subprocess
import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.sources import ROOT
from ui.core.preferences import Preferences
from ui.core.window_places import (
    Place,
    ScreenSpot,
    Spot,
    WindowPlaces,
    pulled_back,
    setup_of,
)

DESK = Spot(0, 0, 1920, 1080)
FREE = Spot(0, 0, 1920, 1040)
LEFT = ScreenSpot("DP-1", DESK, FREE)
RIGHT = ScreenSpot("HDMI-1", Spot(1920, 0, 2560, 1440), Spot(1920, 0, 2560, 1400))
LAPTOP = ScreenSpot("eDP-1", Spot(0, 0, 1366, 768), Spot(0, 0, 1366, 728))


def test_a_window_on_a_screen_that_is_there_stays_where_it_is():
    for spot in (Spot(2000, 100, 900, 700), Spot(1800, 20, 600, 400), Spot(-400, 0, 600, 400)):
        assert pulled_back(spot, (LEFT, RIGHT)) == spot


def test_a_window_whose_screen_is_gone_comes_to_one_that_is_there_whole():
    assert pulled_back(Spot(2900, 300, 900, 700), (LEFT,)) == Spot(1020, 300, 900, 700)
    assert pulled_back(Spot(-2000, -900, 900, 700), (LEFT,)) == Spot(0, 0, 900, 700)


def test_it_comes_to_the_nearest_of_them():
    assert pulled_back(Spot(5000, 200, 900, 700), (LEFT, RIGHT)) == Spot(3580, 200, 900, 700)


def test_a_title_above_or_below_the_screens_could_not_be_taken_hold_of():
    assert pulled_back(Spot(100, -60, 900, 700), (LEFT,)).top == 0
    assert pulled_back(Spot(100, 1030, 900, 700), (LEFT,)).top == FREE.height - 700


def test_no_window_is_larger_than_its_screen():
    assert pulled_back(Spot(1930, 10, 2500, 1390), (LAPTOP,)) == LAPTOP.free


def test_a_set_up_is_the_same_whichever_screen_comes_first():
    assert setup_of((LEFT, RIGHT)) == setup_of((RIGHT, LEFT))
    assert setup_of((LEFT, RIGHT)) != setup_of((LEFT,))


class Desk:
    """Some windows on screens that can be changed, and what is remembered of them."""

    def __init__(self, qtbot, monkeypatch, path):
        self.qtbot = qtbot
        self.preferences = Preferences(path)
        self._screens = (LEFT, RIGHT)
        monkeypatch.setattr("ui.core.window_places.screens_now", lambda: self._screens)

    def at(self, *screens):
        """Start the program at a desk with these screens."""
        self._screens = screens
        self.owner = QWidget()
        self.qtbot.addWidget(self.owner)
        self.places = WindowPlaces(self.preferences, "test", self.owner)
        return self

    def open(self, key="a"):
        window = QWidget()
        self.qtbot.addWidget(window)
        self.places.put(window, key, QSize(500, 400))
        with self.qtbot.waitExposed(window):
            window.show()
        return window


def spot_of(window) -> tuple[int, int, int, int]:
    return window.x(), window.y(), window.width(), window.height()


def test_a_window_that_was_moved_comes_back_there_without_being_asked_to_remember(
    qtbot, monkeypatch, tmp_path
):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT, RIGHT)
    window = desk.open()

    window.move(2100, 200)
    window.resize(800, 600)
    wanted = Place(Spot(2100, 200, 800, 600))
    qtbot.waitUntil(lambda: desk.places.place("a") == wanted)

    assert spot_of(desk.at(LEFT, RIGHT).open()) == (2100, 200, 800, 600)


def test_each_set_up_of_screens_has_its_own_places(qtbot, monkeypatch, tmp_path):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT, RIGHT)
    desk.open().move(2100, 200)
    desk.places.keep()

    at_home = desk.at(LEFT).open()
    alone = spot_of(at_home)
    at_home.move(40, 50)
    desk.places.keep()

    assert alone == (1420, 200, 500, 400)
    assert spot_of(desk.at(RIGHT, LEFT).open())[:2] == (2100, 200)
    assert spot_of(desk.at(LEFT).open())[:2] == (40, 50)


def test_a_screen_that_goes_and_comes_takes_its_windows_along(qtbot, monkeypatch, tmp_path, qapp):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT, RIGHT)
    window = desk.open()
    window.move(2100, 200)
    desk.places.keep()

    desk._screens = (LEFT,)
    qapp.screenRemoved.emit(qapp.primaryScreen())
    qtbot.waitUntil(lambda: window.x() == 1420)
    desk._screens = (LEFT, RIGHT)
    qapp.screenAdded.emit(qapp.primaryScreen())

    qtbot.waitUntil(lambda: (window.x(), window.y()) == (2100, 200))


def test_what_its_person_closed_leaves_its_place_to_the_next_one(qtbot, monkeypatch, tmp_path):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT, RIGHT)
    window = desk.open()
    window.move(2100, 200)
    desk.places.forget("a")

    assert desk.places.place("a") is None
    assert spot_of(desk.open("b"))[:2] == (2100, 200)
    assert spot_of(desk.open("c"))[:2] == (2128, 228)


def test_a_maximised_window_comes_back_maximised(qtbot, monkeypatch, tmp_path):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT)
    window = desk.open()
    window.move(100, 100)
    window.showMaximized()
    desk.places.keep()

    assert desk.at(LEFT).open().isMaximized()


def test_what_is_broken_in_the_memory_of_a_computer_is_passed_over(qtbot, monkeypatch, tmp_path):
    desk = Desk(qtbot, monkeypatch, tmp_path / "a.ini").at(LEFT)
    for broken in ([["x"]], [["x", {"a": [1, 2]}]], [["x", {"a": [0, 0, -5, 0, 0]}]], 7, [[1, 2]]):
        desk.preferences.set_layout("test", {"setups": broken})
        assert desk.places.place("a") is None


SCREENS = {
    "DP-1": {"x": 0, "y": 0, "width": 1920, "height": 1080},
    "HDMI-1": {"x": 1920, "y": 0, "width": 2560, "height": 1440},
}
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from ui.core.preferences import Preferences
from ui.core.window_places import WindowPlaces

application = QApplication([])
preferences, owner, window = Preferences(Path(sys.argv[1])), QWidget(), QWidget()
places = WindowPlaces(preferences, "test", owner)
places.put(window, "a", QSize(500, 400))
window.show()
if len(sys.argv) > 2:
    window.move(*map(int, sys.argv[2:]))
application.processEvents()
window.close()
preferences.save()
print(window.screen().name(), window.x(), window.y())
"""


def start_at(tmp_path, *screens, move=()) -> str:
    """Start a program of its own at a desk with these screens; return where its window stood."""
    told = [
        {"name": name, **SCREENS[name], "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name in screens
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": told}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "a.ini"), *map(str, move)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_after_a_restart_a_window_stands_on_the_monitor_it_was_torn_off_to(tmp_path):
    both = ("DP-1", "HDMI-1")

    moved = start_at(tmp_path, *both, move=(2100, 200))
    again = start_at(tmp_path, *both)
    unplugged = start_at(tmp_path, "DP-1")
    plugged_in = start_at(tmp_path, *both)

    assert moved == again == plugged_in == "HDMI-1 2100 200"
    assert unplugged == "DP-1 1420 200"
