"""The panel of one case: what, how long, where and who, what happened, what can I do."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind, steps_from
from app.core.changes import Change, Topic
from app.core.errors import DatabaseBusy, DatabaseUnreachable
from app.core.words import label as word
from ui.cases.action_bar import ActionBar, StepWanted
from ui.cases.case_actions import CaseActions
from ui.cases.case_marks import CaseMarks
from ui.cases.in_hand import presence_words
from ui.cases.keeping_for_later import age_words, waiting_words
from ui.cases.macro_actions import MACRO_KEY, MacroActions, target_of_card
from ui.cases.offers import KEYS, for_key
from ui.cases.panel_body import PanelBody
from ui.cases.panel_head import PanelHead
from ui.cases.panel_papers import PRINT_KEY, print_entries, print_usual
from ui.cases.panel_source import PanelData, read_panel
from ui.cases.row_actions import RowWanted
from ui.cases.step_dialog import verb_of
from ui.cases.step_menu import step_menu
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import MenuEntry
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.core.strips import Strip
from ui.core.targets import LedgerWanted
from ui.parts.map_source import MapSource

TOPICS = frozenset({Topic.CASE, Topic.ATTACHMENT, Topic.FOLLOWED, Topic.TAG, Topic.PRESENCE})
TICK_MS = 20_000
LEDGER_KEY = "L"


class CasePanel(QFrame):
    """Follows one case; reads it anew when anybody touches it, and as its clocks run on."""

    closed = Signal()
    torn_off = Signal(object)  # UUID
    arrived = Signal()  # a case was read
    left = Signal()  # Escape: the keyboard goes back to where it came from

    def __init__(
        self, desk: Desk, *, own_window: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._desk = desk
        self._own_window = own_window
        self._case_id: UUID | None = None
        self._data: PanelData | None = None
        self._job: Job | None = None
        self._as_of: datetime | None = None
        self._next: Callable[[], object] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.reload)
        self.head = PanelHead(desk, own_window=own_window)
        self.body = PanelBody(desk, MapSource(desk, self))
        self.bar = ActionBar()
        self.actions_of = CaseActions(desk, self)
        self.macros = MacroActions(desk, self)
        self.marks = CaseMarks(desk, self)
        self.in_hand = Strip("note", icon="ph.note-pencil")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state: QWidget = EmptyState(
            self.tr("还没有选事件"), self.tr("在左边选一件，这里显示它的时限、事实和经过。")
        )
        self._waiting = Skeleton(12)
        self._stack.addWidget(self._state)
        self._stack.addWidget(self._scroll)
        frame = QWidget()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 0, 16, 0)
        inside.addWidget(self._waiting)
        inside.addStretch(1)
        self._stack.addWidget(frame)
        self._waiting_frame = frame
        self._rule = QFrame()
        self._rule.setProperty("surface", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self._in_hand_line = QVBoxLayout()
        self._in_hand_line.addWidget(self.in_hand)
        column.addLayout(self._in_hand_line)
        column.addWidget(self._stack, 1)
        column.addWidget(self._rule)
        column.addWidget(self.bar)
        self._show_actions(shown=False)

    def _connect(self) -> None:
        self.head.closed.connect(self.closed)
        self.head.torn_off.connect(self._tear_off)
        self.head.starred.connect(self.toggle_follow)
        self.body.ledger_button.clicked.connect(self.open_ledger)
        self.bar.wanted.connect(self._step_wanted)
        self.bar.more.clicked.connect(self._open_more)
        self.body.step_wanted.connect(self._step_wanted)
        self.body.row_wanted.connect(self._row_wanted)
        self.actions_of.changed_by_others.connect(lambda _: self.reload())
        if self._desk.outbox is not None:
            self._desk.outbox.changed.connect(self._tell_aside)
        self._refresher = Refresher(
            self._desk.hub,
            self,
            self.reload,
            topics=TOPICS,
            concerns=self._concerns,
        )

    # -- which case ----------------------------------------------------------------------------

    @property
    def case_id(self) -> UUID | None:
        """The case that is shown or on its way."""
        return self._case_id

    @property
    def card(self) -> CaseCard | None:
        """The case as it was last read."""
        return self._data.card if self._data is not None else None

    def show_case(self, case_id: UUID) -> None:
        """Show a case; what stood before stays until the new one is there, but not its actions."""
        if case_id != self._case_id:
            self._case_id = case_id
            self._next = None
            if self._data is None:
                self._stack.setCurrentWidget(self._waiting_frame)
            self._scroll.verticalScrollBar().setValue(0)
            self.bar.setEnabled(False)
        self.reload()

    def reload(self) -> None:
        """Read the case anew."""
        case_id = self._case_id
        if case_id is None:
            return
        if self._job is not None:
            self._job.cancel()
        desk = self._desk
        self._job = desk.read(
            lambda session: read_panel(desk, session, case_id), self._arrived, self._failed
        )

    def _arrived(self, data: PanelData) -> None:
        database = self._desk.parts.database
        self._as_of = None if database.link.is_well else database.mirror_at
        self._job = None
        self._data = data
        self.head.set_card(data.card)
        self.body.set_data(data, self._desk.parts.clock.now())
        self._tell_aside()
        self.bar.set_card(data.card)
        self.bar.setEnabled(True)
        self._stack.setCurrentWidget(self._scroll)
        self._show_actions(shown=True)
        self.arrived.emit()
        self._take_next()

    def _tell_aside(self) -> None:
        """Say what waits on this computer about the case, and who else works on it."""
        data = self._data
        if data is None:
            return
        held = presence_words(data.in_hand, self._desk.parts.clock.now())
        waits = waiting_words(self._desk, data.card.id)
        old = age_words(self._as_of)
        self._tell_in_hand("；".join(filter(None, (waits, held, old))))

    def _tell_in_hand(self, words: str) -> None:
        """Say who else works on it; without anybody the line takes no room."""
        self.in_hand.tell(words)
        margins = (16, 8, 16, 4) if words else (0, 0, 0, 0)
        self._in_hand_line.setContentsMargins(*margins)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        stands = self._data is not None and self._data.card.id == self._case_id
        if stands and isinstance(error, DatabaseBusy | DatabaseUnreachable):
            self._take_next()
            return  # the status bar says so; what was read stays, as of when it was read
        case_id, desk = self._case_id, self._desk
        if isinstance(error, DatabaseUnreachable) and case_id is not None:
            self._job = desk.look_up(  # what is in hand was copied for such a time
                lambda session: read_panel(desk, session, case_id),
                self._arrived,
                lambda _: self._show_failure(error),
            )
            return
        self._show_failure(error)

    def _show_failure(self, error: BaseException) -> None:
        self._job = self._data = self._next = None
        self._tell_in_hand("")
        self.head.set_card(None)
        self._show_actions(shown=False)
        self._put_state(ErrorState(self.tr("没能读出这件事"), explain(error), self.reload))

    def _put_state(self, state: QWidget) -> None:
        old, self._state = self._state, state
        self._stack.insertWidget(0, state)
        self._stack.setCurrentWidget(state)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _show_actions(self, *, shown: bool) -> None:
        self._rule.setVisible(shown)
        self.bar.setVisible(shown)

    def _concerns(self, change: Change) -> bool:
        if change.topic is Topic.FOLLOWED:
            return change.key == str(self._desk.actor.person_id)
        return change.topic is Topic.TAG or change.key == str(self._case_id)

    def fit(self, *, wide: bool) -> None:
        """Leave out what a narrow window has no room for."""
        self.body.set_wide(wide=wide)

    # -- what can be done ----------------------------------------------------------------------

    def key_table(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Return the keys of the case with what they do, for the page to bind."""
        steps = ((key, partial(self.take_key, key)) for key in sorted(set(KEYS.values())))
        marks = ((key, partial(self._with_shown, do)) for key, do in self.marks.key_table())
        own = ((LEDGER_KEY, self.open_ledger), (PRINT_KEY, self.print_out))
        return (*steps, *marks, *own)

    def print_out(self) -> None:
        """Show what is printed of this case most."""
        self._with_shown(lambda card: print_usual(card, self.actions_of.receipt))

    def toggle_follow(self) -> None:
        """Put the case that is shown on the shortlist, or take it off."""
        self._with_shown(self.marks.toggle_follow)

    def open_tags(self) -> None:
        """Ask which tags it carries."""
        self._with_shown(self.marks.open_tags)

    def _shown(self) -> CaseCard | None:
        """Return the case that is shown, None while another one is on its way."""
        card = self.card
        return card if card is not None and card.id == self._case_id else None

    def _with_shown(self, act: Callable[[CaseCard], object]) -> None:
        card = self._shown()
        if card is not None:
            act(card)

    def open_ledger(self) -> None:
        """Go to the ledger of the case that is shown."""
        if self._case_id is not None:
            self._desk.navigator.go(LedgerWanted(self._case_id))

    def take_key(self, key: str) -> None:
        """Take the step of a key, if the case shown allows it; else say why not."""
        self._once_read(lambda: self._take_key(key))

    def _once_read(self, take: Callable[[], object]) -> None:
        """Take a step once the one before it has been read: started from what stood before,
        it would be refused for what the same person just did."""
        self._refresher.catch_up_now()
        self._next = take
        if self._job is None:
            self._take_next()

    def _take_next(self) -> None:
        take, self._next = self._next, None
        if take is not None:
            take()

    def _take_key(self, key: str) -> None:
        card = self._shown()
        if card is None:
            return
        offered = for_key(card, key)
        if offered is not None and not offered.why_not:
            self.actions_of.take(offered.step, card)
            return
        if offered is not None and offered.step in {*steps_from(card.state), EventKind.REMINDED}:
            words = self.tr("不能{step}：{why}。")
            self._desk.notices.tell(words.format(step=offered.verb, why=offered.why_not))
            return
        wanted = next(step for step, its in KEYS.items() if its == key)
        words = self.tr("“{state}”的事件现在不能由您{step}。")
        self._desk.notices.tell(words.format(state=word(card.state), step=verb_of(wanted)))

    def take(self, step: EventKind, *, at_length: bool = False) -> None:
        """Take a step on the case that is shown."""
        card = self.card
        if card is not None:
            self.actions_of.take(step, card, at_length=at_length)

    def _row_wanted(self, wanted: RowWanted) -> None:
        card = self.card
        if card is not None:
            self.actions_of.rows.take(wanted, card)

    def run_macro(self) -> None:
        """Choose a macro for the case that is shown."""
        self._with_shown(lambda card: self.macros.choose((target_of_card(card),)))

    def _step_wanted(self, wanted: StepWanted) -> None:
        self._once_read(lambda: self.take(wanted.step))

    def menu_entries(self, case_id: UUID) -> tuple[MenuEntry, ...]:
        """Return what can be done to a row of the queue."""
        opened = MenuEntry(
            self.tr("在单独的窗口里打开"),
            lambda: self.torn_off.emit(case_id),
            icon="ph.arrow-square-out",
        )
        card = self.card
        if card is None or card.id != case_id:
            return (opened,)
        return (*step_menu(card, self.take), *self._more(), opened)

    def _more(self) -> tuple[MenuEntry, ...]:
        card = self.card
        if card is None:
            return ()
        uncounted = "" if card.clocks is not None else self.tr("受理后开始计时")
        unnumbered = "" if card.number else self.tr("受理后才有编号")
        return (
            *self.marks.entries(card),
            MenuEntry(self.tr("用宏办理…"), self.run_macro, key=MACRO_KEY, icon="ph.lightning"),
            MenuEntry(
                self.tr("看时限台账"), self.open_ledger, uncounted, LEDGER_KEY, "ph.list-numbers"
            ),
            *print_entries(card, self.actions_of.receipt),
            MenuEntry(
                self.tr("复制编号"),
                lambda: QGuiApplication.clipboard().setText(card.number or ""),
                unnumbered,
                icon="ph.copy",
            ),
        )

    def _open_more(self) -> None:
        card = self.card
        if card is not None:
            shown = self.bar.shown_steps()
            self.bar.open_menu((*step_menu(card, self.take, without=shown), *self._more()))

    def _tear_off(self) -> None:
        if self._case_id is not None:
            self.torn_off.emit(self._case_id)

    # -- time ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        key = Qt.Key(event.key())
        if key in steps:
            bar.setValue(bar.value() + steps[key])
        elif key == Qt.Key.Key_Escape and not self._own_window:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)
