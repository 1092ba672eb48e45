"""Screens that are really unplugged and plugged again: on a server of their own, since the
program's tests have no display.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.sources import ROOT

NEEDED = ("Xvfb", "xrandr")
pytestmark = pytest.mark.skipif(
    not all(shutil.which(name) for name in NEEDED), reason="needs Xvfb and xrandr"
)

PLAYED = """
import json, subprocess, sys, time
from types import SimpleNamespace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.command.wall.scenes import scenes
from pathlib import Path
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, load
from ui.wall.feed import WallFeed
from ui.wall.wall import Wall

app = QApplication([])
apply_theme(app, load("wall"))
jobs = Jobs(print)
wall = Wall(WallFeed(jobs, ChangeHub()), scenes(), kept=Path(sys.argv[1]) / "wall.json")

def monitors(*names):
    there = subprocess.run(["xrandr", "--listmonitors"], capture_output=True, text=True).stdout
    for line in there.splitlines()[1:]:
        subprocess.run(["xrandr", "--delmonitor", line.split()[1].strip("+*")], capture_output=True)
    for name, box in names:
        output = "screen" if name == names[0][0] else "none"
        subprocess.run(["xrandr", "--setmonitor", name, box, output], check=True)
    QTest.qWait(450)

def seen():
    return {
        f"{n}": [w.view.scene.name, w.view.isVisible(), *w.view.geometry().getRect()]
        for n, w in wall.windows.items()
    }

LEFT, RIGHT = ("LEFT", "1200/300x800/200+0+0"), ("RIGHT", "1200/300x800/200+1200+0")
told = []
monitors(LEFT, RIGHT)
wall.begin()
wall.windows[1].course.jump("party", time.monotonic())
wall.tick()
told.append(seen())
monitors(LEFT)
told.append(seen())
monitors(LEFT, RIGHT)
told.append(seen())
monitors(LEFT)  # Qt hears of another size of a virtual screen only when it comes anew
monitors(LEFT, ("RIGHT", "800/300x600/200+1200+0"))
told.append(seen())
monitors(LEFT)
monitors(LEFT, RIGHT)
STORM = int(sys.argv[2])
for turn in range(STORM):
    monitors(*((LEFT, RIGHT) if turn % 2 else (RIGHT,)))
told.append(seen())
print(json.dumps(told))
wall.end()
jobs.stop()
"""


def played(folder, storm) -> list:
    """Play cables on a display of its own and return what was seen after each."""
    script = folder / "played.py"
    script.write_text(PLAYED, "utf-8")
    told = os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    xvfb = ["xvfb-run", "-a", "-s", "-screen 0 2400x800x24"]
    done = subprocess.run(
        [*xvfb, sys.executable, str(script), str(folder), str(storm)],
        cwd=ROOT, env=told, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_screen_that_was_unplugged_gets_its_scene_back(tmp_path):
    both, left, again, smaller, _ = played(tmp_path, 0)

    assert both == {
        "0": ["overview", True, 0, 0, 1200, 800],
        "1": ["party", True, 1200, 0, 1200, 800],
    }
    assert left["0"] == both["0"]
    assert left["1"][:2] == ["party", False]
    assert again == both
    assert smaller["1"] == ["party", True, 1200, 0, 800, 600]


@pytest.mark.slow
def test_thirty_changes_of_screens_are_survived(tmp_path):
    both, *_, after = played(tmp_path, 30)

    assert after == both
