"""A scripted ride over a map: dragging, throwing, wheeling in and out; how each frame went."""

import gc
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPointF

from ui.lab.measures.map_stage import Stage

FRAME_S = 1 / 60
_WHEEL_EVERY_S = 0.25
_FACTOR = 1.35
_SCENE_S = 6.0
_NEAREST, _FARTHEST = 6.0, 700.0


@dataclass(slots=True)
class Log:
    """What was seen.

    Attributes:
        frames_s: How long the GUI thread worked on each frame.
        used_s: How much of that it had the processor; the rest it waited for others.
        stale_s: Longest time something stretched was seen without a pause.
        blank_s: Longest time something blank was seen without a pause.
    """

    frames_s: list[float] = field(default_factory=list)
    used_s: list[float] = field(default_factory=list)
    stale_s: float = 0.0
    blank_s: float = 0.0


def steps(seconds: float) -> Iterator[tuple[QPointF, float]]:
    """Return what the hand does at each frame: by how much it drags, and a turn of the wheel.

    Scenes of six seconds follow one another: dragging to and fro, wheeling in, a quick throw
    across, wheeling out while dragging.
    """
    frames = int(seconds / FRAME_S)
    every = int(_WHEEL_EVERY_S / FRAME_S)
    for frame in range(frames):
        at = frame * FRAME_S
        scene = int(at / _SCENE_S) % 4
        turn = math.sin(at * 1.3)
        if scene == 0:
            yield QPointF(9 * math.cos(at * 1.1), 6 * turn), 1.0
        elif scene == 1:
            yield QPointF(2 * turn, 1), _FACTOR if frame % every == 0 else 1.0
        elif scene == 2:
            yield QPointF(28 * math.cos(at * 2.0), 16 * turn), 1.0
        else:
            yield QPointF(-3, 2 * turn), 1 / _FACTOR if frame % every == 0 else 1.0


def ride(folder: Path, width: int, height: int, seconds: float) -> dict[str, object]:
    """Ride, and return the frames and the longest stretches."""
    stage = Stage(folder, width, height)
    stage.view.show()
    camera = stage.view.camera
    stage.settle(lambda: stage.whole() and stage.jobs.idle())
    camera.look_at((camera.longitude, camera.latitude), 260.0)
    stage.settle(lambda: stage.whole() and stage.jobs.idle())
    log, middle = Log(), (camera.longitude, camera.latitude)
    stale_since = blank_since = None
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    for number, (by, factor) in enumerate(steps(seconds)):
        begun, used = time.perf_counter(), time.thread_time()
        camera.move_px(by)
        if factor != 1.0 and _NEAREST < camera.metres_per_px / factor < _FARTHEST:
            camera.zoom(factor, QPointF(width * 0.55, height * 0.45))
        _stay_near(stage, middle)
        stage.view.update()
        stage.turn()
        ended = time.perf_counter()
        log.frames_s.append(ended - begun)
        log.used_s.append(time.thread_time() - used)
        shown = stage.areas.shown
        stale_since = None if shown.stretched < 1e-9 else (stale_since or begun)
        blank_since = None if shown.blank < 1e-9 else (blank_since or begun)
        log.stale_s = max(log.stale_s, ended - stale_since if stale_since else 0.0)
        log.blank_s = max(log.blank_s, ended - blank_since if blank_since else 0.0)
        time.sleep(max(0.0, start + (number + 1) * FRAME_S - time.perf_counter()))
    stage.jobs.stop()
    return {"frames": log.frames_s, "used": log.used_s, "stale": log.stale_s, "blank": log.blank_s}


def _stay_near(stage: Stage, middle: tuple[float, float]) -> None:
    """Turn back before the ride leaves the province."""
    camera = stage.view.camera
    camera.longitude = min(middle[0] + 1.2, max(middle[0] - 1.2, camera.longitude))
    camera.latitude = min(middle[1] + 1.8, max(middle[1] - 1.8, camera.latitude))
