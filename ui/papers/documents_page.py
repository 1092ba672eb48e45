"""Letters and minutes: choose one, read its pages, let it go on as briefings go on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.paging import Page
from app.papers.documents.queries import (
    DocumentRow,
    DocumentShelf,
    DocumentView,
    document_view,
    documents,
)
from ui.core.chips import Chip
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Step
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.papers.copies_strip import CopiesStrip
from ui.papers.document_columns import document_columns
from ui.papers.document_dialog import DocumentDialog
from ui.papers.flow import PaperFlow
from ui.papers.pages_foot import PagesFoot
from ui.papers.pages_view import PagesView
from ui.papers.paper_taking import SIGNED, PaperTaking
from ui.papers.words import ICONS, TONES, state_words
from ui.parts.pdf_pages import PdfPages

LIST_PX = 460


@dataclass(frozen=True, slots=True)
class _Opened:
    """A paper read from the database, its pages opened."""

    view: DocumentView
    pages: PdfPages


class DocumentsPage(QWidget):
    """The list beside the pages of the chosen one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shelf: DocumentShelf | None = None
        self._wanted: UUID | None = None
        self.view: DocumentView | None = None
        self.setAccessibleName(self.tr("函和纪要"))
        self.taking = PaperTaking(desk, self)
        self.flow = PaperFlow(desk, self)
        self.state = Chip("")
        self.bar = self._make_bar()
        self.model: PagedTableModel[DocumentRow] = PagedTableModel(
            document_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "documents", desk.preferences)
        self.table.setFixedWidth(LIST_PX)
        self.pages = PagesView(desk.jobs)
        self.copies = CopiesStrip()
        self.foot = PagesFoot(self.pages)
        self.foot.hint.clear()  # no number of a letter opens a list
        self._lay_out()
        self._connect()
        self._told_bar(None)
        self.model.show(self._load)

    # -- parts ---------------------------------------------------------------------------------

    def _make_bar(self) -> ToolBar:
        bar = ToolBar(self.tr("函和纪要"))
        bar.add(self.state)
        self.new_button = Button(self.tr("拟稿"), icon="ph.plus", key="Ctrl+N")
        self.draft_button = Button(self.tr("重新取数"), icon="ph.arrow-clockwise", key="R")
        self.take_button = Button(self.tr("打印"), icon="ph.printer", key="Ctrl+P")
        self.next_button = Button(self.tr("审核通过"), kind="primary", icon="ph.check")
        bar.add_right(self.new_button, self.draft_button, self.take_button, self.next_button)
        return bar

    def _lay_out(self) -> None:
        self._reading = QWidget()
        right = QVBoxLayout(self._reading)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.copies)
        right.addWidget(self.pages, 1)
        right.addWidget(self.foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._reading)
        self._state: QWidget | None = None
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.table)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.add_new)
        self.draft_button.clicked.connect(self.draft)
        self.take_button.clicked.connect(self.take)
        self.next_button.clicked.connect(self.go_on)
        self.flow.done.connect(self.reload)
        self.flow.drafted.connect(self._drafted)
        self.pages.turned.connect(self._turned)
        self.table.current_key_changed.connect(self._choose)
        self.table.set_failed_title(self.tr("没能读出函和纪要"))
        self.model.loading_changed.connect(self._loading)
        self._desk.scope.changed.connect(self._scope_changed)
        topics = frozenset({Topic.PAPER})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        add_key(self, "Ctrl+N", self.add_new)
        add_key(self, "R", self.draft)
        add_key(self, "Ctrl+P", self.take)

    # -- the list ------------------------------------------------------------------------------

    def _load(self, _after: After) -> Page[DocumentRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            self._shelf = documents(session, desk.actor, desk.scope.code, now)
            return Page(self._shelf.papers, None)

    def reload(self) -> None:
        """Read the list anew, and the chosen one."""
        self.model.reload()
        if self.view is not None:
            self._choose(self.view.row.id)

    def _scope_changed(self, _choice: object) -> None:
        self.view = None
        self._told_bar(None)
        self.model.show(self._load)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.bar.set_count(self.tr("{count} 份").format(count=count) if count else "")
        self.new_button.setVisible(self._shelf is not None and self._shelf.may_write)
        self.table.setVisible(bool(count))
        wanted, self._wanted = self._wanted, None
        if not count:
            self._show_state(self._empty())
        elif wanted is not None:
            self.table.select_key(wanted)
            self._choose(wanted)
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        self._told_bar(self.view)

    def _empty(self) -> QWidget:
        why = self.tr("给单位的反馈函、会议纪要，拟稿以后审核、签发、印发，签发的谁也改不了。")
        may = self._shelf is not None and self._shelf.may_write
        steps = (Step(self.tr("拟稿"), self.add_new, primary=True),) if may else ()
        return EmptyState(self.tr("还没有函和纪要"), why, *steps, icon="ph.envelope-simple")

    # -- the paper -----------------------------------------------------------------------------

    def _choose(self, key: object) -> None:
        if not isinstance(key, UUID):
            return
        actor = self._desk.actor

        def read(session: Any) -> _Opened:
            view = document_view(session, actor, key)
            return _Opened(view, PdfPages(view.body))

        self._desk.read(read, self._show, self._failed)

    def _show(self, opened: _Opened) -> None:
        if opened.view.row.id != self.table.current_key():
            return
        self.view = opened.view
        self._stack.setCurrentWidget(self._reading)
        self.pages.show_paper(opened.pages, ())
        self.copies.show_view(opened.view)
        self._told_bar(opened.view)
        self._turned(0)

    def _turned(self, leaf: object) -> None:
        if self.view is not None:
            self.foot.show_place(int(str(leaf)) + 1, self.view.drawn.leaves)

    def _failed(self, error: BaseException) -> None:
        self._show_state(ErrorState(self.tr("没能读出这一份"), explain(error), self.reload))

    def _show_state(self, state: QWidget) -> None:
        before, self._state = self._state, state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    # -- what can be done ----------------------------------------------------------------------

    def _told_bar(self, view: DocumentView | None) -> None:
        row = view.row if view is not None else None
        may_write = self._shelf is not None and self._shelf.may_write
        for each in (self.state, self.take_button):
            each.setVisible(row is not None)
        self.draft_button.setVisible(may_write and row is not None and row.is_newest)
        words = self.flow.next_words(self._shelf, view)
        self.next_button.setText(words)
        self.next_button.setVisible(bool(words))
        if row is None:
            return
        signed = row.step in SIGNED
        tone, icon = ("", "") if row.step is None else (TONES[row.step], ICONS[row.step])
        self.state.set_chip(state_words(row), tone, icon=icon)
        self.draft_button.setText(self.tr("更正") if signed else self.tr("重新取数"))
        self.take_button.setEnabled(signed)
        self.take_button.setToolTip("" if signed else self.tr("签发以后才能打印"))

    def add_new(self) -> None:
        """Draft a letter or minutes."""
        found = self._shelf
        if found is None or not found.may_write:
            return
        dialog = DocumentDialog(self._desk, found.region, self)
        dialog.saved.connect(self._drafted)
        dialog.open()

    def draft(self) -> None:
        """Draft the chosen one anew: its next version."""
        if self.draft_button.isVisible() and self._shelf is not None and self.view is not None:
            self.flow.draft_document(self.view)

    def _drafted(self, key: Any) -> None:
        self._wanted = key
        self.model.reload()

    def go_on(self) -> None:
        """Do the next step of the chosen one."""
        if self.next_button.isVisible():
            self.flow.go_on(self._shelf, self.view)

    def take(self) -> None:
        """Show a signed one as it is printed, to print or keep it."""
        if self.view is not None and self.take_button.isEnabled():
            self.taking.show(self.view, self.view.row.title)
