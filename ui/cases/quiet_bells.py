"""Tells of reminders, of cases one follows, of what waits for a ruling, and what rules tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from app.cases.queries.firings import RuleNews, rule_news
from app.cases.queries.following import FollowedNews, followed_news
from app.cases.queries.queue import QueueView
from app.cases.queries.reminders import ReminderRow, reminders_for
from app.cases.queries.rulings import RulingNews, rulings_asked
from app.cases.queries.whistle_duties import NewsKind, WhistleNews, whistle_news
from app.cases.rules import EventKind
from app.core.changes import Topic
from ui.cases.bell import Bell
from ui.core.relative_time import short
from ui.core.slices import Desk
from ui.core.targets import CasesWanted, CaseWanted, PageWanted, QueueWanted, Target

REMINDED, FOLLOWED, TO_RULE = "cases/reminded", "cases/followed", "cases/to_rule"
WHISTLED = "cases/whistled"
BY_RULES = "cases/by_rules"


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


class WhistleBell(Bell[WhistleNews]):
    """One's unit is summoned or may go, or a whistle waits for one as the director."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, WHISTLED, frozenset({Topic.CASE}))

    def read(self, session: Any, since: datetime) -> Sequence[WhistleNews]:
        return whistle_news(session, self.desk.actor, since)

    def words(self, rows: Sequence[WhistleNews]) -> str:
        translate = QCoreApplication.translate
        if len({row.case_id for row in rows}) > 1:
            return translate("QuietBells", "吹哨报到有 {count} 条新消息").format(count=len(rows))
        row = rows[-1]
        words = {
            NewsKind.SUMMONED: translate("QuietBells", "吹哨：{at} 到 {place}，“{title}”"),
            NewsKind.DRAFTED: translate("QuietBells", "吹哨单等您吹：“{title}”"),
            NewsKind.RELEASE_ASKED: translate("QuietBells", "{unit}申请离场：“{title}”"),
            NewsKind.RELEASE_ANSWERED: translate("QuietBells", "离场申请有了答复：“{title}”"),
        }[row.kind]
        at = short(row.appear_at)
        return words.format(at=at, place=row.place, title=row.title, unit=row.unit)

    def target(self, rows: Sequence[WhistleNews]) -> Target:
        cases = {row.case_id for row in rows}
        return CaseWanted(rows[-1].case_id) if len(cases) == 1 else PageWanted("cases.whistles")


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


class RulingBell(Bell[RulingNews]):
    """A case was sent back too often: the director fixes who leads it."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, TO_RULE, frozenset({Topic.CASE}))

    def read(self, session: Any, since: datetime) -> Sequence[RulingNews]:
        return rulings_asked(session, self.desk.actor, since)

    def words(self, rows: Sequence[RulingNews]) -> str:
        translate = QCoreApplication.translate
        if len(rows) > 1:
            return translate("QuietBells", "{count} 件反复退回，等您终审").format(count=len(rows))
        return translate("QuietBells", "“{title}”反复退回，等您终审").format(title=rows[0].title)

    def target(self, rows: Sequence[RulingNews]) -> Target:
        return CaseWanted(rows[0].case_id) if len(rows) == 1 else PageWanted("cases.approvals")


class RuleBell(Bell[RuleNews]):
    """A rule tells somebody, or the people of a unit, of a case."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, BY_RULES, frozenset({Topic.CASE}))

    def read(self, session: Any, since: datetime) -> Sequence[RuleNews]:
        return rule_news(session, self.desk.actor, since)

    def words(self, rows: Sequence[RuleNews]) -> str:
        translate = QCoreApplication.translate
        if len({row.case_id for row in rows}) > 1:
            cases = len({row.case_id for row in rows})
            return translate("QuietBells", "自动规则提到 {count} 件").format(count=cases)
        row = rows[-1]
        words = translate("QuietBells", "规则“{rule}”：看看“{title}”")
        if row.note:
            words = translate("QuietBells", "规则“{rule}”：“{title}”，{note}")
        return words.format(rule=row.rule, title=row.title, note=row.note)

    def target(self, rows: Sequence[RuleNews]) -> Target:
        cases = tuple({row.case_id for row in rows})
        title = QCoreApplication.translate("QuietBells", "自动规则提到的")
        return CaseWanted(cases[0]) if len(cases) == 1 else CasesWanted(cases, title)
