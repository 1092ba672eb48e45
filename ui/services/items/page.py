"""Service items: the targets on top, a field to find, the list and what residents see."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.shared_settings import settings_at
from app.services.items.queries.items import ItemRow, item_targets
from ui.core.page_bars import NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.services.items.items_view import ItemsView
from ui.services.items.targets_strip import TargetsStrip


class ItemsPage(QWidget):
    """`/` goes to the field; a tile shows what is missing for its target."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName(name)
        self.setAccessibleName(self.tr("服务事项"))
        self.view = ItemsView(desk)
        self.targets = TargetsStrip()
        self.field = NarrowField(self.tr("找事项：名称、拼音首字母、编码"))
        self.bar = ToolBar(self.tr("服务事项"))
        self.bar.add(self.field)
        self.bar.add_right(*self.view.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.targets)
        column.addWidget(self.view, 1)
        self.field.narrowed.connect(lambda typed: self.view.look_for(str(typed).strip()))
        self.field.left.connect(self.view.setFocus)
        self.targets.chosen.connect(self.view.show_only)
        self.view.read.connect(self._count)
        if self.view.found:  # read before anybody listened
            self._count(self.view.found)
        add_key(self, "/", self.field.setFocus)
        self.setFocusProxy(self.view)

    def _count(self, rows: tuple[ItemRow, ...]) -> None:
        now = self._desk.parts.clock.now()
        self._desk.read(
            lambda session: item_targets(rows, settings_at(session, now)),
            self.targets.show_targets,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()
