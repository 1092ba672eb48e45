"""The hall: how it stands now, who booked when, its screen; reception gives numbers here."""

from uuid import UUID

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.services import rights
from app.services.halls.queries.boards import HallBoard, QueueRow, WindowRow, hall_board
from app.services.halls.queries.slips import TicketSlip, ticket_slip
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.page_bars import ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.services.halls.bookings_view import BookingsView
from ui.services.halls.hall_choice import HallChoice
from ui.services.halls.hall_screen import HallScreen
from ui.services.halls.now_pane import NowPane

TOPICS = frozenset({Topic.TICKET, Topic.HALL})
NOW, BOOKINGS, NONE = 0, 1, 2


class HallPage(QWidget):
    """Q gives a number, B books, K turns a booking into a number, F11 opens the screen."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("大厅"))
        self._desk = desk
        self.board: HallBoard | None = None
        self.dialog: FormDialog | None = None
        self.screen_window: HallScreen | None = None
        self.now = NowPane(self.edit)
        self.bookings = BookingsView(desk)
        none = EmptyState(
            self.tr("这里还没有大厅"),
            self.tr("中心主任或系统管理员按“新建大厅”，写名称、叫号类别和窗口。"),
            icon="ph.buildings",
        )
        self._stack = QStackedWidget()
        for part in (self.now, self.bookings, none):
            self._stack.addWidget(part)
        self.hall = HallChoice(desk, self.reload, serving=False)
        choices = (Choice(NOW, self.tr("现在")), Choice(BOOKINGS, self.tr("预约")))
        self.which = SegmentedControl(choices, NOW, name=self.tr("看什么"))
        self.which.chosen.connect(lambda _: self._show())
        self._lay_out()
        self._refresher = Refresher(desk.hub, self, self.reload, topics=TOPICS)
        self.reload()

    def _lay_out(self) -> None:
        bar = ToolBar(self.tr("大厅"))
        bar.add(self.hall)
        bar.add(self.which)
        serves, keeps = (self._desk.actor.may(right) for right in (rights.SERVE, rights.KEEP))
        self.buttons: dict[str, Button] = {}
        offered = (
            ("Q", self.tr("取号"), "ph.ticket", self.take, serves),
            ("B", self.tr("登记预约"), "ph.calendar-blank", self.book, serves),
            ("K", self.tr("预约取号"), "ph.check", self.check_in, serves),
            ("N", self.tr("新建大厅"), "ph.plus", self.new_hall, keeps),
            ("E", self.tr("修改大厅"), "ph.gear-six", self.edit_hall, keeps),
            ("F11", self.tr("大厅屏"), "ph.monitor", self.open_screen, True),
        )
        for key, words, icon, run, may in offered:
            if may:
                made = Button(words, icon=icon, key=key)
                made.clicked.connect(lambda _=False, run=run: run())
                self.buttons[key] = made
                bar.add_right(made)
                add_key(self, key, run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def reload(self) -> None:
        """Read the hall anew."""
        hall = self.hall.hall_id()
        if hall is None:
            self.board = None
            self._show()
            return
        actor, clock = self._desk.actor, self._desk.parts.clock
        self._desk.read(
            lambda session: hall_board(session, actor, hall, now=clock.now()), self._take
        )

    def _take(self, board: HallBoard | None) -> None:
        if board is None or board.hall.id != self.hall.hall_id():
            return
        self.board = board
        self.now.show_board(board)
        self.bookings.show_hall(board.hall.id, may_serve=board.hall.may_serve)
        self._show()

    def _show(self) -> None:
        board = self.board
        if board is None:
            self._stack.setCurrentIndex(NONE)
        else:
            self._stack.setCurrentIndex(int(str(self.which.value())))
        serves = board is not None and board.hall.may_serve
        keeps = board is not None and board.hall.may_keep
        for key, button in self.buttons.items():
            needed = {"N": True, "E": keeps, "F11": board is not None}.get(key, serves)
            button.setEnabled(needed)

    # -- doing ---------------------------------------------------------------------------------

    def take(self) -> None:
        """Give a number at reception."""
        if self.board is not None and self.board.hall.may_serve:
            from ui.services.halls.reception_dialogs import NumberDialog

            self._open(NumberDialog(self._desk, self.board, self.window())).connect(self._given)

    def book(self) -> None:
        """Book a time for somebody."""
        if self.board is not None and self.board.hall.may_serve:
            from ui.services.halls.reception_dialogs import BookDialog

            dialog = BookDialog(self._desk, self.board, self.window())
            self._open(dialog).connect(self._booked)

    def check_in(self) -> None:
        """Turn a booking into a number."""
        if self.board is not None and self.board.hall.may_serve:
            from ui.services.halls.reception_dialogs import CheckInDialog

            self._open(CheckInDialog(self._desk, self.window())).connect(self._given)

    def new_hall(self) -> None:
        """Set up a hall."""
        from ui.services.halls.setup_dialogs import HallDialog

        self._open(HallDialog(self._desk, None, self.window()))

    def edit_hall(self) -> None:
        """Change what is usual in the hall; kinds of number and windows are added from there."""
        if self.board is not None and self.board.hall.may_keep:
            from ui.services.halls.setup_menu import setup_menu

            setup_menu(self, self.board).popup(
                self.buttons["E"].mapToGlobal(self.buttons["E"].rect().bottomLeft())
            )

    def edit(self, row: object) -> None:
        """Change a kind of number or a window; None of either adds one."""
        if self.board is None or not self.board.hall.may_keep:
            return
        from ui.services.halls.setup_dialogs import HallDialog, QueueDialog, WindowDialog

        hall, desk, owner = self.board.hall, self._desk, self.window()
        letters = tuple((queue.letter, queue.name) for queue in self.board.queues)
        if isinstance(row, QueueRow) or row is QueueRow:
            kind = row if isinstance(row, QueueRow) else None
            self._open(QueueDialog(desk, hall, kind, owner))
        elif isinstance(row, WindowRow) or row is WindowRow:
            window = row if isinstance(row, WindowRow) else None
            self._open(WindowDialog(desk, hall, letters, window, owner))
        else:
            self._open(HallDialog(desk, hall, owner))

    def _open(self, dialog: FormDialog) -> SignalInstance:
        self.dialog = dialog
        dialog.saved.connect(lambda _: self.reload())
        dialog.open()
        return dialog.saved

    def _given(self, key: object) -> None:
        if not isinstance(key, UUID):
            return
        actor, clock = self._desk.actor, self._desk.parts.clock
        self._desk.read(
            lambda session: ticket_slip(session, actor, key, now=clock.now()), self._tell_number
        )

    def _tell_number(self, slip: TicketSlip | None) -> None:
        if slip is not None:
            told = self.tr("{number}　{queue}，前面 {n} 位，约 {m} 分钟。")
            self._desk.notices.tell(
                told.format(number=slip.number, queue=slip.queue, n=slip.ahead, m=slip.minutes)
            )

    def _booked(self, code: object) -> None:
        told = self.tr("约好了，预约码 {code}。来的时候报预约码和手机后四位。")
        self._desk.notices.tell(told.format(code=code))

    def open_screen(self) -> None:
        """Open the screen of the hall, on the second monitor where there is one."""
        if self.board is None:
            return
        if self.screen_window is None:
            self.screen_window = HallScreen(self._desk, self.board)
            self.screen_window.closed.connect(self._screen_closed)
        others = [each for each in QApplication.screens() if each != self.screen()]
        if others:
            self.screen_window.setGeometry(others[0].geometry())
        self.screen_window.showFullScreen()

    def _screen_closed(self) -> None:
        if self.screen_window is not None:
            self.screen_window.deleteLater()
            self.screen_window = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.which.setFocus()
