"""Looks at every start whether the journal's seals are those this computer saw, and says so."""

from PySide6.QtCore import QCoreApplication

from app.core.witness import Seen, Witnessed, look_at_seals
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk

KEY = "shell.seals"


def look(desk: Desk) -> None:
    """Look off the GUI thread; nobody waits for it."""
    database, actor = desk.parts.database, desk.actor

    def tell(found: Witnessed) -> None:
        text = words_of(found)
        if text:
            desk.notices.post(Notice(KEY, NoticeKind.INFO, text))

    desk.jobs.write(lambda: look_at_seals(database, actor), tell)


def words_of(found: Witnessed) -> str:
    """Return what is told of a look, "" where all is as it was."""
    translate = QCoreApplication.translate
    sentences = {
        Seen.DIFFERS: translate(
            "Witness",
            "操作日志的第 {number} 号封存与这台电脑上次看到的不一样，日志可能被改动过。"
            "请马上告诉审计员和系统管理员。",
        ),
        Seen.RESTORED: translate(
            "Witness",
            "数据库恢复到了较早的备份，这台电脑见过的第 {number} 号日志封存已不在其中。"
            "近期登记的内容请核对一遍。",
        ),
        Seen.OTHER_DATABASE: translate(
            "Witness",
            "这个地址上换了一个数据库，不是这台电脑上次用的那个。如果您没有接到通知，"
            "请告诉系统管理员。",
        ),
    }
    return sentences.get(found.seen, "").format(number=found.number)
