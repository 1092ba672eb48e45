"""Tells whoever drives the wall of major matters, through the system, wherever they are looking.

A desk stands behind other windows half of the day. What is major is told in the corner of the
screen by the system itself, and in the desk's own bar; once each, and never what is hours old.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.core.changes import Change, Topic
from ui.core.icons import icon
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk
from ui.core.targets import PageWanted

if TYPE_CHECKING:
    from app.command.wall.alerts import Alert

TOPICS = frozenset({Topic.CASE, Topic.INCIDENT, Topic.EVERYTHING})
PAUSE_MS, SHOWN_MS = 2_000, 15_000
NOTICE, PAGE = "wall.major", "wall.desk"


class MajorWatch(QObject):
    """Looks for new major matters and incidents after a change, at most every two seconds."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen: Any = None  # a Watch, once something was looked at
        self._tray: QSystemTrayIcon | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.look)
        desk.hub.changed.connect(self._hear)

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if not self._soon.isActive() and any(change.topic in TOPICS for change in changes):
            self._soon.start()

    def look(self) -> None:
        """Read what is major now."""
        desk = self._desk

        def work(session: Any) -> tuple[Any, Any, Any]:
            from app.command.wall.figures import Reading
            from app.command.wall.queries import read, wall_settings

            now = desk.parts.clock.now()
            news = read(session, desk.actor, Reading.NEWS, now)
            incidents = read(session, desk.actor, Reading.INCIDENT, now)
            return news, incidents, wall_settings(session, desk.actor, now)

        desk.read(work, self._take, self._let_be)

    def _let_be(self, error: BaseException) -> None:
        """That the server is away is told elsewhere; the next change asks again."""

    def _take(self, found: tuple[Any, Any, Any]) -> None:
        from app.command.wall.alerts import Watch

        news, incidents, settings = found
        now = self._desk.parts.clock.now()
        if self._seen is None:
            self._seen = Watch()  # of what there is already, only the last minutes are told
        alerts = self._seen.see_incidents(incidents, settings, now)
        alerts += self._seen.see_news(news, settings, now)
        for alert in alerts:
            self.tell(alert)

    def tell(self, alert: "Alert") -> None:
        """Tell of one, by the system where it can."""
        told = self._words(alert)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            tray = self._tray or self._make_tray()
            tray.showMessage(self.tr("街治通"), told, QSystemTrayIcon.MessageIcon.Warning, SHOWN_MS)
        self._desk.notices.post(Notice(NOTICE, NoticeKind.NEWS, told))
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                QApplication.alert(window)

    def _words(self, alert: "Alert") -> str:
        from app.core.clock import local
        from app.core.words import label

        time = f"{local(alert.at):%H:%M}"
        if alert.what is not None:
            return self.tr("{time} {kind}突发事件已启动").format(time=time, kind=label(alert.what))
        return self.tr("{time} 新来重大事项 {count} 件").format(time=time, count=alert.count)

    def _make_tray(self) -> QSystemTrayIcon:
        self._tray = QSystemTrayIcon(icon("ph.monitor"), self)
        self._tray.messageClicked.connect(self._go)
        self._tray.activated.connect(lambda *_: self._go())
        self._tray.show()
        return self._tray

    def _go(self) -> None:
        self._desk.navigator.go(PageWanted(PAGE))
