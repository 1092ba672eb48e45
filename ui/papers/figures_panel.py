"""Beside the pages: all numbers, whether they still hold, and what the chosen one counts."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.papers.briefing.figures import CaseList, Figure
from app.papers.figure_rows import FigureRow, RowsMoved
from app.papers.queries import PaperView, is_of_the_moment
from app.papers.shelf import FigureDetail
from ui.core.controls import Button, label
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.targets import (
    AnswersWanted,
    CaseWanted,
    ConferencesWanted,
    PageWanted,
    QueueWanted,
    SheetsWanted,
    Target,
    WhistlesWanted,
)
from ui.papers.figure_list import FigureLine, FigureList

WIDTH_PX = 384
SHOWN_ROWS, SHOWN_MOVED = 4, 2
CONFERENCES_PAGE, LOGS = "command.conferences", frozenset({"conferences", "attended"})
"""Numbers of the conference log lead to its page."""
PAGE, ALL, CHANGED = "page", "all", "changed"


class FiguresPanel(QFrame):
    """Lists the numbers of the page in sight, of all pages, or those that changed since."""

    chosen = Signal(object)  # name of a figure
    wanted = Signal(object)  # Target

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("数字核对"))
        self._view: PaperView | None = None
        self._keys: tuple[str, ...] = ()
        self._page = 0
        self._now: dict[str, Figure] = {}
        self._detail: FigureDetail | None = None
        self.head = label("", "section")
        self.under = label("", "caption")
        self.tabs = SegmentedControl((), ALL, name=self.tr("哪些数字"))
        self.list = FigureList()
        self.name = label("", "section")
        self.how = label("", "caption")
        self.how.setWordWrap(True)
        self._rows = QVBoxLayout()
        self.open_button = Button(self.tr("打开名单"), kind="primary", small=True, key="O")
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._list())
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.open())
        self.open_button.clicked.connect(self.open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        for each in (self.head, self.under):
            each.setWordWrap(True)
            head.addWidget(each)
        head.addWidget(self.tabs)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.detail = QFrame()
        self.detail.setProperty("surface", "sunken")
        inner = QVBoxLayout(self.detail)
        inner.setContentsMargins(16, 10, 16, 12)
        inner.setSpacing(4)
        inner.addWidget(self.name)
        inner.addWidget(self.how)
        inner.addLayout(self._rows)
        inner.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.detail)
        self.detail.hide()

    # -- what is shown -------------------------------------------------------------------------

    def show_view(self, view: PaperView | None) -> None:
        """Show the numbers of a paper."""
        self._view, self._now, self._detail = view, {}, None
        self.detail.hide()
        self.setVisible(view is not None)
        self.under.setText(self.tr("正在按现在的数据核对…"))
        self._told()

    def show_now(self, now: dict[str, Figure], at: datetime) -> None:
        """Say which numbers still hold."""
        self._now = now
        words = self.tr("核对于 {at}。点数字看是哪几行")
        self.under.setText(words.format(at=full(at)))
        self._told()

    def show_page(self, page: int, keys: tuple[str, ...]) -> None:
        """Say which page is in sight, and its numbers."""
        self._page, self._keys = page, keys
        self._told()

    @property
    def changed(self) -> frozenset[str]:
        """Names of the numbers that are others by now."""
        lines = self._all()
        return frozenset(x.figure.name for x in lines if x.now is not None and not x.moving)

    def _all(self) -> tuple[FigureLine, ...]:
        if self._view is None:
            return ()
        return tuple(self._line(figure) for figure in self._view.briefing.figures)

    def _line(self, figure: Figure) -> FigureLine:
        now, moving = self._now.get(figure.name), is_of_the_moment(figure)
        other = now is not None and now.text != figure.text
        return FigureLine(figure, now.text if now is not None and other else None, moving=moving)

    def _told(self) -> None:
        lines = self._all()
        changed = len(self.changed)
        moving = sum(line.moving for line in lines)
        if changed:
            words = self.tr("{all} 个数，{same} 个没变，{changed} 个取数后变了")
        else:
            words = self.tr("{all} 个数，取数后都没有变")
        same = len(lines) - changed
        self.head.setText(words.format(all=len(lines), same=same, changed=changed))
        self.head.setToolTip(
            self.tr("其中 {moving} 个是取数那一刻的在办数，随时在变").format(moving=moving)
        )
        on_page = sum(line.figure.name in self._keys for line in lines)
        self.tabs.set_choices(
            (
                Choice(PAGE, self.tr("第 {page} 页 {n}").format(page=self._page + 1, n=on_page)),
                Choice(ALL, self.tr("全部 {n}").format(n=len(lines))),
                Choice(CHANGED, self.tr("变了 {n}").format(n=changed)),
            )
        )
        self._list()

    def _list(self) -> None:
        which, changed = self.tabs.value(), self.changed
        shown = tuple(
            line
            for line in self._all()
            if which == ALL
            or (which == PAGE and line.figure.name in self._keys)
            or (which == CHANGED and line.figure.name in changed)
        )
        chosen = self._detail.figure.name if self._detail is not None else ""
        self.list.show_lines(shown, chosen)

    # -- one number ----------------------------------------------------------------------------

    def show_detail(self, detail: FigureDetail) -> None:
        """Show what a number counts."""
        self._detail = detail
        figure = detail.figure
        self.list.choose(figure.name)
        self.name.setText(f"{figure.text}  {figure.label}")
        self.how.setText(detail.how or self.tr("见这一期的名单"))
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        moved = detail.moved or RowsMoved()
        for row in detail.rows[: SHOWN_ROWS // 2 if moved else SHOWN_ROWS]:
            self._rows.addWidget(self._row(row), 0, Qt.AlignmentFlag.AlignLeft)
        self._tell_moved(moved)
        count = figure.parts[0] if figure.parts is not None else int(figure.value or 0)
        self.open_button.setText(self.tr("打开这 {count} 件").format(count=count))
        self.open_button.setVisible(count > 0)
        self.detail.show()

    def _tell_moved(self, moved: RowsMoved) -> None:
        """Say which rows came or went since the paper was drafted."""
        if not moved:
            return
        words = self.tr("取数以后：来了 {came} 件，走了 {gone} 件")
        gone = len(moved.gone) + moved.unseen
        told = label(words.format(came=len(moved.came), gone=gone), "caption")
        self._rows.addWidget(told)
        for mark, rows in ((self.tr("来"), moved.came), (self.tr("走"), moved.gone)):
            for row in rows[:SHOWN_MOVED]:
                self._rows.addWidget(self._row(row, mark), 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, row: FigureRow, mark: str = "") -> Button:
        words = "  ".join(part for part in (mark, row.number, row.title, row.where) if part)
        button = Button(words, kind="link", small=True)
        button.setMaximumWidth(WIDTH_PX - 32)
        button.setToolTip(words)
        button.setText(
            button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, WIDTH_PX - 60)
        )
        button.clicked.connect(lambda: self.wanted.emit(_target_of_row(row)))
        return button

    def open(self) -> None:
        """Open the very list the chosen number counts."""
        if self._detail is not None:
            self.wanted.emit(target_of(self._detail))


def target_of(detail: FigureDetail) -> Target:
    """Return where the list of a number is."""
    rows, title = detail.figure.rows, detail.figure.label
    if isinstance(rows, CaseList):
        return QueueWanted("every", detail.typed)
    since, until, region = rows.since, rows.until, rows.region
    if rows.what == "answers":
        return AnswersWanted(since, until, rows.as_of, region, rows.measure.value, title)
    if rows.what in LOGS:
        return ConferencesWanted(since, until, region, title)
    if rows.what == "whistles":
        return WhistlesWanted(since, until, region, title)
    return SheetsWanted(since=since, until=until, region=region, title=title)


def _target_of_row(row: FigureRow) -> Target:
    return PageWanted(CONFERENCES_PAGE) if row.case_id is None else CaseWanted(row.case_id)
