"""A large layer as areas of a map view: tiles drawn off the GUI thread and reused.

What is seen is put together from tiles of the very scale. Where one is still on its way, tiles
of other scales are stretched into its place, and under them lies the base: the whole layer in
small, drawn once. So nothing is ever blank while the map moves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from app.territory.layers.helpers import Helpers
from app.territory.layers.packed import PackedLayer
from app.territory.layers.squares import Line
from ui.core.jobs import PAINTERS, Jobs
from ui.core.theme import current
from ui.parts.map.inks import lines_for
from ui.parts.map.plane import TILE_PX, UNITS_PER_DEGREE, Place, Plane, places_in, rect_of, tiles_in
from ui.parts.map.tile_cache import TileCache
from ui.parts.map.tiles import Colors, Tile, colored
from ui.parts.map.wishes import Drawn, Hand, Style, Wish, Wishes
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import METRES_PER_DEGREE, Box, Camera

BASE_PX = 1024
ZOOM_STEP = 1.35
_POSTED = 3 * PAINTERS  # whoever has drawn a tile goes on without waiting for the next frame
_PAUSE_MS = 24
_THROW_PX = 12.0  # a frame: whoever moves faster than that does not turn the wheel
_BESIDE_FROM = 20_000  # areas: fewer are drawn so soon that no process need be started
_MOST_SOURCES = 1  # scales stretched besides the base: each paints the hole once more


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of the last picture was drawn for its scale, in shares of the window.

    Attributes:
        exact: From tiles of its scale.
        stretched: From others.
        blank: From nothing: the ground shows.
    """

    exact: float
    stretched: float
    blank: float


class LayerAreas(QObject):
    """Areas of a packed layer."""

    changed = Signal()
    fills_view = True

    def __init__(self, layer: PackedLayer, jobs: Jobs, parent: QObject | None = None) -> None:
        """Take a layer that holds at least one area."""
        super().__init__(parent)
        self.layer = layer
        self._jobs = jobs
        self._cache = TileCache()
        self._posted = 0
        self._helpers = Helpers(layer, PAINTERS if len(layer) >= _BESIDE_FROM else 0)
        self.destroyed.connect(self._helpers.end)
        self._style, self._style_key = 0, ("", False)
        self._epoch = 0
        self._colors: Colors | None = None
        self._table = self._make_table()
        self._wishes = Wishes(self._look)
        self._shown = Shown(0.0, 0.0, 1.0)
        self._hand = Hand()
        self._inks: dict[tuple[Plane, float, int], tuple[Line, ...]] = {}
        self._ratio, self._shown_tiles = 1.0, 0
        self._soon = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._soon.timeout.connect(self.changed)
        self._box = layer.box()
        low = layer.boxes[:, :2].min(axis=0)
        high = layer.boxes[:, 2:].max(axis=0)
        self.origin = (int(low[0]), int(high[1]))
        self._sizes_m = layer.mean_sizes_m()
        self._base_tiles = 0
        self._set_base(float((low[1] + high[1]) / 2), high - low)

    def _set_base(self, middle: float, extent: "np.typing.NDArray[np.int32]") -> None:
        across = float(np.cos(np.radians(middle / UNITS_PER_DEGREE)))
        largest = max(float(extent[0]) * across, float(extent[1]), 1.0)
        metres = largest / UNITS_PER_DEGREE * METRES_PER_DEGREE / BASE_PX
        north = METRES_PER_DEGREE / UNITS_PER_DEGREE / metres
        self._base = Plane(north * across, north, self.origin)
        whole = QRectF(0, 0, float(extent[0]) * self._base.east, float(extent[1]) * north)
        self._cache.base = self._base
        self._base_places = places_in(whole)

    # -- colours -------------------------------------------------------------------------------

    def shade(self, class_of: Mapping[str, int], palette: Sequence[QColor]) -> None:
        """Colour the areas by class; one without a class stays plain.

        Args:
            class_of: Code → place in the palette.
            palette: Colours of the classes.
        """
        inks = np.array([map_color("plain").rgb(), *(color.rgb() for color in palette)], np.uint32)
        places = np.zeros(len(self.layer) + 1, dtype=np.intp)
        if class_of:
            codes = self.layer.all_codes()
            places[1:] = [class_of.get(code, -1) + 1 for code in codes]
        self.set_colors(inks[places] if class_of else None)

    def shade_within(self, colors: Mapping[str, QColor]) -> None:
        """Colour all areas of some regions alike; the others stay plain.

        Args:
            colors: Code of a region, or of an area itself → its colour.
        """
        table = np.full(len(self.layer) + 1, map_color("plain").rgb(), dtype=np.uint32)
        for code, color in colors.items():
            first, last = self.layer.numbers_within(code)
            if last:
                table[first : last + 1] = color.rgb()
        self.set_colors(table)

    def set_colors(self, colors: Colors | None) -> None:
        """Colour the areas by their numbers.

        Args:
            colors: 0xffRRGGBB for each number, the first one for what lies outside, which takes
                the colour of the ground; None leaves all plain.
        """
        self._colors = colors
        self._take_style()
        self._epoch += 1
        self._table = self._make_table()
        self.changed.emit()

    def _make_table(self) -> Colors:
        if self._colors is None:
            table = np.full(len(self.layer) + 1, map_color("plain").rgb(), dtype=np.uint32)
        else:
            table = self._colors.astype(np.uint32)
        table[0] = map_color("outside").rgb()
        return table

    def _take_style(self) -> None:
        """Start anew where the theme, or being shaded at all, has changed: lines change, too."""
        key = (current().name, self._colors is not None)
        if key == self._style_key:
            return
        self._style_key = key
        self._style += 1
        self._epoch += 1
        self._table = self._make_table()
        self._cache.clear()
        self._inks.clear()
        self._wishes.want((), self._look)

    @property
    def _look(self) -> Style:
        return Style(self._style, self._epoch, self._table)

    def _lines_of(self, plane: Plane) -> tuple[Line, ...]:
        key = (plane, self._ratio, self._style)
        if key not in self._inks:
            self._inks[key] = self._lines(plane, self._ratio)
        return self._inks[key]

    def _lines(self, plane: Plane, ratio: float) -> tuple[Line, ...]:
        sizes = tuple(size / plane.metres_per_px for size in self._sizes_m)
        shaded = self._colors is not None
        return lines_for(self.layer.code_digits, sizes, ratio, shaded=shaded)

    # -- what the view asks --------------------------------------------------------------------

    @property
    def shown(self) -> Shown:
        """How much of the last picture was drawn for its scale."""
        return self._shown

    @property
    def held_bytes(self) -> int:
        """How much memory the tiles take."""
        return self._cache.held_bytes

    def box(self) -> Box | None:
        """Return the box around all areas."""
        return self._box

    def code_at(self, at: QPointF, camera: Camera) -> str:
        """Return the code of the area under a pixel: what the drawn tile shows there."""
        return self.layer.code(self.number_at(at, camera))

    def number_at(self, at: QPointF, camera: Camera) -> int:
        """Return the number of the area under a pixel, 0 where there is none."""
        plane = Plane.of(camera, self.origin, self._ratio)
        spot = plane.view(camera, self._ratio).topLeft() + at * self._ratio
        place = (int(spot.x() // TILE_PX), int(spot.y() // TILE_PX))
        tile = self._cache.peek(plane, place)
        if tile is None:
            return self.layer.at(*camera.to_earth(at))
        return int(tile.numbers[int(spot.y()) % TILE_PX, int(spot.x()) % TILE_PX])

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is there and ask for what is missing."""
        self._take_style()
        self._ratio = painter.device().devicePixelRatioF()
        plane = Plane.of(camera, self.origin, self._ratio)
        view = plane.view(camera, self._ratio)
        painter.save()
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003
        places = places_in(view)
        missing = []
        for place in places:
            tile = self._cache.get(plane, place)
            if tile is None:
                missing.append(place)
            else:
                corner = QPointF(place[0] * TILE_PX, place[1] * TILE_PX)
                painter.drawImage(corner - view.topLeft(), self._fresh(tile))
        stretched, blank = self._stretch(painter, plane, view, missing)
        painter.restore()
        whole = max(1.0, view.width() * view.height())
        self._shown = Shown(1 - (stretched + blank) / whole, stretched / whole, blank / whole)
        self._ask(plane, view, missing, len(places))

    def _fresh(self, tile: Tile) -> QImage:
        if tile.epoch != self._epoch:
            tile.picture = colored(tile.numbers, self._table, tile.borders)
            tile.epoch = self._epoch
        return tile.picture

    # -- what stands in for tiles on their way --------------------------------------------------

    def _stretch(
        self, painter: QPainter, plane: Plane, view: QRectF, missing: Sequence[Place]
    ) -> tuple[float, float]:
        """Fill the places of missing tiles; return how many pixels were stretched and blank."""
        if not missing:
            return 0.0, 0.0
        holes = [rect_of(place).intersected(view) for place in missing]
        around = holes[0]
        region = QRegion()
        for hole in holes:
            around = around.united(hole)
            region += hole.translated(-view.topLeft()).toAlignedRect()
        others = [each for each in self._cache.planes() if each not in (plane, self._base)]
        others.sort(key=lambda each: abs(math.log(each.north / plane.north)))
        painter.setClipRegion(region)
        if not self.has_base:
            painter.fillRect(around.translated(-view.topLeft()), map_color("outside"))
        filled = next((each for each in others if self._has_all(each, plane, around)), None)
        sources = [filled] if filled else [self._base, *reversed(others[:_MOST_SOURCES])]
        for source in sources:
            self._fill(painter, plane, view, around, source)
        painter.setClipping(False)
        whole = sum(hole.width() * hole.height() for hole in holes)
        if filled or self.has_base:
            return whole, 0.0
        blank = sum(
            hole.width() * hole.height()
            for hole in holes
            if not any(self._has_all(each, plane, hole) for each in others)
        )
        return whole - blank, blank

    @property
    def has_base(self) -> bool:
        """Tell whether the whole layer was drawn in small, so that nothing can be blank."""
        return all(self._cache.peek(self._base, place) for place in self._base_places)

    def _has_all(self, source: Plane, plane: Plane, rect: QRectF) -> bool:
        """Tell whether another scale has all tiles of a part of a plane."""
        there = tiles_in(_scaled(rect, source.east / plane.east, source.north / plane.north))
        return all(self._cache.peek(source, place) is not None for place in there)

    def _fill(
        self, painter: QPainter, plane: Plane, view: QRectF, rect: QRectF, source: Plane
    ) -> None:
        """Draw what another scale has of a part of a plane."""
        east, north = source.east / plane.east, source.north / plane.north
        for place in tiles_in(_scaled(rect, east, north).adjusted(0, 0, 1, 1)):
            tile = self._cache.peek(source, place)
            if tile is None:
                continue
            target = _scaled(rect_of(place), 1 / east, 1 / north)
            part = target.intersected(rect)
            if not part.isEmpty():
                cut = _scaled(part.translated(-target.topLeft()), east, north)
                painter.drawImage(part.translated(-view.topLeft()), self._fresh(tile), cut)

    # -- asking for tiles ----------------------------------------------------------------------

    def _ask(self, plane: Plane, view: QRectF, missing: Sequence[Place], shown: int) -> None:
        """Wish for what is missing; then for the base, and for what a hand may want next."""
        hand = self._hand
        hand.moved_to(plane, view)
        self._shown_tiles = shown
        wishes = [Wish(plane, place) for place in missing]
        wishes += [Wish(self._base, place) for place in self._base_places]
        if hand.by.manhattanLength() > _THROW_PX:
            wishes += [Wish(plane, place) for place in places_in(hand.ahead(view))]
        else:
            wishes += self._other_scales(plane, view)
        around = view.adjusted(-TILE_PX / 2, -TILE_PX / 2, TILE_PX / 2, TILE_PX / 2)
        wishes += [Wish(plane, place) for place in places_in(around)]
        wanted = [wish for wish in wishes if self._cache.peek(wish.plane, wish.place) is None]
        self._wishes.want([(wish, self._lines_of(wish.plane)) for wish in wanted], self._look)
        self._send()

    def _other_scales(self, plane: Plane, view: QRectF) -> list[Wish]:
        """Return what the next turn of the wheel shows, first the way it was turned last."""
        found = []
        nearing = self._hand.factor > 1.0
        ways = (ZOOM_STEP, 1 / ZOOM_STEP) if nearing else (1 / ZOOM_STEP, ZOOM_STEP)
        for factor in ways:
            other = plane.scaled(factor)
            found += [Wish(other, place) for place in places_in(self._hand.turned(view, factor))]
        return found

    def _send(self) -> None:
        for _ in range(min(_POSTED - self._posted, self._wishes.count)):
            self._posted += 1
            work = partial(self._wishes.draw_next, self._helpers)
            self._jobs.draw(work, self._keep, self._failed)

    def _keep(self, drawn: Drawn | None) -> None:
        self._posted -= 1
        if drawn is None:
            return
        if drawn.style.number == self._style:
            wish = drawn.wish
            self._cache.put(wish.plane, wish.place, drawn.tile, shown=self._shown_tiles)
            if wish.plane == self._hand.plane:
                self._tell(wish.plane)
        self._send()

    def _failed(self, error: BaseException) -> None:
        """Say that drawing went wrong; nothing is asked for again until the map is moved."""
        self._posted -= 1
        self._wishes.want((), self._look)
        self._jobs.report(error)

    def _tell(self, plane: Plane) -> None:
        """Have the window painted: at once when the last tile is there, else now and then, as
        each painting takes time from those who draw.
        """
        if self._wishes.is_wanted(plane):
            if not self._soon.isActive():
                self._soon.start()
        else:
            self._soon.stop()
            self.changed.emit()


def _scaled(rect: QRectF, east: float, north: float) -> QRectF:
    return QRectF(
        rect.left() * east, rect.top() * north, rect.width() * east, rect.height() * north
    )
