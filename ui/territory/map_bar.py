"""What the map shows and what one can do on it: figure, period, kind; layers; tools."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.core.words import label as word
from ui.core.controls import Button, Combo
from ui.core.page_bars import icon_button
from ui.core.theme import current
from ui.parts.case_map import KindRow, MapFigure
from ui.territory.shading import Shade

PERIODS = (7, 30, 90)
USUAL_DAYS = 30
WORDS_FROM_PX = 960


class Switch(Button):
    """A layer that is shown or not."""

    def __init__(self, words: str, *, on: bool) -> None:
        super().__init__(words, kind="ghost", small=True)
        self.setCheckable(True)
        self.setChecked(on)
        self._show(on)
        self.toggled.connect(self._show)

    def _show(self, on: bool) -> None:  # noqa: FBT001  a slot of `toggled`
        self.set_icon("ph.check-square-fill" if on else "ph.square", "accent" if on else "text.2")


class MapBar(QFrame):
    """48 px over the map."""

    shade_changed = Signal()
    asked_anew = Signal()  # period or kind
    layers_changed = Signal()
    tool_wanted = Signal(object)  # str: "measure", "lasso", "" for none
    tree_wanted = Signal(object)  # bool

    def __init__(self, *, with_cases: bool, parent: QWidget | None = None) -> None:
        """Make the bar; without figures of cases it offers what the register holds."""
        super().__init__(parent)
        self._with_cases = with_cases
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.tool_bar)
        self.tree = icon_button("ph.tree-structure", self.tr("区划树（T）"))
        self.tree.setCheckable(True)
        self.shade = self._make_shades()
        self.period = Combo()
        self.kind = Combo()
        self.clusters = Switch(self.tr("在办聚合"), on=True)
        self.heat = Switch(self.tr("热力"), on=False)
        self.heat.setToolTip(self.tr("在办事件哪里最密，不分网格（H）"))
        self.places = Switch(self.tr("地点"), on=False)
        self.base = Switch(self.tr("底图"), on=True)
        self.base.hide()
        self.marked = Button("", kind="quiet", small=True, icon="ph.x")
        self.marked.hide()
        self.route = Button(self.tr("走访路线"), kind="quiet", small=True, icon="ph.path")
        self.route.setToolTip(self.tr("按最近的走法排出先后"))
        self.route.hide()
        self.measure = self._tool("ph.ruler", self.tr("测距"), "measure")
        self.lasso = self._tool("ph.polygon", self.tr("圈选"), "lasso")
        self.paper = Button(self.tr("网格图"), kind="ghost", small=True, icon="ph.printer")
        self.sketch = Button(self.tr("标绘"), kind="ghost", small=True, icon="ph.pencil-line")
        tools = (self.measure, self.lasso, self.sketch, self.paper)
        self._tools = tuple((tool, tool.text()) for tool in tools)
        for tool, words in self._tools:
            tool.setAccessibleName(words)
        self._name()
        self._lay_out()
        self._connect()

    def _make_shades(self) -> Combo:
        made = Combo()
        made.setAccessibleName(self.tr("按什么着色"))
        if self._with_cases:
            for figure in MapFigure:
                made.add(word(figure), figure)
            made.add(self.tr("巡查覆盖"), Shade.COVERAGE)
        for words, shade in (
            (self.tr("人口"), Shade.POPULATION),
            (self.tr("户数"), Shade.HOUSEHOLDS),
            (self.tr("专职网格员"), Shade.WORKER),
            (self.tr("不着色"), Shade.NONE),
        ):
            made.add(words, shade)
        return made

    def _tool(self, icon: str, words: str, key: str) -> Button:
        made = Button(words, kind="ghost", small=True, icon=icon)
        made.setCheckable(True)
        made.clicked.connect(lambda on: self.tool_wanted.emit(key if on else ""))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the tools out where there is no room for them."""
        super().resizeEvent(event)
        narrow = self.width() < WORDS_FROM_PX
        for button, words in self._tools:
            button.setText("" if narrow else words)

    def _name(self) -> None:
        self.period.setAccessibleName(self.tr("期间"))
        self.kind.setAccessibleName(self.tr("哪类事件"))
        for days in PERIODS:
            self.period.add(self.tr("近 {days} 日").format(days=days), days)
        self.period.set_value(USUAL_DAYS)
        self.set_kinds(())
        self.measure.setToolTip(self.tr("量距离和面积（L）"))
        self.lasso.setToolTip(self.tr("圈出一片，列出里面在办的事件（O）"))
        self.sketch.setToolTip(self.tr("在图上画点、线、面，写几个字（B）"))
        self.paper.setToolTip(self.tr("打印网格图，A4 到 A0（Ctrl+P）"))
        self.clusters.setToolTip(self.tr("按社区、网格聚合在办事件（J）"))

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(6)
        what = (self.tree, self.shade, self.period, self.kind)
        for widget in (*what, self.clusters, self.heat, self.places, self.base):
            line.addWidget(widget)
        line.addWidget(self.marked)
        line.addWidget(self.route)
        line.addStretch(1)
        for widget in (self.measure, self.lasso, self.sketch, self.paper):
            line.addWidget(widget)
        self.shade.setFixedWidth(146)
        self.period.setFixedWidth(108)
        self.kind.setFixedWidth(120)
        of_cases = (self.period, self.kind, self.clusters, self.heat, self.lasso, self.paper)
        for widget in of_cases:
            widget.setVisible(self._with_cases)

    def _connect(self) -> None:
        self.shade.currentIndexChanged.connect(lambda _: self.shade_changed.emit())
        self.period.currentIndexChanged.connect(lambda _: self.asked_anew.emit())
        self.kind.currentIndexChanged.connect(lambda _: self.asked_anew.emit())
        self.clusters.toggled.connect(lambda _: self.layers_changed.emit())
        self.heat.toggled.connect(self._heat_switched)
        self.places.toggled.connect(lambda _: self.layers_changed.emit())
        self.tree.toggled.connect(self.tree_wanted.emit)

    def _heat_switched(self, is_on: bool) -> None:  # noqa: FBT001  a slot takes what it gets
        """Heat shows what is open now, whatever figure and period say."""
        why = self.tr("热力只看现在在办的事件") if is_on else ""
        for choice in (self.shade, self.period):
            choice.setEnabled(not is_on)
            choice.setToolTip(why)
        self.layers_changed.emit()

    def set_kinds(self, kinds: Sequence[KindRow]) -> None:
        """Offer these categories of cases; the one that is chosen stays."""
        chosen = self.kind.value()
        held = QSignalBlocker(self.kind)
        self.kind.clear()
        self.kind.add(self.tr("全部大类"), None)
        for kind in kinds:
            self.kind.add(kind.name, kind.code)
        self.kind.set_value(chosen)
        if self.kind.currentIndex() < 0:
            self.kind.setCurrentIndex(0)
        held.unblock()

    def show_marked(self, words: str, *, can_route: bool = False) -> None:
        """Say how many cases another page had marked; "" for none."""
        self.marked.setText(words)
        self.marked.setAccessibleName(self.tr("去掉标记：{words}").format(words=words))
        self.marked.setToolTip(self.tr("去掉标记（Esc）"))
        self.marked.setVisible(bool(words))
        self.route.setVisible(can_route)
        for widget in (self.clusters, self.heat, self.places):
            widget.setVisible(not words and (self._with_cases or widget is self.places))

    def show_tool(self, key: str) -> None:
        """Mark the tool that has the mouse."""
        self.measure.setChecked(key == "measure")
        self.lasso.setChecked(key == "lasso")

    @property
    def figure(self) -> MapFigure | Shade:
        """What the map is coloured by."""
        value = str(self.shade.value())
        return MapFigure(value) if value in set(MapFigure) else Shade(value)

    @property
    def days(self) -> int:
        """Days of the period."""
        value = self.period.value()
        return value if isinstance(value, int) else USUAL_DAYS

    @property
    def category(self) -> str | None:
        """Code of the category, None for all."""
        value = self.kind.value()
        return value if isinstance(value, str) else None
