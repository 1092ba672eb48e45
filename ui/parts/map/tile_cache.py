"""Tiles that were drawn, by scale and place; the least useful ones go when there are too many."""

from collections import OrderedDict
from collections.abc import Iterator

from ui.parts.map.plane import Place, Plane
from ui.parts.map.tiles import Tile

MOST_BYTES = 128 * 2**20


class TileCache:
    """Tiles of several scales; the ones of the base are kept whatever happens."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.base: Plane | None = None
        self._most_bytes = most_bytes
        self._planes: OrderedDict[Plane, OrderedDict[Place, Tile]] = OrderedDict()
        self._held_bytes = 0

    def get(self, plane: Plane, place: Place) -> Tile | None:
        """Return a tile, None where it is not drawn; asking keeps it."""
        tiles = self._planes.get(plane)
        if tiles is None or place not in tiles:
            return None
        self._planes.move_to_end(plane)
        tiles.move_to_end(place)
        return tiles[place]

    def peek(self, plane: Plane, place: Place) -> Tile | None:
        """Return a tile without keeping it."""
        tiles = self._planes.get(plane)
        return tiles.get(place) if tiles is not None else None

    def put(self, plane: Plane, place: Place, tile: Tile, *, shown: int) -> None:
        """Keep a tile; `shown` is how many tiles the window shows at once, which always fit."""
        tiles = self._planes.setdefault(plane, OrderedDict())
        old = tiles.pop(place, None)
        tiles[place] = tile
        self._held_bytes += tile.size_bytes - (old.size_bytes if old is not None else 0)
        self._make_room(self._most_bytes + shown * tile.size_bytes)

    def planes(self) -> Iterator[Plane]:
        """Return the scales there are tiles of, the latest first."""
        return reversed(self._planes)

    def tiles(self) -> Iterator[Tile]:
        """Return all tiles."""
        return (tile for tiles in self._planes.values() for tile in tiles.values())

    def clear(self) -> None:
        """Let go of all."""
        self._planes.clear()
        self._held_bytes = 0

    @property
    def held_bytes(self) -> int:
        """How much memory the tiles take."""
        return self._held_bytes

    def _make_room(self, most_bytes: int) -> None:
        while self._held_bytes > most_bytes:
            plane = next((each for each in self._planes if each != self.base), None)
            if plane is None:
                return
            _, tile = self._planes[plane].popitem(last=False)
            self._held_bytes -= tile.size_bytes
            if not self._planes[plane]:
                del self._planes[plane]
