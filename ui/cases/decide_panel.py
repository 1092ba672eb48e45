"""What waits for a decision beside the list: the request or sheet, its effect, the buttons."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.cases.queries.card import CaseCard, case_card
from app.cases.work_states import SupervisionState
from app.core.words import label as word
from ui.cases.decide_rows import Decisions, Waiting
from ui.cases.dialogs.due_teller import DueTeller
from ui.cases.row_actions import RowVerb, row_verbs
from ui.cases.stages import STATE_GLYPH
from ui.cases.step_dialog import case_name
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import icon_button
from ui.core.side_panel import SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton

_ENDED = (SupervisionState.ACCEPTED, SupervisionState.DROPPED)


class DecidePanel(SidePanel):
    """Follows the row chosen in the list."""

    wanted = Signal(object)  # RowVerb
    open_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, desk: Desk, decisions: Decisions) -> None:
        super().__init__(decisions.title)
        self._desk = desk
        self._decisions = decisions
        self._job: Job | None = None
        self.waiting: Waiting | None = None
        self.card: CaseCard | None = None
        self._teller: DueTeller | None = None
        self._facts = FactGrid()
        self._make_head()
        self.body.addWidget(self._facts)
        self.no_way = label("", "caption")
        self.no_way.setWordWrap(True)
        self.body.addWidget(self.no_way)
        self.buttons: dict[RowVerb, Button] = {}
        for verb, title, key in decisions.verbs:
            first = key == decisions.verbs[0][2]
            button = Button(title, kind="primary" if first else "quiet", key=key)
            button.clicked.connect(lambda _=False, verb=verb: self.wanted.emit(verb))
            self.buttons[verb] = button
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.open_button = Button(self.tr("打开事件"), kind="quiet")
        self.open_button.clicked.connect(self.open_wanted)
        self.print_button = icon_button("ph.printer", self.tr("打印"))
        self.print_button.clicked.connect(self.print_wanted)
        self.foot.addWidget(self.open_button)
        self.foot.addWidget(self.print_button)
        self.show_nothing()

    def _make_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._title = label("", "title")
        self._title.setWordWrap(True)
        line.addWidget(self._title, 1)
        self.head.addLayout(line)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self._kind, self._stands = Chip(""), Chip("")
        self._name = label("", "caption")
        for widget in (self._kind, self._stands, self._name):
            chips.addWidget(widget)
        chips.addStretch(1)
        self.head.addLayout(chips)

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self._drop_job()
        self.waiting, self.card = None, None
        title, why = self.tr("没有选中的"), self.tr("在左边的表里选一行，这里说清楚它会改变什么。")
        self.show_state(EmptyState(title, why, icon="ph.hand-palm"))

    def show_waiting(self, waiting: Waiting) -> None:
        """Read and show a row."""
        if self.waiting is None or waiting.id != self.waiting.id:
            self.card = None
            self.show_state(Skeleton(8))
            self.to_top()
        self.waiting = waiting
        self._drop_job()
        desk, case_id = self._desk, waiting.row.case_id
        self._job = desk.read(
            lambda session: case_card(session, desk.actor, case_id, now=desk.parts.clock.now()),
            self._take,
            self._failed,
        )

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _failed(self, error: BaseException) -> None:
        self._job = None
        waiting = self.waiting
        if waiting is not None:
            title = self.tr("没能读出这件事")
            retry = lambda: self.show_waiting(waiting)  # noqa: E731
            self.show_state(ErrorState(title, explain(error), retry))

    def _take(self, card: CaseCard) -> None:
        self._job = None
        waiting = self.waiting
        if waiting is None or waiting.row.case_id != card.id:
            return
        self.card = card
        now = self._desk.parts.clock.now()
        self._title.setText(card.title)
        self._name.setText(case_name(card))
        self._stands.set_chip(word(card.state), glyph=STATE_GLYPH[card.state])
        self._kind.set_chip(self._kind_words(waiting), "accent", icon="ph.hand-palm")
        self._facts.set_lines(*self._decisions.facts(waiting, card, now))
        self._tell_effect(waiting, card)
        verbs = row_verbs(card, waiting.row, self._desk.actor)
        for verb, button in self.buttons.items():
            button.setVisible(verb in verbs)
        self.no_way.setText("" if set(verbs) & set(self.buttons) else self._why_not())
        self.no_way.setVisible(bool(self.no_way.text()))
        self.show_record()

    def _kind_words(self, waiting: Waiting) -> str:
        row = waiting.row
        return word(getattr(row, "kind", row.state))

    def _why_not(self) -> str:
        if self._decisions.paper == "supervision":
            waits = self.waiting is not None and self.waiting.sheet.state
            if waits is SupervisionState.ISSUED:
                return self.tr("已签发，等承办单位答复。")
            return self.tr("已经了结。") if waits in _ENDED else self.tr("由督办员或主任处理。")
        return self.tr("这一条不归您批：事件已经移交别处，或刚有人批过。")

    def _tell_effect(self, waiting: Waiting, card: CaseCard) -> None:
        """Let the pure clock say what approving would do."""
        if self._teller is not None:
            self._teller.ask(None)
            self.body.removeWidget(self._teller.box)
            self._teller.box.deleteLater()
            self._teller.deleteLater()
            self._teller = None
        wish = self._decisions.wish(waiting)
        if wish is None:
            return
        self._teller = DueTeller(self._desk, card, self, asks=True)
        self.body.insertWidget(0, self._teller.box)
        self._teller.ask(wish)

    @property
    def effect(self) -> str:
        """What is said that approving would do, "" for nothing."""
        return self._teller.text if self._teller is not None else ""

    def can(self, verb: RowVerb) -> bool:
        """Tell whether a button stands there for it."""
        return self.shows_record and not self.buttons[verb].isHidden()


def said_not(verb: str) -> str:
    """Return why a key does nothing now."""
    words = QCoreApplication.translate("DecidePanel", "选中的这一条现在不能{verb}。")
    return words.format(verb=verb)
