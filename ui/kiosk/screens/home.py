"""The first screen: four large tiles, what is new, who helps."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.core.clock import local
from app.kiosk.looks import KioskTile
from ui.core.icons import icon_pixmap
from ui.core.theme import current
from ui.kiosk.controls import GAP, Tile, words
from ui.kiosk.screens.base import Screen, Stage
from ui.kiosk.screens.waiting import AwayScreen

NOTICE_MS = 8_000
ICONS = {
    KioskTile.REPORT: "ph.megaphone",
    KioskTile.FOLLOW: "ph.magnifying-glass",
    KioskTile.GUIDE: "ph.book-open",
    KioskTile.RATE: "ph.smiley",
}


class NoticeStrip(QWidget):
    """Public notices, one after another."""

    def __init__(self, notices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices, self._at = notices, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        mark = words("")
        mark.setPixmap(icon_pixmap("ph.bell-ringing", "accent", current().sizes.icon_empty))
        row.addWidget(mark)
        self._words = words(notices[0] if notices else "", "body")
        row.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(NOTICE_MS)
        self._timer.timeout.connect(self._next)
        if len(notices) > 1:
            self._timer.start()

    def _next(self) -> None:
        self._at = (self._at + 1) % len(self._notices)
        self._words.setText(self._notices[self._at])


class HomeScreen(Screen):
    """The screen “您好，今天办哪件事？”."""

    is_home = True

    def __init__(self, stage: Stage) -> None:
        look = stage.machine.open_now.look.look
        super().__init__(stage, look.greeting, look.hint)
        self._grid = QGridLayout()
        self._grid.setSpacing(32)
        tiles = self._tiles()
        across = 2 if stage.is_upright else len(tiles)
        odd = len(tiles) % 2 if stage.is_upright else 0  # the first then takes a row of its own
        for place, tile in enumerate(tiles):
            at = place + odd if place else 0
            wide = across if odd and not place else 1
            self._grid.addWidget(tile, at // across, at % across, 1, wide)
        self.body.addLayout(self._grid, 1)
        if look.notices:
            self.body.addWidget(NoticeStrip(look.notices))
        self.body.addWidget(self._facts())
        promise = words(
            self.tr("{seconds} 秒没人动，就回到这里，您填的内容会清掉。").format(
                seconds=look.idle_s
            ),
            "caption",
            token="text.2",
        )
        self.body.addWidget(promise)

    def _tiles(self) -> list[Tile]:
        at = self.stage.machine.open_now
        chosen, guide = at.look.look.tiles, at.guide
        told = {
            KioskTile.REPORT: (
                self.tr("我要反映"),
                self.tr("身边的麻烦、纠纷、建议"),
                self._report,
            ),
            KioskTile.FOLLOW: (self.tr("查进度"), self.tr("凭回执编号和手机后四位"), self._follow),
            KioskTile.GUIDE: (self.tr("办事指南"), self.tr("要带什么、多久办好"), self._guide),
            KioskTile.RATE: (self.tr("我要评价"), self.tr("给办过的事打个分"), self._rate),
        }
        return [
            Tile(name, press, icon=ICONS[tile], hint=hint, primary=tile is KioskTile.REPORT)
            for tile, (name, hint, press) in told.items()
            if tile in chosen and (tile is not KioskTile.GUIDE or not guide.is_empty)
        ]

    def _facts(self) -> QLabel:
        """Until when the centre is open, and its telephone."""
        away = self.tr("网络暂时不通，反映事情照常能交") if self.stage.machine.is_cold else ""
        told = filter(None, (away, self._open_until(), self._telephone()))
        return words("    ".join(told), "body", bold=True)

    def _open_until(self) -> str:
        at = self.stage.machine.open_now
        if at.ground.calendar is None:
            return ""
        now = self.stage.machine.now()
        spans = at.ground.calendar.intervals(local(now).date())
        left = [end for _, end in spans if end > now]
        if not spans:
            return self.tr("今天窗口休息，这台机器照常能用")
        if not left:
            return self.tr("窗口已经下班，这台机器照常能用")
        return self.tr("窗口今天开到 {time}").format(time=f"{local(left[-1]):%H:%M}")

    def _telephone(self) -> str:
        number = self.stage.machine.open_now.centre.centre_telephone
        return self.tr("电话 {number}").format(number=number) if number else ""

    def _report(self) -> None:
        from ui.kiosk.screens.topic import TopicScreen

        self.stage.go(TopicScreen)

    def _follow(self) -> None:
        from ui.kiosk.screens.follow import CodeScreen

        self.stage.visit.rates = False
        self.stage.go(AwayScreen if self.stage.machine.is_cold else CodeScreen)

    def _guide(self) -> None:
        from ui.kiosk.screens.guide import GuideScreen

        self.stage.go(GuideScreen)

    def _rate(self) -> None:
        from ui.kiosk.screens.follow import CodeScreen

        self.stage.visit.rates = True
        self.stage.go(AwayScreen if self.stage.machine.is_cold else CodeScreen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
