"""The lines of the ratio table that are about the wall of screens."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_parts
from app.cases.actions.intake import Intake, register_case
from app.cases.rules import Source
from app.command.wall.figures import Standing
from app.command.wall.scenes import scenes
from app.commands.measures.rows import BenchRow, against
from app.core.ids import new_id
from app.core.words import say
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, load
from ui.wall.feed import WallFeed
from ui.wall.scene_view import SceneView
from ui.wall.tile import Tile

TILE_MS, MAP_MS, SHARE, PIXEL_S, SLOPE_MIB = 33.0, 60.0, 0.35, 0.3, 1.0
PAINT_S, LOAD_S = 10.0, 10.0
UPDATES, SOAK_SIZE = 260_000, 180
CALM_S = 0.5
_PATIENCE_S = 10.0
_SOAK_PATIENCE_S = 4 * 3600.0


def rows() -> dict[str, Callable[[], BenchRow]]:
    """Return what can be measured, by name."""
    return {
        "wall_tile": partial(_painted, "tiles", "lab.wall_tile", TILE_MS),
        "wall_map": partial(_painted, "map", "lab.wall_map", MAP_MS),
        "wall_load": _load,
        "wall_soak": _soak,
    }


def _stage(*task: object, timeout: float = 300.0) -> dict[str, Any]:
    command = [sys.executable, "-m", "ui.lab.measures.wall_stage", *map(str, task)]
    done = subprocess.run(  # noqa: S603  our own program
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=timeout,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@cache
def _repaints() -> dict[str, Any]:
    return _stage("paint", 3840, 2160, PAINT_S)


def _painted(which: str, words: str, limit: float) -> BenchRow:
    """Hold the repaint that only one of a hundred is longer than against its limit."""
    times = sorted(_repaints()[which])
    late = times[min(len(times) - 1, int(len(times) * 0.99))] * 1000
    return against(say(words, count=len(times)), [late], unit="ms", limit=limit)


def _load() -> BenchRow:
    share = _stage("load", 3840, 2160, LOAD_S)["share"]
    return against(say("lab.wall_load"), [share], unit="1", limit=SHARE)


def _soak() -> BenchRow:
    told = _stage("soak", UPDATES, SOAK_SIZE, timeout=_SOAK_PATIENCE_S)
    note = say(
        "lab.wall_soak_note",
        first=f"{told['first']:.0f}",
        last=f"{told['last']:.0f}",
        switches=told["switches"],
        handles=told["handles"],
        threads=told["threads"],
    )
    # a handle or a thread that stays is a leak, however little memory it takes
    slope = told["slope"] if not told["handles"] and not told["threads"] else float("inf")
    what = say("lab.wall_soak", updates=f"{UPDATES:,}")
    row = against(what, [slope], unit="MiB", limit=SLOPE_MIB)
    return BenchRow(**{**_fields(row), "note": note})


def _fields(row: BenchRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


class _Seen(QObject):
    """Notes when a tile last painted how many cases came today."""

    def __init__(self) -> None:
        super().__init__()
        self.came = -1


def pixel(url: str, region: str, *, runs: int) -> BenchRow:
    """Measure from the commit at a desk to the number that is painted on the wall.

    Args:
        url: A database with the street `region` in it.
        region: Code of the street cases are registered in.
        runs: How many cases.
    """
    application = QApplication.instance()
    if isinstance(application, QApplication):
        apply_theme(application, load("wall"))
    here, there = open_parts(url), open_parts(url)
    jobs, hub, seen = Jobs(_raise), ChangeHub(), _Seen()
    jobs.watch(here.database.watch, hub.announce)
    feed = WallFeed(jobs, hub)
    feed.connect_to(here.database, here.console())
    before = _note(seen)
    view = SceneView(feed)
    view.resize(1920, 1080)
    view.show_scene(scenes()[0])
    view.show()
    feed.need(view.readings())
    feed.start()
    taken = []
    try:
        _until(lambda: seen.came >= 0 and jobs.idle())
        for _ in range(runs):
            _rest(CALM_S)
            taken.append(_registered(there, region, seen))
    finally:
        Tile.paintEvent = before  # type: ignore[method-assign,assignment]
        feed.stop()
        view.close()
        jobs.stop()
        here.database.dispose()
        there.database.dispose()
    return against(say("lab.wall_pixel"), taken, unit="s", limit=PIXEL_S)


def _note(seen: _Seen) -> Callable[[Tile, QPaintEvent], None]:
    before = Tile.paintEvent

    def painted(self: Tile, event: QPaintEvent) -> None:
        before(self, event)
        kept = self.snapshot
        if kept is not None and isinstance(kept.value, Standing):
            seen.came = kept.value.came

    Tile.paintEvent = painted  # type: ignore[method-assign]
    return before


def _registered(parts: Any, region: str, seen: _Seen) -> float:
    came, pepper = seen.came, parts.database.state.pepper
    with parts.database.writing(parts.console()) as uow:
        intake = Intake(text="井盖不见了。", source=Source.CALL, region=region)
        register_case(uow, intake, pepper, command_key=new_id())
    begun = time.perf_counter()
    _until(lambda: seen.came > came)
    return time.perf_counter() - begun


def _until(ready: Callable[[], bool]) -> None:
    end = time.perf_counter() + _PATIENCE_S
    while not ready():
        if time.perf_counter() > end:
            raise TimeoutError
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        time.sleep(0.0005)


def _rest(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        time.sleep(0.001)


def _raise(error: BaseException) -> None:
    raise error
