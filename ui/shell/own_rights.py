"""Notices when somebody changes what I may do, or locks me out."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.actor import Actor
from app.core.changes import Change, Topic
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk
from ui.shell.ground import actor_for

KEY = "shell.rights"


class OwnRights(QObject):
    """Reads my rights again when a change names me."""

    changed = Signal(object)  # Actor: what I may do from now on, once I agree to it
    ended = Signal(object)  # AppError: I may not work here any more

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.hub.changed.connect(self._on_changed)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        me = self._desk.actor.person_id
        if me is not None and any(self._may_be_mine(change, me) for change in changes):
            parts: Any = self._desk.parts
            self._desk.read(
                lambda session: actor_for(session, me, parts), self._compare, self._failed
            )

    def _may_be_mine(self, change: Change, me: UUID) -> bool:
        news_missed = change.topic is Topic.EVERYTHING
        return news_missed or (change.topic is Topic.PERSON and change.key == str(me))

    def _compare(self, now: Actor) -> None:
        held = self._desk.actor.grants
        if now.grants == held:
            self._desk.notices.withdraw(KEY)
            return
        if not set(held) <= set(now.grants):  # what was taken back is not asked for
            self._desk.notices.tell(self.tr("您的部分权限已收回，页面已重新打开，草稿都在。"))
            self.changed.emit(now)
            return
        self._desk.notices.post(
            Notice(
                KEY,
                NoticeKind.INFO,
                self.tr("换上新权限会重新打开您的页面，草稿都在。"),
                lead=self.tr("管理员刚改了您的权限。"),
                act=Act(self.tr("现在换上"), lambda: self.changed.emit(now)),
            )
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DatabaseUnreachable | DatabaseBusy):
            return  # which says nothing of my rights; all is read again when it is back
        if isinstance(error, AppError):
            self.ended.emit(error)
        else:
            self._desk.notices.report(error)
