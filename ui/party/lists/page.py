"""三张清单: resources, needs and projects side by side; what fits becomes a project."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.party.lists import rights
from app.party.lists.queries.board import Board, board
from app.party.lists.queries.proposals import Proposals, proposals
from app.party.lists.queries.rows import OPEN
from app.party.lists.rules import ProjectState
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.core.targets import ListProjectWanted, PageWanted
from ui.party.lists.choosing import Choosing
from ui.party.lists.columns import BoardColumn
from ui.party.lists.dialogs import FormProjectDialog, NeedDialog, ResourceDialog
from ui.party.lists.faces import need_faces, project_faces, resource_faces
from ui.party.lists.filters import KindBox, Narrowing, PlaceBox, narrowed
from ui.party.lists.foot import FORM_KEY, BoardFoot
from ui.party.lists.gutter import Gutter
from ui.party.lists.lines import draw_lines
from ui.party.lists.sums import asking_words
from ui.party.lists.taking_back import take_back

TOPICS = frozenset({Topic.RESOURCE, Topic.NEED, Topic.PROJECT})
RESOURCE_KEY, NEED_KEY, CHANGE_KEY, LACKS_KEY, DROP_KEY = "R", "N", "E", "G", "Delete"
LACKS_PAGE = "party.lacks"
WIDE_PX = 1300


class ListsPage(QWidget):
    """Left to right is the story: resources, the need they are for, the project to be."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.lists")
        self.setAccessibleName(self.tr("三张清单"))
        self._desk = desk
        self._whole: Board | None = None
        self._plan: Proposals | None = None
        self._planning: Job | None = None
        self._narrowing = Narrowing()
        self.choosing: Choosing | None = None
        self.dialog: FormDialog | None = None
        self.field = NarrowField(self.tr("筛选三张清单"))
        self.place, self.kind = PlaceBox(), KindBox()
        self.lacks_button = Button(self.tr("没人提供的"), kind="link", key=LACKS_KEY)
        self.resource_button = Button(self.tr("登记资源"), icon="ph.plus", key=RESOURCE_KEY)
        self.need_button = Button(self.tr("登记需求"), icon="ph.plus", key=NEED_KEY)
        self.resources = BoardColumn(self.tr("资源清单"), 412)
        self.needs = BoardColumn(self.tr("需求清单"), 408)
        self.projects = BoardColumn(self.tr("项目清单"), 388)
        self.from_resources = Gutter(80)
        self.to_project = Gutter(48, dashed=True)
        self.foot = BoardFoot()
        self.setFocusProxy(self.needs)
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        bar = ToolBar()
        for part in (self.field, self.place, self.kind):
            bar.add(part)
        bar.add_right(self.lacks_button, self.resource_button, self.need_button)
        keeps = self._desk.actor.may(rights.KEEP)
        self.resource_button.setVisible(keeps)
        self.need_button.setVisible(keeps)
        lists = QWidget()
        line = QHBoxLayout(lists)
        line.setContentsMargins(16, 4, 16, 0)
        line.setSpacing(0)
        line.addWidget(self.resources, self.resources.stretch)
        line.addWidget(self.from_resources)
        line.addWidget(self.needs, self.needs.stretch)
        line.addWidget(self.to_project)
        line.addWidget(self.projects, self.projects.stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(lists, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.field.narrowed.connect(self._typed)
        self.field.left.connect(self.needs.setFocus)
        self.place.currentIndexChanged.connect(lambda _: self._narrow())
        self.kind.currentIndexChanged.connect(lambda _: self._narrow())
        self.resources.cards.ticked.connect(self._toggle)
        self.resources.cards.opened.connect(lambda _: self.change())
        self.needs.cards.chosen.connect(self._look_at)
        self.needs.cards.opened.connect(lambda _: self.change())
        self.projects.cards.opened.connect(self._open_project)
        columns = (self.resources, self.needs, self.projects)
        for at, each in enumerate(columns):
            each.cards.moved.connect(self._draw_lines)
            each.cards.side_wanted.connect(
                lambda step, at=at: columns[max(0, min(2, at + step))].setFocus()
            )
        self.resource_button.clicked.connect(self.add_resource)
        self.need_button.clicked.connect(self.add_need)
        self.lacks_button.clicked.connect(self.show_lacks)
        self.foot.form_button.clicked.connect(self.form)
        self.foot.ask_button.clicked.connect(self.ask_first)
        for key, run in (
            *(("/", self.field.setFocus), (RESOURCE_KEY, self.add_resource)),
            *((NEED_KEY, self.add_need), (CHANGE_KEY, self.change), (FORM_KEY, self.form)),
            *((LACKS_KEY, self.show_lacks), (DROP_KEY, self.take_back)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the lists anew, then have them matched."""
        desk = self._desk
        if self._whole is None:
            self.needs.show_empty(Skeleton())

        def read(session: Any) -> Board:
            now = desk.parts.clock.now()
            return board(session, desk.actor, now=now, region=desk.scope.code)

        desk.read(read, self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.needs.show_empty(ErrorState(self.tr("没能读出三张清单"), explain(error), self.reload))

    def _take(self, whole: Board) -> None:
        self._whole = whole
        self.place.offer({(row.region, row.region_name) for row in whole.needs})
        if self._planning is not None:
            self._planning.cancel()
        self._planning = self._desk.jobs.read(lambda: proposals(whole), self._planned)
        self._show_narrowed()

    def _planned(self, plan: Proposals) -> None:
        self._planning, self._plan = None, plan
        self._show_narrowed()

    def _typed(self, text: object) -> None:
        self._narrowing = replace(self._narrowing, text=str(text))
        self._show_narrowed()

    def _narrow(self) -> None:
        self._narrowing = replace(self._narrowing, region=self.place.code(), kind=self.kind.kind())
        self._show_narrowed()

    def _show_narrowed(self) -> None:
        if self._whole is None:
            return
        shown = narrowed(self._whole, self._narrowing)
        is_first = self.choosing is None
        if self.choosing is None:
            self.choosing = Choosing(shown, self._plan)
        else:
            self.choosing.replace(shown, self._plan)
        if self.choosing.need is None:
            first = next((row.id for row in shown.needs if row.state in OPEN), None)
            self.choosing.look_at(first)
        self._show()
        if is_first:
            self.needs.setFocus()  # nothing could take it while the lists were read

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        choosing = self.choosing
        if choosing is None:
            return
        self.resources.cards.set_faces(resource_faces(choosing))
        self.needs.cards.set_faces(need_faces(choosing))
        self.needs.cards.go_to(choosing.need_id)
        self._show_chosen()
        self._say_counts(choosing)

    def _show_chosen(self) -> None:
        choosing = self.choosing
        if choosing is None:
            return
        self.projects.cards.set_faces(project_faces(choosing))
        need = choosing.need
        may_form = need is not None and need.may_keep
        busy = self._planning is not None
        self.foot.show_choice(choosing, busy=busy, may_form=may_form)
        self._draw_lines()

    def _say_counts(self, choosing: Choosing) -> None:
        shown, need = choosing.board, choosing.need
        fitting = self.tr("合“{title}”的排前").format(title=need.title) if need else ""
        self.resources.tell(self.tr("{n} 项").format(n=len(shown.resources)), fitting)
        open_ones = sum(row.state in OPEN for row in shown.needs)
        waiting = self.tr("待对接 {n}").format(n=open_ones)
        self.needs.tell(self.tr("{n} 项").format(n=len(shown.needs)), waiting)
        self.projects.tell(self.tr("{n} 个").format(n=len(shown.projects)), self._standing(shown))
        self._show_empty(shown)

    def _standing(self, shown: Board) -> str:
        states = [row.state for row in shown.projects]
        late = sum(row.late is not None for row in shown.projects)
        words = self.tr("进行 {running}，待评价 {rating}，逾期 {late}")
        return words.format(
            running=states.count(ProjectState.RUNNING),
            rating=states.count(ProjectState.TO_RATE),
            late=late,
        )

    def _show_empty(self, shown: Board) -> None:
        filtered = self._narrowing != Narrowing()
        for column, rows, why in (
            (self.resources, shown.resources, self.tr("按 R 登记单位愿意拿出来的。")),
            (self.needs, shown.needs, self.tr("按 N 登记社区需要的，左边会排出合适的资源。")),
            (self.projects, shown.projects, self.tr("资源和需求结成后在这里跟到评价。")),
        ):
            if rows or (column is self.projects and column.cards.cards.faces):
                column.show_empty(None)
            elif filtered:
                words = self.tr("换几个字，或按 Esc 清掉筛选。")
                column.show_empty(EmptyState(self.tr("筛选后没有了"), words, icon="ph.funnel"))
            else:
                column.show_empty(EmptyState(self.tr("还没有"), why, icon="ph.handshake"))

    def _draw_lines(self) -> None:
        draw_lines(self.choosing, self)

    # -- doing ---------------------------------------------------------------------------------

    def _look_at(self, need_id: UUID | None) -> None:
        choosing = self.choosing
        if choosing is None or need_id is None or need_id == choosing.need_id:
            return
        choosing.look_at(need_id)
        self.resources.cards.scrollToTop()
        self._show()

    def _toggle(self, resource_id: UUID) -> None:
        choosing = self.choosing
        if choosing is None or not choosing.toggle(resource_id):
            return
        self.resources.cards.set_faces(resource_faces(choosing))
        self._show_chosen()

    def add_resource(self) -> None:
        """Ask for a resource."""
        if self._desk.actor.may(rights.KEEP):
            self._open(ResourceDialog(self._desk, self.window()))

    def add_need(self) -> None:
        """Ask for a need, and look at it once it is there."""
        if self._desk.actor.may(rights.KEEP):
            dialog = NeedDialog(self._desk, self.window())
            dialog.saved.connect(self._added)
            self._open(dialog)

    def _added(self, key: object) -> None:
        if self.choosing is not None and isinstance(key, UUID):
            self.choosing.need_id = key

    def change(self) -> None:
        """Change the resource or need in which the keyboard is; of a project, open it."""
        choosing = self.choosing
        if choosing is None:
            return
        if self.projects.cards.hasFocus():
            self._open_project(self.projects.cards.key())
        elif self.resources.cards.hasFocus():
            key = self.resources.cards.key()
            row = next((row for row in choosing.order if row.id == key), None)
            if row is not None and row.may_keep:
                self._open(ResourceDialog(self._desk, self.window(), row))
        elif (need := choosing.need) is not None and need.may_keep:
            self._open(NeedDialog(self._desk, self.window(), need))

    def take_back(self) -> None:
        """Take the resource or need in which the keyboard is off its list, once that is sure."""
        choosing = self.choosing
        if choosing is None:
            return
        if self.resources.cards.hasFocus():
            key = self.resources.cards.key()
            row = next((row for row in choosing.order if row.id == key), None)
            if row is not None and row.may_keep:
                take_back(self._desk, self, row)
        elif self.needs.cards.hasFocus():
            need = choosing.need
            if need is not None and need.may_keep:
                take_back(self._desk, self, need)

    def form(self) -> None:
        """Ask by which of the six ways, and make the project."""
        choosing = self.choosing
        need = choosing.need if choosing is not None else None
        if choosing is None or need is None or not self.foot.form_button.isEnabled():
            return
        until = f"{local(choosing.board.answer_by):%m-%d %H:%M}"
        ticked = choosing.ticked()
        dialog = FormProjectDialog(self._desk, self.window(), need, ticked, until)
        dialog.saved.connect(lambda key: self._formed(need.id, key))
        self._open(dialog)

    def _formed(self, need_id: UUID, key: object) -> None:
        if self.choosing is not None:
            self.choosing.forget(need_id)
        if isinstance(key, UUID):
            self._desk.notices.tell(self.tr("项目已结成，单位答复后记在项目里。"))

    def ask_first(self) -> None:
        """Put words to send to the units into the clipboard."""
        choosing = self.choosing
        if choosing is not None and choosing.need is not None and choosing.ticked():
            QGuiApplication.clipboard().setText(asking_words(choosing.need, choosing.ticked()))
            self._desk.notices.tell(self.tr("问各单位的话已复制，可以粘贴出去。"))

    def show_lacks(self) -> None:
        """Go to what nobody offers."""
        self._desk.navigator.go(PageWanted(LACKS_PAGE))

    def _open_project(self, key: UUID | None) -> None:
        if key is not None:
            self._desk.navigator.go(ListProjectWanted(key))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.needs.setFocus()
