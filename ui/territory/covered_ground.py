"""What rounds covered on the map: grids coloured by it, ways over them, a slider of days."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QWidget

from ui.core.controls import Button, label
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.parts.patrol_map import COVER_DAYS, Coverage, CoverageSource, TrackLines
from ui.territory.shading import Shade, Shading, covered_shading

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

ROUNDS_PAGE, FROM_EDGE_PX, SLIDER_PX = "cases.rounds", 14, 150


class DayBar(QFrame):
    """Over the lower edge of the map: all days, or one after the other; how many rounds."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("surface", "pane")
        self.setAutoFillBackground(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, COVER_DAYS)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(SLIDER_PX)
        self.slider.setAccessibleName(self.tr("哪一天的轨迹"))
        self.day = label("", "second")
        self.day.setMinimumWidth(76)
        self.rounds = Button(
            self.tr("{count} 次巡查").format(count="0000"), kind="link", small=True
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(10)
        for part in (self.slider, self.day, self.rounds):
            line.addWidget(part)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle of the lower edge."""
        if event.type() is QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Take the size and place that what is said asks for."""
        over = self._over
        self.adjustSize()
        left = (over.width() - self.width()) // 2
        self.move(left, over.height() - self.height() - FROM_EDGE_PX)


class CoveredGround(QObject):
    """Belongs to the page; reads only while the map is coloured by it."""

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._asked = ""
        self._shown = False
        self.found: Coverage | None = None
        self.lines = TrackLines()
        self.bar = DayBar(page.map)
        self.source = CoverageSource(desk, page)
        self.source.ready.connect(self._take)
        self.source.failed.connect(desk.notices.report)
        self.bar.slider.valueChanged.connect(lambda _: self._show_day())
        self.bar.rounds.clicked.connect(self.open_rounds)

    def shading(self) -> Shading:
        """Return the colours of the grids; none above a street, and until they are read."""
        frame = self._page.map.frame
        if not frame.is_street:
            return Shading(Shade.COVERAGE, {}, (), "", self.tr("选一个街道看巡查覆盖"))
        if self.found is None or self._asked != frame.code:
            return Shading(Shade.COVERAGE, {}, (), "", self.tr("正在算巡查覆盖……"))
        return covered_shading(self.found, {area.code: area.name for area in frame.areas})

    def follow(self, *, shown: bool) -> None:
        """Read and show the rounds where the map is coloured by them, and not elsewhere."""
        frame, page = self._page.map.frame, self._page
        shown = shown and frame.is_street and bool(frame.areas)
        code = frame.code if shown else ""
        if code != self._asked:
            self._asked, self.found = code, None
            self.lines.tracks = ()
            self.source.ask(code, frame.areas)
        if shown != self._shown:
            self._shown = shown
            page.map.remove_overlay(self.lines)
            if shown:
                page.map.add_overlay(self.lines)
        self.bar.setVisible(shown and self.found is not None)

    def tell(self, code: str) -> str:
        """Return what is said of a grid under the mouse, "" where nothing is known."""
        share = self.found.shares.get(code) if self._shown and self.found is not None else None
        return (
            "" if share is None else self.tr("近 7 日巡查看到 {share}").format(share=f"{share:.0%}")
        )

    def open_rounds(self) -> None:
        """Go to the list behind the figure."""
        self._desk.navigator.go(PageWanted(ROUNDS_PAGE))

    def _take(self, found: Coverage) -> None:
        self.found = found
        self.lines.tracks = found.tracks
        self._show_day()
        self._page.cases.shade()

    def _show_day(self) -> None:
        found, at = self.found, self.bar.slider.value()
        if found is None:
            return
        self.lines.day = found.first + timedelta(days=at - 1) if at else None
        words = self.tr("全部 7 日") if self.lines.day is None else f"{self.lines.day:%m-%d}"
        self.bar.day.setText(words)
        self.bar.slider.setToolTip(words)
        shown = len(self.lines.shown())
        words = self.tr("{count} 次巡查").format(count=shown)
        self.bar.rounds.setText(words)
        self.bar.rounds.setToolTip(self.tr("有轨迹的；点开看都有哪些"))
        self.bar.settle()
        self.bar.raise_()
        self._page.map.update()
