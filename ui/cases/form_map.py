"""The map beside the form: where the pin is, in words and on the ground."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.cases import rights
from ui.cases.place_fields import PlaceState
from ui.core.controls import Button, label
from ui.core.slices import Desk
from ui.core.states import IconMark
from ui.core.theme import current
from ui.parts.map_source import MapReady, MapSource
from ui.parts.mini_map import MiniMap

STREET_DIGITS = 9


class FormMap(QFrame):
    """A card with the point in its head and the map below."""

    pin_moved = Signal(object)  # PinMoved

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._street = ""
        self._source = MapSource(desk, self)
        self._source.ready.connect(self._map_ready)
        self._point = label("", "caption")
        self.again = Button(self.tr("回到点位"), kind="link", icon="ph.crosshair", small=True)
        self.map = MiniMap(movable=True)
        self.map.pin_moved.connect(self.pin_moved)
        self.again.clicked.connect(self.map.show_pin)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(IconMark("ph.map-pin", "over", current().sizes.icon))
        head.addWidget(label(self.tr("点位"), "section"))
        head.addWidget(self._point, 1)
        head.addWidget(self.again)
        bar = QWidget()
        bar.setFixedHeight(current().sizes.tab_bar)
        bar.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.map, 1)
        home = desk.scope.code or next(iter(desk.actor.prefixes(rights.REGISTER)), "")
        self._look_at(home)
        self.show_place(PlaceState())

    def show_place(self, state: PlaceState) -> None:
        """Show a place; the map moves only when the point or the street changes."""
        if state.region:
            self._look_at(state.region)
        if state.region != (self.map.selected or None):
            self.map.set_selected(state.region or "")
        if state.point != self.map.pin:
            self.map.set_pin(state.point)
        if state.point is None:
            self._point.setText(self.tr("还没有；写地点，或在地图上双击"))
        else:
            words = self.tr("{longitude:.5f}, {latitude:.5f}（CGCS2000）可拖动")
            self._point.setText(words.format(longitude=state.point[0], latitude=state.point[1]))
        self.again.setEnabled(state.point is not None)

    def _look_at(self, region: str) -> None:
        street = region[:STREET_DIGITS]
        if len(street) == STREET_DIGITS and street != self._street:
            self._street = street
            self._source.ask(street)

    def _map_ready(self, ready: MapReady) -> None:
        if ready.street == self._street:
            self.map.set_shapes(ready.shapes)
