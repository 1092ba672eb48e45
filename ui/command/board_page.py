"""指挥: what the plan asks, where, who answers; live, and by the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.command import rights
from app.command.board import Board, CaseFact, board, case_fact, command_region
from app.command.forces.actions.calling import call_units, roll_call
from app.command.forces.rules import RollMark, lost
from app.command.incidents.actions.work import move_task
from app.command.incidents.queries import IncidentDetail, PlanRow, TaskRow, plans
from app.command.incidents.rules import DutyState
from app.command.posture.queries import OrderRow, orders
from app.core.changes import Topic
from app.core.ids import new_id
from ui.command.calm_pane import CalmPane
from ui.command.head_card import END_KEY, FIGURE_KEY, REPORT_KEY, HeadCard
from ui.command.incident_map import IncidentMap
from ui.command.posture_strip import PostureStrip
from ui.command.report_words import report_words
from ui.command.roll_view import RollView
from ui.command.side_lists import NearPane, StoryPane, TaskPane
from ui.command.unit_deeds import UnitDeeds
from ui.core.controls import Button, label
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import FootBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import ErrorState
from ui.core.targets import CaseWanted, IncidentFromCaseWanted, IncidentWanted, Target
from ui.parts.paper_opening import open_paper

NEW_KEY, ORDER_KEY, NOTE_KEY, TASK_KEY, ROLL_KEY, CALL_KEY = "N", "P", "J", "A", "R", "C"
TICK_MS, LEFT_PX, RIGHT_PX = 1_000, 272, 392
PAPER = "after_action"
TOPICS = frozenset({Topic.INCIDENT, Topic.POSTURE, Topic.FORCE, Topic.DUTY, Topic.SETTING})


@dataclass(frozen=True, slots=True)
class BoardRead:
    """What the page shows, read at once."""

    board: Board
    region: str
    orders: tuple[OrderRow, ...]
    plans: tuple[PlanRow, ...]


class BoardPage(QWidget):
    """N begins, R calls the roll, C calls the nearest, J writes a line, B reports, P orders."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("command.board")
        self.setAccessibleName(self.tr("指挥"))
        self._desk = desk
        self.dialog: Any = None
        self.known: BoardRead | None = None
        self._wanted: UUID | None = None
        self.strip = PostureStrip()
        self.head = HeadCard()
        self.tasks = TaskPane(self.tr("清单"))
        self.map = IncidentMap(desk)
        self.story = StoryPane(self.tr("经过"))
        self.roll = RollView()
        self.near = NearPane(self.tr("就近还能叫"))
        self.calm = CalmPane()
        self.units = UnitDeeds(desk, self.roll)
        self.skill = QLineEdit()
        self.skill.setPlaceholderText(self.tr("要会什么，如：水泵"))
        self.skill.setAccessibleName(self.tr("要会什么"))
        self.roll_button = Button(self.tr("现在点名"), kind="primary", small=True, key=ROLL_KEY)
        self.note_button = Button(self.tr("记一笔"), small=True, key=NOTE_KEY)
        self.task_button = Button(self.tr("加任务"), kind="link", small=True)
        self.roll_title = label("", "section")
        self.rule = label("", "caption")
        self.stack = QStackedWidget()
        self.foot = FootBar(
            (
                KeyHelp(NEW_KEY, self.tr("启动")),
                KeyHelp(ROLL_KEY, self.tr("点名")),
                KeyHelp(CALL_KEY, self.tr("呼叫就近的")),
                KeyHelp(NOTE_KEY, self.tr("记一笔")),
                KeyHelp(REPORT_KEY, self.tr("报告")),
                KeyHelp(ORDER_KEY, self.tr("平战转换")),
            )
        )
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.tasks.add_to_head(self.task_button)
        self.tasks.setFixedWidth(LEFT_PX)
        self.story.add_to_head(self.note_button)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        frame = QFrame()
        frame.setProperty("surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.map)
        middle.addWidget(frame, 3)
        middle.addWidget(self.story, 2)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.tasks)
        row.addLayout(middle, 1)
        row.addWidget(self._right())
        live = QWidget()
        column = QVBoxLayout(live)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(work, 1)
        self.stack.addWidget(self.calm)
        self.stack.addWidget(live)
        body = QVBoxLayout()
        body.setContentsMargins(12, 12, 12, 12)
        body.setSpacing(12)
        body.addWidget(self.strip)
        body.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)

    def _right(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 4)
        head.addWidget(self.roll_title)
        head.addStretch(1)
        head.addWidget(self.roll_button)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.roll)
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        self.rule.setContentsMargins(12, 2, 12, 2)
        column.addWidget(self.rule)
        side = QWidget()
        side.setFixedWidth(RIGHT_PX)
        both = QVBoxLayout(side)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(card, 3)
        both.addWidget(self.skill)
        both.addWidget(self.near, 2)
        return side

    def _connect(self) -> None:
        self.strip.order_wanted.connect(self.order)
        self.strip.new_wanted.connect(self.begin)
        self.head.chosen.connect(self.show_incident)
        self.head.report_wanted.connect(self.report)
        self.head.figure_wanted.connect(self.figure)
        self.head.end_wanted.connect(self.end)
        self.head.case_wanted.connect(self._to_case)
        self.head.print_wanted.connect(self.print_out)
        self.tasks.moved.connect(self._move)
        self.task_button.clicked.connect(self.add_task)
        self.note_button.clicked.connect(self.note)
        self.roll_button.clicked.connect(self.call_roll)
        self.roll.wanted.connect(lambda call: self.units.offer(self.detail, call))
        self.near.called.connect(self.call)
        self.calm.opened.connect(self.show_incident)
        self.skill.editingFinished.connect(self.reload)
        for key, run in (
            *((NEW_KEY, self.begin), (ORDER_KEY, self.order), (NOTE_KEY, self.note)),
            *((TASK_KEY, self.add_task), (ROLL_KEY, self.call_roll)),
            *((CALL_KEY, self.near.call_all), (REPORT_KEY, self.report)),
            *((FIGURE_KEY, self.figure), (END_KEY, self.end)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._run_on)
        self._tick.start()

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        desk, wanted = self._desk, self._wanted
        skill, now = self.skill.text().strip(), desk.parts.clock.now()

        def read(session: Any) -> BoardRead:
            scope = desk.scope.code
            told = board(session, desk.actor, now, scope=scope, incident_id=wanted, skill=skill)
            region = command_region(session, desk.actor, scope)
            given = orders(session, desk.actor, region) if region else ()
            return BoardRead(told, region, given, plans(session, desk.actor, region=region))

        desk.read(read, self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        state = ErrorState(self.tr("没能读出指挥页"), explain(error), self.reload)
        self.stack.setCurrentIndex(self.stack.addWidget(state))

    def _take(self, known: BoardRead) -> None:
        self.known = known
        told, now = known.board, self._desk.parts.clock.now()
        may = self._desk.actor.may
        self.strip.show_board(told, may_order=may(rights.ORDER), may_begin=may(rights.ACT))
        detail = told.detail
        self.stack.setCurrentIndex(0 if detail is None else 1)
        if detail is None:
            self.calm.show_board(told, known.orders)
            return
        self.head.show_board(told, now)
        self.tasks.show_tasks(detail, now)
        self.map.show_incident(detail, told.proposed)
        self.story.show_story(detail, now)
        self.roll.show_calls(detail.calls, now, told.amber_min, told.red_min)
        placed = detail.longitude is not None
        self.near.show_near(told.proposed, told.nowhere, now, works=detail.may_work, placed=placed)
        words = self.tr("绿 {a} 分内，黄 {r} 分内，红超 {r} 分")
        self.rule.setText(words.format(a=told.amber_min, r=told.red_min))
        self.rule.setVisible(detail.ended_at is None)
        work = (self.roll_button, self.note_button, self.task_button, self.skill, self.near)
        for part in work:
            part.setVisible(detail.may_work)
        self._name_roll()

    def _run_on(self) -> None:
        if self.isVisible() and self.known is not None and self.known.board.detail is not None:
            self.roll.tick(self._desk.parts.clock.now())
            self._name_roll()

    def _name_roll(self) -> None:
        if self.known is None or self.known.board.detail is None:
            return
        marks = [self.roll.mark(call) for call in self.known.board.detail.held]
        known: list[RollMark] = [mark for mark in marks if mark is not None]
        gone, due = lost(known)
        called = len(self.known.board.detail.calls)
        if self.known.board.detail.ended_at is not None:
            words = self.tr("叫过 {n} 组，都放回了").format(n=called)
        elif gone or due:
            words = self.tr("点名：{gone} 组失联，{due} 组该答了").format(gone=gone, due=due)
        else:
            words = self.tr("点名：{n} 组都按时").format(n=len(known))
        if self.roll_title.text() != words:
            self.roll_title.setText(words)

    def show_incident(self, incident_id: object) -> None:
        """Look at an incident."""
        if isinstance(incident_id, UUID):
            self._wanted = incident_id
            self.reload()

    def show_target(self, target: Target) -> None:
        """Show the incident that is asked for."""
        if isinstance(target, IncidentWanted):
            self.show_incident(target.incident_id)
        elif isinstance(target, IncidentFromCaseWanted):
            desk, case_id = self._desk, target.case_id
            desk.read(lambda session: case_fact(session, desk.actor, case_id), self._begin_with)

    def _begin_with(self, fact: CaseFact | None) -> None:
        """Ask how an incident begins that a case became; wait for the page to be read first."""
        if self.known is None:
            QTimer.singleShot(TICK_MS // 4, self, lambda: self._begin_with(fact))
        elif fact is None:
            self._desk.notices.tell(self.tr("这件事已经办结，或者不在您的辖区，不能转为突发事件。"))
        else:
            self.dialog = None
            self.begin()
            if self.dialog is not None:
                self.dialog.take_case(fact)

    # -- doing ---------------------------------------------------------------------------------

    @property
    def detail(self) -> IncidentDetail | None:
        """The incident that is looked at."""
        return self.known.board.detail if self.known is not None else None

    def _mine(self) -> IncidentDetail | None:
        detail = self.detail
        return detail if detail is not None and detail.may_work else None

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def _write(self, action: Callable[[Any], object]) -> None:
        self._desk.write(action, lambda _: None, self._desk.notices.report)

    def begin(self) -> None:
        """Ask how an incident begins."""
        from ui.command.dialogs import IncidentDialog  # forms are loaded when first asked for

        known = self.known
        if known is None or not known.region or not self._desk.actor.may(rights.ACT):
            return
        region = self._desk.scope.code or known.region
        dialog = IncidentDialog(self._desk, region, known.plans, self.window())
        dialog.saved.connect(self.show_incident)
        self._open(dialog)

    def order(self) -> None:
        """Ask for an order of posture."""
        from ui.command.posture_dialog import PostureDialog

        known = self.known
        if known is not None and known.region and self._desk.actor.may(rights.ORDER):
            self._open(PostureDialog(self._desk, known.region, self.window()))

    def note(self) -> None:
        """Ask for a line of the timeline."""
        from ui.command.dialogs import entry_dialog

        if (detail := self._mine()) is not None:
            self._open(entry_dialog(self._desk, detail, self.window()))

    def add_task(self) -> None:
        """Ask for a task."""
        from ui.command.dialogs import TaskDialog

        if (detail := self._mine()) is not None:
            self._open(TaskDialog(self._desk, detail, self.window()))

    def figure(self) -> None:
        """Ask for a number."""
        from ui.command.dialogs import FigureDialog

        if (detail := self._mine()) is not None:
            self._open(FigureDialog(self._desk, detail, self.window()))

    def report(self) -> None:
        """Ask for the next situation report, with what is known as a draft."""
        from ui.command.dialogs import report_dialog

        if (detail := self._mine()) is not None:
            draft = report_words(detail, self._desk.parts.clock.now())
            self._open(report_dialog(self._desk, detail, self.window(), draft))

    def end(self) -> None:
        """Ask whether it is over."""
        from ui.command.dialogs import end_dialog

        if (detail := self._mine()) is not None:
            self._open(end_dialog(self._desk, detail, self.window()))

    def call(self, units: tuple[UUID, ...]) -> None:
        """Call units together."""
        if (detail := self._mine()) is not None:
            key = new_id()
            self._write(lambda uow: call_units(uow, detail.id, units, command_key=key))

    def call_roll(self) -> None:
        """Call on everybody who is held."""
        if (detail := self._mine()) is not None:
            key = new_id()
            self._write(lambda uow: roll_call(uow, detail.id, command_key=key))

    def _move(self, told: tuple[TaskRow, DutyState]) -> None:
        task, state = told
        key = new_id()
        self._write(lambda uow: move_task(uow, task.id, task.version, state, command_key=key))

    def _to_case(self) -> None:
        if self.detail is not None and self.detail.case_id is not None:
            self._desk.navigator.go(CaseWanted(self.detail.case_id))

    def print_out(self) -> None:
        """Show the after-action report on paper."""
        if self.detail is not None:
            open_paper(self._desk, PAPER, str(self.detail.id), self.window(), self._open)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.roll.setFocus()
