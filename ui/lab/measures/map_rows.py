"""How the map bears a province: 127,533 grids, named, coloured, with 5,000 cases on them.

The layer is made and prepared once and kept, as the importing desk does; each figure comes from
a process of its own. Where QGIS is installed (Debian: python3-qgis) it draws the same areas at
the same size; where it is not, a scene of plain `QGraphicsPathItem`s is the yardstick, and the
row says so.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from app.commands.measures.rows import BenchRow, against, timed
from app.core.settings import data_folder
from app.core.words import say
from ui.lab.measures import qgis_yardstick

NAMES = (
    "map_pan",
    "map_pan_worst",
    "map_pan_stale",
    "map_pan_4k",
    "map_pan_step",
    "map_first",
    "map_recolour",
    "map_points",
    "map_memory",
)
SCALE = 150.0  # metres a pixel of the steps that both draw
STEPS = 12
POINTS = 1_000_000
RIDE_S, SHORT_RIDE_S = 60.0, 24.0
_PYTHONS = ("/usr/bin/python3", "python3")  # QGIS belongs to the system's one
_PATIENCE_S = 900


def rows(runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return the rows by name; what several need is made when the first asks."""
    few = min(runs, 3)
    return {
        "map_pan": lambda: _frames("lab.map_pan", 1920, 1080, 16.7),
        "map_pan_worst": _worst,
        "map_pan_stale": _stale,
        "map_pan_4k": lambda: _frames("lab.map_pan", 3840, 2160, 33.0),
        "map_pan_step": _step,
        "map_first": lambda: _first(few),
        "map_recolour": _recolour,
        "map_points": lambda: _points(few),
        "map_memory": _memory,
    }


@cache
def _ground() -> Path:
    """Return the folder of the prepared layer; made at first, which takes some minutes."""
    from app.territory.layers.store import FORMAT

    folder = data_folder() / f"benchmark-map-{FORMAT}"
    outlines = folder / "outlines.wkb"
    if not outlines.exists():
        # A process of its own: what preparing takes is not to be measured.
        sys.stderr.write(say("lab.making_map") + "\n")
        maker = [sys.executable, "-m", "ui.lab.measures.map_ground", str(folder)]
        subprocess.run(maker, check=True)  # noqa: S603  our own program
    return folder


def _stage(*task: object) -> dict[str, Any]:
    """Run a task of `map_stage` and return what it told."""
    command = [sys.executable, "-m", "ui.lab.measures.map_stage", str(_ground())]
    return _told([*command, *(str(each) for each in task)])


def _told(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  our own programs
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@cache
def _ride(width: int, height: int) -> dict[str, Any]:
    return _stage("ride", width, height, RIDE_S if width < 2000 else SHORT_RIDE_S)


def plot(file: Path) -> None:
    """Draw the frames of the ride that was measured.

    Raises:
        OSError: The picture cannot be written.
    """
    from ui.lab.measures.map_plot import write_plot

    write_plot(file, _ride(1920, 1080)["frames"])


def _frames(words: str, width: int, height: int, limit_ms: float) -> BenchRow:
    """Hold the frame that only one of a hundred is longer than against its limit."""
    frames = sorted(_ride(width, height)["frames"])
    late = frames[min(len(frames) - 1, int(len(frames) * 0.99))] * 1000
    what = say(words, size=f"{width}×{height}", frames=len(frames))
    return against(what, [late], unit="ms", limit=limit_ms)


def _worst() -> BenchRow:
    longest = max(_ride(1920, 1080)["frames"]) * 1000
    return against(say("lab.map_pan_worst"), [longest], unit="ms", limit=50.0)


def _stale() -> BenchRow:
    told = _ride(1920, 1080)
    longest = max(told["stale"], told["blank"]) * 1000
    return against(say("lab.map_pan_stale"), [longest], unit="ms", limit=150.0)


def _recolour() -> BenchRow:
    taken = [each * 1000 for each in _stage("recolour")["seconds"]]
    return against(say("lab.map_recolour"), taken, unit="ms", limit=33.0)


def _memory() -> BenchRow:
    return against(say("lab.map_memory"), [_stage("memory")["mib"]], unit="MiB", limit=600.0)


@cache
def _yardstick() -> tuple[str, dict[str, Any]]:
    """Return what was drawn by whom: seconds of redraws of the whole, and of steps."""
    outlines = str(_ground() / "outlines.wkb")
    given = ["1920", "1080", str(SCALE), str(STEPS)]
    for python in _PYTHONS:
        if shutil.which(python) is None:
            continue
        asked = [python, "-c", "import qgis.core"]
        has = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603  the system's
        if has.returncode == 0:
            return "QGIS", _told([python, str(qgis_yardstick.__file__), outlines, *given])
    script = "ui.lab.measures.plain_yardstick"
    return say("lab.map_plain"), _told([sys.executable, "-m", script, outlines, *given])


def _step() -> BenchRow:
    """Hold a step to the side against the yardstick's."""
    who, told = _yardstick()
    taken = _stage("step", SCALE, STEPS)["seconds"]
    return _beside(say("lab.map_pan_step", who=who), taken, told["pans"], 0.1)


def _first(runs: int) -> BenchRow:
    """Hold the first complete picture against the yardstick's redraw of the whole."""
    who, told = _yardstick()
    taken = [_stage("first")["seconds"] for _ in range(runs + 1)][1:]
    return _beside(say("lab.map_first", who=who), taken, told["redraws"], 0.2)


def _beside(what: str, ours: list[float], theirs: list[float], bound: float) -> BenchRow:
    """Hold medians against each other: both were measured in one run, not in turn."""
    mine, other = sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2]
    ratios = [each / other for each in ours]
    spread = max(ratios) - min(ratios)
    return BenchRow(what, mine, "s", other, mine / other, bound, len(ours), spread)


def _points(runs: int) -> BenchRow:
    """Find the grids of a million points; the limit is 300,000 a second."""
    import numpy as np

    from app.territory.geometry import GridIndex

    wkbs = list(qgis_yardstick.outlines(_ground() / "outlines.wkb"))
    index = GridIndex.from_outlines((f"{at:015d}", wkb) for at, wkb in enumerate(wkbs))
    chance = np.random.default_rng(1)
    where = chance.random((POINTS, 2)) * (3.5, 5.1) + (110.65, 34.85)
    find = timed(lambda: index.places(where[:, 0], where[:, 1]))
    find()
    what = say("lab.map_points", points=f"{POINTS:,}", grids=f"{len(wkbs):,}")
    return against(what, [find() for _ in range(runs)], unit="s", limit=POINTS / 300_000)
