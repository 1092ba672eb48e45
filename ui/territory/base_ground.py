"""The raster base of the map page: shown where the place has one and the switch says so."""

from PySide6.QtCore import QObject

from app.core.words import sentence
from ui.core.slices import Desk
from ui.parts.map import MapView
from ui.parts.map.base_source import base_of
from ui.parts.map.layer_base import BaseLayer
from ui.territory.map_bar import Switch

KEPT = "territory.base"
_OFF = "off"


class BaseGround(QObject):
    """Belongs to the map; without a base the switch is not there."""

    def __init__(self, desk: Desk, view: MapView, switch: Switch) -> None:
        super().__init__(view)
        self._preferences = desk.preferences
        self._view = view
        self._switch = switch
        self._source = base_of(desk)
        self._layer = BaseLayer(self._source, self)
        switch.setChecked(self._preferences.text(KEPT) != _OFF)
        switch.toggled.connect(self._switched)
        self._source.changed.connect(self._show)
        self._show()

    def _switched(self, is_on: bool) -> None:  # noqa: FBT001  a slot of `toggled`
        self._preferences.set_text(KEPT, "" if is_on else _OFF)
        self._show()

    def _show(self) -> None:
        """Show the base, or why there is none: the outlines do without."""
        source, switch = self._source, self._switch
        there, trouble = source.matrix is not None, source.trouble
        switch.setVisible(there or trouble is not None)
        switch.setEnabled(there)
        words = self.tr("区划轮廓下面的底图")
        switch.setToolTip(words if trouble is None else sentence(trouble))
        self._view.set_base(self._layer if there and switch.isChecked() else None)
