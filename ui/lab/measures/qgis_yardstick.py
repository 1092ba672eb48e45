"""The yardstick of maps: QGIS draws the same areas, as a program of its own.

Run with the Python that QGIS was installed for, as a file: ``python3 qgis_yardstick.py AREAS WIDTH
HEIGHT METRES_PER_PX STEPS``. AREAS holds outlines, each as its length and its WKB. Prints the
seconds of a redraw of the whole, and of a step to the side at that scale.
"""

import json
import math
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

METRES_PER_DEGREE = 111_320.0
PAN_PX = 60


def outlines(file: Path) -> Iterator[bytes]:
    """Return the outlines in a file."""
    body, at = file.read_bytes(), 0
    while at < len(body):
        (length,) = struct.unpack_from("<I", body, at)
        yield body[at + 4 : at + 4 + length]
        at += 4 + length


def as_package(file: Path) -> Path:
    """Return the outlines as a GeoPackage with its index; made once, beside the file."""
    package = file.with_suffix(".gpkg")
    if package.exists():
        return package
    from osgeo import ogr, osr

    system = osr.SpatialReference()
    system.ImportFromEPSG(4490)
    part = file.with_suffix(".part.gpkg")
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
    layer = source.CreateLayer("grids", system, ogr.wkbPolygon)
    layer.StartTransaction()
    for wkb in outlines(file):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, source
    part.rename(package)
    return package


class Renderer:
    """Draws extents of one layer."""

    def __init__(self, package: Path, width: int, height: int) -> None:
        from qgis.core import QgsVectorLayer

        self.layer: Any = QgsVectorLayer(f"{package}|layername=grids", "grids", "ogr")
        if not self.layer.isValid():
            raise SystemExit("QGIS does not read the areas")
        self.width, self.height = width, height

    def draw(self, west: float, south: float, east: float, north: float) -> float:
        """Return the seconds of a picture."""
        from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
        from qgis.PyQt.QtCore import QSize

        settings = QgsMapSettings()
        settings.setLayers([self.layer])
        settings.setOutputSize(QSize(self.width, self.height))
        settings.setExtent(QgsRectangle(west, south, east, north))
        settings.setDestinationCrs(self.layer.crs())
        # as its own canvas does; a bare renderer draws bends that nobody sees
        settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)  # noqa: FBT003
        start = time.perf_counter()
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        job.renderedImage()
        return time.perf_counter() - start


def main(argv: list[str]) -> int:
    """Measure and print."""
    file, width, height = Path(argv[0]), int(argv[1]), int(argv[2])
    metres, steps = float(argv[3]), int(argv[4])
    from qgis.core import QgsApplication

    application = QgsApplication([], False)  # noqa: FBT003  QGIS knows no other way
    application.initQgis()
    renderer = Renderer(as_package(file), width, height)
    whole = renderer.layer.extent()
    box = (whole.xMinimum(), whole.yMinimum(), whole.xMaximum(), whole.yMaximum())
    renderer.draw(*box)
    redraws = [renderer.draw(*box) for _ in range(3)]
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    degree = metres / METRES_PER_DEGREE
    up = degree * height / 2
    across = degree * width / 2 / math.cos(math.radians(middle[1]))
    pans = []
    for step in range(steps):
        x = middle[0] + step * PAN_PX * across * 2 / width
        pans.append(renderer.draw(x - across, middle[1] - up, x + across, middle[1] + up))
    sys.stdout.write(json.dumps({"redraws": redraws, "pans": pans}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
