"""Posts as a table, and beside it who took the chosen one."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.core.clock import local
from app.core.paging import Page
from app.party.activities.queries.posts import ClaimRow, PostRow, posts_page
from app.party.activities.telling import member_words
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.activities.people_line import PeopleLine

CLAIM_KEY, CHANGE_KEY, CLOSE_KEY = "B", "E", "X"


class PostsTable(DeskTable):
    """The open posts, narrowed as the bar says."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.text, self.only_lacking = "", False
        columns = _columns()
        self.posts: PagedTableModel[PostRow] = PagedTableModel(
            columns, lambda row: row.id, desk.jobs, None
        )
        super().__init__(self.posts, "party.posts", desk.preferences)
        self.posts.setParent(self)
        self.set_empty(self._nothing)
        self.set_failed_title(self.tr("没能读出岗位"))

    def narrow(self, text: str, *, only_lacking: bool) -> None:
        """Show others."""
        self.text, self.only_lacking = text, only_lacking
        self.posts.show(self._load)

    def _load(self, after: After) -> Page[PostRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            return posts_page(
                session,
                desk.actor,
                text=self.text,
                region=desk.scope.code,
                only_lacking=self.only_lacking,
                after=after,
            )

    def _nothing(self) -> QWidget:
        if self.text or self.only_lacking:
            words = self.tr("换几个字，或去掉“只看缺人的”。")
            return EmptyState(self.tr("筛选后没有了"), words, icon="ph.funnel")
        why = self.tr("按 N 设一个岗位，党员就能认领。")
        return EmptyState(self.tr("还没有岗位"), why, icon="ph.identification-badge")


class PostPanel(SidePanel):
    """Who took a post, who gave it back."""

    claim_wanted = Signal()
    change_wanted = Signal()
    close_wanted = Signal()
    given_back = Signal(object)  # ClaimRow

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("岗位"))
        self.row: PostRow | None = None
        self._title = label("", "section")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.claims = PanelPart(self.tr("认领的党员"))
        self.former = PanelPart(self.tr("已交回"))
        for part in (self.facts, self.claims, self.former):
            self.body.addWidget(part)
        self.claim_button = Button(self.tr("认领"), kind="party", key=CLAIM_KEY)
        self.change_button = Button(self.tr("改"), kind="quiet", key=CHANGE_KEY)
        self.close_button = Button(self.tr("撤下岗位"), kind="danger", key=CLOSE_KEY)
        for button, wanted in (
            (self.claim_button, self.claim_wanted),
            (self.change_button, self.change_wanted),
            (self.close_button, self.close_wanted),
        ):
            button.clicked.connect(wanted)
            self.foot.addWidget(button)
        self.foot.addStretch(1)

    def show_nothing(self) -> None:
        """Show that no post is chosen."""
        self.row = None
        why = self.tr("选中一个岗位，这里看谁认领了。")
        self.show_state(EmptyState(self.tr("没有选中岗位"), why, icon="ph.identification-badge"))

    def show_post(self, row: PostRow, claims: tuple[ClaimRow, ...]) -> None:
        """Show a post and who took it."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        self._title.setText(row.title)
        self._chips.set_members(_wanted_chip(row), Chip(row.kind))
        lines = [
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("地点"), row.place or "—"),
            FactLine(self.tr("时间"), row.hours or "—"),
            FactLine(self.tr("要几人"), self.tr("{n} 人").format(n=row.wanted)),
        ]
        if row.note:
            lines.append(FactLine(self.tr("说明"), row.note))
        self.facts.set_lines(*lines)
        held = [one for one in claims if one.given_back_on is None]
        left = [one for one in claims if one.given_back_on is not None]
        self.claims.set_title(self.tr("认领的党员"), self.tr("{n} 人").format(n=len(held)))
        self.claims.set_rows([self._claim(row, one) for one in held], self.tr("还没有人认领。"))
        self.former.setVisible(bool(left))
        self.former.set_rows([self._claim(row, one) for one in left])
        self.claim_button.setVisible(row.lacking > 0)
        self.set_foot_visible(visible=row.may_keep)
        self.show_record()

    def _claim(self, row: PostRow, one: ClaimRow) -> PeopleLine:
        since = f"{local(one.claimed_at):%Y-%m-%d}"
        if one.given_back_on is None:
            when = self.tr("{day} 起").format(day=since)
        else:
            when = f"{since} — {one.given_back_on:%Y-%m-%d}　{one.reason}".strip()
        made = PeopleLine(member_words(one), f"{one.organisation}　{when}".strip())
        if one.given_back_on is None and row.may_keep:
            made.add_step(self.tr("交回"), partial(self.given_back.emit, one))
        return made


def lacking_words(row: PostRow) -> str:
    """Return whether somebody is still wanted."""
    translate = QCoreApplication.translate
    if row.lacking:
        return translate("Activities", "缺 {n} 人").format(n=row.lacking)
    return translate("Activities", "认满")


def _wanted_chip(row: PostRow) -> Chip:
    if row.lacking:
        return Chip(lacking_words(row), "warn", icon="ph.hand")
    return Chip(lacking_words(row), "ok", icon="ph.check-circle")


def _columns() -> tuple[Column[PostRow], ...]:
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "title",
            translate("Activities", "岗位"),
            lambda row: row.title,
            width=180,
            tone="text",
            large=True,
            fixed=True,
            stretch=True,
        ),
        Column("kind", translate("Activities", "类型"), lambda row: row.kind, width=88),
        Column("region", translate("Activities", "区域"), lambda row: row.region_name, width=110),
        Column("place", translate("Activities", "地点"), lambda row: row.place, width=160),
        Column("hours", translate("Activities", "时间"), lambda row: row.hours, width=150),
        Column(
            "taken",
            translate("Activities", "认领"),
            lambda row: f"{row.taken}/{row.wanted}",
            width=64,
            align=right,
        ),
        Column("lacking", translate("Activities", "还缺"), lacking_words, width=80),
    )
