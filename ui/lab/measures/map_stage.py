"""A map over a made-up province, as a process of its own: what it measures is printed as JSON.

``python -m ui.lab.measures.map_stage FOLDER TASK``, where FOLDER holds the layer as `map_ground`
keeps it and TASK is one of those at the end.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from app.commands.measures.rows import held_mib
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, current, load, paint_color
from ui.parts.map import MapView  # a desk has it from its start, but not what draws tiles

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from app.territory.layers.packed import PackedLayer

LAYER = "province"
POINTS = 5_000
PATIENCE_S = 60.0
_SEED = 7


class Stage:
    """A window with a map of the province, coloured, named, with points on it."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        import numpy as np

        from app.territory.layers.store import read_layer
        from ui.parts.map.crowd import Crowd
        from ui.parts.map.layer_areas import LayerAreas
        from ui.parts.map.layer_labels import LayerLabels

        found = read_layer(folder, LAYER)
        if found is None:
            raise SystemExit("the layer is not there")
        self.layer: PackedLayer = found
        self.jobs = Jobs(_raise)
        self.chance = np.random.default_rng(_SEED)
        self.view: MapView = MapView()
        self.view.resize(width, height)
        self.areas: LayerAreas = LayerAreas(self.layer, self.jobs, self.view)
        self.labels: LayerLabels = LayerLabels(self.layer, self.jobs, self.view)
        self.areas.changed.connect(self.view.update)
        self.labels.changed.connect(self.view.update)
        self.recolour()
        crowd = Crowd(mark, self.areas.origin)
        crowd.set_points(self._cases(), self.chance.integers(0, 3, POINTS))
        self.view.set_areas(self.areas)
        self.view.add_overlay(crowd)
        self.view.add_overlay(self.labels)

    def _cases(self) -> "npt.NDArray[np.float64]":
        """Return where cases are: crowded around a few towns."""
        west, south, east, north = self.layer.box() or (0.0, 0.0, 0.0, 0.0)
        towns = self.chance.random((60, 2)) * (east - west, north - south) + (west, south)
        at = towns[self.chance.integers(0, len(towns), POINTS)]
        spots: npt.NDArray[np.float64] = at + self.chance.normal(0, 0.06, (POINTS, 2))
        return spots

    def recolour(self) -> None:
        """Colour all areas by another figure."""
        import numpy as np

        classes = self.chance.integers(0, 6, len(self.layer))
        inks = np.array([paint_color(each).rgb() for each in current().chart.seq[:6]], np.uint32)
        self.areas.set_colors(np.concatenate([inks[:1], inks[classes]]))

    def turn(self) -> None:
        """Hear what the workers have done, and paint."""
        QCoreApplication.processEvents()

    def settle(self, done: Callable[[], bool]) -> None:
        """Turn, and again until something holds."""
        until = time.perf_counter() + PATIENCE_S
        self.view.update()
        self.turn()
        while not done():
            if time.perf_counter() > until:
                raise SystemExit("the map never stood")
            time.sleep(0.0005)
            self.turn()

    def whole(self) -> bool:
        """Tell whether all that was painted last was drawn for its scale, names with it."""
        return self.areas.shown.exact > 1 - 1e-9 and self.labels.stands


def _raise(error: BaseException) -> None:
    raise error


def mark(weight: int, count: int, ratio: float) -> QPixmap:
    """Return the mark of some cases: a ring with their number."""
    side = 14 if count == 1 else 34
    picture = QPixmap(int(side * ratio), int(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current().color(("accent", "warn", "over")[weight]), 3))
    painter.setBrush(current().color("bg.surface"))
    painter.drawEllipse(QRectF(2, 2, side - 4, side - 4))
    if count > 1:
        painter.setFont(current().font("caption", bold=True))
        painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
    return picture


def first(folder: Path) -> dict[str, object]:
    """From asking for the kept layer to its first complete picture, names and points with it."""
    start = time.perf_counter()
    stage = Stage(folder, 1920, 1080)
    stage.view.show()
    stage.settle(stage.whole)
    taken = time.perf_counter() - start
    stage.jobs.stop()
    return {"seconds": taken}


def recolouring(folder: Path) -> dict[str, object]:
    """From the new figure to the whole picture in its colours."""
    stage = Stage(folder, 1920, 1080)
    stage.view.show()
    taken = []
    for metres in (None, 150.0, 40.0):
        if metres is not None:
            stage.view.look_at((stage.view.camera.longitude, stage.view.camera.latitude), metres)
        stage.settle(lambda: stage.whole() and stage.jobs.idle())
        for _ in range(5):
            start = time.perf_counter()
            stage.recolour()
            stage.view.repaint()
            taken.append(time.perf_counter() - start)
    stage.jobs.stop()
    return {"seconds": taken}


def stepping(folder: Path, metres: float, steps: int) -> dict[str, object]:
    """From a step to the side to the complete picture; the steps that QGIS draws as well."""
    stage = Stage(folder, 1920, 1080)
    stage.view.show()
    camera = stage.view.camera
    stage.view.look_at((camera.longitude, camera.latitude), metres)
    stage.settle(lambda: stage.whole() and stage.jobs.idle())
    taken = []
    for _ in range(steps):
        start = time.perf_counter()
        camera.move_px(QPointF(-60, 0))
        stage.settle(stage.whole)
        taken.append(time.perf_counter() - start)
        time.sleep(0.016)
    stage.jobs.stop()
    return {"seconds": taken}


def _held_mib() -> float:
    """Return what this process holds, and what those hold alone that draw beside it: the pages of
    the layer they share with this one are counted here.
    """
    return held_mib() + sum(_alone_mib(each.pid) for each in multiprocessing.active_children())


def _alone_mib(process: int | None) -> float:
    """Return what a process shares with no other; 0 where the system does not tell it."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = [line.split() for line in told.splitlines() if line.startswith("Private_")]
    return sum(int(each[1]) for each in found) / 1024


def memory(folder: Path) -> dict[str, object]:
    """How much the process holds more once the map has been looked at from far and near."""
    before = held_mib()
    stage = Stage(folder, 1920, 1080)
    stage.view.show()
    camera = stage.view.camera
    stage.settle(lambda: stage.whole() and stage.jobs.idle())
    middle = camera.longitude, camera.latitude
    most = _held_mib()
    for metres in (400.0, 200.0, 100.0, 50.0, 20.0, 5.0):
        for east in (-0.4, 0.0, 0.4):
            stage.view.look_at((middle[0] + east, middle[1]), metres)
            stage.settle(stage.whole)
            most = max(most, _held_mib())
    stage.jobs.stop()
    return {"mib": most - before}


def main(argv: list[str]) -> int:
    """Do one task and print what came of it."""
    folder, task, given = Path(argv[0]), argv[1], [float(each) for each in argv[2:]]
    application = QApplication.instance() or QApplication(sys.argv[:1])
    apply_theme(application, load("light"))  # type: ignore[arg-type]
    if task == "first":
        told = first(folder)
    elif task == "recolour":
        told = recolouring(folder)
    elif task == "step":
        told = stepping(folder, given[0], int(given[1]))
    elif task == "memory":
        told = memory(folder)
    else:
        from ui.lab.measures.map_ride import ride

        told = ride(folder, int(given[0]), int(given[1]), given[2])
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
