"""Which screens of the wall are live: what each shows, and since when it was not heard of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.command.wall.beats import ScreenRow
from ui.core.controls import label
from ui.core.relative_time import moment_and_relative
from ui.parts.step_line import StepLine


class ScreensList(QWidget):
    """A line a screen; one that is not heard of says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("大屏的屏幕"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_screens(
        self, rows: Sequence[ScreenRow], titles: Mapping[str, str], now: datetime
    ) -> None:
        """Show these instead.

        Args:
            rows: What each screen last told.
            titles: What scenes are called, by their names.
            now: The moment (aware).
        """
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not rows:
            told = label(self.tr("还没有屏幕报到。在接着屏幕的电脑上运行大屏。"), "second")
            told.setWordWrap(True)
            self._column.addWidget(told)
        for row in rows:
            self._column.addWidget(self._line(row, titles, now))

    def _line(self, row: ScreenRow, titles: Mapping[str, str], now: datetime) -> StepLine:
        scene = titles.get(row.scene, row.scene)
        name = self.tr("第 {number} 块屏：{scene}").format(number=row.screen, scene=scene)
        under = self.tr("{machine} {socket} {size}，{version} 版")
        told = under.format(
            machine=row.machine, socket=row.name, size=row.size, version=row.version
        )
        if not row.is_live:
            seen = moment_and_relative(row.at, now)
            told = self.tr("{seen} 以后没有消息").format(seen=seen)
        line = StepLine(name, told)
        if row.is_live:
            line.add_chip(self.tr("亮着"), "ok", icon="ph.check-circle")
        else:
            line.add_chip(self.tr("没消息"), "sus", icon="ph.moon")
            line.setEnabled(False)
        return line
