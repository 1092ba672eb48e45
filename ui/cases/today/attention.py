"""留意: what besides cases waits for somebody; each line leads to where it is dealt with."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QSizePolicy

from app.cases.queries.attention import Matter, Waiting, read_attention
from app.cases.queries.sheets import SheetView
from app.core.changes import Topic
from ui.cases.lines import Line, Lines
from ui.core.cards import Card
from ui.core.controls import label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.relative_time import moment_and_relative, short
from ui.core.slices import Desk
from ui.core.targets import PageWanted, SheetsWanted, Target

TOPICS = frozenset({Topic.CASE, Topic.REQUEST, Topic.SUPERVISION})
MINUTE_MS = 60_000
OWN, APPROVALS = "cases.own", "cases.approvals"
WHISTLES = "cases.whistles"
LEADS: dict[Matter, Target] = {
    Matter.RULINGS: PageWanted(APPROVALS),
    Matter.APPROVALS: PageWanted(APPROVALS),
    Matter.WHISTLES_TO_BLOW: PageWanted(WHISTLES),
    Matter.RELEASES: PageWanted(WHISTLES),
    Matter.WHISTLES_TO_SIGN: PageWanted(OWN),
    Matter.WHISTLES_TO_APPEAR: PageWanted(OWN),
    Matter.WHISTLES_TO_REPORT: PageWanted(OWN),
    Matter.SHEETS_TO_ANSWER: PageWanted(OWN),
    Matter.REMINDED: PageWanted(OWN),
    Matter.TASKS: PageWanted(OWN),
    Matter.DRAFTS: SheetsWanted(view=SheetView.DRAFTED),
    Matter.UNANSWERED: SheetsWanted(view=SheetView.LATE),
    Matter.REPLIES: SheetsWanted(view=SheetView.REPLIED),
    Matter.PENDING: PageWanted(OWN),
    Matter.ANSWERED: PageWanted(OWN),
}
MARKS = {
    Matter.RULINGS: ("ph.scales", "warn"),
    Matter.APPROVALS: ("ph.hand-palm", "accent"),
    Matter.WHISTLES_TO_BLOW: ("ph.megaphone", "accent"),
    Matter.RELEASES: ("ph.hand-palm", "accent"),
    Matter.WHISTLES_TO_SIGN: ("ph.megaphone", "warn"),
    Matter.WHISTLES_TO_APPEAR: ("ph.map-pin", "warn"),
    Matter.WHISTLES_TO_REPORT: ("ph.note-pencil", "warn"),
    Matter.SHEETS_TO_ANSWER: ("ph.flag", "sup"),
    Matter.REMINDED: ("ph.bell-ringing", "warn"),
    Matter.TASKS: ("ph.check-square", "accent"),
    Matter.DRAFTS: ("ph.flag", "sup"),
    Matter.UNANSWERED: ("ph.warning-circle", "over"),
    Matter.REPLIES: ("ph.chat-circle-text", "sup"),
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


_DUE = frozenset(
    {
        Matter.SHEETS_TO_ANSWER,
        Matter.TASKS,
        Matter.UNANSWERED,
        Matter.WHISTLES_TO_SIGN,
        Matter.WHISTLES_TO_APPEAR,
        Matter.WHISTLES_TO_REPORT,
    }
)
"""Of these it is told until when the first one is due; of the others, since when it waits."""


def _line(waiting: Waiting, now: datetime) -> Line:
    icon, tone = MARKS[waiting.matter]
    verb = QCoreApplication.translate("Attention", "去办")
    if waiting.matter in (Matter.PENDING, Matter.ANSWERED):
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
        Matter.RULINGS: translate("Attention", "{n} 件反复退回，等您终审"),
        Matter.APPROVALS: translate("Attention", "{n} 件等您审批"),
        Matter.WHISTLES_TO_BLOW: translate("Attention", "{n} 张吹哨单等您吹"),
        Matter.RELEASES: translate("Attention", "{n} 家单位申请离场"),
        Matter.WHISTLES_TO_SIGN: translate("Attention", "{n} 个吹哨待签收"),
        Matter.WHISTLES_TO_APPEAR: translate("Attention", "{n} 个吹哨待到场"),
        Matter.WHISTLES_TO_REPORT: translate("Attention", "{n} 个吹哨待反馈"),
        Matter.SHEETS_TO_ANSWER: translate("Attention", "{n} 份督办单要答复"),
        Matter.REMINDED: translate("Attention", "{n} 件被催办，还没有回应"),
        Matter.TASKS: translate("Attention", "{n} 项子任务"),
        Matter.DRAFTS: translate("Attention", "{n} 份督办单等签发"),
        Matter.UNANSWERED: translate("Attention", "{n} 份督办单过期没答复"),
        Matter.REPLIES: translate("Attention", "{n} 份督办答复等您认可"),
        Matter.PENDING: translate("Attention", "{n} 件申请等主任批"),
        Matter.ANSWERED: translate("Attention", "{n} 件申请今天有了答复"),
    }
    return words[waiting.matter].format(n=waiting.count)


def _under(waiting: Waiting, now: datetime) -> str:
    translate, since = QCoreApplication.translate, waiting.since
    if since is None:
        return translate("Attention", "没有定期限") if waiting.matter is Matter.TASKS else ""
    if waiting.matter in _DUE:
        return translate("Attention", "最早的 {moment} 到期").format(moment=short(since))
    return translate("Attention", "最早的 {moment}").format(moment=moment_and_relative(since, now))
