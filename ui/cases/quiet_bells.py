"""Tells of reminders, and of what happened to the cases one follows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from app.cases.queries.following import FollowedNews, followed_news
from app.cases.queries.queue import QueueView
from app.cases.queries.reminders import ReminderRow, reminders_for
from app.cases.rules import EventKind
from app.core.changes import Topic
from ui.cases.bell import Bell
from ui.core.slices import Desk
from ui.core.targets import CaseWanted, PageWanted, QueueWanted, Target

REMINDED, FOLLOWED = "cases/reminded", "cases/followed"


class ReminderBell(Bell[ReminderRow]):
    """Somebody urges what is in one's hands."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, REMINDED, frozenset({Topic.WARNING}))

    def read(self, session: Any, since: datetime) -> Sequence[ReminderRow]:
        return reminders_for(session, self.desk.actor, since, self.desk.parts.clock.now())

    def words(self, rows: Sequence[ReminderRow]) -> str:
        translate = QCoreApplication.translate
        if len({row.case_id for row in rows}) > 1:
            cases = len({row.case_id for row in rows})
            return translate("QuietBells", "{count} 件被催办").format(count=cases)
        row = rows[-1]
        words = translate("QuietBells", "{who}催办“{title}”")
        if row.note:
            words = translate("QuietBells", "{who}催办“{title}”：{note}")
        return words.format(who=row.person, title=row.title, note=row.note)

    def target(self, rows: Sequence[ReminderRow]) -> Target:
        cases = {row.case_id for row in rows}
        return CaseWanted(rows[-1].case_id) if len(cases) == 1 else PageWanted("cases.own")


class FollowBell(Bell[FollowedNews]):
    """What others did with the cases on one's shortlist, and that time ran out."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, FOLLOWED, frozenset({Topic.CASE, Topic.WARNING}))

    def read(self, session: Any, since: datetime) -> Sequence[FollowedNews]:
        return followed_news(session, self.desk.actor, since)

    def words(self, rows: Sequence[FollowedNews]) -> str:
        translate = QCoreApplication.translate
        if len(rows) > 1:
            return translate("QuietBells", "关注的 {count} 件有了进展").format(count=len(rows))
        words = {
            EventKind.FINISHED: translate("QuietBells", "关注的“{title}”办结了"),
            EventKind.RETURNED: translate("QuietBells", "关注的“{title}”被退回"),
            EventKind.CALLED_BACK: translate("QuietBells", "关注的“{title}”回访过了"),
        }
        late = translate("QuietBells", "关注的“{title}”超时了")
        step = rows[0].step
        return (words[step] if step is not None else late).format(title=rows[0].title)

    def target(self, rows: Sequence[FollowedNews]) -> Target:
        return CaseWanted(rows[0].case_id) if len(rows) == 1 else QueueWanted(QueueView.FOLLOWED)
