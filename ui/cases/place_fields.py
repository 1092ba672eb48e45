"""Where it is: the caller's words, the grid, and the point on the map that ties both together."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases import rights
from ui.core.controls import label
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.core.states import IconMark
from ui.core.theme import current, set_property
from ui.parts.address_field import AddressField, PlaceFound
from ui.parts.mini_map import PinMoved
from ui.parts.region_at import RegionThere, region_at
from ui.parts.region_picker import RegionPicked, RegionPicker

PLACE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is known of the place.

    Attributes:
        words: As said.
        region: Code of grid, community or street; None while unknown.
        point: CGCS2000 longitude and latitude; None while unknown.
    """

    words: str = ""
    region: str | None = None
    point: tuple[float, float] | None = None


class Remark(QWidget):
    """A small icon and some words beside a field; takes no room while it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._icon = IconMark("ph.check-circle-fill", "ok", current().sizes.icon_timeline)
        self._text = label("", "ok")
        line.addWidget(self._icon)
        line.addWidget(self._text)
        self.hide()

    def say(self, text: str, *, good: bool) -> None:
        """Say something; "" takes it back."""
        self._icon.set_icon(
            "ph.check-circle-fill" if good else "ph.info", "ok" if good else "text.3"
        )
        self._text.setText(text)
        set_property(self._text, "role", "ok" if good else "caption")
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()


class PlaceFields(QObject):
    """Two fields and the point between them; the owner lays the fields out and draws the map."""

    changed = Signal(object)  # PlaceState

    def __init__(self, desk: Desk, parent: QWidget, *, label_width: int) -> None:
        super().__init__(parent)
        self._desk = desk
        self._point: tuple[float, float] | None = None
        self.address = AddressField(desk, placeholder=self.tr("路名门牌、小区楼栋、店名、地标"))
        self.address.setMaxLength(PLACE_LENGTH)
        self.address_field = FormField(self.tr("地点"), self.address, label_width=label_width)
        self.region = RegionPicker(desk, desk.actor.prefixes(rights.REGISTER))
        self.region_field = FormField(
            self.tr("辖区"), self.region, required=True, label_width=label_width
        )
        self.region_field.add_beside(self.region.button)
        self.remark = Remark()
        self.region_field.add_beside(self.remark)
        self.address.textChanged.connect(lambda _: self._tell())
        self.address.found.connect(self._place_found)
        self.region.picked.connect(self._region_picked)

    def state(self) -> PlaceState:
        """Return what is known now."""
        return PlaceState(self.address.text().strip(), self.region.code(), self._point)

    def set_state(self, state: PlaceState) -> None:
        """Show what is known, e.g. of a message that arrived or a draft."""
        self._point = state.point
        self.remark.say("", good=True)
        self.address.set_words(state.words)
        self.region.set_region(state.region)
        if state.region:
            self.address.set_near(state.region)
        self._tell()

    def missing(self) -> str:
        """Return what is wrong with the region, "" for nothing."""
        if self.region.code() is not None:
            return ""
        if self.region.text().strip():
            return self.tr("请从列表里选网格或社区")
        return self.tr("请选网格或社区；按地点或在地图上点一下也行")

    def move_pin(self, pin: PinMoved) -> None:
        """The pin was put somewhere by hand: ask which grid that is."""
        self._point = (pin.longitude, pin.latitude)
        self._tell()
        asked = self._point

        def ask(session: Any) -> RegionThere:
            return region_at(session, asked)

        self._desk.look_up(ask, self._grid_known)

    def _grid_known(self, there: RegionThere) -> None:
        if there.point != self._point:
            return
        self.region_field.error("")
        if there.code is None:
            self.remark.say(self.tr("点位不在已知网格里"), good=False)
            return
        self.region.set_region(there.code)
        self.remark.say(self.tr("辖区按点位算出"), good=True)
        self._tell()

    def _place_found(self, place: PlaceFound) -> None:
        self._point = (place.longitude, place.latitude)
        self.region.set_region(place.region)
        self.region_field.error("")
        if place.is_rough:
            self.remark.say(self.tr("大致位置，请在图上核对"), good=False)
        else:
            self.remark.say(self.tr("辖区按点位算出"), good=True)
        self._tell()

    def _region_picked(self, picked: RegionPicked) -> None:
        self.region_field.error("")
        self.remark.say("", good=True)
        if picked.code:
            self.address.set_near(picked.code)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.state())
