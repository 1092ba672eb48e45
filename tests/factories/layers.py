"""Small prepared layers for tests of maps."""

from functools import cache

from app.commands.measures.made_grids import MadeGrids, made_grids
from app.territory.layers.packed import PackedLayer
from app.territory.layers.prepare import prepare


@cache
def made(count: int = 300) -> MadeGrids:
    """Return made-up grids."""
    return made_grids(count)


@cache
def layer(count: int = 300) -> PackedLayer:
    """Return the layer of made-up grids."""
    grids = made(count)
    centres = [(float(x), float(y)) for x, y in grids.centres]
    return prepare(grids.codes, grids.names(), grids.wkbs(), centres, grids.above(), "one")
