"""留意: what besides cases waits for somebody; each line leads to where it is dealt with."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QSizePolicy

from app.cases.queries.attention import Matter, Waiting, read_attention
from app.cases.queries.queue import QueueView
from app.core.changes import Topic
from ui.cases.lines import Line, Lines
from ui.core.cards import Card
from ui.core.controls import label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.relative_time import moment_and_relative, short
from ui.core.slices import Desk
from ui.core.targets import PageWanted, QueueWanted, Target

TOPICS = frozenset({Topic.CASE, Topic.REQUEST, Topic.SUPERVISION})
MINUTE_MS = 60_000
OWN, APPROVALS, SHEETS = "cases.own", "cases.approvals", "cases.sheets"
LEADS: dict[Matter, Target] = {
    Matter.APPROVALS: PageWanted(APPROVALS),
    Matter.SHEETS_TO_ANSWER: PageWanted(OWN),
    Matter.REMINDED: PageWanted(OWN),
    Matter.TASKS: PageWanted(OWN),
    Matter.DRAFTS: PageWanted(SHEETS),
    Matter.UNANSWERED: PageWanted(SHEETS),
    Matter.RETURNED_TWICE: QueueWanted(QueueView.REGISTERED),
    Matter.PENDING: PageWanted(OWN),
    Matter.ANSWERED: PageWanted(OWN),
}
MARKS = {
    Matter.APPROVALS: ("ph.hand-palm", "accent"),
    Matter.SHEETS_TO_ANSWER: ("ph.flag", "sup"),
    Matter.REMINDED: ("ph.bell-ringing", "warn"),
    Matter.TASKS: ("ph.check-square", "accent"),
    Matter.DRAFTS: ("ph.flag", "sup"),
    Matter.UNANSWERED: ("ph.warning-circle", "over"),
    Matter.RETURNED_TWICE: ("ph.arrow-u-up-left", "warn"),
    Matter.PENDING: ("ph.hourglass-high", ""),
    Matter.ANSWERED: ("ph.check-circle", "ok"),
}


class AttentionCard(Card):
    """Stays away while nothing waits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(padding=0)
        self.setObjectName("today.attention")
        self._desk = desk
        self._job: Job | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(16, 0, 16, 0)
        self.lines = Lines(self.tr("留意"))
        self.lines.opened.connect(self._go)
        self.lines.acted.connect(self._go)
        self._nothing = label(self.tr("没有等您审批、答复的，也没有子任务。"), "caption")
        self._nothing.setContentsMargins(16, 0, 16, 12)
        self._nothing.setWordWrap(True)
        self.add(self.lines)
        self.add(self._nothing)
        self.lines.hide()
        self._nothing.hide()
        self.set_title(self.tr("留意"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        Refresher(desk.hub, self, self.reload, topics=TOPICS)
        minute = QTimer(self)
        minute.timeout.connect(self._tick)
        minute.start(MINUTE_MS)
        self.reload()

    def reload(self) -> None:
        """Count anew."""
        if self._job is not None:
            self._job.cancel()
        desk, now = self._desk, self._desk.parts.clock.now()
        self._job = desk.read(lambda session: read_attention(session, desk.actor, now), self._take)

    def _tick(self) -> None:
        if self.isVisible():
            self.reload()

    def _take(self, found: tuple[Waiting, ...]) -> None:
        self._job = None
        now = self._desk.parts.clock.now()
        self.lines.set_lines([_line(waiting, now) for waiting in found])
        self.lines.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.set_title(self.tr("留意"), str(len(found)) if found else "")

    def _go(self, line: object) -> None:
        if isinstance(line, Line) and isinstance(line.key, Matter):
            self._desk.navigator.go(LEADS[line.key])


def _line(waiting: Waiting, now: datetime) -> Line:
    icon, tone = MARKS[waiting.matter]
    verb = QCoreApplication.translate("Attention", "去办")
    if waiting.matter in (Matter.PENDING, Matter.ANSWERED, Matter.RETURNED_TWICE):
        verb = QCoreApplication.translate("Attention", "看看")
    return Line(
        key=waiting.matter,
        title=_title(waiting),
        under=_under(waiting, now),
        icon=icon,
        tone=tone,
        verb=verb,
    )


def _title(waiting: Waiting) -> str:
    translate = QCoreApplication.translate
    words = {
        Matter.APPROVALS: translate("Attention", "{n} 件等您审批"),
        Matter.SHEETS_TO_ANSWER: translate("Attention", "{n} 份督办单要答复"),
        Matter.REMINDED: translate("Attention", "{n} 件被催办，还没有回应"),
        Matter.TASKS: translate("Attention", "{n} 项子任务"),
        Matter.DRAFTS: translate("Attention", "{n} 份督办单等签发"),
        Matter.UNANSWERED: translate("Attention", "{n} 份督办单过期没答复"),
        Matter.RETURNED_TWICE: translate("Attention", "{n} 件退回过两次以上"),
        Matter.PENDING: translate("Attention", "{n} 件申请等主任批"),
        Matter.ANSWERED: translate("Attention", "{n} 件申请今天有了答复"),
    }
    return words[waiting.matter].format(n=waiting.count)


def _under(waiting: Waiting, now: datetime) -> str:
    translate, since = QCoreApplication.translate, waiting.since
    if since is None:
        return translate("Attention", "没有定期限") if waiting.matter is Matter.TASKS else ""
    if waiting.matter in (Matter.SHEETS_TO_ANSWER, Matter.TASKS, Matter.UNANSWERED):
        return translate("Attention", "最早的 {moment} 到期").format(moment=short(since))
    return translate("Attention", "最早的 {moment}").format(moment=moment_and_relative(since, now))
