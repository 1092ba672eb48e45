"""承办: what a unit, or whoever works in a grid, has in hand, and what can be done right there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.cases import rights
from app.cases.queries.card import CaseCard, case_card
from app.cases.queries.holding import Holding, read_holding
from app.cases.rules import EventKind
from app.core.changes import Topic
from app.core.errors import DatabaseUnreachable
from app.core.words import label as word
from ui.cases.case_actions import CaseActions
from ui.cases.keeping_for_later import age_words
from ui.cases.lines import Line, Lines
from ui.cases.offers import offer
from ui.cases.own_lines import SectionFace, main_sections, side_sections
from ui.cases.row_actions import Row, RowVerb, RowWanted, row_verbs
from ui.cases.verbs import verb_of
from ui.cases.whistles.actions import next_steps
from ui.core.cards import Card
from ui.core.controls import Button, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.states import ErrorState, Skeleton
from ui.core.targets import CaseWanted, NewCaseWanted, QueueWanted

TOPICS = frozenset({Topic.CASE, Topic.REQUEST, Topic.SUPERVISION, Topic.CALENDAR})
MINUTE_MS = 60_000
MARGIN, GAP = 24, 12
SHARES = (60, 40)
ONE_COLUMN_BELOW = 900
STEPS = {"to_sign": EventKind.SIGNED_FOR, "new_today": EventKind.SOLVED_ON_SPOT}
NOT_COPIED = frozenset({"tasks", "requests", "sheets", "whistles"})  # on the server only
LEAST_LINES = 8  # a section shows so many lines before "all of them" is asked for


class Section(Card):
    """A heading, how many there are, lines, or one sentence where there are none."""

    queue_wanted = Signal(object)  # str, the view

    def __init__(self, key: str) -> None:
        super().__init__(padding=0)
        self.setObjectName(f"own.{key}")
        self.body.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(16, 0, 16, 0)
        self._face: SectionFace | None = None
        self._whole = False
        self.lines = Lines(key)
        self._nothing = label("", "caption")
        self._nothing.setContentsMargins(16, 0, 16, 12)
        self._nothing.setWordWrap(True)
        self.more = Button(self.tr("再看"), kind="link", small=True)  # without words it is square
        self.more.clicked.connect(self._show_whole)
        self._rest = QWidget()
        rest = QHBoxLayout(self._rest)
        rest.setContentsMargins(12, 0, 16, 8)
        rest.addWidget(self.more)
        rest.addStretch(1)
        self.add(self.lines)
        self.add(self._nothing)
        self.add(self._rest)

    def show_face(self, face: SectionFace) -> None:
        """Show another reading."""
        self._face = face
        shown = face.lines if self._whole else face.lines[:LEAST_LINES]
        self.set_title(face.title, face.count)
        self.lines.setAccessibleName(face.title)
        self.lines.set_lines(shown)
        self.lines.setVisible(bool(shown))
        self._nothing.setText(face.nothing)
        self._nothing.setVisible(not shown)
        rest = len(face.lines) - len(shown)
        further = self.tr("再看 {n} 件").format(n=rest)
        self.more.setText(further if rest else self.tr("其余的在队列里看"))
        self._rest.setVisible(rest > 0 or bool(face.view))
        self.setVisible(bool(shown) or bool(face.nothing))

    def _show_whole(self) -> None:
        face = self._face
        if face is None:
            return
        if self._whole and face.view:
            self.queue_wanted.emit(face.view)
            return
        self._whole = True
        self.show_face(face)


class OwnPage(QWidget):
    """One page for departments, outside handlers and grid workers; sections by what there is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own")
        self.setAccessibleName(self.tr("承办"))
        self._desk = desk
        self._job: Job | None = None
        self.seen: Holding | None = None
        self.actions_of = CaseActions(desk, self)
        self.sections: dict[str, Section] = {}
        self._error: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._waiting = Skeleton(12)
        self._stack.addWidget(_framed(self._waiting))
        self._stack.addWidget(self._make_scroll())
        Refresher(desk.hub, self, self.reload, topics=TOPICS)
        desk.scope.changed.connect(self.reload)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.reload)
        self.reload()

    def _make_scroll(self) -> QScrollArea:
        content = QWidget()
        content.setProperty("scrolled", "true")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(self._make_head())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(GAP)
        self._columns = (_Column(), _Column())
        self._beside: bool | None = None
        self._place(beside=True)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _make_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        self._whose = label("", "section")
        self._says = label("", "second")
        line.addWidget(self._whose)
        line.addWidget(self._says)
        line.addStretch(1)
        self.new_button = Button(self.tr("新建事件"), icon="ph.plus", key="N")
        self.new_button.clicked.connect(lambda: self._desk.navigator.go(NewCaseWanted()))
        self.new_button.setVisible(self._desk.actor.may(rights.REGISTER))
        line.addWidget(self.new_button)
        return line

    def _place(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for at, column in enumerate(self._columns):
            self._grid.addWidget(column, 0 if beside else at, at if beside else 0)
            self._grid.setColumnStretch(at, SHARES[at] if beside or at == 0 else 0)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all sections anew."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.read(self._reading(), self._take, self._failed)

    def _reading(self) -> Callable[[Any], Holding]:
        desk = self._desk
        now, region = desk.parts.clock.now(), desk.scope.code
        return lambda session: read_holding(session, desk.actor, now, region=region)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        if self.seen is not None:
            return  # what stands is better than nothing; the error is told anyway
        if isinstance(error, DatabaseUnreachable):
            self._job = self._desk.look_up(  # what is in hand was copied for such a time
                self._reading(), self._take_copy, lambda _: self._show_failure(error)
            )
            return
        self._show_failure(error)

    def _show_failure(self, error: BaseException) -> None:
        self._job = None
        self._drop_error()
        state = ErrorState(self.tr("没能读出承办的事件"), explain(error), self.reload)
        self._error = _framed(state)
        self._stack.addWidget(self._error)
        self._stack.setCurrentWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self._stack.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    def _take_copy(self, seen: Holding) -> None:
        self._take(seen, self._desk.parts.database.mirror_at)

    def _take(self, seen: Holding, copied_at: datetime | None = None) -> None:
        self._job, self.seen = None, seen
        self._drop_error()
        self._whose.setText("、".join(seen.names) or self.tr("本岗"))
        self._says.setText(self._sum(seen) if copied_at is None else self._of_copy(seen, copied_at))
        for column, faces in zip(
            self._columns, (main_sections(seen), side_sections(seen)), strict=True
        ):
            for face in faces:
                known = copied_at is None or face.key not in NOT_COPIED
                shown = face if known else replace(face, nothing="")
                self._section(column, face.key).show_face(shown)
        self._stack.setCurrentIndex(1)

    def _sum(self, seen: Holding) -> str:
        words = self.tr("待签收 {sign}，在办 {hand}，子任务 {tasks}")
        return words.format(sign=seen.to_sign.count, hand=seen.in_hand.count, tasks=len(seen.tasks))

    def _of_copy(self, seen: Holding, copied_at: datetime) -> str:
        words = self.tr("待签收 {sign}，在办 {hand}；{since}，其余连上后才看得到")
        since = age_words(copied_at)
        return words.format(sign=seen.to_sign.count, hand=seen.in_hand.count, since=since)

    @property
    def says_text(self) -> str:
        """What stands beside the name: how much there is, and since when that is known."""
        return self._says.text()

    def _section(self, column: "_Column", key: str) -> Section:
        if key not in self.sections:
            made = Section(key)
            made.lines.opened.connect(self._open)
            made.queue_wanted.connect(self._to_queue)
            made.lines.acted.connect(lambda line, key=key: self._act(key, line))
            column.add(made)
            self.sections[key] = made
        return self.sections[key]

    # -- doing ---------------------------------------------------------------------------------

    def _open(self, line: object) -> None:
        case_id = self._case_of(line)
        if case_id is not None:
            self._desk.navigator.go(CaseWanted(case_id))

    def _to_queue(self, view: object) -> None:
        self._desk.navigator.go(QueueWanted(str(view)))

    def _case_of(self, line: object) -> UUID | None:
        """Return the case a line is about."""
        seen = self.seen
        if seen is None or not isinstance(line, Line) or not isinstance(line.key, UUID):
            return None
        tasks = {found.task.id: found.task.case_id for found in seen.tasks}
        asked = {row.request.id: row.request.case_id for row in seen.requests}
        sheets = {sheet.id: sheet.case_id for sheet in seen.sheets}
        sheets |= {duty.id: duty.case_id for duty in seen.whistles}
        return (tasks | asked | sheets).get(line.key, line.key)

    def _act(self, key: str, line: object) -> None:
        """Read the case as it is now, then do what the button of a line says."""
        case_id = self._case_of(line)
        if case_id is None or not isinstance(line, Line):
            return
        desk, row_id = self._desk, line.key

        def read(session: Any) -> CaseCard:
            return case_card(session, desk.actor, case_id, now=desk.parts.clock.now())

        # what one has in hand is also there while the server is away
        desk.look_up(read, lambda card: self._do(key, row_id, card))

    def _do(self, key: str, row_id: object, card: CaseCard) -> None:
        if key in STEPS:
            self._step(STEPS[key], card)
            return
        if key == "whistles":
            self._report_in(row_id, card)
            return
        rows: dict[str, tuple[tuple[Row, ...], RowVerb]] = {
            "tasks": (card.tasks, RowVerb.FINISH),
            "sheets": (card.sheets, RowVerb.REPLY),
            "requests": (card.requests, RowVerb.WITHDRAW),
        }
        found, verb = rows[key]
        row = next((row for row in found if row.id == row_id), None)
        if row is None or verb not in row_verbs(card, row, self._desk.actor):
            self._tell_gone()
            return
        self.actions_of.rows.take(RowWanted(verb, row), card)

    def _tell_gone(self) -> None:
        self._desk.notices.tell(self.tr("这一条刚被他人办过，已换成新的内容。"))
        self.reload()

    def _report_in(self, row_id: object, card: CaseCard) -> None:
        """Take the next step of a summoned unit."""
        found = next((asked for asked in next_steps(card) if asked.unit_id == row_id), None)
        if found is None:
            self._tell_gone()
        else:
            self.actions_of.rows.take(found, card)

    def _step(self, step: EventKind, card: CaseCard) -> None:
        offered = offer(card, step)
        if offered is None or offered.why_not:
            why = offered.why_not if offered is not None else word(card.state)
            words = self.tr("“{title}”不能{step}：{why}。")
            told = words.format(title=card.title, step=verb_of(step), why=why)
            self._desk.notices.tell(told)
            self.reload()
            return
        self.actions_of.take(step, card)

    # -- time and room -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(beside=event.size().width() >= ONE_COLUMN_BELOW)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)


class _Column(QWidget):
    """Sections one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)

    def add(self, section: Section) -> None:
        """Add a section at the end."""
        self._column.insertWidget(self._column.count() - 1, section)


def _framed(content: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(MARGIN, 16, MARGIN, 16)
    column.addWidget(content)
    column.addStretch(1)
    return frame
