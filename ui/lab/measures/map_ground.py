"""Makes the province the map is measured on: ``python -m ui.lab.measures.map_ground FOLDER``.

A process of its own, so that what preparing takes is not measured with what is drawn.
"""

import struct
import sys
from pathlib import Path

from app.commands.measures.made_grids import made_grids
from app.territory.layers.prepare import prepare
from app.territory.layers.store import write_layer
from ui.lab.measures.map_stage import LAYER


def make_ground(folder: Path) -> None:
    """Make the province, keep it as a layer, and its outlines for the yardsticks."""
    made = made_grids()
    wkbs = made.wkbs()
    centres = [(float(x), float(y)) for x, y in made.centres]
    layer = prepare(made.codes, made.names(), wkbs, centres, made.above(), "made")
    write_layer(folder, LAYER, layer)
    part = folder / "outlines.part"
    part.write_bytes(b"".join(struct.pack("<I", len(wkb)) + wkb for wkb in wkbs))
    part.rename(folder / "outlines.wkb")


if __name__ == "__main__":
    make_ground(Path(sys.argv[1]))
