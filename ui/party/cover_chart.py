"""Communities with a cell for each grid: filled where an organisation looks after it."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.party.queries.coverage import CommunityCover, CoverageBoard
from ui.core.theme import current

ROW, HEAD = 22, 26
NAME_PX, COVERED_PX, UNPLACED_PX = 76, 52, 40
CELL_MOST, CELL_GAP, CELL_HIGH = 8, 2, 13
EDGE = 16
_ENDS = ("社区居民委员会", "村民委员会", "居民委员会", "社区")


def short_community(name: str) -> str:
    """Return what people call a community."""
    for end in _ENDS:
        name = name.removesuffix(end) or name
    return name


class CoverChart(QWidget):
    """A row for each community; a click on a row chooses it, one on a gap its grid."""

    community_chosen = Signal(object)  # str, a code
    gap_chosen = Signal(object)  # str, the code of a grid

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board: CoverageBoard | None = None
        self._marked = ""
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("各社区党组织覆盖"))

    def show_board(self, board: CoverageBoard) -> None:
        """Show another state of it."""
        self._board = board
        self.updateGeometry()
        self.update()

    def mark(self, region: str) -> None:
        """Mark the community in which the chosen organisation stands."""
        self._marked = region[:12]
        self.update()

    def rows(self) -> tuple[CommunityCover, ...]:
        """Return what is shown, from top to bottom."""
        return self._board.communities if self._board is not None else ()

    def sizeHint(self) -> QSize:
        return QSize(320, HEAD + ROW * len(self.rows()) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # -- where things stand --------------------------------------------------------------------

    def _cell(self, row: CommunityCover, at: int, top: int) -> QRectF:
        left = EDGE + NAME_PX
        room = self.width() - left - EDGE - COVERED_PX - UNPLACED_PX
        most = max((len(each.grids) for each in self.rows()), default=1)
        step = min(CELL_MOST + CELL_GAP, room / max(most, 1))
        width = max(step - CELL_GAP, 2.0)
        return QRectF(left + at * step, top + (ROW - CELL_HIGH) / 2, width, CELL_HIGH)

    def _row_at(self, point: QPoint) -> int:
        at = (point.y() - HEAD) // ROW
        return at if point.y() >= HEAD and at < len(self.rows()) else -1

    def cell_at(self, point: QPoint) -> str:
        """Return the code of the grid under a point, "" for none."""
        at = self._row_at(point)
        if at < 0:
            return ""
        row, top = self.rows()[at], HEAD + at * ROW
        for place, cell in enumerate(row.grids):
            if self._cell(row, place, top).adjusted(-1, -4, 1, 4).contains(point.toPointF()):
                return cell.code
        return ""

    def gap_point(self, code: str) -> QPoint:
        """Return where a grid's cell is, for whoever points at it."""
        for at, row in enumerate(self.rows()):
            for place, cell in enumerate(row.grids):
                if cell.code == code:
                    return self._cell(row, place, HEAD + at * ROW).center().toPoint()
        return QPoint(-1, -1)

    # -- hands ---------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        at, code = self._row_at(point), self.cell_at(point)
        gaps = {gap.code for gap in self._board.gaps} if self._board is not None else set()
        if code in gaps:
            self.gap_chosen.emit(code)
        elif at >= 0:
            self.community_chosen.emit(self.rows()[at].code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(self._row_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._go_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self.rows():
            self._go_to(max(0, min(self._at + step, len(self.rows()) - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.community_chosen.emit(self.rows()[self._at].code)
        else:
            super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell which grid a cell is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            code = self.cell_at(event.pos())
            names = {cell.code: cell for row in self.rows() for cell in row.grids}
            cell = names.get(code)
            state = self.tr("已建") if cell is not None and cell.covered else self.tr("缺党组织")
            words = f"{cell.name}　{state}" if cell is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), current().color("bg.surface"))
        self._paint_head(painter)
        for at, row in enumerate(self.rows()):
            top = HEAD + at * ROW
            if event.rect().intersects(QRect(0, top, self.width(), ROW)):
                self._paint_row(painter, row, top, hovered=at == self._at)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        theme = current()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(EDGE, 0, NAME_PX, HEAD), middle, self.tr("社区"))
        left = EDGE + NAME_PX
        for words, covered in ((self.tr("已建"), True), (self.tr("缺"), False)):
            box = QRectF(left, (HEAD - CELL_HIGH) / 2 + 1, CELL_MOST, CELL_HIGH - 2)
            self._paint_cell(painter, box, covered=covered)
            painter.setPen(theme.color("text.2"))
            text = QRect(left + CELL_MOST + 5, 0, 60, HEAD)
            painter.drawText(text, middle, words)
            left += CELL_MOST + 5 + painter.fontMetrics().horizontalAdvance(words) + 14
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(self._numbers(0, HEAD)[0], right, self.tr("已建"))
        painter.drawText(self._numbers(0, HEAD)[1], right, self.tr("未落"))
        painter.fillRect(EDGE, HEAD - 1, self.width() - 2 * EDGE, 1, theme.color("border.subtle"))

    def _numbers(self, top: int, height: int) -> tuple[QRect, QRect]:
        right = self.width() - EDGE
        covered = QRect(right - UNPLACED_PX - COVERED_PX, top, COVERED_PX, height)
        return covered, QRect(right - UNPLACED_PX, top, UNPLACED_PX, height)

    def _paint_row(
        self, painter: QPainter, row: CommunityCover, top: int, *, hovered: bool
    ) -> None:
        theme = current()
        if hovered:
            ground = QRect(EDGE - 6, top, self.width() - 2 * EDGE + 12, ROW)
            painter.fillRect(ground, theme.color("bg.hover"))
        marked = row.code == self._marked
        painter.setFont(theme.font("caption", bold=marked))
        painter.setPen(theme.color("party" if marked else "text"))
        name = painter.fontMetrics().elidedText(
            short_community(row.name), Qt.TextElideMode.ElideRight, NAME_PX - 6
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(EDGE, top, NAME_PX, ROW), int(middle), name)
        for at, cell in enumerate(row.grids):
            self._paint_cell(painter, self._cell(row, at, top), covered=cell.covered)
        right = int(middle | Qt.AlignmentFlag.AlignRight)
        covered, unplaced = self._numbers(top, ROW)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(covered, right, f"{row.covered}/{len(row.grids)}")
        painter.setFont(theme.font("caption", bold=row.unplaced > 0))
        painter.setPen(theme.color("text" if row.unplaced else "text.3"))
        painter.drawText(unplaced, right, str(row.unplaced))

    @staticmethod
    def _paint_cell(painter: QPainter, box: QRectF, *, covered: bool) -> None:
        theme = current()
        if covered:
            painter.fillRect(box, theme.color("party.line"))
            return
        painter.setPen(QPen(theme.color("warn"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -1))
