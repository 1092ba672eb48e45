"""What holds on the wall: one line a screen, with who ordered it and when."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.command.wall.orders import StandingOrder
from ui.core.controls import label
from ui.core.relative_time import moment_and_relative, time_of_day


class StandingList(QWidget):
    """The last order of all screens and of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("现在的指令"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_orders(
        self, orders: tuple[StandingOrder, ...], titles: Mapping[str, str], now: datetime
    ) -> None:
        """Show these instead.

        Args:
            orders: The last one of each screen.
            titles: What scenes are called, by their names.
            now: The moment (aware).
        """
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not orders:
            self._column.addWidget(label(self.tr("没有指令，大屏自己轮流显示。"), "second"))
        for order in sorted(orders, key=lambda each: each.order.screen):
            for text, role in self._lines(order, titles, now):
                line = label(text, role)
                line.setWordWrap(True)
                self._column.addWidget(line)

    def _lines(
        self, order: StandingOrder, titles: Mapping[str, str], now: datetime
    ) -> tuple[tuple[str, str], ...]:
        row = order.order
        screen = self.tr("全部屏幕")
        if row.screen:
            screen = self.tr("第 {number} 块屏").format(number=row.screen)
        scene = self.tr("轮流显示")
        if row.wish.scene:
            scene = titles.get(row.wish.scene, row.wish.scene)
        told = [self.tr("{screen}：{scene}").format(screen=screen, scene=scene)]
        if row.wish.paused:
            told.append(self.tr("停住"))
        if row.wish.focus or row.wish.point:
            told.append(self.tr("地图看一处"))
        camera = row.wish.camera
        if camera is not None and camera.until > now:
            words = self.tr("画面“{name}”到 {until}")
            told.append(words.format(name=camera.name, until=time_of_day(camera.until)))
        if row.wish.message:
            told.append(self.tr("横幅“{message}”").format(message=row.wish.message))
        who = self.tr("{person}，{time}").format(
            person=order.person, time=moment_and_relative(row.at, now)
        )
        return (self.tr("，").join(told), "body"), (who, "caption")
