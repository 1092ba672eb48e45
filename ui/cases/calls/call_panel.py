"""One call: what was reported, how it was finished, whom to call, the questions, and the keys."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.call_words import places_words, why_words
from app.cases.queries.calling import CallRow, plan_of_round
from app.cases.queries.card import CaseCard, EventRow, case_card
from app.cases.rules import EventKind
from app.cases.story_words import note_words
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.words import label as word
from ui.cases.calls.questions import Questions, Typed
from ui.cases.offers import living_events
from ui.cases.reporter_line import ReporterLine
from ui.cases.stages import STATE_GLYPH
from ui.cases.step_dialog import case_name
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import icon_button
from ui.core.relative_time import full, moment_and_relative
from ui.core.side_panel import SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton

TRIES_SHOWN = 3


class CallPanel(SidePanel):
    """Follows the row chosen in the list; what was answered about others is kept meanwhile."""

    done = Signal(object)  # UUID of the round: the next one is wanted
    open_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("回访"))
        self._desk = desk
        self._job: Job | None = None
        self._kept: dict[UUID, Typed] = {}
        self._key = new_id()
        self._busy = False
        self._told = ""  # what is said once the case was read again
        self.row: CallRow | None = None
        self.card: CaseCard | None = None
        self._make_head()
        self.facts = FactGrid()
        self.reporter = ReporterLine(desk)
        self.questions = Questions(desk)
        self.error = label("", "error")
        self.error.setWordWrap(True)
        for part in (self.facts, self.reporter, self.questions, self.error):
            self.body.addWidget(part)
        self._make_foot()
        self.questions.changed.connect(self._changed)
        self.show_nothing()

    def _make_head(self) -> None:
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self.head.addWidget(self._title)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self._stands, self._name = Chip(""), label("", "caption")
        for widget in (self._stands, self._name):
            chips.addWidget(widget)
        chips.addStretch(1)
        self.head.addLayout(chips)

    def _make_foot(self) -> None:
        self.save_button = Button(self.tr("存，下一个"), kind="primary", key="Ctrl+Return")
        self.missed_button = Button(self.tr("没打通"), kind="quiet", key="0")
        self.open_button = icon_button("ph.arrow-square-out", self.tr("打开事件"))
        self.print_button = icon_button("ph.printer", self.tr("打印回访记录"))
        self.save_button.clicked.connect(self.save)
        self.missed_button.clicked.connect(self.miss)
        self.open_button.clicked.connect(self.open_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self.missed_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.open_button)
        self.foot.addWidget(self.print_button)

    # -- what is shown -------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self._drop_job()
        self._keep()
        self.row, self.card = None, None
        title, why = (
            self.tr("没有选中的"),
            self.tr("在左边的表里选一行，这里有要问的和要打的电话。"),
        )
        self.show_state(EmptyState(title, why, icon="ph.phone-call"))

    def show_row(self, row: CallRow) -> None:
        """Read and show a row; the same one again only if somebody changed it."""
        same = self.row is not None and row.id == self.row.id
        if same and self.card is not None and row == self.row:
            return
        self._keep()
        if not same:
            self.card = None
            self.show_state(Skeleton(8))
            self.to_top()
            self._key = new_id()
        self.row = row
        self._read(row)

    def _read(self, row: CallRow) -> None:
        self._drop_job()
        desk = self._desk

        def read(session: Any) -> tuple[CaseCard, str]:
            card = case_card(session, desk.actor, row.case_id, now=desk.parts.clock.now())
            return card, places_words(row, plan_of_round(session, row))

        self._job = desk.read(read, self._take, self._failed)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _failed(self, error: BaseException) -> None:
        self._job = None
        row = self.row
        if row is not None:
            title = self.tr("没能读出这件事")
            self.show_state(ErrorState(title, explain(error), lambda: self._read(row)))

    def _take(self, read: tuple[CaseCard, str]) -> None:
        self._job = None
        card, places = read
        row = self.row
        if row is None or row.case_id != card.id:
            return
        typed = self.questions.typed() if self.card is not None else self._kept.get(row.id, Typed())
        self.card = card
        self._title.setText(card.title)
        self._name.setText(case_name(card))
        self._stands.set_chip(word(card.state), glyph=STATE_GLYPH[card.state])
        self.facts.set_lines(*self._lines(row, card, places))
        self.reporter.set_card(card)
        self.questions.set_card(card, typed)
        can = EventKind.CALLED_BACK in card.steps
        self.questions.setVisible(can)
        self.save_button.setVisible(can)
        self.missed_button.setVisible(can)
        self.error.setText(self._told if can else self._why_not(card))
        self._told = ""
        self.show_record()

    def _why_not(self, card: CaseCard) -> str:
        words = self.tr("现在是“{state}”，不用回访了。")
        return words.format(state=word(card.state))

    def _lines(self, row: CallRow, card: CaseCard, places: str) -> Iterator[FactLine]:
        now = self._desk.parts.clock.now()
        yield FactLine(self.tr("反映"), card.text, moment_and_relative(card.received_at, now))
        place = "，".join(part for part in (card.place, card.region_name) if part)
        yield FactLine(self.tr("地点"), place or "—")
        ended = _last(card, EventKind.FINISHED)
        if ended is not None:
            who = "·".join(part for part in (ended.unit, ended.person) if part)
            at = moment_and_relative(ended.at, now)
            yield FactLine(self.tr("办结"), note_words(card, ended, full), f"{who} {at}")
        yield FactLine(self.tr("抽取"), why_words(row), places)
        missed = [e for e in living_events(card) if e.kind is EventKind.CALL_MISSED]
        if missed:
            times = "、".join(full(event.at) for event in missed[-TRIES_SHOWN:])
            count = self.tr("{count} 次没打通").format(count=len(missed))
            yield FactLine(self.tr("打过"), count, times)

    # -- doing ---------------------------------------------------------------------------------

    def show_number(self) -> None:
        """Show whom to call for half a minute; that is journaled, with 回访 as the reason."""
        if self.card is None or not self.card.may_read_reporter:
            return
        if self.reporter.is_open:
            self.reporter.cover()
        else:
            self.reporter.read(self.tr("回访"))

    def save(self) -> None:
        """Write the answers and go on with the next one."""
        if not self._may_write() or self.questions.missing():
            return
        row, card = self.row, self.card
        if row is not None and card is not None:
            self._write(self.questions.order(card.id, card.version))

    def miss(self) -> None:
        """Write that nobody was reached and go on with the next one."""
        if not self._may_write() or self.card is None:
            return
        note = self.questions.note.toPlainText()
        self._write(CallBack(self.card.id, self.card.version, None, note=note))

    def _may_write(self) -> bool:
        can = self.card is not None and EventKind.CALLED_BACK in self.card.steps
        return can and self.shows_record and not self._busy

    def _write(self, order: CallBack) -> None:
        row, key = self.row, self._key
        if row is None:
            return
        self._set_busy(busy=True)

        def write(uow: Any) -> None:
            call_back(uow, order, command_key=key)

        self._desk.write(write, lambda _: self._written(row.id), self._refused)

    def _written(self, round_id: UUID) -> None:
        self._set_busy(busy=False)
        self._kept.pop(round_id, None)
        self._key = new_id()
        if self.row is not None and self.row.id == round_id:
            self.card = None  # nothing of it is kept any more
            self.questions.clear()
        self.done.emit(round_id)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self._key = new_id()
        self.error.setText(explain(error).text)
        if isinstance(error, Conflict) and self.row is not None:
            self._told = self.tr("别人刚改过这件事，这是现在的样子。您填的还在，核对后再存。")
            self._read(self.row)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for button in (self.save_button, self.missed_button):
            button.setEnabled(not busy)

    def _changed(self) -> None:
        self.error.setText("")

    def _keep(self) -> None:
        """Keep what was answered about a case, while another one is looked at."""
        if self.row is None or self.card is None:
            return
        typed = self.questions.typed()
        if typed == Typed():
            self._kept.pop(self.row.id, None)
        else:
            self._kept[self.row.id] = typed


def _last(card: CaseCard, kind: EventKind) -> EventRow | None:
    return next((e for e in reversed(living_events(card)) if e.kind is kind), None)
