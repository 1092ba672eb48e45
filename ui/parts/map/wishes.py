"""Which tiles are wanted, the most urgent first; whoever draws takes the first that nobody has.

The list is made anew at every frame, so what a hand has passed by is never drawn.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from app.territory.layers.helpers import Helpers
from app.territory.layers.squares import Line
from ui.parts.map.plane import TILE_PX, Place, Plane
from ui.parts.map.tiles import Colors, Tile, asked_of, tile_of

_AHEAD_FRAMES = 12  # a fifth of a second: so long a tile may take to be drawn
_MOST_AHEAD_PX = 1.5 * TILE_PX
_DRIFT_PX = 48.0  # how far a hand moves the map between two turns of the wheel


@dataclass(frozen=True, slots=True)
class Wish:
    """A tile."""

    plane: Plane
    place: Place


@dataclass(frozen=True, slots=True)
class Style:
    """What tiles are drawn with.

    Attributes:
        number: Tiles of another one are thrown away: lines have changed.
        epoch: Tiles of another one are coloured anew.
        colors: Colour of each area.
    """

    number: int
    epoch: int
    colors: Colors


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tile that was drawn."""

    wish: Wish
    style: Style
    tile: Tile


class Wishes:
    """Filled on the GUI thread, emptied by whoever draws."""

    def __init__(self, style: Style) -> None:
        self._lock = threading.Lock()
        self._style = style
        self._wanted: list[tuple[Wish, tuple[Line, ...]]] = []
        self._drawing: set[Wish] = set()

    def want(self, wanted: Sequence[tuple[Wish, tuple[Line, ...]]], style: Style) -> None:
        """Want these and nothing else any more."""
        with self._lock:
            self._wanted, self._style = list(wanted), style

    def draw_next(self, helpers: Helpers) -> Drawn | None:
        """Draw what is wanted most; None where nothing is. Called on a worker."""
        with self._lock:
            found = next((each for each in self._wanted if each[0] not in self._drawing), None)
            if found is None:
                return None
            self._wanted.remove(found)
            self._drawing.add(found[0])
            style = self._style
        wish, lines = found
        try:
            square = helpers.draw(asked_of(wish.plane, wish.place, lines))
            return Drawn(wish, style, tile_of(square, style.colors, style.epoch))
        finally:
            with self._lock:
                self._drawing.discard(wish)

    def is_wanted(self, plane: Plane) -> bool:
        """Tell whether the most urgent tile, or one being drawn, is of a scale."""
        with self._lock:
            first = [wish for wish, _ in self._wanted[:1]]
            return any(wish.plane == plane for wish in (*first, *self._drawing))

    @property
    def count(self) -> int:
        """How many nobody has begun."""
        return len(self._wanted)


@dataclass(slots=True)
class Hand:
    """How the map was moved last, and where that leads.

    Attributes:
        plane: The scale of the last frame.
        corner: The upper left corner of the view in it.
        by: How far the last frame was moved.
        factor: By how much the scale was changed last, 1 at first.
        anchor: What stayed where it was at that; pixels of the view.
    """

    plane: Plane | None = None
    corner: QPointF = field(default_factory=QPointF)
    by: QPointF = field(default_factory=QPointF)
    factor: float = 1.0
    anchor: QPointF | None = None

    def moved_to(self, plane: Plane, view: QRectF) -> None:
        """Take what is seen now."""
        corner = view.topLeft()
        if self.plane is None:
            self.by = QPointF()
        elif self.plane == plane:
            self.by = corner - self.corner
        else:
            self.by = QPointF()
            self.factor = factor = plane.north / self.plane.north
            anchor = (corner - self.corner * factor) / (factor - 1.0)
            seen = QRectF(0, 0, view.width(), view.height())
            self.anchor = anchor if seen.contains(anchor) else None
        self.plane, self.corner = plane, corner

    def ahead(self, view: QRectF) -> QRectF:
        """Return what is seen soon if the hand goes on so."""
        far = self.by * _AHEAD_FRAMES
        x = min(_MOST_AHEAD_PX, max(-_MOST_AHEAD_PX, far.x()))
        y = min(_MOST_AHEAD_PX, max(-_MOST_AHEAD_PX, far.y()))
        return view.translated(x, y)

    def turned(self, view: QRectF, factor: float) -> QRectF:
        """Return what another turn of the wheel shows, in pixels of that scale."""
        anchor = self.anchor or QPointF(view.width() / 2, view.height() / 2)
        corner = (view.topLeft() + anchor) * factor - anchor
        seen = QRectF(corner, view.size())
        return seen.adjusted(-_DRIFT_PX, -_DRIFT_PX, _DRIFT_PX, _DRIFT_PX)
