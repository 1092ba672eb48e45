"""The lines of a ledger as a table: when, whether it counts, how long, in all, and why."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.cases.clock_segments import SegmentKind
from app.cases.queries.ledger import LedgerRow
from ui.core.icons import paint_icon
from ui.core.theme import current

Index = QModelIndex | QPersistentModelIndex

WHEN, COUNTS, AMOUNT, TOTAL, WHY = range(5)
PADDING = 8  # as the header's
LEAST = {AMOUNT: 112, TOTAL: 108}
WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
QUIET = frozenset({SegmentKind.NOT_COUNTED, SegmentKind.STOPPED})
CHIP = {
    SegmentKind.COUNTED: "accent",
    SegmentKind.STOPPED: "sus",
    SegmentKind.LEFT: "ok",
}
STOPPED_ICON = "ph.pause-bold"


class LedgerModel(QAbstractTableModel):
    """The lines; their text is what is copied and read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LedgerRow, ...] = ()
        self._titles = (
            self.tr("从 – 到"),
            self.tr("算不算"),
            self.tr("这一段"),
            self.tr("累计"),
            self.tr("为什么"),
        )

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: tuple[LedgerRow, ...]) -> None:
        """Show lines; the place one looks at stays while only their words change."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, WHY))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return str(row.line) if index.column() == WHEN else cell_text(row, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, index.column())
        return None


def cell_text(row: LedgerRow, column: int) -> str:
    """Return what stands in a column of a line."""
    line = row.line
    return (line.when, line.mark, line.amount, line.total, line.why)[column]


def _align(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (AMOUNT, TOTAL) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    """Paints lines: what counts is dark, what does not is quiet, what is too late is red."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: LedgerModel = index.model()  # type: ignore[assignment]
        row, theme = model.rows[index.row()], current()
        rect: QRect = option.rect
        quiet = row.line.kind in QUIET
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "bg.selected" if chosen else "bg.sunken" if quiet else "bg.surface"
        painter.fillRect(rect, theme.color(ground))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border.subtle")
        )
        inner = rect.adjusted(PADDING, 0, -PADDING, -1)
        if index.column() == COUNTS:
            _paint_chip(painter, row, inner)
        else:
            _paint_text(painter, row, index.column(), inner)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model: LedgerModel = index.model()  # type: ignore[assignment]
        view: QTableView = self.parent()  # type: ignore[assignment]
        text = cell_text(model.rows[index.row()], index.column())
        metrics, line = QFontMetrics(current().font("caption")), current().type.caption_line
        if index.column() != WHY:
            bold = QFontMetrics(current().font("caption", bold=True))
            width = bold.horizontalAdvance(text) + 2 * PADDING + 2
            return QSize(width, current().sizes.tree_row)
        room = QRect(0, 0, view.columnWidth(WHY) - 2 * PADDING, 4_000)
        high = metrics.boundingRect(room, WRAPPED, text).height()
        rows = max(1, round(high / metrics.lineSpacing()))
        return QSize(240, max(current().sizes.tree_row, rows * line + 14))


def _paint_chip(painter: QPainter, row: LedgerRow, rect: QRect) -> None:
    theme, kind = current(), row.line.kind
    painter.setFont(theme.font("caption"))
    token = "over" if row.late else CHIP.get(kind)
    if token is None:
        painter.setPen(theme.color("text.3"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), row.line.mark)
        return
    side = theme.sizes.icon_small if kind is SegmentKind.STOPPED else 0
    room = side + 4 if side else 0
    width = painter.fontMetrics().horizontalAdvance(row.line.mark) + room + 12
    top = rect.top() + (rect.height() - theme.sizes.chip) / 2
    plate = QRectF(rect.left(), round(top), width, theme.sizes.chip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{token}.bg"))
    painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
    ink = token if token == "accent" else f"{token}.text"
    if side:
        mark = QRectF(plate.left() + 6, plate.center().y() - side / 2, side, side)
        paint_icon(painter, STOPPED_ICON, mark, ink)
    painter.setPen(theme.color(ink))
    words = plate.adjusted(6 + room, 0, -6, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), row.line.mark)


def _paint_text(painter: QPainter, row: LedgerRow, column: int, rect: QRect) -> None:
    theme, quiet = current(), row.line.kind in QUIET
    counted = row.line.kind is SegmentKind.COUNTED
    painter.setFont(theme.font("caption", bold=counted and column == AMOUNT))
    ink = "text.3" if quiet and column != WHY else "text.2" if quiet else "text"
    if row.line.kind is SegmentKind.LEFT:
        ink = "text.2"
    if row.late and column == AMOUNT:
        ink = "over.text"
    painter.setPen(theme.color(ink))
    text = cell_text(row, column)
    flags = WRAPPED if column == WHY else int(_align(column))
    painter.drawText(rect, flags, text)


class LedgerTable(QTableView):
    """The lines; long reasons wrap, what is chosen can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LedgerModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(self.tr("时限台账"))
        self.setShowGrid(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setFixedHeight(current().sizes.header)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: tuple[LedgerRow, ...]) -> None:
        """Show lines."""
        self.lines.set_rows(rows)
        self._fit()

    def text_of_chosen(self) -> str:
        """Return the chosen lines as text, "" where none is."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return "\n".join(str(self.lines.rows[at].line) for at in chosen)

    def _fit(self) -> None:
        head = QFontMetrics(current().font("caption"))
        delegate = self.itemDelegate()
        for column in (WHEN, COUNTS, AMOUNT, TOTAL):
            title = str(self.lines.headerData(column, Qt.Orientation.Horizontal))
            widths = [
                delegate.sizeHint(QStyleOptionViewItem(), self.lines.index(at, column)).width()
                for at in range(len(self.lines.rows))
            ]
            extra = current().sizes.icon_small + 16 if column == COUNTS else 0
            words = head.horizontalAdvance(title) + 2 * PADDING + 2
            least = max(words, LEAST.get(column, 0))
            self.setColumnWidth(column, max([least, *(width + extra for width in widths)]))
        self.resizeRowsToContents()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the room of all lines; the table scrolls where it gets less."""
        lines = self.verticalHeader().length()
        return QSize(640, lines + current().sizes.header)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, min(self.sizeHint().height(), 5 * current().sizes.tree_row))

    def show_end(self) -> None:
        """Go to the last lines of a long ledger; one that is nearly whole stays at its top."""
        if self.verticalHeader().length() > 2 * self.viewport().height():
            self.scrollToBottom()
        else:
            self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resizeRowsToContents()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.text_of_chosen():
            QGuiApplication.clipboard().setText(self.text_of_chosen())
            return
        super().keyPressEvent(event)
