"""The desk of somebody who signed in while the server was away: what they can do, plainly said."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.actor import Actor
from app.core.outbox.memory import Memory
from ui.core.cards import Card
from ui.core.controls import Button, label
from ui.core.relative_time import full
from ui.core.slices import Desk, PageSpec, Slice
from ui.core.targets import NewCaseWanted, PageWanted
from ui.shell.outbox_list import OutboxList
from ui.shell.slices import TODAY

NEW, OWN = "cases.new", "cases.own"
PAGES = frozenset({NEW, OWN, "cases.queue"})
"""Pages that show what lies on this computer, or write into the outbox."""
WIDTH = 720


class AwayPage(QWidget):
    """What can be done now, and what waits."""

    def __init__(self, desk: Desk, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(16)
        column.addWidget(self._can(memory))
        if desk.outbox is not None:
            waits = Card(self.tr("待补报"), self.tr("存在本机，加了密，只有您的密码能打开"))
            waits.add(OutboxList(desk, desk.outbox), 1)
            column.addWidget(waits, 1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)

    def _can(self, memory: Memory) -> Card:
        card = Card(self.tr("连不上服务器，正在自动重连"))
        actor = self._desk.actor
        doings = (
            (NEW, self.tr("新建事件"), self.tr("登记新事件")),
            (OWN, self.tr("看手上的事件"), self.tr("给手上的事件签收、报进展")),
        )
        open_ = [each for each in doings if actor.may(_RIGHTS[each[0]])]
        told = label(self._words(memory, [doing for _, _, doing in open_]))
        told.setWordWrap(True)
        card.add(told)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for at, (page, title, _) in enumerate(open_):
            button = Button(title, kind="plain" if at else "primary")
            button.setObjectName(f"away-{page}")
            button.clicked.connect(lambda _=False, page=page: self._go(page))
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.add(buttons)
        return card

    def _words(self, memory: Memory, doings: list[str]) -> str:
        lead = self.tr("您是凭这台电脑记住的身份进来的，权限是 {at} 登录时的。").format(
            at=full(memory.at)
        )
        if not doings:
            return lead + self.tr("您的工作要等连上以后才能做。")
        can = self.tr("现在能{doings}，先存在本机，连上后自动补报；别的要等连上以后办。")
        return lead + can.format(doings=self.tr("，能").join(doings))

    def _go(self, page: str) -> None:
        self._desk.navigator.go(NewCaseWanted() if page == NEW else PageWanted(page))


_RIGHTS = {NEW: "cases.register", OWN: "cases.handle"}


def home_of(memory: Memory) -> Slice:
    """Return the shell's own slice as it is while the server is away."""
    title = QCoreApplication.translate("Today", "工作台")
    page = PageSpec(TODAY, title, lambda desk: AwayPage(desk, memory))
    return Slice(TODAY, title, "ph.squares-four", 0, pages=(page,), help="shell.md")


def away_slices(standing: tuple[Slice, ...], actor: Actor) -> tuple[Slice, ...]:
    """Return of all slices what somebody can use while the server is away."""
    pages = PAGES if actor.may(_RIGHTS[OWN]) else frozenset({NEW})  # else nothing was copied
    return tuple(
        replace(
            slice_,
            pages=tuple(page for page in slice_.pages if page.key in pages),
            commands=tuple(each for each in slice_.commands if each.key == NEW),
            search=None,
            today=(),
            panel=(),
            settings=(),
            badge=None,
            listeners=(),
        )
        for slice_ in standing
        if any(page.key in pages for page in slice_.pages)
    )
