"""What was announced to every desk: the sentence, how long until then, and what holds since."""

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Change, Topic
from app.core.database.maintenance import Maintenance, read_maintenance
from app.core.shared_settings import CentreSettings, settings_at
from ui.core.controls import Button
from ui.core.relative_time import time_or_day
from ui.core.slices import Desk
from ui.core.strips import Strip
from ui.shell.afterwards import Afterwards
from ui.shell.wanted_version import VersionWatch

if TYPE_CHECKING:
    from app.core.pulse import Pulse

SECOND_MS = 1_000
TOPICS = frozenset({Topic.MAINTENANCE, Topic.SETTING, Topic.EVERYTHING})


class MaintenanceBar(QWidget):
    """Takes no room while nothing is announced.

    It may be put away until shortly before the time; from then on, and while nobody may write, it
    stays.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told = Maintenance()
        self._again = timedelta(minutes=CentreSettings().announce_again_min)
        self._put_away: datetime | None = None  # the announcement, by its moment
        self._versions = VersionWatch(desk, self)
        self.close_button = Button(kind="ghost", icon="ph.x", small=True)
        self.close_button.setAccessibleName(self.tr("收起，到时再提醒"))
        self.close_button.clicked.connect(self._close)
        self.strip = Strip("warn", self.close_button, icon="ph.wrench")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.strip)
        self.hide()
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.tick)
        desk.hub.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Look as soon as there is nothing more urgent to ask."""
        Afterwards(self._desk.jobs, self.look, self)

    def look(self) -> None:
        """Read what is announced and which version is wanted."""
        now = self._desk.parts.clock.now()
        self._desk.read(lambda session: _read(session, now), self._take, _not_told)

    def take_pulse(self, pulse: "Pulse") -> None:
        """Take what a heartbeat brought: the feed may have been cut."""
        self._take_maintenance(pulse.maintenance)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in TOPICS for change in changes):
            self.look()

    def _take(self, read: tuple[Maintenance, CentreSettings]) -> None:
        told, settings = read
        self._again = timedelta(minutes=settings.announce_again_min)
        self._take_maintenance(told)
        self._versions.take(settings)

    def _take_maintenance(self, told: Maintenance) -> None:
        self._told = told
        self.tick()

    def _close(self) -> None:
        self._put_away = self._told.announced_at
        self.tick()

    def tick(self) -> None:
        """Say what holds at this second."""
        now, told = self._desk.parts.clock.now(), self._told
        lead, rest = self._words(now)
        may_close = self._may_close(now)
        is_away = may_close and self._put_away == told.announced_at
        self.close_button.setVisible(may_close)
        if not lead or is_away:
            if not self.isHidden():
                self.strip.tell("")
                self.hide()
        elif self.strip.text != lead + rest:
            self.strip.tell(lead, rest)
            self.show()
        waits = told.is_announced or told.is_migrating(now)
        if waits != self._second.isActive():
            (self._second.start if waits else self._second.stop)()

    def _may_close(self, now: datetime) -> bool:
        told = self._told
        if told.begins_at is None or told.read_only_since(now) is not None:
            return False
        return now >= told.begins_at or told.begins_at - now > self._again

    def _words(self, now: datetime) -> tuple[str, str]:
        told = self._told
        if told.is_migrating(now) and told.migrating_until is not None:
            words = self.tr("一般几分钟就好，最迟 {until}；填了一半的都在，恢复后再存。")
            until = time_or_day(told.migrating_until, now)
            return self.tr("正在升级数据库，只能看、不能存。"), words.format(until=until)
        if told.begins_at is None:
            return "", ""
        note = told.note if told.note.endswith(("。", "！", ".")) else f"{told.note}。"
        if told.read_only_since(now) is not None:
            words = self.tr("{note}由 {who} 发布；填了一半的都在，恢复后再存。")
            rest = words.format(note=note, who=told.author)
            lead = self.tr("{time} 起只能看、不能存。")
            return lead.format(time=time_or_day(told.begins_at, now)), rest
        if now >= told.begins_at:
            return note, self.tr("由 {who} 发布，照常能存。").format(who=told.author)
        left = self._left_words(told.begins_at - now)
        if told.stops_writing:
            words = self.tr("还有 {left}，到时只能看、不能存，请先保存。")
        else:
            words = self.tr("还有 {left}，照常能存。")
        return note, words.format(left=left)

    def _left_words(self, left: timedelta) -> str:
        """Return how long it is until then; to the second once everybody was told again."""
        seconds = ceil(left.total_seconds())
        if left <= self._again:
            words = (
                self.tr("{minutes} 分 {seconds} 秒") if seconds >= 60 else self.tr("{seconds} 秒")
            )
            return words.format(minutes=seconds // 60, seconds=seconds % 60)
        minutes = -(-seconds // 60)
        if minutes < 120:
            return self.tr("{minutes} 分钟").format(minutes=minutes)
        return self.tr("{hours} 小时").format(hours=minutes // 60)


def _read(session: Any, now: datetime) -> tuple[Maintenance, CentreSettings]:
    return read_maintenance(session.connection()), settings_at(session, now)


def _not_told(_: BaseException) -> None:
    """Leave what stands: the desk says by itself that nobody answers."""
