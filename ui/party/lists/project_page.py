"""One project of the three lists: who takes part, its steps, its photos, its judgement."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.core.attachments import Prepared
from app.core.changes import Topic
from app.core.clock import local
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.words import label as word
from app.party.lists.actions.projects import attach_to_project, open_project_file
from app.party.lists.queries.board import project_row
from app.party.lists.queries.project import MilestoneRow, ProjectDetail, ShareRow, project_detail
from app.party.lists.queries.rows import ProjectRow
from app.party.lists.rules import LIVE, ProjectState, ShareAnswer
from app.party.lists.telling import amount_words, late_words
from ui.core.cards import Card
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.states import ErrorState, Skeleton
from ui.core.targets import ListProjectWanted, PageWanted, Target
from ui.parts.attachment_items import StripItem
from ui.parts.attachment_strip import AttachmentStrip
from ui.parts.registers.lines import PanelLine
from ui.parts.system_viewer import open_with_system, opened_folder
from ui.party.lists.project_dialogs import (
    AnswerDialog,
    CallOffDialog,
    FinishDialog,
    RateDialog,
    ReachedDialog,
    StepDialog,
)

TOPICS = frozenset({Topic.PROJECT, Topic.ATTACHMENT})
BOARD_PAGE = "party.lists"
STEP_KEY, FINISH_KEY, RATE_KEY, OFF_KEY = "J", "F", "V", "X"
WIDE_PX = 760


@dataclass(frozen=True, slots=True)
class _Read:
    row: ProjectRow
    detail: ProjectDetail


class ProjectPage(QWidget):
    """J adds a step, F reports the end, V judges, X calls off, Escape goes back to the board."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.project")
        self.setAccessibleName(self.tr("项目"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._desk = desk
        self._project_id: UUID | None = None
        self.row: ProjectRow | None = None
        self.dialog: FormDialog | None = None
        self.open_file = open_with_system
        self.facts = FactGrid()
        self.shares = PanelPart(self.tr("参加的单位"))
        self.steps = PanelPart(self.tr("节点"))
        self.files = AttachmentStrip(desk, can_add=False, removable=False)
        self._title, self._chips = label("", "title"), FlowRow(6)
        self.step_button = Button(self.tr("加节点"), key=STEP_KEY)
        self.finish_button = Button(self.tr("报办完"), kind="primary", key=FINISH_KEY)
        self.rate_button = Button(self.tr("评价"), kind="primary", key=RATE_KEY)
        self.off_button = Button(self.tr("退回"), kind="danger", key=OFF_KEY)
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        self._title.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.addWidget(self._title)
        words.addWidget(self._chips)
        head.addLayout(words, 1)
        for button in (self.step_button, self.finish_button, self.rate_button, self.off_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        left, right = Card(padding=16), Card(padding=16)
        left.add(self.facts)
        left.add(self.shares)
        left.body.addStretch(1)
        right.add(self.steps)
        right.add(label(self.tr("照片和材料"), "section"))
        right.add(self.files)
        right.body.addStretch(1)
        sides.addWidget(left, 1)
        sides.addWidget(right, 1)
        column.addLayout(sides)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        self._body = scroll
        self._state: QWidget = Skeleton()
        self._stack.addWidget(self._state)
        self._stack.addWidget(scroll)

    def _connect(self) -> None:
        self.step_button.clicked.connect(self.add_step)
        self.finish_button.clicked.connect(self.finish)
        self.rate_button.clicked.connect(self.rate)
        self.off_button.clicked.connect(self.call_off)
        self.files.added.connect(self._add_file)
        self.files.opened.connect(self._open_file)
        for key, run in (
            *((STEP_KEY, self.add_step), (FINISH_KEY, self.finish), (RATE_KEY, self.rate)),
            *((OFF_KEY, self.call_off), ("Escape", self.leave)),
        ):
            add_key(self, key, run)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show a project."""
        if isinstance(target, ListProjectWanted):
            if target.project_id != self._project_id:
                self._show_state(Skeleton())
            self._project_id = target.project_id
            self.reload()

    def reload(self) -> None:
        """Read it anew."""
        key, desk = self._project_id, self._desk
        if key is None:
            return

        def read(session: Any) -> _Read:
            now = desk.parts.clock.now()
            row = project_row(session, desk.actor, key, now=now)
            return _Read(row, project_detail(session, desk.actor, key))

        desk.read(read, self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, NotFound):
            self.leave()
            return
        self._show_state(ErrorState(self.tr("没能读出这个项目"), explain(error), self.reload))

    def _show_state(self, state: QWidget) -> None:
        self._stack.removeWidget(self._state)
        self._state.deleteLater()
        self._state = state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)

    def _take(self, read: _Read) -> None:
        row, detail = read.row, read.detail
        if row.id != self._project_id:
            return
        self.row = row
        self.setWindowTitle(row.title)
        self._title.setText(row.title)
        late = (
            (Chip(late_words(row.late), "over", icon="ph.warning-circle-fill"),)
            if row.late is not None
            else ()
        )
        self._chips.set_members(Chip(word(row.state), "accent"), Chip(word(row.joint_work)), *late)
        self.facts.set_lines(*self._facts(row, detail))
        self.shares.set_rows([self._share(row, share) for share in detail.shares])
        done = self.tr("{reached}/{steps}").format(reached=row.reached, steps=row.steps)
        self.steps.set_title(self.tr("节点"), done if row.steps else "")
        rows = [self._step(row, step) for step in detail.milestones]
        self.steps.set_rows(rows, self.tr("还没有定节点，按 J 加一个。"))
        self._show_files(row, detail)
        self.step_button.setVisible(row.may_keep and row.state in LIVE)
        self.finish_button.setVisible(row.may_keep and row.state is ProjectState.RUNNING)
        self.rate_button.setVisible(row.may_rate)
        self.off_button.setVisible(row.may_keep and row.state in LIVE)
        self._stack.setCurrentWidget(self._body)

    def _facts(self, row: ProjectRow, detail: ProjectDetail) -> list[FactLine]:
        found = [
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("结成"), f"{local(row.formed_at):%Y-%m-%d %H:%M}", row.formed_name),
        ]
        if row.state is ProjectState.ASKED:
            found.append(FactLine(self.tr("答复截止"), f"{local(row.answer_by):%Y-%m-%d %H:%M}"))
        if row.served is not None:
            served = self.tr("{served} 人次").format(served=row.served)
            found.append(FactLine(self.tr("受益"), served))
        if row.outcome:
            found.append(FactLine(self.tr("结果"), row.outcome))
        if detail.rating is not None:
            rating = detail.rating
            score = self.tr("{score} 分").format(score=rating.score)
            told = f"{score}　{rating.words}".strip()
            found.append(FactLine(self.tr("评价"), told, f"{rating.by} {local(rating.at):%m-%d}"))
        elif row.state is ProjectState.TO_RATE:
            found.append(FactLine(self.tr("评价"), self.tr("等需求一方评价，结成的人不能自己评")))
        return found

    def _share(self, row: ProjectRow, share: ShareRow) -> QWidget:
        tone = {ShareAnswer.CONFIRMED: "ok", ShareAnswer.DECLINED: "sus"}.get(share.answer, "warn")
        line = PanelLine(
            share.title, f"{share.offered_by}　{amount_words(share.amount, share.kind)}"
        )
        line.add(Chip(word(share.answer), tone))
        if share.reason:
            line.say_more(share.reason)
        asks = row.state is ProjectState.ASKED and share.answer is ShareAnswer.ASKED
        if row.may_keep and asks:
            line.act(self.tr("记答复"), lambda: self.answer(share))
        return line

    def _step(self, row: ProjectRow, step: MilestoneRow) -> QWidget:
        today = local(self._desk.parts.clock.now()).date()
        if step.reached_on is not None:
            words = self.tr("{day} 完成，{who}").format(
                day=f"{step.reached_on:%Y-%m-%d}", who=step.reached_by
            )
        else:
            words = self.tr("{day} 前").format(day=f"{step.due_on:%Y-%m-%d}")
        line = PanelLine(step.title, words)
        if step.note:
            line.say_more(step.note)
        if step.reached_on is None and step.due_on < today:
            late = self.tr("逾期 {days} 天").format(days=(today - step.due_on).days)
            line.add(Chip(late, "over", icon="ph.warning-circle-fill"))
        if step.reached_on is None and row.may_keep and row.state is ProjectState.RUNNING:
            line.act(self.tr("完成了"), lambda: self.reach(step))
        return line

    def _show_files(self, row: ProjectRow, detail: ProjectDetail) -> None:
        self.files.set_can_add(can_add=row.may_keep)
        self.files.set_items(
            [
                StripItem(
                    file.id,
                    file.name,
                    file.media_type,
                    file.size_bytes,
                    detail.thumbnails.get(file.id),
                )
                for file in detail.files
            ]
        )

    # -- doing ---------------------------------------------------------------------------------

    def answer(self, share: ShareRow) -> None:
        """Ask what a unit answered."""
        if self.row is not None:
            self._open(AnswerDialog(self._desk, self.row, share, self.window()))

    def reach(self, step: MilestoneRow) -> None:
        """Ask on which day a step was reached."""
        self._open(ReachedDialog(self._desk, step, self.window()))

    def add_step(self) -> None:
        """Ask for another step."""
        if self.row is not None and self.row.may_keep and self.row.state in LIVE:
            self._open(StepDialog(self._desk, self.row, self.window()))

    def finish(self) -> None:
        """Ask what came of it."""
        row = self.row
        if row is not None and row.may_keep and row.state is ProjectState.RUNNING:
            self._open(FinishDialog(self._desk, row, self.window()))

    def rate(self) -> None:
        """Ask for a judgement."""
        if self.row is not None and self.row.may_rate:
            self._open(RateDialog(self._desk, self.row, self.window()))

    def call_off(self) -> None:
        """Ask why it is called off."""
        if self.row is not None and self.row.may_keep and self.row.state in LIVE:
            self._open(CallOffDialog(self._desk, self.row, self.window()))

    def leave(self) -> None:
        """Go back to the board."""
        self._desk.navigator.go(PageWanted(BOARD_PAGE))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _add_file(self, prepared: Prepared) -> None:
        project, key = self._project_id, new_id()
        if project is None:
            return
        self._desk.write(
            lambda uow: attach_to_project(uow, project, prepared, command_key=key),
            lambda _: None,
            self._refused,
        )

    def _open_file(self, item: StripItem) -> None:
        project, key = self._project_id, item.key
        if project is None or not isinstance(key, UUID):
            return
        database, actor = self._desk.parts.database, self._desk.actor
        self._desk.jobs.write(
            lambda: open_project_file(database, actor, project, key, folder=opened_folder()),
            self._opened,
            self._refused,
        )

    def _opened(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开“{name}”的程序。")
            self.files.refuse(words.format(name=path.name))

    def _refused(self, error: BaseException) -> None:
        self.files.refuse(explain(error).text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()
