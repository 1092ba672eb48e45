"""Over and under the map of a draft: which draft, which tool; what to do with it."""

from collections.abc import Sequence
from enum import Enum
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.core.words import label as word
from app.territory.queries.redrawings import RedrawingRow
from ui.core.controls import Button, Combo
from ui.core.page_bars import FootBar, ToolBar, icon_button
from ui.core.slices import KeyHelp

DRAFTS_PX = 280


class Hand(Enum):
    """What is in the hand; the value is its key."""

    LOOK = "V"
    SPLIT = "F"
    MERGE = "H"
    MOVE = "Y"
    DRAW = "N"


def hand_words(hand: Hand) -> str:
    """Return what a tool does, as a verb."""
    translate = QCoreApplication.translate
    return {
        Hand.LOOK: translate("DraftBar", "查看"),
        Hand.SPLIT: translate("DraftBar", "分割"),
        Hand.MERGE: translate("DraftBar", "合并"),
        Hand.MOVE: translate("DraftBar", "移界"),
        Hand.DRAW: translate("DraftBar", "新画"),
    }[hand]


_ICONS = {
    Hand.LOOK: "ph.cursor",
    Hand.SPLIT: "ph.scissors",
    Hand.MERGE: "ph.arrows-in-line-horizontal",
    Hand.MOVE: "ph.arrows-out-cardinal",
    Hand.DRAW: "ph.polygon",
}


class DraftBar(ToolBar):
    """Which draft; tools; back and forward."""

    draft_chosen = Signal(object)  # RedrawingRow
    begin_wanted = Signal()
    hand_wanted = Signal(object)  # Hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.hand = Hand.LOOK
        self.is_editable = False
        self.drafts = Combo()
        self.drafts.setFixedWidth(DRAFTS_PX)
        self.drafts.setAccessibleName(self.tr("哪份草稿"))
        self.begin = Button(self.tr("起草"), kind="ghost", icon="ph.plus", small=True)
        self.add(self.drafts)
        self.add(self.begin)
        self.tools = {hand: self._tool(hand) for hand in Hand}
        for tool in self.tools.values():
            self.add(tool)
        self.undo = icon_button("ph.arrow-u-up-left", self.tr("撤销一步（Ctrl+Z）"))
        self.redo = icon_button("ph.arrow-u-up-right", self.tr("重做一步（Ctrl+Y）"))
        self.add(self.undo)
        self.add(self.redo)
        self.drafts.currentIndexChanged.connect(self._chosen)
        self.begin.clicked.connect(self.begin_wanted)
        self.offer(editable=False, undo=False, redo=False)

    def _tool(self, hand: Hand) -> Button:
        made = Button(hand_words(hand), kind="ghost", icon=_ICONS[hand], key=hand.value, small=True)
        made.setCheckable(True)
        made.clicked.connect(lambda _=False: self.hand_wanted.emit(hand))
        return made

    def _chosen(self, _: int) -> None:
        value = self.drafts.value()
        if isinstance(value, RedrawingRow):
            self.draft_chosen.emit(value)

    def show_drafts(
        self, rows: Sequence[RedrawingRow], chosen: UUID | None, *, may_begin: bool
    ) -> None:
        """Offer drafts."""
        held = QSignalBlocker(self.drafts)
        self.drafts.clear()
        for row in rows:
            self.drafts.add(f"{row.title}（{word(row.state)}）", row)
        at = next((at for at, row in enumerate(rows) if row.id == chosen), -1)
        self.drafts.setCurrentIndex(at)
        held.unblock()
        self.drafts.setVisible(bool(rows))
        for widget in (*self.tools.values(), self.undo, self.redo):
            widget.setVisible(chosen is not None)
        self.begin.setVisible(may_begin)

    def show_hand(self, hand: Hand) -> None:
        """Mark the tool that is in the hand."""
        self.hand = hand
        for each, tool in self.tools.items():
            tool.setChecked(each is hand)

    def offer(self, *, editable: bool, undo: bool, redo: bool) -> None:
        """Allow what the draft allows."""
        self.is_editable = editable
        for hand, tool in self.tools.items():
            tool.setEnabled(editable or hand is Hand.LOOK)
        self.undo.setEnabled(editable and undo)
        self.redo.setEnabled(editable and redo)


class DraftFoot(FootBar):
    """What the tool in the hand wants next, and the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        keys = (
            KeyHelp("Esc", QCoreApplication.translate("DraftFoot", "取消")),
            KeyHelp("Ctrl+Z", QCoreApplication.translate("DraftFoot", "撤销")),
        )
        super().__init__(keys, parent)

    def show_hand(self, hand: Hand) -> None:
        """Say what to do."""
        words = {
            Hand.LOOK: self.tr("点新网格改名称和人员；按住拖动，滚轮放大缩小"),
            Hand.SPLIT: self.tr("从网格外面点起，穿过网格，在外面双击或按回车；退格去掉上一点"),
            Hand.MERGE: self.tr("点选挨着的网格，再按回车合并"),
            Hand.DRAW: self.tr("在空地上一下一下地点，双击或回车画完；挨近别的网格就贴着它的边"),
            Hand.MOVE: self.tr("按住边界上的点或直边拖动，松手就移；社区的边界不能动"),
        }
        self.say(words[hand])
