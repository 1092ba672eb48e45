"""A raster map behind one line of text: a file on disk, or the address of a map server."""

import sqlite3
from pathlib import Path
from typing import Protocol

from app.core.errors import AppError
from app.territory.base_map.matrix import Matrix, Tile


class AddressIncomplete(AppError):
    """The address of a map server says no place for level, column and row."""

    code = "territory.base_address_incomplete"


class NotATilePack(AppError):
    """The file is not there, or holds no tiles of pictures; facts: ``name``."""

    code = "territory.not_a_tile_pack"


class VectorTiles(AppError):
    """The file holds vector tiles, which are drawn by other programs; facts: ``name``."""

    code = "territory.vector_tiles"


class UnknownProjection(AppError):
    """The file is in a projection the map does not show; facts: ``name``."""

    code = "territory.base_projection"


class TilesUnreachable(AppError):
    """The map server does not answer; facts: ``why``."""

    code = "territory.base_unreachable"


class BaseMap(Protocol):
    """A raster map; asked by one thread."""

    @property
    def matrix(self) -> Matrix:
        """Return where its tiles lie."""
        ...

    def tile(self, tile: Tile) -> bytes | None:
        """Return the picture of a tile as it is kept (PNG, JPEG, WebP), None where there is none.

        Raises:
            TilesUnreachable: It cannot be asked now.
        """
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


def open_base_map(named: str) -> BaseMap:
    """Open what a setting names.

    Args:
        named: Path of an MBTiles or a GeoPackage file, or an address that begins with ``http``
            and says ``{z}``, ``{x}`` and ``{y}`` (WMTS by path or by query alike).

    Raises:
        AddressIncomplete: The address says no place for them.
        NotATilePack: The file is not there, or is something else.
        VectorTiles: Its tiles are no pictures.
        UnknownProjection: Neither web Mercator nor degrees.
    """
    from app.territory.base_map.packs import open_geopackage, open_mbtiles
    from app.territory.base_map.web import WebTiles

    if named.lower().startswith(("http://", "https://")):
        return WebTiles(named)
    path = Path(named)
    try:
        if not path.is_file():
            raise NotATilePack(name=path.name)
        opens = open_geopackage if path.suffix.lower() == ".gpkg" else open_mbtiles
        return opens(path)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise NotATilePack(name=path.name) from error
