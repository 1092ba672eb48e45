"""The wall as a process of its own, fed with made-up figures: what it measures is printed as JSON.

``python -m ui.lab.measures.wall_stage TASK …``, where TASK is one of those at the end.
"""

import json
import math
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from app.command.forces.rules import UnitAnswer
from app.command.rules import IncidentKind
from app.command.wall.figures import (
    Area,
    CentreState,
    CommunityLoad,
    DueWeek,
    DutyPost,
    Ground,
    IncidentState,
    MonthRates,
    PartyFigures,
    Place,
    Places,
    Pulse,
    Reading,
    Standing,
    Stream,
    UnitHold,
)
from app.command.wall.scenes import scenes
from app.command.wall_state import WallDuty, WallIncident, WallPosture, WallUnit
from app.commands.measures.rows import held_mib
from app.core.actor import console
from app.core.clock import SHANGHAI, FixedClock
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, load
from ui.wall.feed import WallFeed
from ui.wall.map_tile import MapTile
from ui.wall.scene_view import SceneView
from ui.wall.tile import Tile

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)
COMMUNITIES, CORNERS, POINTS, UNITS = 12, 200, 1_000, 14
CHANGES_A_SECOND = 20
SCENES_EVERY = 866
"""Updates after which another scene is shown: 300 times in 260,000."""
SAMPLES = 5
_SEED = 7


class Stage:
    """A scene on a screen of some size, and figures that change."""

    def __init__(self, width: int, height: int) -> None:
        self.application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self.application, QApplication)  # noqa: S101  it was made so
        apply_theme(self.application, load("wall"))
        self.chance = Random(_SEED)  # noqa: S311  made-up figures
        self.clock = FixedClock(NOW)
        self.jobs = Jobs(_raise)
        self.feed = WallFeed(self.jobs, ChangeHub())
        self.feed.connect_to(SimpleNamespace(clock=self.clock), console("bench"))
        self.feed.put(Reading.GROUND, ground(), NOW)
        self.view = SceneView(self.feed)
        self.view.resize(width, height)
        self.scenes = scenes()
        self.show(0)
        self.view.show()
        self.feed_all()
        turn()

    def show(self, place: int) -> None:
        """Show another scene."""
        self.view.show_scene(self.scenes[place % len(self.scenes)])

    def feed_all(self) -> None:
        """Change every figure."""
        for reading in self.view.readings() - {Reading.GROUND}:
            self.feed_one(reading)

    def feed_one(self, reading: Reading) -> None:
        """Change one."""
        self.feed.put(reading, made(reading, self.chance), self.clock.now())


def turn() -> None:
    """Let what waits be painted."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    # a loop that is turned by hand deletes nothing that was to be deleted later
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def ground() -> Ground:
    """Return communities in a ring of uneven edges, and roads across."""
    areas = []
    for number in range(COMMUNITIES):
        middle = (113.26 + 0.02 * (number % 4), 40.07 + 0.02 * (number // 4))
        ring = tuple(
            (
                middle[0] + 0.0098 * math.cos(2 * math.pi * at / CORNERS),
                middle[1] + 0.0098 * math.sin(2 * math.pi * at / CORNERS),
            )
            for at in range(CORNERS)
        )
        areas.append(
            Area(
                f"9901020040{number:02d}",
                f"第{number + 1}社区",
                is_street=False,
                rings=(ring,),
                centre=middle,
            )
        )
    road = tuple((113.25 + 0.0005 * at, 40.09 + 0.001 * math.sin(at / 9)) for at in range(160))
    return Ground(tuple(areas), (("road", (road,)), ("river", (road[::-1],))))


def made(reading: Reading, chance: Random) -> Any:
    """Return figures of a reading as a busy street might have them."""
    n = chance.randrange
    if reading is Reading.PLACES:
        places = tuple(
            Place(
                round(113.255 + 0.07 * chance.random(), 3),
                round(40.062 + 0.05 * chance.random(), 3),
                chance.random() < 0.1,
                chance.random() < 0.03,
                chance.random() < 0.05,
            )
            for _ in range(POINTS)
        )
        loads = tuple(
            CommunityLoad(f"9901020040{i:02d}", 5 * i + n(5), n(3)) for i in range(COMMUNITIES)
        )
        return Places(places, loads, more=False)
    hours = tuple(n(12) for _ in range(24))
    simple: dict[Reading, Callable[[], Any]] = {
        Reading.STANDING: lambda: Standing(
            n(999), n(9), n(20), n(5), NOW - timedelta(hours=n(99)), NOW, n(99), n(99), 0
        ),
        Reading.PULSE: lambda: Pulse(14, hours[:15], hours, tuple(h + 4 for h in hours), (3, 60)),
        Reading.DUE: lambda: DueWeek(
            tuple(NOW.date() + timedelta(days=d) for d in range(7)),
            tuple(tuple(n(30) for _ in range(24)) for _ in range(7)),
        ),
        Reading.HOLDING: lambda: tuple(
            UnitHold(f"第{u}单位", 9, 9.0 + n(200), n(9), n(2)) for u in range(UNITS)
        ),
        Reading.FLOW: lambda: tuple(
            Stream(f"来源{s}", f"单位{u}", few=False, result=result, cases=1 + n(9))
            for s in range(7)
            for u in range(7)
            for result in ("ended", "open", "late")
        ),
        Reading.RATES: lambda: MonthRates(200 + n(9), 0.9, 0.95, 0.8 + n(19) / 100),
        Reading.STATE: lambda: CentreState(
            WallPosture(), tuple(WallDuty(post, n(4), NOW) for post in DutyPost)
        ),
        Reading.INCIDENT: lambda: IncidentState(
            (
                WallIncident(
                    "i", IncidentKind.FLOOD, 113.28, 40.08, NOW, 9, n(9), is_rehearsal=False
                ),
            ),
            tuple(
                WallUnit("i", u, 113.27 + 0.002 * u, 40.08, UnitAnswer.COMING, NOW)
                for u in range(1, 10)
            ),
        ),
        Reading.PARTY: lambda: PartyFigures(
            **{each.name: n(900) for each in fields(PartyFigures)[:-1]},
            grids=tuple((f"9901020040{i:02d}", 14, n(15)) for i in range(COMMUNITIES)),
        ),
    }
    return simple[reading]() if reading in simple else None


def paint(width: int, height: int, seconds: float) -> dict[str, Any]:
    """Change figures twenty times a second; tell how long each repaint of a tile took, in s."""
    times: dict[bool, list[float]] = {False: [], True: []}
    _clocked(times)  # before there is a tile: what it is painted by is looked up once
    stage = Stage(width, height)
    begun, done = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < seconds:
        if done <= elapsed * CHANGES_A_SECOND:
            readings = sorted(stage.view.readings() - {Reading.GROUND})
            stage.feed_one(readings[done % len(readings)])
            done += 1
        turn()
        time.sleep(0.001)
    stage.jobs.stop()
    return {"tiles": times[False], "map": times[True], "changes": done}


def _clocked(times: dict[bool, list[float]]) -> None:
    """Have each tile tell how long its thread works to paint it, whoever else is at the core."""
    before = Tile.paintEvent

    def painted(self: Tile, event: QPaintEvent) -> None:
        start = time.thread_time()
        before(self, event)
        if event.rect().height() > self.height() // 2:  # not only its head
            times[isinstance(self, MapTile)].append(time.thread_time() - start)

    Tile.paintEvent = painted  # type: ignore[method-assign]


def load_of(width: int, height: int, seconds: float) -> dict[str, Any]:
    """Change every figure once a second; tell which share of a core that takes."""
    stage = Stage(width, height)
    begun, used, done = time.monotonic(), time.process_time(), 0
    while (elapsed := time.monotonic() - begun) < seconds:
        if done <= elapsed:
            stage.clock.advance(timedelta(seconds=1))
            stage.feed_all()
            stage.view.look()
            done += 1
        turn()
        time.sleep(0.01)
    share = (time.process_time() - used) / (time.monotonic() - begun)
    stage.jobs.stop()
    return {"share": share}


def soak(updates: int, size: int) -> dict[str, Any]:
    """Change everything many times, and the scene now and then; tell memory, threads, handles."""
    stage = Stage(size * 16 // 9, size)
    every = max(1, min(SCENES_EVERY, updates // 30))
    marks: list[tuple[int, float]] = []
    handles: list[int] = []
    threads: list[int] = []
    shown = 0
    for done in range(updates):
        if done % every == 0:
            shown += 1
            stage.show(shown)
            turn()
        stage.clock.advance(timedelta(seconds=1))
        stage.feed_all()
        turn()
        if done % max(1, updates // 90) == 0:
            marks.append((done, held_mib()))
        if done > updates // 3 and done % every == every - 1:
            handles.append(_handles())
            threads.append(threading.active_count())
    stage.jobs.stop()
    return {
        "slope": _slope([mark for mark in marks if mark[0] > updates // 3]),
        "first": marks[0][1],
        "last": marks[-1][1],
        "handles": _grown(handles),
        "threads": _grown(threads),
        "switches": shown,
    }


def _grown(counts: list[int]) -> int:
    """Return how many are left at the end that were not there before; what is only open for a
    moment is not counted.
    """
    return min(counts[-SAMPLES:], default=0) - min(counts[:SAMPLES], default=0)


def _handles() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 0


def _slope(marks: list[tuple[int, float]]) -> float:
    """Return the growth in MiB for each ten thousand updates, by least squares."""
    count = len(marks)
    if count < 2:
        return 0.0
    x = sum(at for at, _ in marks) / count
    y = sum(mib for _, mib in marks) / count
    across = sum((at - x) ** 2 for at, _ in marks)
    return 10_000 * sum((at - x) * (mib - y) for at, mib in marks) / across


def _raise(error: BaseException) -> None:
    raise error


_TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "paint": lambda w, h, s: paint(int(w), int(h), float(s)),
    "load": lambda w, h, s: load_of(int(w), int(h), float(s)),
    "soak": lambda updates, size: soak(int(updates), int(size)),
}

if __name__ == "__main__":
    told = _TASKS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(told) + "\n")
