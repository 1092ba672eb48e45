"""The bar over the queue: which view, how many, what narrows it, and the button for a new case."""

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.cases.filters.model import FilterField
from app.cases.queries.filters import Narrowings
from app.cases.queries.queue import QueueFilter
from app.core.paging import Count
from ui.core.controls import Button
from ui.core.page_bars import NarrowField, ToolBar, icon_button
from ui.core.theme import set_property

NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What narrows the queue, in words: for the buttons and for an empty table."""

    group: str = ""
    holder: str = ""


class FilterBar(ToolBar):
    """Title, count, filter, menus, columns, new case."""

    changed = Signal(object)  # QueueFilter, without a region
    left = Signal()  # the keyboard goes back to the rows

    def __init__(self, *, may_register: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._filter = QueueFilter()
        self._told = Told()
        self._offers = Narrowings((), ())
        self.field = NarrowField(self.tr("筛选这张表"))
        self.field.narrowed.connect(self._take_text)
        self.field.left.connect(self.left)
        self.group_button = Button(self.tr("大类"), kind="ghost", caret=True)
        self.holder_button = Button(self.tr("承办"), kind="ghost", caret=True)
        self.group_button.clicked.connect(self._offer_groups)
        self.holder_button.clicked.connect(self._offer_holders)
        self.columns_button = icon_button("ph.columns", self.tr("选择列"))
        self.share_button = icon_button("ph.export", self.tr("导出筛选出的 Ctrl+E"))
        self.tear_button = icon_button(
            "ph.picture-in-picture", self.tr("放进单独的窗口 Ctrl+Shift+N")
        )
        self.new_button = Button(self.tr("新建事件"), kind="primary", icon="ph.plus", key="N")
        self.add(self.field, 1)
        self.add(self.group_button)
        self.add(self.holder_button)
        self.add_right(self.columns_button, self.share_button, self.tear_button, self.new_button)
        self.new_button.setVisible(may_register)

    # -- what the page uses --------------------------------------------------------------------

    @property
    def filter(self) -> QueueFilter:
        """What narrows the view now."""
        return self._filter

    @property
    def _group(self) -> str | None:
        return self._filter.rules.only(FilterField.CATEGORY)

    @property
    def _holder(self) -> str | None:
        return self._filter.rules.only(FilterField.UNIT)

    def set_total(self, count: Count | None) -> None:
        """Say how many rows there are in all; None while they are counted."""
        self.set_count("" if count is None else self.tr("{count} 件").format(count=count))

    def set_offers(self, offers: Narrowings) -> None:
        """Fill the menus with what there is."""
        self._offers = offers

    def clear(self) -> None:
        """Drop everything that narrows."""
        self.field.clear()
        self._take(QueueFilter(), Told())

    def in_words(self) -> str:
        """Return what narrows, e.g. 大类是“园林绿化”，承办是“供水公司”。."""
        told = []
        if self._told.group:
            told.append(self.tr("大类是“{name}”").format(name=self._told.group))
        if self._told.holder:
            told.append(self.tr("承办是“{name}”").format(name=self._told.holder))
        if self._filter.text:
            told.append(self.tr("含有“{text}”").format(text=self._filter.text))
        return self.tr("{filters}。").format(filters="，".join(told))

    # -- narrowing -----------------------------------------------------------------------------

    def _take_text(self, text: str) -> None:
        self._take(replace(self._filter, text=text), self._told)

    def choose_group(self, code: str, name: str) -> None:
        """Narrow to a category; "" for all."""
        rules = self._filter.rules.setting(FilterField.CATEGORY, *([code] if code else []))
        self._take(replace(self._filter, rules=rules), replace(self._told, group=name))

    def choose_holder(self, unit_id: UUID | None, name: str) -> None:
        """Narrow to a unit; None for all."""
        rules = self._filter.rules.setting(FilterField.UNIT, *([str(unit_id)] if unit_id else []))
        self._take(replace(self._filter, rules=rules), replace(self._told, holder=name))

    def _take(self, narrowed: QueueFilter, told: Told) -> None:
        self._told = told
        self._name_button(self.group_button, self.tr("大类"), told.group)
        self._name_button(self.holder_button, self.tr("承办"), told.holder)
        if narrowed != self._filter:
            self._filter = narrowed
            self.changed.emit(narrowed)

    def _name_button(self, button: Button, kind: str, chosen: str) -> None:
        button.setText(chosen if len(chosen) <= NAME_LENGTH else f"{chosen[: NAME_LENGTH - 1]}…")
        if not chosen:
            button.setText(kind)
        button.setToolTip(chosen)
        button.set_kind("quiet" if chosen else "ghost")
        set_property(button, "chosen", bool(chosen))
        button.setAccessibleName(f"{kind} {chosen}".strip())
        button.updateGeometry()

    def _offer_groups(self) -> None:
        menu = QMenu(self)
        self._entry(menu, self.tr("全部大类"), not self._group).triggered.connect(
            lambda: self.choose_group("", "")
        )
        menu.addSeparator()
        for row in self._offers.groups:
            entry = self._entry(menu, row.name, row.code == self._group)
            entry.triggered.connect(lambda _=False, row=row: self.choose_group(row.code, row.name))
        self._open(menu, self.group_button)

    def _offer_holders(self) -> None:
        menu = QMenu(self)
        self._entry(menu, self.tr("全部单位"), not self._holder).triggered.connect(
            lambda: self.choose_holder(None, "")
        )
        menu.addSeparator()
        for row in self._offers.holders:
            entry = self._entry(menu, row.name, str(row.unit_id) == self._holder)
            entry.triggered.connect(
                lambda _=False, row=row: self.choose_holder(row.unit_id, row.name)
            )
        if not self._offers.holders:
            menu.addAction(self.tr("还没有单位承办")).setEnabled(False)
        self._open(menu, self.holder_button)

    def _entry(self, menu: QMenu, title: str, chosen: bool) -> QAction:  # noqa: FBT001
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(chosen)
        return action

    def _open(self, menu: QMenu, button: Button) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
