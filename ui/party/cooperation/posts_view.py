"""交叉任职: compound by compound with what the check finds, and person by person."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.words import label as word
from app.party import rights
from app.party.cooperation.queries.posts import CompoundRow, PostRow, compound_rows, post_rows
from app.party.cooperation.rules import ELECTED, CrossBody
from ui.core.chips import Chip
from ui.core.facts import FactLine
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import PanelLine, toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.party.cooperation.agreement_dialogs import today
from ui.party.cooperation.post_dialogs import LeaveDialog, PostDialog
from ui.party.person_field import roster_line

TOPICS = frozenset({Topic.COOPERATION})
ADD_KEY, LEAVE_KEY = "N", "X"
_OK, _WARN = "ph.check-circle", "ph.warning-fill"


class CompoundsView(RegisterView[CompoundRow]):
    """N puts somebody into a body of the chosen compound."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _compounds(desk))
        self.checked = PanelPart(self.tr("核对"))
        self.parts = {body: PanelPart(word(body)) for body in CrossBody}
        self.panel.body.addWidget(self.checked)
        for part in self.parts.values():
            self.panel.body.addWidget(part)
        if desk.actor.may(rights.MANAGE):
            self.adds(self.tr("登记任职"), ADD_KEY, self.add)

    def fill(self, row: CompoundRow) -> None:
        found = len(row.findings)
        words = self.tr("{n} 处要补").format(n=found) if found else self.tr("都对得上")
        tone, icon = ("warn", _WARN) if found else ("ok", _OK)
        self.head(row.compound, Chip(words, tone, icon=icon))
        crossing = "、".join(row.crossing) or self.tr("没有人")
        self.facts.set_lines(
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("交叉任职"), crossing),
        )
        self.checked.set_rows(
            [PanelLine(word(each)) for each in row.findings], self.tr("没有要补的。")
        )
        for body, part in self.parts.items():
            posts = [post for post in row.posts if post.body is body]
            part.set_title(word(body), str(len(posts)) if posts else "")
            part.set_rows([self._post(row, post) for post in posts], self.tr("没有登记。"))
        self.offer()

    def _post(self, row: CompoundRow, post: PostRow) -> QWidget:
        line = PanelLine(f"{post.person_name}　{post.post}", election_words(post))
        if post.person_name in row.crossing:
            line.add(Chip(self.tr("交叉"), "accent", icon="ph.arrows-left-right"))
        if post.is_over:
            line.add(Chip(self.tr("任期已满"), "over", icon="ph.warning-circle-fill"))
        if post.may_keep:
            line.act(self.tr("离任"), partial(self._leave, post))
        return line

    def add(self) -> None:
        """Ask who is put into a body, of the chosen compound at first."""
        row = self.chosen()
        compound = row.id if row is not None else ("", "")
        if self.desk.actor.may(rights.MANAGE):
            self.open(PostDialog(self.desk, self.window(), compound))

    def _leave(self, post: PostRow) -> None:
        self.open(LeaveDialog(self.desk, post, self.window()))


class PostsView(RegisterView[PostRow]):
    """N puts somebody into a body, X lets them leave it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _posts(desk))
        if desk.actor.may(rights.MANAGE):
            self.adds(self.tr("登记任职"), ADD_KEY, self.add)
        self.on_key(LEAVE_KEY, self.leave)

    def fill(self, row: PostRow) -> None:
        told = _standing(row)
        tone = {"over": "over", "text.3": "sus"}.get(told[1], "ok")
        icon = {"over": "ph.warning-circle-fill", "sus": "ph.pause-circle"}.get(tone, _OK)
        self.head(row.person_name, Chip(word(row.body)), Chip(told[0], tone, icon=icon))
        self.facts.set_lines(
            FactLine(self.tr("小区"), f"{row.region_name} {row.compound}"),
            FactLine(self.tr("职务"), row.post),
            *roster_line(row.member_id),
            FactLine(self.tr("任期"), term_words(row)),
            FactLine(self.tr("选举"), election_words(row)),
        )
        leaves = row.may_keep and row.ended_on is None
        self.offer(*([self.deed(self.tr("记离任"), LEAVE_KEY, self.leave)] if leaves else []))

    def add(self) -> None:
        """Ask who is put into a body."""
        if self.desk.actor.may(rights.MANAGE):
            self.open(PostDialog(self.desk, self.window()))

    def leave(self) -> None:
        """Ask on which day the chosen one left."""
        row = self.chosen()
        if row is not None and row.may_keep and row.ended_on is None:
            self.open(LeaveDialog(self.desk, row, self.window()))


def term_words(row: PostRow) -> str:
    """Return from when until when somebody sits."""
    since = f"{row.since:%Y-%m-%d}"
    translate = QCoreApplication.translate
    if row.until is None:
        return translate("Posts", "{since} 起").format(since=since)
    return translate("Posts", "{since} 至 {until}").format(
        since=since, until=f"{row.until:%Y-%m-%d}"
    )


def election_words(row: PostRow) -> str:
    """Return how somebody was elected, or that it is not known."""
    translate = QCoreApplication.translate
    if row.elected_on is None:
        lacks = row.body in ELECTED
        return translate("Posts", "缺选举记录") if lacks else translate("Posts", "不经选举")
    return translate("Posts", "{day} 选举，{votes}/{cast} 票").format(
        day=f"{row.elected_on:%Y-%m-%d}", votes=row.votes_for, cast=row.votes_cast
    )


def _standing(row: PostRow) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if not row.sits:
        return translate("Posts", "已离任"), "text.3"
    if row.is_over:
        return translate("Posts", "任期已满"), "over"
    return translate("Posts", "在任"), "text.2"


def _compounds(desk: Desk) -> Register[CompoundRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[CompoundRow, ...]:
        return compound_rows(session, desk.actor, today=today(desk), region=desk.scope.code)

    def found(row: CompoundRow) -> tuple[str, str]:
        if not row.findings:
            return translate("Posts", "都对得上"), "text.2"
        return "；".join(word(each) for each in row.findings), "warn"

    counts: tuple[Column[CompoundRow], ...] = tuple(
        Column(body.value, word(body), partial(_count, body), width=64) for body in CrossBody
    )
    columns: tuple[Column[CompoundRow], ...] = (
        Column(
            "compound",
            translate("Posts", "小区"),
            lambda row: row.compound,
            width=120,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("region", translate("Posts", "区域"), lambda row: row.region_name, width=108),
        *counts,
        Column(
            "crossing",
            translate("Posts", "交叉任职"),
            lambda row: "、".join(row.crossing),
            width=104,
        ),
        toned_column("found", translate("Posts", "核对"), found, width=200, stretch=True),
    )
    why = translate("Posts", "按 N 登记支部、业委会、物业、居委会里各是谁，这里核对谁和谁交叉。")
    empty = (translate("Posts", "还没有登记任职"), why, "ph.arrows-left-right")
    title, unit = translate("Posts", "按小区核对"), translate("Posts", "个小区")
    return Register("party.compounds", title, columns, rows, TOPICS, unit, empty)


def _count(body: CrossBody, row: CompoundRow) -> str:
    count = row.count(body)
    return str(count) if count else "—"


def _posts(desk: Desk) -> Register[PostRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[PostRow, ...]:
        return post_rows(session, desk.actor, today=today(desk), region=desk.scope.code)

    columns: tuple[Column[PostRow], ...] = (
        Column(
            "name",
            translate("Posts", "姓名"),
            lambda row: row.person_name,
            width=88,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("body", translate("Posts", "在哪里"), lambda row: word(row.body), width=84),
        Column("post", translate("Posts", "职务"), lambda row: row.post, width=100),
        Column("compound", translate("Posts", "小区"), lambda row: row.compound, width=110),
        Column("region", translate("Posts", "区域"), lambda row: row.region_name, width=108),
        Column("term", translate("Posts", "任期"), term_words, width=176),
        Column("election", translate("Posts", "选举"), election_words, width=160, stretch=True),
        toned_column("state", translate("Posts", "现状"), _standing, width=80),
    )
    why = translate("Posts", "按 N 登记谁在哪个会里任什么职，选举的写明得票。")
    empty = (translate("Posts", "还没有登记任职"), why, "ph.users")
    title, unit = translate("Posts", "任职名单"), translate("Posts", "项")
    return Register("party.posts", title, columns, rows, TOPICS, unit, empty)
