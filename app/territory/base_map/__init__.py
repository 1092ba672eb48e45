"""The raster base under the grids: tiles of a file on disk, or of a map server on the intranet.

A place that has such a map names it in one setting; where nothing is named, the file is not
there or the server does not answer, the map shows its outlines as it always does.
"""

from app.territory.base_map.matrix import Level, Matrix, Tile
from app.territory.base_map.source import (
    AddressIncomplete,
    BaseMap,
    NotATilePack,
    TilesUnreachable,
    UnknownProjection,
    VectorTiles,
    open_base_map,
)

__all__ = [
    "AddressIncomplete",
    "BaseMap",
    "Level",
    "Matrix",
    "NotATilePack",
    "Tile",
    "TilesUnreachable",
    "UnknownProjection",
    "VectorTiles",
    "open_base_map",
]
