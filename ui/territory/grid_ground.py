"""All grids of a district, a city or a province as the ground of the map.

A street shows its 160 grids as the outlines they are. What lies above it shows the regions one
tier down, and, where every one of them has its grids drawn, the grids themselves: made ready
once, kept on this machine, drawn tile by tile.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal

from app.territory.rules import CODE_LENGTHS, Tier
from ui.core.slices import Desk
from ui.parts.map import MapView, Overlay
from ui.parts.map.layer_source import LayerBeingMade, LayerReady, LayerSource
from ui.territory.map_paint import shade_color
from ui.territory.shading import Shading
from ui.territory.territory_source import MapFrame

if TYPE_CHECKING:
    from app.territory.layers.packed import PackedLayer
    from ui.parts.map.layer_areas import LayerAreas
    from ui.parts.map.layer_chosen import LayerChosen
    from ui.parts.map.layer_labels import LayerLabels

CHOSEN_FROM_PX = 24.0  # a click chooses the smallest region that shows at least so large


class GridGround(QObject):
    """Puts the grids of a frame under the map as soon as they are there.

    Attributes:
        areas: The grids that are shown now, None while the frame shows its own outlines.
    """

    came = Signal()
    making = Signal(int)  # how many grids are made ready; 0 when they stand

    def __init__(self, desk: Desk, view: MapView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._frame: MapFrame | None = None
        self._shading: Shading | None = None
        self._named = True
        self._overlays: tuple[Overlay, ...] = ()
        self.areas: LayerAreas | None = None
        self._chosen: LayerChosen | None = None
        self._labels: LayerLabels | None = None
        self._source = LayerSource(desk, self)
        self._source.ready.connect(self._ready)
        self._source.making.connect(self._making)

    def show_frame(self, frame: MapFrame) -> None:
        """Look for the grids of a frame; those of another one are taken away."""
        if self._frame is not None and self._frame.code != frame.code:
            self._take_away()
        self._frame = frame
        if frame.code and frame.areas and not frame.is_street:
            self._source.ask(frame.code, Tier.GRID)

    def shade(self, shading: Shading) -> None:
        """Colour the grids as the regions they lie in."""
        self._shading = shading
        if self.areas is None:
            return
        if not shading.class_of:
            self.areas.set_colors(None)
            return
        self.areas.shade_within({code: shade_color(shading, code) for code in shading.class_of})

    def select(self, code: str) -> None:
        """Outline a region."""
        if self._chosen is not None:
            self._chosen.choose(code)

    def name_areas(self, *, shown: bool) -> None:
        """Name the regions one tier down; another overlay may do it instead."""
        self._named = shown
        if self._labels is not None and self._frame is not None:
            below = next(length for length in CODE_LENGTHS if length > len(self._frame.code))
            self._labels.name_from(0 if shown else below + 1)

    def region_at(self, at: QPointF) -> str:
        """Return the smallest region under a pixel that shows large enough to be meant."""
        if self.areas is None or self._frame is None:
            return ""
        code = self.areas.code_at(at, self._view.camera)
        sizes = self.areas.layer.mean_sizes_m()
        digits = [length for length in CODE_LENGTHS if length > len(self._frame.code)]
        fit = [
            length
            for length, size in zip(reversed(digits), sizes, strict=False)
            if size / self._view.camera.metres_per_px >= CHOSEN_FROM_PX
        ]
        return code[: fit[0] if fit else digits[0]]

    def name_of(self, code: str) -> str:
        """Return what a region of the layer is called, "" where it is not in it."""
        return self.areas.layer.name_of(code) if self.areas is not None else ""

    def _making(self, making: LayerBeingMade) -> None:
        if self._frame is not None and making.prefix == self._frame.code:
            self.making.emit(making.count)

    def _ready(self, ready: LayerReady) -> None:
        frame = self._frame
        if frame is None or ready.prefix != frame.code:
            return
        self.making.emit(0)
        self._take_away()
        if ready.layer is not None and _covers(ready.layer, frame):
            self._put(ready.layer)

    def _put(self, layer: "PackedLayer") -> None:
        # numpy comes with these, which the start of the desk need not wait for
        from ui.parts.map.layer_areas import LayerAreas
        from ui.parts.map.layer_chosen import LayerChosen
        from ui.parts.map.layer_labels import LayerLabels

        jobs = self._desk.jobs
        self.areas = LayerAreas(layer, jobs, self)
        self._chosen = LayerChosen(layer)
        self._labels = LayerLabels(layer, jobs, self)
        self.name_areas(shown=self._named)
        self.areas.changed.connect(self._view.update)
        self._labels.changed.connect(self._view.update)
        overlays: tuple[Overlay, ...] = (self._chosen, self._labels)
        self._overlays = overlays
        self._view.set_areas(self.areas)
        for at, overlay in enumerate(overlays):
            self._view.add_overlay(overlay, at=at)
        if self._shading is not None:
            self.shade(self._shading)
        self.came.emit()

    def _take_away(self) -> None:
        for overlay in self._overlays:
            self._view.remove_overlay(overlay)
        for part in (self.areas, self._labels):
            if part is not None:
                part.deleteLater()
        self.areas = self._chosen = self._labels = None
        self._overlays = ()


def _covers(layer: "PackedLayer", frame: MapFrame) -> bool:
    """Tell whether each region of the frame has grids: else the others would be left blank."""
    return all(layer.numbers_within(area.code) != (0, 0) for area in frame.areas)
