"""The map beside the form: where the pin is, in words and on the ground."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.cases import rights
from app.core.clock import local
from ui.cases.place_fields import PlaceState
from ui.core.controls import Button, label
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.core.states import IconMark
from ui.core.strips import Strip
from ui.core.theme import current
from ui.parts.map_source import MapReady, MapSource
from ui.parts.mini_map import MiniMap
from ui.parts.place_check import PlaceAsked, PlaceChecked, check_place

STREET_DIGITS = 9
CHECK_MS = 400  # after the last letter or movement


class FormMap(QFrame):
    """A card with the point in its head and the map below."""

    pin_moved = Signal(object)  # PinMoved

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._desk = desk
        self._state = PlaceState()
        self._street = ""
        self._source = MapSource(desk, self)
        self._source.ready.connect(self._map_ready)
        self._point = label("", "caption")
        self.again = Button(self.tr("回到点位"), kind="link", icon="ph.crosshair", small=True)
        self.warning = Strip("warn", icon="ph.warning")
        self.people = label("", "second")
        self.people.setContentsMargins(16, 8, 16, 8)
        self.people.setWordWrap(True)
        self.people.hide()
        self._checked: PlaceAsked | None = None
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CHECK_MS)
        self._soon.timeout.connect(self._check)
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
        column.addWidget(self.warning)
        column.addWidget(self.map, 1)
        column.addWidget(self.people)
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
        self._state = state
        self._soon.start()

    # -- who is there, and whether the words agree ------------------------------------------------

    def _check(self) -> None:
        """Ask what lies at the point, once nobody types or drags."""
        state = self._state
        if state.point is None:
            self._checked = None
            self.people.hide()
            self.warning.tell("")
            return
        asked = PlaceAsked(state.words, state.region or "", state.point)
        if asked == self._checked:
            return
        self._checked = asked
        if self._job is not None:
            self._job.cancel()
        on = local(self._desk.parts.clock.now()).date()

        def ask(session: Any) -> PlaceChecked:
            return check_place(session, asked, on)

        self._job = self._desk.look_up(ask, self._take)

    def _take(self, found: PlaceChecked) -> None:
        self._job = None
        if found.asked != self._checked:
            return
        self.people.setText(self._who(found))
        self.people.setVisible(bool(found.grid))
        self.warning.tell(*self._disagreement(found))

    def _who(self, found: PlaceChecked) -> str:
        parts = [f"{found.community} {found.grid}".strip()]
        if found.worker:
            parts.append(self.tr("专职网格员 {name}").format(name=found.worker))
        if found.head:
            parts.append(self.tr("网格长 {name}").format(name=found.head))
        if not found.worker and not found.head:
            parts.append(self.tr("还没有安排网格员"))
        return "　".join(parts)

    def _disagreement(self, found: PlaceChecked) -> tuple[str, str]:
        """Return what does not fit, and what to do; nothing where all agrees."""
        if found.said:
            lead = self.tr("文字和点位对不上。")
            rest = self.tr("“{said}”在{said_in}，离点位 {metres:,.0f} 米；请核对是哪一处。")
            told = rest.format(said=found.said, said_in=found.said_in, metres=found.apart_m)
            return lead, told
        if found.lies_elsewhere:
            lead = self.tr("辖区和点位对不上。")
            rest = self.tr("点位在{community} {grid}；请核对辖区，或移动点位。")
            return lead, rest.format(community=found.community, grid=found.grid)
        return "", ""

    def _look_at(self, region: str) -> None:
        street = region[:STREET_DIGITS]
        if len(street) == STREET_DIGITS and street != self._street:
            self._street = street
            self._source.ask(street)

    def _map_ready(self, ready: MapReady) -> None:
        if ready.street == self._street:
            self.map.set_shapes(ready.shapes)
