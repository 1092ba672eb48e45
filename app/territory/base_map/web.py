"""Tiles of a map server on the intranet, asked one by one."""

import re
import urllib.error
import urllib.request
from http.client import HTTPException

from app.territory.base_map.matrix import Matrix, Tile, plain_degrees, web_mercator
from app.territory.base_map.source import AddressIncomplete, TilesUnreachable

PATIENCE_S = 5.0
MOST_BYTES = 4 * 2**20
_LEAST_ZOOM, _MOST_ZOOM = 1, 18  # what 天地图 serves
_NAMES = {
    "z": re.compile(r"\{(?:z|tilematrix)\}", re.IGNORECASE),
    "x": re.compile(r"\{(?:x|tilecol)\}", re.IGNORECASE),
    "y": re.compile(r"\{(?:y|tilerow)\}", re.IGNORECASE),
}
_DEGREES = re.compile(r"_c/|tilematrixset=c\b|[:=/](?:4326|4490)\b|/c/", re.IGNORECASE)
"""How an address says that its tiles are cut in degrees; web Mercator otherwise."""


class WebTiles:
    """A map server."""

    def __init__(self, address: str) -> None:
        """Take an address with places for level, column and row.

        Raises:
            AddressIncomplete: It lacks one of them.
        """
        if not all(name.search(address) for name in _NAMES.values()):
            raise AddressIncomplete
        self._address = address
        makes = plain_degrees if _DEGREES.search(address) else web_mercator
        self._matrix = makes(_LEAST_ZOOM, _MOST_ZOOM)

    @property
    def matrix(self) -> Matrix:
        """Return where its tiles lie."""
        return self._matrix

    def tile(self, tile: Tile) -> bytes | None:
        """Return the picture of a tile, None where the server has none.

        Raises:
            TilesUnreachable: It does not answer.
        """
        request = urllib.request.Request(self.address_of(tile), headers={"User-Agent": "jiezhi"})  # noqa: S310  http only, see `open_base_map`
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
                body: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            if error.code in {204, 400, 404}:  # beyond what it covers
                return None
            raise TilesUnreachable(why=error.code) from error
        except (OSError, HTTPException, ValueError) as error:
            raise TilesUnreachable(why=getattr(error, "reason", error)) from error
        return body if 0 < len(body) <= MOST_BYTES else None

    def address_of(self, tile: Tile) -> str:
        """Return where a tile is asked for."""
        address = self._address
        for name, value in zip("zxy", tile, strict=True):
            address = _NAMES[name].sub(str(value), address)
        return address

    def close(self) -> None:
        """Nothing stays open."""
