"""Tells whoever manages the settings what the keeper could not do: a backup, above all."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.core.chores import chore_statuses
from app.core.shared_settings import SettingsRight
from app.core.words import say
from ui.core.jobs import Job
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk

EVERY_MS = 10 * 60_000
KEY = "shell.chore."


class ChoreTroubles(QObject):
    """Looks now and then; what is over is withdrawn by itself."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told: dict[str, str] = {}
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and then from now on, where this person can do something about it."""
        if self._desk.actor.may(SettingsRight.MANAGE):
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Look once; of several looks on their way only the last one counts."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.read(standing_troubles, self._tell, _wait)

    def _tell(self, troubles: dict[str, str]) -> None:
        for name in self._told.keys() - troubles.keys():
            self._desk.notices.withdraw(KEY + name)
        for name, why in troubles.items():
            if self._told.get(name) != why:
                lead = self._lead(name)
                self._desk.notices.post(Notice(KEY + name, NoticeKind.INFO, why, lead=lead))
        self._told = troubles

    def _lead(self, name: str) -> str:
        if name == "accounts.guesses":  # it is done; the trouble is somebody's
            return self.tr("有人在猜密码")
        if name == "accounts.holds":
            return self.tr("有人让大家都等着")
        return self.tr("后台工作“{title}”没有做成").format(title=title_of(name))


def standing_troubles(session: Any) -> dict[str, str]:
    """Return chore → what went wrong with it last; called on a reader thread."""
    return {each.name: each.last_error for each in chore_statuses(session) if each.last_error}


def title_of(name: str) -> str:
    """Return what a chore is called."""
    return say(f"chores.title.{name}")


def _wait(_error: BaseException) -> None:
    """Say nothing: the heartbeat says that there is no answer, and the next look comes."""
