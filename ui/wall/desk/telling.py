"""Tells whoever drives the wall of major matters, through the system, wherever they are looking.

A desk stands behind other windows half of the day. What is major is told in the corner of the
screen by the system itself, and in the desk's own bar; once each, and never what is hours old.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.core.changes import Change, Topic
from app.core.ids import new_id
from ui.core.icons import icon
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk
from ui.core.targets import PageWanted

if TYPE_CHECKING:
    from app.command.wall.alerts import Alert
    from app.command.wall.figures import WallSettings
    from app.command.wall.rules import Severity
    from ui.wall.sound import Sounds

TOPICS = frozenset({Topic.CASE, Topic.INCIDENT, Topic.EVERYTHING})
PAUSE_MS, SHOWN_MS, ROUND_MS = 2_000, 15_000, 20_000
"""After a change; a word in the corner; and while an incident goes on, as timers run out by
themselves."""
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
        self._round = QTimer(self)
        self._round.setInterval(ROUND_MS)
        self._round.timeout.connect(self.look)
        self._sounds: Sounds | None = None
        desk.hub.changed.connect(self._hear)
        self._soon.start()

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
        self._sound(alerts, settings)
        real = any(not each.is_rehearsal for each in incidents.incidents)
        if real and not self._round.isActive():
            self._round.start()
        elif not real:
            self._round.stop()

    def _sound(self, alerts: "Sequence[Alert]", settings: "WallSettings") -> None:
        """Let the gravest be heard; in the quiet hours only what is major."""
        from app.command.wall.rules import Severity, sounds
        from app.core.clock import local

        hour = local(self._desk.parts.clock.now()).hour
        quiet = (settings.wall_quiet_from, settings.wall_quiet_to)
        heard = [each.severity for each in alerts if sounds(each.severity, hour, *quiet)]
        if heard:
            self.play(max(heard, key=tuple(Severity).index))

    def play(self, severity: "Severity") -> None:
        """Let a severity be heard at this desk."""
        from ui.wall.sound import Sounds

        if self._sounds is None:
            self._sounds = Sounds()
            self.destroyed.connect(self._sounds.close)
        self._sounds.play(severity)

    def tell(self, alert: "Alert") -> None:
        """Tell of one, by the system where it can."""
        told = self._words(alert)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            tray = self._tray or self._make_tray()
            tray.showMessage(self.tr("街治通"), told, QSystemTrayIcon.MessageIcon.Warning, SHOWN_MS)
        key = NOTICE if not alert.units else f"{NOTICE}.{alert.kind}"
        seen = Act(self.tr("看到了"), self.acknowledge)
        self._desk.notices.post(Notice(key, NoticeKind.NEWS, told, act=seen))
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                QApplication.alert(window)

    def acknowledge(self) -> None:
        """Say that it was seen: the wall goes back to what it showed, whatever page is open."""
        from app.command.wall.actions import OrderDraft, order_wall
        from app.command.wall.orders import own_wall, standing_orders
        from app.command.wall.rules import WallWish

        desk, key = self._desk, new_id()

        def read(session: Any) -> OrderDraft:
            region = own_wall(session, desk.actor, desk.scope.code)
            told = standing_orders(session, desk.actor, region)
            last = told[0].order if told else None  # given once more, nothing else is changed
            wish, screen = (last.wish, last.screen) if last is not None else (WallWish(), 0)
            return OrderDraft(region, wish, screen, acknowledges=True)

        def order(draft: OrderDraft) -> None:
            desk.write(lambda uow: order_wall(uow, draft, command_key=key), lambda _: None)

        desk.read(read, order)

    def _words(self, alert: "Alert") -> str:
        from app.command.wall.alerts import AlertKind
        from app.core.clock import local
        from ui.wall.alert_words import alert_words

        if alert.kind is not AlertKind.MAJOR:
            return alert_words(alert)
        time = f"{local(alert.at):%H:%M}"
        return self.tr("{time} 新来重大事项 {count} 件").format(time=time, count=alert.count)

    def _make_tray(self) -> QSystemTrayIcon:
        self._tray = QSystemTrayIcon(icon("ph.monitor"), self)
        self._tray.messageClicked.connect(self._go)
        self._tray.activated.connect(lambda *_: self._go())
        self._tray.show()
        return self._tray

    def _go(self) -> None:
        self._desk.navigator.go(PageWanted(PAGE))
