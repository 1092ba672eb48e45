"""The bar over the queue: which view, how many, what narrows it, and the button for a new case."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.cases.filters.model import Filter, FilterField
from app.cases.filters.parse import parse
from app.cases.filters.told import filter_words
from app.cases.filters.write import write
from app.cases.queries.filters import Narrowings
from app.core.clock import Clock, local
from app.core.paging import Count
from app.core.words import sentence
from ui.cases.counting import count_words
from ui.cases.views.names import NameKeeper
from ui.cases.views.shorthand_field import ShorthandField
from ui.core.controls import Button
from ui.core.page_bars import ToolBar, icon_button
from ui.core.theme import set_property

NAME_LENGTH = 8
TITLE_LENGTH = 12
LEAST_PX = 420


class FilterBar(ToolBar):
    """Title, count, filter, menus, builder, columns, new case.

    The line of shorthand always says all that narrows; the menus and chips write into it.
    """

    changed = Signal(object)  # Filter
    wrong = Signal(object)  # str: what cannot be meant, or was meant otherwise, "" for nothing
    left = Signal()  # the keyboard goes back to the rows

    def __init__(
        self, keeper: NameKeeper, clock: Clock, *, may_register: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._keeper = keeper
        self._clock = clock
        self._rules = Filter()
        self._typed: str | None = None  # not read yet: the names are on their way
        self._offers = Narrowings((), ())
        self.field = ShorthandField(self.tr("筛选这张表"), keeper)
        self.field.narrowed.connect(self.type)
        self.field.left.connect(self.left)
        self.group_button = Button(self.tr("大类"), kind="ghost", caret=True)
        self.holder_button = Button(self.tr("承办"), kind="ghost", caret=True)
        self.group_button.clicked.connect(self._offer_groups)
        self.holder_button.clicked.connect(self._offer_holders)
        words = self.tr("筛选、排序、分组（Ctrl+F）")
        self.builder_button = icon_button("ph.sliders-horizontal", words)
        self.columns_button = icon_button("ph.columns", self.tr("选择列"))
        self.share_button = icon_button("ph.export", self.tr("导出筛选出的 Ctrl+E"))
        self.map_button = icon_button("ph.map-trifold", self.tr("在下面看它们在哪里 Ctrl+M"))
        self.tear_button = icon_button(
            "ph.picture-in-picture", self.tr("放进单独的窗口 Ctrl+Shift+N")
        )
        self.new_button = Button(self.tr("新建事件"), kind="primary", icon="ph.plus", key="N")
        self.add(self.field, 3)
        self.add(self.group_button)
        self.add(self.holder_button)
        self.add_right(
            self.builder_button,
            self.columns_button,
            self.share_button,
            self.map_button,
            self.tear_button,
            self.new_button,
        )
        self.new_button.setVisible(may_register)
        keeper.changed.connect(self._names_changed)

    # -- what the page uses --------------------------------------------------------------------

    def fit(self, *, wide: bool, may_share: bool) -> None:
        """Leave out what a narrow window has no room for; key and menu lead there as well."""
        self.share_button.setVisible(wide and may_share)

    @property
    def rules(self) -> Filter:
        """What narrows the view now."""
        return self._rules

    def name_view(self, name: str) -> None:
        """Say which view is shown; a long name is cut off here and stands whole in the column."""
        self.set_title(name if len(name) <= TITLE_LENGTH else f"{name[: TITLE_LENGTH - 1]}…")
        self._fit()

    def set_total(self, count: Count | None) -> None:
        """Say how many rows there are in all; None while they are counted."""
        self.set_count("" if count is None else count_words(count))

    def set_offers(self, offers: Narrowings) -> None:
        """Fill the menus with what there is."""
        self._offers = offers

    def show_rules(self, rules: Filter) -> None:
        """Show what narrows, without telling anybody."""
        self._typed = None
        self._rules = rules
        self._write()
        self._name_buttons()
        self.wrong.emit("")

    def set_rules(self, rules: Filter) -> None:
        """Narrow otherwise, as a menu, a chip or the builder asks."""
        changes = rules != self._rules
        self.show_rules(rules)
        if changes:
            self.changed.emit(rules)

    def clear(self) -> None:
        """Drop everything that narrows."""
        self.set_rules(Filter())

    def type(self, text: str) -> None:
        """Narrow to what was typed; what cannot be meant is said, and nothing changes then.

        The piece something is still being offered for is not done: nothing is said of it yet.
        """
        if not self._keeper.ready:
            self._typed = text
            return
        self._typed = None
        today = local(self._clock.now()).date()
        found = parse(text, self._keeper.vocabulary, today)
        choosing = self.field.is_choosing
        wrong = [error for at, error in found.wrong if not choosing(at.begin, at.end)]
        self.wrong.emit(sentence(wrong[0]) if wrong else "".join(found.notes))
        if found.wrong:
            return
        if found.rules != replace(self._rules, unread=()):
            self._rules = found.rules
            self._name_buttons()
            self.changed.emit(found.rules)

    def type_into(self, text: str) -> None:
        """Write shorthand into the line and narrow to it, as a target from elsewhere asks."""
        self.field.setText(text)
        self.type(text)

    def shorthand(self) -> str:
        """Return what one would type for what narrows; what is not read yet as it was typed."""
        if self._typed is not None:
            return self._typed.strip()
        return write(self._rules, self._keeper.vocabulary)

    def in_words(self) -> str:
        """Return what narrows, e.g. 类别是园林绿化，单位是供水公司。."""
        told = filter_words(self._rules, self._keeper.vocabulary)
        return self.tr("{filters}。").format(filters=told)

    # -- narrowing -----------------------------------------------------------------------------

    @property
    def _group(self) -> str | None:
        return self._rules.only(FilterField.CATEGORY)

    @property
    def _holder(self) -> str | None:
        return self._rules.only(FilterField.UNIT)

    def choose_group(self, code: str) -> None:
        """Narrow to a category; "" for all."""
        self.set_rules(self._rules.setting(FilterField.CATEGORY, *filter(None, [code])))

    def choose_holder(self, unit_id: UUID | None) -> None:
        """Narrow to a unit; None for all."""
        values = [str(unit_id)] if unit_id is not None else []
        self.set_rules(self._rules.setting(FilterField.UNIT, *values))

    def _names_changed(self) -> None:
        if self._typed is not None:
            self.type(self._typed)
        elif not self.field.hasFocus():
            self._write()
        self._name_buttons()

    def _write(self) -> None:
        text = write(self._rules, self._keeper.vocabulary)
        if text != self.field.text():
            self.field.setText(text)
            self.field.setCursorPosition(0)
        self.field.setToolTip(text)

    def _name_buttons(self) -> None:
        names = self._keeper.vocabulary
        group, holder = self._group or "", self._holder or ""
        group_name = names.name(FilterField.CATEGORY, group) or ""
        self._name_button(self.group_button, self.tr("大类"), group_name)
        holder_name = names.name(FilterField.UNIT, holder) or ""
        self._name_button(self.holder_button, self.tr("承办"), holder_name)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out the two menus where there is no room; the builder has them as well."""
        menus = (self.group_button, self.holder_button)
        lies_in = self._line.minimumSize().width()
        gap = self._line.spacing()
        hidden = sum(m.sizeHint().width() + gap for m in menus if m.isHidden())
        wide = self.width() >= lies_in + hidden
        if any(menu.isHidden() is wide for menu in menus):
            for menu in menus:
                menu.setVisible(wide)

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
            lambda: self.choose_group("")
        )
        menu.addSeparator()
        for row in self._offers.groups:
            entry = self._entry(menu, row.name, row.code == self._group)
            entry.triggered.connect(lambda _=False, row=row: self.choose_group(row.code))
        self._open(menu, self.group_button)

    def _offer_holders(self) -> None:
        menu = QMenu(self)
        self._entry(menu, self.tr("全部单位"), not self._holder).triggered.connect(
            lambda: self.choose_holder(None)
        )
        menu.addSeparator()
        for row in self._offers.holders:
            entry = self._entry(menu, row.name, str(row.unit_id) == self._holder)
            entry.triggered.connect(lambda _=False, row=row: self.choose_holder(row.unit_id))
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
