"""The saved views beside the queue: groups with glyphs and live counts; the legend of stages."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.cases.queries.queue import QueueView
from app.core.actor import Actor
from app.core.paging import Count
from app.core.words import label as word
from ui.cases.stages import VIEW_GLYPH, VIEW_ICON
from ui.core.controls import label
from ui.core.icons import paint_icon
from ui.core.marks import paint_glyph
from ui.core.theme import current

LOUD = {QueueView.DUE_SOON: "warn", QueueView.OVERDUE: "over"}
LOW_WINDOW_PX = 800
WIDE_WINDOW_PX = 1400
FLOW = (
    QueueView.SUBMITTED,
    QueueView.REGISTERED,
    QueueView.ASSIGNED,
    QueueView.HANDLING,
    QueueView.FINISHED,
)
CLOCKS = (QueueView.ALL_OPEN, QueueView.DUE_SOON, QueueView.OVERDUE, QueueView.DUE_TODAY)


def views_of(actor: Actor) -> tuple[tuple[QueueView, ...], ...]:
    """Return the views in their groups; who is nobody in particular has received nothing first."""
    somebody = actor.person_id is not None
    mine = (QueueView.MINE, QueueView.FIRST_CONTACT) if somebody else (QueueView.MINE,)
    return mine, FLOW, CLOCKS, (QueueView.CLOSED,)


class ViewRow(QAbstractButton):
    """One view: mark, name, count."""

    def __init__(self, view: QueueView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._count: Count | None = None
        self._low = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(word(view))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(f"view-{view.value}")
        self._tell()

    def set_count(self, count: Count | None) -> None:
        """Show how many there are; None while it is counted for the first time."""
        if count != self._count:
            self._count = count
            self._tell()
            self.update()

    def set_low(self, *, low: bool) -> None:
        """Make the row lower on a low window."""
        if low != self._low:
            self._low = low
            self.updateGeometry()

    @property
    def count_text(self) -> str:
        """The count as shown."""
        return "" if self._count is None else str(self._count)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self.text()} {self.count_text}".strip())

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        return QSize(120, sizes.view_row_small if self._low else sizes.view_row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inner = QRectF(self.rect()).adjusted(10, 0, -10, 0)
        self._paint_mark(painter, inner)
        chosen = self.isChecked()
        some = self._count is not None and self._count.value > 0
        loud = LOUD.get(self.view) if some else None
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.color("accent" if chosen else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner.adjusted(26, 0, 0, 0), middle, self.text())
        painter.setFont(theme.font("caption", bold=chosen or bool(loud)))
        ink = "accent" if chosen else f"{loud}.text" if loud else "text.3"
        painter.setPen(theme.color(ink))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self.count_text)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = current()
        near = self.underMouse() and not self.isChecked()
        if self.isChecked() or near or self.hasFocus():
            line = theme.color("accent") if self.hasFocus() else Qt.GlobalColor.transparent
            painter.setPen(QPen(line, 1))
            ground = "bg.selected" if self.isChecked() else "bg.hover"
            painter.setBrush(theme.color(ground))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)

    def _paint_mark(self, painter: QPainter, inner: QRectF) -> None:
        theme = current()
        glyph = VIEW_GLYPH.get(self.view)
        side = theme.sizes.stage_glyph if glyph is not None else theme.sizes.icon
        left = inner.left() + (theme.sizes.icon - side) / 2
        box = QRectF(left, round((self.height() - side) / 2), side, side)
        if glyph is not None:
            paint_glyph(painter, glyph, box)
        else:
            token = LOUD.get(self.view) or ("accent" if self.isChecked() else "text.2")
            paint_icon(painter, VIEW_ICON[self.view], box, token)


class ViewsColumn(QFrame):
    """All views under one another; arrows walk them."""

    chosen = Signal(object)  # QueueView

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sunken")
        self.setAccessibleName(self.tr("视图"))
        self.rows: dict[QueueView, ViewRow] = {}
        body = QWidget()
        body.setProperty("scrolled", "true")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(0)
        titles = (self.tr("我的"), self.tr("流程"), self.tr("时限"), self.tr("已结"))
        for title, views in zip(titles, views_of(actor), strict=True):
            self._add_group(title, views)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _add_group(self, title: str, views: tuple[QueueView, ...]) -> None:
        head = label(title, "caption")
        head.setContentsMargins(10, 8, 0, 4)
        self._column.addWidget(head)
        for view in views:
            row = ViewRow(view)
            row.clicked.connect(self._clicked)
            self._column.addWidget(row)
            self.rows[view] = row

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ViewRow):
            self.chosen.emit(row.view)

    def set_current(self, view: QueueView) -> None:
        """Mark the view that is shown."""
        self.rows[view].setChecked(True)

    def set_counts(self, counts: dict[QueueView, Count]) -> None:
        """Show the counts that were read."""
        for view, row in self.rows.items():
            row.set_count(counts.get(view))

    def fit(self, window_width: int, window_height: int) -> None:
        """Take the width and row height that go with the window."""
        sizes = current().sizes
        wide = window_width >= WIDE_WINDOW_PX
        self.setFixedWidth(sizes.saved_views if wide else sizes.saved_views_small)
        for row in self.rows.values():
            row.set_low(low=window_height < LOW_WINDOW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        rows = list(self.rows.values())
        at = next((at for at, row in enumerate(rows) if row.hasFocus()), None)
        if by is None or at is None:
            super().keyPressEvent(event)
            return
        wanted = rows[max(0, min(len(rows) - 1, at + by))]
        wanted.setFocus()
        wanted.click()
