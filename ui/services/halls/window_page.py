"""The desk of a window: the number in hand, the papers of whoever stands there, who waits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.services.halls.actions.calling import (
    call_again,
    call_next,
    call_number,
    end_serving,
    leave_window,
    note_papers,
    pass_over,
    sit_down,
)
from app.services.halls.queries.boards import HallBoard, TicketRow, WindowRow, hall_board
from ui.core.controls import Button, Combo, line_between
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.page_bars import ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.services.halls.called_card import CalledCard
from ui.services.halls.hall_choice import HallChoice
from ui.services.halls.papers_pane import PapersPane
from ui.services.halls.waiting_pane import WaitingPane

TOPICS = frozenset({Topic.TICKET, Topic.HALL})
LEFT_PX, RIGHT_PX, CHOICE_PX = 340, 300, 180


class WindowPage(QWidget):
    """Space is the next one: a clerk's hands stay on the keyboard."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("窗口叫号"))
        self._desk = desk
        self.board: HallBoard | None = None
        self.dialog: FormDialog | None = None
        self._busy = False
        deeds = (
            (self.tr("重新叫"), "R", self.again, "ph.bell-ringing"),
            (self.tr("过号"), "S", self.skip, "ph.arrow-right"),
            (self.tr("办结"), "F", self.finish, "ph.check"),
            (self.tr("转窗口"), "T", self.hand_on, "ph.arrows-left-right"),
            (self.tr("转成事件"), "C", self.accept, "ph.clipboard-text"),
        )
        self.card = CalledCard(desk, deeds)
        self.card.next.clicked.connect(lambda _=False: self.next())
        self.papers = PapersPane(desk)
        self.papers.changed.connect(self._note)
        self.waiting = WaitingPane(self.call)
        self.hall = HallChoice(desk, self.reload, serving=True)
        self.window_choice = Combo()
        self.window_choice.setAccessibleName(self.tr("窗口"))
        self.window_choice.setMinimumWidth(CHOICE_PX)
        self.window_choice.currentIndexChanged.connect(lambda _: self._show())
        self.seat = Button(self.tr("在这个窗口上岗"), icon="ph.user", key="L")
        self.seat.clicked.connect(lambda _=False: self.take_seat())
        self._lay_out()
        for _, key, run, _icon in deeds:
            add_key(self, key, run)
        for key, run in (("Space", self.next), ("L", self.take_seat), ("G", self.papers.print)):
            add_key(self, key, run)
        add_key(self, "I", self.papers.what.setFocus)
        self._refresher = Refresher(desk.hub, self, self.reload, topics=TOPICS)
        self.reload()

    def _lay_out(self) -> None:
        bar = ToolBar(self.tr("窗口叫号"))
        bar.add(self.hall)
        bar.add(self.window_choice)
        bar.add_right(self.seat)
        self.card.setFixedWidth(LEFT_PX)
        self.waiting.setFixedWidth(RIGHT_PX)
        panes = QHBoxLayout()
        panes.setContentsMargins(12, 12, 12, 12)
        panes.setSpacing(12)
        panes.addWidget(self.card)
        panes.addWidget(self.papers, 1)
        panes.addWidget(line_between())
        panes.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(panes, 1)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the hall anew."""
        hall = self.hall.hall_id()
        if hall is None:
            return
        actor, clock = self._desk.actor, self._desk.parts.clock
        self._desk.read(
            lambda session: hall_board(session, actor, hall, now=clock.now()), self._take
        )

    def _take(self, board: HallBoard | None) -> None:
        if board is None or board.hall.id != self.hall.hall_id():
            return
        self.board = board
        mine = next((row for row in board.windows if row.is_mine), None)
        kept = mine.id if mine is not None else self.window_choice.value()
        self.window_choice.blockSignals(True)  # noqa: FBT003  Qt's own
        self.window_choice.clear()
        for row in board.windows:
            if row.is_active:
                who = row.clerk_name or self.tr("空着")
                self.window_choice.add(
                    self.tr("{n} 号窗口　{who}").format(n=row.number, who=who), row.id
                )
        known = [row for row in board.windows if row.is_active]
        if kept not in {row.id for row in known}:
            free = [row for row in known if not row.is_open]
            kept = next((row.id for row in (*free, *known)), None)
        self.window_choice.set_value(kept)
        self.window_choice.setEnabled(mine is None)
        self.window_choice.blockSignals(False)  # noqa: FBT003  Qt's own
        self.papers.read(board.hall.region)
        self._show()

    def mine(self) -> WindowRow | None:
        """Return the window that is looked at; one's own while one sits somewhere."""
        key = self.window_choice.value()
        rows = self.board.windows if self.board is not None else ()
        return next((row for row in rows if row.id == key), None)

    def held(self) -> TicketRow | None:
        """Return what is in hand."""
        window = self.mine()
        if self.board is None or window is None or not window.is_mine:
            return None
        return next((row for row in self.board.in_hand if row.window_id == window.id), None)

    def _show(self) -> None:
        if self.board is None:
            return
        window, held = self.mine(), self.held()
        self.card.show_window(self.board, window)
        self.waiting.show_board(self.board, window)
        self.papers.setEnabled(held is not None)
        self.papers.show_ticket(
            held.item_id if held is not None else None, held.brought if held is not None else ()
        )
        seated = window is not None and window.is_mine
        self.seat.setText(self.tr("离席") if seated else self.tr("在这个窗口上岗"))
        taken = window is not None and window.is_open and not window.is_mine
        self.seat.setEnabled(window is not None and not taken)

    # -- doing ---------------------------------------------------------------------------------

    def _do(self, action: Callable[[Any], object]) -> None:
        """Take one step; a key that is held down does not take the next before it is done."""
        if self._busy:
            return
        self._busy = True

        def done(_: object) -> None:
            self._busy = False
            self.reload()

        def failed(error: BaseException) -> None:
            self._busy = False
            self._desk.notices.report(error)
            self.reload()

        self._desk.write(action, done, failed)

    def take_seat(self) -> None:
        """Sit down at the window that is looked at, or leave it."""
        window, key = self.mine(), new_id()
        if window is None:
            return
        if window.is_mine:
            self._do(lambda uow: leave_window(uow, window.id, command_key=key))
        elif not window.is_open:
            self._do(lambda uow: sit_down(uow, window.id, window.version, command_key=key))

    def next(self) -> None:
        """End what is in hand, and call the next."""
        window, key = self.mine(), new_id()
        if window is not None and window.is_mine and self.card.next.isEnabled():
            self._do(lambda uow: call_next(uow, window.id, command_key=key))

    def call(self, ticket_id: UUID) -> None:
        """Call a certain number."""
        window, key = self.mine(), new_id()
        if window is not None and window.is_mine:
            self._do(lambda uow: call_number(uow, window.id, ticket_id, command_key=key))

    def again(self) -> None:
        """Call again what is in hand."""
        self._held_do(lambda uow, window, key: call_again(uow, window, command_key=key))

    def skip(self) -> None:
        """Pass over what is in hand."""
        self._held_do(lambda uow, window, key: pass_over(uow, window, command_key=key))

    def finish(self) -> None:
        """End what is in hand, and call nobody yet."""
        self._held_do(lambda uow, window, key: end_serving(uow, window, command_key=key))

    def _held_do(self, action: Callable[[Any, UUID, UUID], object]) -> None:
        window, key = self.mine(), new_id()
        if window is not None and self.held() is not None:
            self._do(lambda uow: action(uow, window.id, key))

    def _note(self) -> None:
        window, held = self.mine(), self.held()
        if window is None or held is None:
            return
        item = self.papers.item.id if self.papers.item is not None else None
        brought, key = self.papers.brought(), new_id()
        self._desk.write(
            lambda uow: note_papers(uow, window.id, item, brought, command_key=key),
            lambda _: None,
        )

    def hand_on(self) -> None:
        """Ask to which window whoever is here goes."""
        from ui.services.halls.window_dialogs import SendOnDialog

        window, held = self.mine(), self.held()
        if window is not None and held is not None and self.board is not None:
            self._open(SendOnDialog(self._desk, self.board, window, held.number, self.window()))

    def accept(self) -> None:
        """Ask what becomes a case."""
        from ui.services.halls.window_dialogs import AcceptDialog

        window, held = self.mine(), self.held()
        if window is None or held is None or self.board is None or held.case_id is not None:
            return
        item = self.papers.item.name if self.papers.item is not None else ""
        self._open(AcceptDialog(self._desk, self.board, window, item, self.window()))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.saved.connect(lambda _: self.reload())
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card.next.setFocus()
