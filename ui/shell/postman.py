"""Sends what waits in the outbox once the server is there, and tells what came of it."""

import random
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.bootstrap.away import send_outbox
from app.core.outbox import Outbox, Sent
from ui.core.desk_outbox import DeskOutbox
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk
from ui.shell.status_bar import Link

AFTER_OUTAGE_S = (5.0, 10.0)
"""How long after the server's return, by chance between the two: 400 desks do not send in the same
moment, and whoever watches beside the server has noted the outage by then, so that claimed times
within it count."""
AT_ONCE_S = 1.0  # only an answer was lost
AGAIN_S = 10.0  # the server was busy
DONE, REFUSED = "shell.outbox.done", "shell.outbox.refused"
OLD, DAMAGED = "shell.outbox.old", "shell.outbox.damaged"
MOST_NUMBERS = 5


class Postman(QObject):
    """Belongs to the desk of one person."""

    sent = Signal(object)  # Sent

    def __init__(
        self, desk: Desk, outbox: DeskOutbox, show: Callable[[], object], parent: QObject
    ) -> None:
        """Send on behalf of a desk; `show` opens the list of what waits."""
        super().__init__(parent)
        self._desk, self._outbox, self._show = desk, outbox, show
        self._link = Link()
        self._was_away = bool(outbox.box.waiting)  # whatever waits at the start is of an outage
        self._busy = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.send)
        outbox.changed.connect(self._look)
        self._look()

    def set_link(self, link: Link) -> None:
        """Take whether the server is there."""
        self._link = link
        self._was_away = self._was_away or not link.well
        if not link.well:
            self._soon.stop()
        self._look()

    def _look(self) -> None:
        waits = self._link.well and not self._busy and self._outbox.box.waiting
        if waits and not self._soon.isActive():
            pause_s = random.uniform(*AFTER_OUTAGE_S) if self._was_away else AT_ONCE_S  # noqa: S311
            self._soon.start(round(pause_s * 1_000))

    def send(self) -> None:
        """Send now."""
        if self._busy or not self._outbox.box.waiting:
            return
        self._soon.stop()
        self._busy = True
        work = partial(send_outbox, self._desk.parts.database, self._desk.actor, self._outbox.box)
        self._desk.jobs.write(work, self._take, self._failed)

    def _take(self, sent: Sent) -> None:
        self._busy = self._was_away = False
        if sent.done:
            self._desk.notices.post(Notice(DONE, NoticeKind.INFO, self._words(sent)))
        if sent.refused:
            text = self.tr("有 {count} 条没有报成，内容都在，请逐条看一下。")
            act = Act(self.tr("看一下"), self._show)
            told = text.format(count=sent.refused)
            self._desk.notices.post(Notice(REFUSED, NoticeKind.INFO, told, act=act))
        self.sent.emit(sent)
        if sent.left:
            self._soon.start(round(AGAIN_S * 1_000))

    def _words(self, sent: Sent) -> str:
        parts = []
        if sent.numbers:
            named = "、".join(sent.numbers[:MOST_NUMBERS])
            more = self.tr(" 等") if len(sent.numbers) > MOST_NUMBERS else ""
            words = self.tr("登记 {count} 件，编号 {numbers}")
            parts.append(words.format(count=len(sent.numbers), numbers=named + more))
        if sent.steps:
            parts.append(self.tr("进展、签收 {count} 条").format(count=sent.steps))
        return self.tr("存在本机的已补报：{what}。").format(what="；".join(parts))

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._desk.notices.report(error)


def tell_troubles(desk: Desk, box: Outbox, show: Callable[[], object]) -> None:
    """Say what is wrong with an outbox that was just opened; `show` opens the list."""
    translate = QCoreApplication.translate
    if box.set_aside():
        text = translate("Postman", "这台电脑上还有用您以前的密码锁着的待补报内容。")
        act = Act(translate("Postman", "用以前的密码打开"), show)
        desk.notices.post(Notice(OLD, NoticeKind.INFO, text, act=act))
    if box.damaged:
        text = translate(
            "Postman", "待补报里有 {count} 条已损坏，读不出来了，请照记忆重写。其余的都在。"
        )
        told = text.format(count=box.damaged)
        desk.notices.post(Notice(DAMAGED, NoticeKind.INFO, told))
