"""The coverage board at the right: what is missing by community, and what mends each of it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.coverage import Advice, Size
from app.party.queries.coverage import (
    CoverageBoard,
    Gap,
    SizeLine,
    TermLine,
    UnitGap,
)
from ui.core.controls import Button, label
from ui.core.segmented import Choice, SegmentedControl
from ui.party.cover_chart import CoverChart
from ui.party.mending_list import Mending, MendingList
from ui.party.organisation_words import left_words, size_words

GAPS, SIZES, TERMS, UNITS = "gaps", "sizes", "terms", "units"


class CoveragePane(QFrame):
    """The finding as a title, the communities, and under them the next steps of one sort."""

    found_wanted = Signal(object)  # Gap: found a branch there
    join_wanted = Signal(object)  # Gap: let a neighbour look after it
    survey_wanted = Signal(object)  # Gap: look at the grid
    divide_wanted = Signal(object)  # SizeLine: found groups in it
    organisation_wanted = Signal(object)  # UUID
    election_wanted = Signal(object)  # UUID
    unit_wanted = Signal(object)  # UnitGap
    unplaced_wanted = Signal()
    community_wanted = Signal(object)  # str, a code

    def __init__(self, *, keeps: bool, parent: QWidget | None = None) -> None:
        """Make an empty board; `keeps` where the reader may mend what is missing."""
        super().__init__(parent)
        self._keeps = keeps
        self._board: CoverageBoard | None = None
        self.setProperty("surface", "pane")
        self.setAccessibleName(self.tr("党组织覆盖情况"))
        self.title = label("", "section")
        self.title.setWordWrap(True)
        self.under = label("", "caption")
        self.under.setWordWrap(True)
        self.chart = CoverChart()
        self.kind = SegmentedControl((), name=self.tr("缺什么"), accent="party")
        self.unplaced = Button(self.tr("去落格"), kind="partylink", small=True)
        self.list = MendingList()
        self._lay_out()
        self.chart.community_chosen.connect(self.community_wanted)
        self.chart.gap_chosen.connect(self._gap_chosen)
        self.kind.chosen.connect(lambda _: self._show_list())
        self.unplaced.clicked.connect(self.unplaced_wanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 6)
        head.setSpacing(2)
        head.addWidget(self.title)
        # Beside the kinds there is no room for it once all four are there.
        line = QHBoxLayout()
        line.addWidget(self.under, 1)
        line.addWidget(self.unplaced)
        head.addLayout(line)
        column.addLayout(head)
        self._communities = _scrolled(self.chart)
        column.addWidget(self._communities, 3)
        column.addWidget(self._kinds())
        column.addWidget(_scrolled(self.list), 2)

    def _kinds(self) -> QWidget:
        made = QFrame()
        made.setProperty("surface", "sunken")
        line = QHBoxLayout(made)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(4)
        line.addWidget(self.kind)
        line.addStretch(1)
        return made

    def gaps(self) -> tuple[Gap, ...]:
        """Return the grids without an organisation that are listed."""
        return self._board.gaps if self._board is not None else ()

    def show_board(self, board: CoverageBoard, at: datetime) -> None:
        """Show what is missing as of a moment."""
        self._board = board
        self.title.setText(self._finding(board))
        share = f"{board.covered / board.grids:.1%}" if board.grids else "—"
        words = self.tr("党组织覆盖 {covered}/{grids}（{share}），截至 {at}")
        self.under.setText(
            words.format(
                covered=board.covered,
                grids=board.grids,
                share=share,
                at=f"{local(at):%Y-%m-%d %H:%M}",
            )
        )
        self.chart.show_board(board)
        self._communities.setMaximumHeight(self.chart.sizeHint().height())
        before = self.kind.value()
        self.kind.set_choices(self._choices(board))
        if self.kind.value() is None:
            self.kind.set_value(before if before in self._kept(board) else self._first(board))
        words = self.tr("{count} 名党员未落格").format(count=board.without_grid)
        self.unplaced.setToolTip(words)
        self.unplaced.setAccessibleName(words)
        self.unplaced.setVisible(board.without_grid > 0)
        self._show_list()

    def _finding(self, board: CoverageBoard) -> str:
        if not board.grids:
            return self.tr("这里还没有网格")
        parts = []
        if board.gaps:
            parts.append(self.tr("{count} 个网格还没有党组织").format(count=len(board.gaps)))
        if board.without_grid:
            parts.append(self.tr("{count} 名党员没落到网格").format(count=board.without_grid))
        if not parts:
            return self.tr("网格都有党组织，党员都落到了网格")
        return "，".join(parts)

    def _kept(self, board: CoverageBoard) -> dict[str, int]:
        counts = {
            GAPS: len(board.gaps),
            SIZES: len(board.sizes),
            TERMS: len(board.terms),
        }
        return counts | ({UNITS: len(board.units)} if board.units else {})

    def _first(self, board: CoverageBoard) -> str:
        return next((kind for kind, count in self._kept(board).items() if count), GAPS)

    def _choices(self, board: CoverageBoard) -> tuple[Choice, ...]:
        words = {
            GAPS: self.tr("缺 {count}"),
            SIZES: self.tr("大小 {count}"),
            TERMS: self.tr("换届 {count}"),
            UNITS: self.tr("业委会 {count}"),
        }
        return tuple(
            Choice(kind, words[kind].format(count=count))
            for kind, count in self._kept(board).items()
        )

    # -- the next steps ------------------------------------------------------------------------

    def _show_list(self) -> None:
        board = self._board
        if board is None:
            return
        lines, nothing = {
            GAPS: (self._gaps, self.tr("网格都有党组织。")),
            SIZES: (self._sizes, self.tr("各党支部的党员数都合适。")),
            TERMS: (self._terms, self.tr("近期没有要换届的党组织。")),
            UNITS: (self._units, self.tr("业委会都有党组织。")),
        }[str(self.kind.value() or GAPS)]
        self.list.show_lines(lines(board), nothing)

    def _gaps(self, board: CoverageBoard) -> tuple[Mending, ...]:
        return tuple(self._gap(gap) for gap in board.gaps)

    def _gap(self, gap: Gap) -> Mending:
        why = self.tr("党员 {count} 名").format(count=gap.members)
        if gap.advice is Advice.SURVEY and not gap.members:
            why = self.tr("还没有党员登记")
        elif gap.advice is Advice.JOIN:
            why = self.tr("党员 {count} 名，人数不足").format(count=gap.members)
        step, run = word(gap.advice), partial(self._mend_gap, gap)
        if not self._keeps:
            step, run = self.tr("看网格"), partial(self.survey_wanted.emit, gap)
        return Mending(gap.name, why, step, run)

    def _mend_gap(self, gap: Gap) -> None:
        wanted = {
            Advice.FOUND: self.found_wanted,
            Advice.JOIN: self.join_wanted,
            Advice.SURVEY: self.survey_wanted,
        }
        wanted[gap.advice].emit(gap)

    def _gap_chosen(self, code: str) -> None:
        board = self._board
        gap = next((each for each in board.gaps if each.code == code), None) if board else None
        if gap is not None and self._keeps:
            self._mend_gap(gap)
        elif gap is not None:
            self.survey_wanted.emit(gap)

    def _sizes(self, board: CoverageBoard) -> tuple[Mending, ...]:
        return tuple(self._size(line) for line in board.sizes)

    def _size(self, line: SizeLine) -> Mending:
        divides = line.size is Size.LARGE and self._keeps
        step = self.tr("分设小组") if divides else self.tr("看名册")
        run: Callable[[], object] = (
            partial(self.divide_wanted.emit, line)
            if divides
            else partial(self.organisation_wanted.emit, line.organisation_id)
        )
        return Mending(_short(line.name), size_words(line), step, run, whole=line.name)

    def _terms(self, board: CoverageBoard) -> tuple[Mending, ...]:
        return tuple(self._term(line) for line in board.terms)

    def _term(self, line: TermLine) -> Mending:
        step = self.tr("登记换届") if self._keeps else self.tr("看组织")
        signal = self.election_wanted if self._keeps else self.organisation_wanted
        key: UUID = line.organisation_id
        return Mending(
            _short(line.name),
            left_words(line),
            step,
            partial(signal.emit, key),
            late=line.left < 0,
            whole=line.name,
        )

    def _units(self, board: CoverageBoard) -> tuple[Mending, ...]:
        return tuple(self._unit(gap) for gap in board.units)

    def _unit(self, gap: UnitGap) -> Mending:
        step = self.tr("建党组织") if self._keeps else ""
        run = partial(self.unit_wanted.emit, gap)
        return Mending(gap.name, self.tr("还没有党组织"), step, run)


def _short(name: str) -> str:
    """Return a name without what nearly all end with."""
    for end in ("网格党支部", "党支部", "党总支"):
        if len(name) > len(end) + 1:
            name = name.removesuffix(end)
    return name


def _scrolled(content: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidget(content)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
