"""Briefings: choose one, read its pages, ask each number, let it go on; one page for all of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.words import label as word
from app.papers.briefing.figures import Figure
from app.papers.briefing.period import Period
from app.papers.figure_rows import kept_of
from app.papers.queries import PaperRow, PaperView, paper_view, recounted
from app.papers.rules import PaperStep, PeriodKind
from app.papers.shelf import FigureDetail, Shelf, figure_detail, shelf
from ui.core.chips import Chip
from ui.core.controls import Button, Combo, label
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import ToolBar
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton, Step
from ui.papers.copies_strip import CopiesStrip
from ui.papers.figures_panel import SHOWN_ROWS, FiguresPanel
from ui.papers.flow import PaperFlow
from ui.papers.pages_foot import PagesFoot
from ui.papers.pages_view import PagesView
from ui.papers.paper_taking import PaperTaking
from ui.papers.words import ICONS, TONES, paper_words, period_words, state_words
from ui.parts.paper_thumbs import PaperThumbs
from ui.parts.pdf_pages import PdfPages

COMBO_PX = 300


@dataclass(frozen=True, slots=True)
class _Opened:
    """A paper read from the database, its pages opened."""

    view: PaperView
    pages: PdfPages


class PapersPage(QWidget):
    """The chosen briefing between its thumbnails and its numbers."""

    shown = Signal()  # another paper stands there

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shelf: Shelf | None = None
        self._wanted: object = None
        self.view: PaperView | None = None
        self.taking = PaperTaking(desk, self)
        self.flow = PaperFlow(desk, self)
        self.kinds = SegmentedControl(
            tuple(Choice(kind, word(kind)) for kind in PeriodKind),
            PeriodKind.WEEKLY,
            name=self.tr("日报、周报还是月度分析"),
        )
        self.choose = Combo()
        self.choose.setFixedWidth(COMBO_PX)
        self.choose.setAccessibleName(self.tr("哪一期"))
        self.as_of = label("", "second")
        self.state = Chip("")
        self.bar = self._make_bar()
        for each in (self.state, self.export_button, self.take_button, self.next_button):
            each.hide()  # nobody passes on what has not been read yet
        self.pages = PagesView(desk.jobs)
        self.thumbs: PaperThumbs | None = None
        self.figures = FiguresPanel()
        self.copies = CopiesStrip()
        self._lay_out()
        self._connect()
        self.reload()

    # -- parts ---------------------------------------------------------------------------------

    def _make_bar(self) -> ToolBar:
        bar = ToolBar()
        for each in (self.kinds, self.choose, self.as_of, self.state):
            bar.add(each)
        self.draft_button = Button(self.tr("重新取数"), icon="ph.arrow-clockwise", key="R")
        self.take_button = Button(self.tr("打印"), icon="ph.printer", key="Ctrl+P")
        self.export_button = Button(self.tr("导出"), icon="ph.download-simple", key="Ctrl+E")
        self.next_button = Button(self.tr("审核通过"), kind="primary", icon="ph.check")
        bar.add_right(self.draft_button, self.export_button, self.take_button, self.next_button)
        return bar

    def _lay_out(self) -> None:
        self._reading = QWidget()
        middle = QHBoxLayout(self._reading)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._beside = QVBoxLayout()
        middle.addLayout(self._beside)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.copies)
        centre.addWidget(self.pages, 1)
        self.foot = PagesFoot(self.pages)
        centre.addWidget(self.foot)
        middle.addLayout(centre, 1)
        middle.addWidget(self.figures)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._reading)
        self._state: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _: self._kind_chosen())
        self.choose.activated.connect(lambda _: self._choose(self.choose.value()))
        self.draft_button.clicked.connect(self.draft)
        self.flow.drafted.connect(self._drafted)
        self.flow.done.connect(self.reload)
        self.take_button.clicked.connect(self.take)
        self.export_button.clicked.connect(self.export)
        self.next_button.clicked.connect(self.go_on)
        self.pages.figure_chosen.connect(self.show_figure)
        self.pages.turned.connect(self._turned)
        self.figures.chosen.connect(self.show_figure)
        self.figures.wanted.connect(self._desk.navigator.go)
        self._desk.scope.changed.connect(self._scope_changed)
        topics = frozenset({Topic.PAPER})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        add_key(self, "R", self.draft)
        add_key(self, "Ctrl+P", self.take)
        add_key(self, "Ctrl+E", self.export)
        add_key(self, "O", self.figures.open)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pages.choose("", look=False)

    @property
    def kind(self) -> PeriodKind:
        """Which papers are looked at."""
        return PeriodKind(str(self.kinds.value()))

    def show_kind(self, kind: str) -> None:
        """Look at the ``daily``, ``weekly`` or ``monthly`` ones."""
        self.kinds.set_value(PeriodKind(kind))
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        self._wanted, self.view = None, None
        self._told_bar(None)
        self.reload()

    def _scope_changed(self, _choice: object) -> None:
        self._wanted = None
        self.reload()

    # -- the shelf -----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read which papers there are, and the chosen one."""
        desk, kind, scope = self._desk, self.kind, self._desk.scope.code
        if self.view is None:
            self._show_state(Skeleton())
        desk.read(
            lambda session: shelf(session, desk.actor, scope, kind, desk.parts.clock.now()),
            lambda found: self._show_shelf(kind, found),
            self._failed,
        )

    def _show_shelf(self, kind: PeriodKind, found: Shelf) -> None:
        if kind is not self.kind:  # another kind was chosen meanwhile
            return
        self._shelf = found
        self.choose.clear()
        entries: list[tuple[Period, int, str, object]] = [
            (row.period, row.version, self._named(row), row.id) for row in found.papers
        ]
        unwritten = self.tr("{period}  还没写")
        entries += [
            (each, 0, unwritten.format(period=period_words(each)), each) for each in found.periods
        ]
        entries.sort(key=lambda entry: (entry[0].first, entry[1]), reverse=True)
        for _, _, words, value in entries:
            self.choose.add(words, value)
        values = [value for *_, value in entries]
        if self._wanted not in values:
            written = [row.id for row in found.papers]
            self._wanted = written[0] if written else (values[1] if len(values) > 1 else None)
            if self._wanted is None and values:
                self._wanted = values[0]
        self.choose.set_value(self._wanted)
        self._choose(self._wanted)

    @property
    def papers(self) -> tuple[PaperRow, ...]:
        """The papers that can be chosen."""
        return self._shelf.papers if self._shelf is not None else ()

    def open_paper(self, paper_id: UUID) -> None:
        """Show one of them."""
        self._choose(paper_id)

    def _named(self, row: PaperRow) -> str:
        found = self._shelf
        own = found is None or row.region == found.region
        place = "" if own or found is None else found.names.get(row.region, row.region)
        return paper_words(row, place)

    def _choose(self, value: object) -> None:
        self._wanted = value
        self.choose.set_value(value)
        if isinstance(value, UUID):
            self._read(value)
            return
        self.view = None
        self._told_bar(None)
        if isinstance(value, Period):
            self._show_state(self._unwritten(value))
        else:
            self._show_state(self._nothing())

    def _unwritten(self, period: Period) -> QWidget:
        return EmptyState(
            self.tr("{period} 还没写").format(period=period_words(period)),
            self.tr("取数以后成为草稿：每个数都能点开看是哪几件，审核、签发以后谁也改不了。"),
            Step(self.tr("取数，写成草稿"), self.draft, primary=True),
            icon="ph.newspaper",
        )

    def _nothing(self) -> QWidget:
        return EmptyState(
            self.tr("还没有{kind}").format(kind=word(self.kind)),
            self.tr("中心写好并印发以后，送到您单位的会出现在这里。"),
            icon="ph.newspaper",
        )

    def _show_state(self, state: QWidget) -> None:
        ground = QWidget()
        middle = QHBoxLayout(ground)
        middle.addStretch(1)
        middle.addWidget(state, 2)
        middle.addStretch(1)
        before, self._state = self._state, ground
        self._stack.addWidget(ground)
        self._stack.setCurrentWidget(ground)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    # -- the paper -----------------------------------------------------------------------------

    def _read(self, paper_id: UUID) -> None:
        actor = self._desk.actor

        def read(session: Any) -> _Opened:
            view = paper_view(session, actor, paper_id)
            return _Opened(view, PdfPages(view.body))

        self._desk.read(read, self._show, self._failed)

    def _show(self, opened: _Opened) -> None:
        if opened.view.row.id != self._wanted:
            return
        again = self.view is not None and self.view.row.id == opened.view.row.id
        self.view = opened.view
        self._stack.setCurrentWidget(self._reading)
        self._told_bar(opened.view)
        self.copies.show_view(opened.view)
        if again and opened.view.row.step is not None and self.pages.chosen:
            return
        spots = opened.view.briefing.paper.spots
        self.pages.show_paper(opened.pages, spots)
        self.pages.labels = {
            figure.name: f"{figure.label} {figure.text}" for figure in opened.view.briefing.figures
        }
        self._show_thumbs(opened.pages)
        self.figures.show_view(opened.view)
        self._turned(0)
        self._check(opened.view)
        self.shown.emit()

    def _show_thumbs(self, pages: PdfPages) -> None:
        if self.thumbs is not None:
            self._beside.removeWidget(self.thumbs)
            self.thumbs.deleteLater()
        self.thumbs = PaperThumbs(pages, self._desk.jobs)
        self.thumbs.chosen.connect(self.pages.show_page)
        self._beside.addWidget(self.thumbs)

    def _turned(self, leaf: object) -> None:
        number = int(str(leaf))
        if self.view is None:
            return
        self.foot.show_place(number + 1, self.view.briefing.paper.leaves)
        self.figures.show_page(number, self.pages.keys_of(number))
        if self.thumbs is not None and self.thumbs.currentRow() != number:
            self.thumbs.setCurrentRow(number)

    def _check(self, view: PaperView) -> None:
        """Count anew and say which numbers still hold."""
        actor, now = self._desk.actor, self._desk.parts.clock.now()

        def count(session: Any) -> tuple[UUID, dict[str, Figure], datetime]:
            return view.row.id, recounted(session, actor, view, now), now

        self._desk.read(count, self._checked)

    def _checked(self, found: tuple[UUID, dict[str, Figure], datetime]) -> None:
        paper_id, now, at = found
        if self.view is not None and self.view.row.id == paper_id:
            self.figures.show_now(now, at)
            self.pages.mark_changed(self.figures.changed)

    def show_figure(self, name: object) -> None:
        """Show what a number counts."""
        if self.view is None:
            return
        figure = self.view.briefing.gathered.book.get(str(name))
        if figure is None:
            return
        self.pages.choose(figure.name)
        actor, now = self._desk.actor, self._desk.parts.clock.now()
        kept = kept_of(figure, self.view.briefing.gathered.book, self.view.kept)

        def detail(session: Any) -> FigureDetail:
            return figure_detail(session, actor, figure, now, most=SHOWN_ROWS, kept=kept)

        self._desk.read(detail, self._show_detail)

    def _show_detail(self, detail: FigureDetail) -> None:
        if self.pages.chosen == detail.figure.name:
            self.figures.show_detail(detail)

    def _failed(self, error: BaseException) -> None:
        self._show_state(ErrorState(self.tr("没能读出这一期"), explain(error), self.reload))

    # -- what can be done ----------------------------------------------------------------------

    def _told_bar(self, view: PaperView | None) -> None:
        row = view.row if view is not None else None
        self.as_of.setVisible(row is not None)
        self.state.setVisible(row is not None)
        may_write = self._shelf is not None and self._shelf.may_write
        own = row is not None and self._shelf is not None and row.region == self._shelf.region
        self.draft_button.setVisible(may_write and own and row is not None and row.is_newest)
        for each in (self.export_button, self.take_button):
            each.setVisible(row is not None)
        self.next_button.setVisible(False)
        if row is None:
            return
        signed = row.step in (PaperStep.SIGNED, PaperStep.ISSUED)
        self.as_of.setText(self.tr("取数截至 {at}").format(at=full(row.as_of)))
        tone, icon = ("", "") if row.step is None else (TONES[row.step], ICONS[row.step])
        self.state.set_chip(state_words(row), tone, icon=icon)
        self.draft_button.setText(self.tr("更正") if signed else self.tr("重新取数"))
        self.take_button.setEnabled(signed)
        self.take_button.setToolTip("" if signed else self.tr("签发以后才能打印"))
        words = self.flow.next_words(self._shelf, view)
        self.next_button.setText(words)
        self.next_button.setVisible(bool(words))

    def draft(self) -> None:
        """Count the period anew."""
        self.flow.draft(self._shelf, self.view, self._wanted)

    def go_on(self) -> None:
        """Do the next step of the chosen paper."""
        if self.next_button.isVisible():
            self.flow.go_on(self._shelf, self.view)

    def _drafted(self, paper_id: UUID) -> None:
        self._wanted = paper_id
        self.reload()

    def take(self) -> None:
        """Show a signed paper as it is printed, to print or keep it."""
        if self.view is not None and self.take_button.isEnabled():
            title = period_words(self.view.row.period)
            self.taking.show(self.view, title)

    def export(self) -> None:
        """Ask in which form the chosen paper is taken along."""
        if self.view is not None:
            self.taking.ask_form(self.view, self.export_button)
