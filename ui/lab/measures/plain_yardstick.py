"""The second yardstick of maps: a scene with one `QGraphicsPathItem` an area, drawn by Qt.

Run as ``python -m ui.lab.measures.plain_yardstick AREAS WIDTH HEIGHT METRES_PER_PX STEPS``; prints
what `qgis_yardstick` prints.
"""

import json
import math
import sys
import time
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsScene

from app.territory.geometry import rings
from ui.lab.measures.qgis_yardstick import METRES_PER_DEGREE, PAN_PX, outlines


def scene_of(file: Path) -> QGraphicsScene:
    """Return the areas as items of a scene; longitude to the right, latitude upwards."""
    scene = QGraphicsScene()
    pen = QPen(Qt.GlobalColor.black, 0)
    brush = QBrush(Qt.GlobalColor.lightGray)
    for wkb in outlines(file):
        path = QPainterPath()
        for ring in rings(wkb):
            path.addPolygon(QPolygonF([QPointF(x, -y) for x, y in ring]))
        item = QGraphicsPathItem(path)
        item.setPen(pen)
        item.setBrush(brush)
        scene.addItem(item)
    return scene


def draw(scene: QGraphicsScene, width: int, height: int, source: QRectF) -> float:
    """Return the seconds of a picture of a part of a scene."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    start = time.perf_counter()
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(picture.rect()), source, Qt.AspectRatioMode.IgnoreAspectRatio)
    painter.end()
    return time.perf_counter() - start


def main(argv: list[str]) -> int:
    """Measure and print."""
    _application = QApplication.instance() or QApplication(sys.argv[:1])
    width, height, metres, steps = int(argv[1]), int(argv[2]), float(argv[3]), int(argv[4])
    scene = scene_of(Path(argv[0]))
    whole = scene.itemsBoundingRect()
    draw(scene, width, height, whole)
    redraws = [draw(scene, width, height, whole) for _ in range(3)]
    degree = metres / METRES_PER_DEGREE
    east = degree / math.cos(math.radians(whole.center().y()))
    pans = []
    for step in range(steps):
        part = QRectF(0, 0, east * width, degree * height)
        part.moveCenter(whole.center() + QPointF(step * PAN_PX * east, 0))
        pans.append(draw(scene, width, height, part))
    sys.stdout.write(json.dumps({"redraws": redraws, "pans": pans}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
