"""Cards: a titled surface, a clock, a figure that opens its rows."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import label
from ui.core.icons import paint_icon
from ui.core.marks import KIND_TOKEN, Deadline, DeadlineKind, paint_bar
from ui.core.theme import current

CLOCK_PADDING = 12


class Card(QFrame):
    """A titled surface; the title is a finding, `aside` says units and as-of time.

    Attributes:
        body: Where the content goes.
    """

    def __init__(
        self, title: str = "", aside: str = "", *, padding: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(padding, 12, padding, padding)
        column.setSpacing(8)
        self._title = label(title, "section")
        self._aside = label(aside, "caption")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._aside)
        column.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        self.set_title(title, aside)

    def set_title(self, title: str, aside: str = "") -> None:
        """Say the finding and, at the right, its units and as-of time."""
        self._title.setText(title)
        self._aside.setText(aside)
        self._title.setVisible(bool(title))
        self._aside.setVisible(bool(aside))
        self.setAccessibleName(title)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a link or a button at the right end of the head."""
        self._head.addWidget(widget)

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Add content."""
        if isinstance(content, QWidget):
            self.body.addWidget(content, stretch)
        else:
            self.body.addLayout(content, stretch)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What a clock card shows.

    Attributes:
        icon: Phosphor name.
        name: Which clock: 签收, 办理, 回访.
        verdict: 按时, 将超时, 已超时, 停表.
        figure: Large, e.g. "剩 25 分", "用 9 分".
        moment: At the right of the figure, e.g. "14:30 到".
        limit: Under it, e.g. "限 2 紧急工作时".
        deadline: How it stands, for colour and bar.
        running: False for a clock that ended: its line stays quiet.
    """

    icon: str
    name: str
    verdict: str
    figure: str
    moment: str
    limit: str
    deadline: Deadline
    running: bool = True


class ClockCard(QWidget):
    """One clock of a case: name, verdict, what is left, until when, of how much, bar."""

    def __init__(self, face: ClockFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_face(face)

    def set_face(self, face: ClockFace) -> None:
        """Show another reading."""
        self._face = face
        self.setAccessibleName(f"{face.name} {face.verdict} {face.figure} {face.moment}")
        self.updateGeometry()
        self.update()

    def _heights(self) -> tuple[int, int, int]:
        theme = current()
        return theme.sizes.chip, theme.type.figure_line, theme.type.caption_line

    def sizeHint(self) -> QSize:
        theme, face = current(), self._face
        caption, bold = QFontMetrics(theme.font("caption")), theme.font("figure", bold=True)
        head = caption.horizontalAdvance(face.name + face.verdict) + theme.sizes.icon + 40
        figure = QFontMetrics(bold).horizontalAdvance(face.figure)
        middle = figure + caption.horizontalAdvance(face.moment) + 8
        width = max(head, middle, caption.horizontalAdvance(face.limit)) + 2 * CLOCK_PADDING
        return QSize(width, sum(self._heights()) + theme.sizes.bar + 30)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: where there is no room beside the figure, the moment goes down."""
        theme, face = current(), self._face
        caption, bold = QFontMetrics(theme.font("caption")), theme.font("figure", bold=True)
        head = caption.horizontalAdvance(face.name + face.verdict) + theme.sizes.icon + 40
        figure = QFontMetrics(bold).horizontalAdvance(face.figure)
        width = max(head, figure, caption.horizontalAdvance(face.moment)) + 2 * CLOCK_PADDING
        return QSize(width, self.sizeHint().height())

    def _has_room_beside(self, width: float) -> bool:
        theme, face = current(), self._face
        figure = QFontMetrics(theme.font("figure", bold=True)).horizontalAdvance(face.figure)
        moment = QFontMetrics(theme.font("caption")).horizontalAdvance(face.moment)
        return figure + moment + 8 <= width

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, face = current(), self._face
        token = KIND_TOKEN[face.deadline.kind]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        loud = face.running and face.deadline.kind in (DeadlineKind.WARN, DeadlineKind.OVER)
        painter.setPen(QPen(theme.color(token if loud else "border"), 1))
        painter.setBrush(theme.color("bg.surface"))
        radius = theme.sizes.radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        head, figure, limit = self._heights()
        inner = QRectF(CLOCK_PADDING, 9, self.width() - 2 * CLOCK_PADDING, self.height() - 18)
        self._paint_head(painter, QRectF(inner.left(), inner.top(), inner.width(), head), token)
        top = inner.top() + head + 2
        self._paint_figure(painter, QRectF(inner.left(), top, inner.width(), figure), token)
        top += figure
        self._paint_limit(painter, QRectF(inner.left(), top, inner.width(), limit))
        bar = QRectF(inner.left(), round(top + limit + 5), inner.width(), theme.sizes.bar)
        paint_bar(painter, face.deadline, bar)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF, token: str) -> None:
        theme, face = current(), self._face
        side = theme.sizes.icon_timeline
        mark = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
        paint_icon(painter, face.icon, mark, "text.2")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(box.adjusted(side + 5, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, face.name)
        width = painter.fontMetrics().horizontalAdvance(face.verdict) + 12
        plate = QRectF(box.right() - width, box.top(), width, box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{token}.bg"))
        painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.setPen(theme.color(f"{token}.text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, face.verdict)

    def _paint_figure(self, painter: QPainter, box: QRectF, token: str) -> None:
        """Figure and moment stand on one base line."""
        theme, face = current(), self._face
        painter.setFont(theme.font("figure", bold=True))
        metrics = painter.fontMetrics()
        base = box.top() + (box.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(theme.color(f"{token}.text"))
        painter.drawText(round(box.left()), round(base), face.figure)
        if not self._has_room_beside(box.width()):
            return
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        width = painter.fontMetrics().horizontalAdvance(face.moment)
        painter.drawText(round(box.right()) - width, round(base), face.moment)

    def _paint_limit(self, painter: QPainter, line: QRectF) -> None:
        """The limit; right of it the moment that had no room beside the figure."""
        theme, face = current(), self._face
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        room = line.width()
        if not self._has_room_beside(line.width()):
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, face.moment)
            room -= metrics.horizontalAdvance(face.moment) + 6
        limit = metrics.elidedText(face.limit, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(line, middle, limit)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure that opens the rows behind it.

    Attributes:
        name: What is counted.
        figure: The number as text; "…" while it is counted.
        explain: One line: why, since when, against what.
        tone: "" or warn or over; coloured only for due soon and overdue.
    """

    name: str
    figure: str
    explain: str
    tone: str = ""


class KpiTile(QAbstractButton):
    """A figure of the desk; the whole tile is a button, unless it leads nowhere."""

    def __init__(self, kpi: Kpi, parent: QWidget | None = None, *, leads: bool = True) -> None:
        super().__init__(parent)
        self._kpi = kpi
        self._leads = leads
        if leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_kpi(kpi)

    def set_kpi(self, kpi: Kpi) -> None:
        """Show another reading."""
        self._kpi = kpi
        self.setAccessibleName(f"{kpi.name} {kpi.figure}，{kpi.explain}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current()
        caption = QFontMetrics(theme.font("caption"))
        figure = QFontMetrics(theme.font("kpi", bold=True)).horizontalAdvance(self._kpi.figure)
        width = max(
            caption.horizontalAdvance(self._kpi.name) + theme.sizes.icon_small + 8,
            figure,
            caption.horizontalAdvance(self._kpi.explain),
        )
        height = 2 * theme.type.caption_line + theme.type.kpi_line + 20
        return QSize(width + 32, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, kpi = current(), self._kpi
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self._leads and (self.underMouse() or self.isDown())
        line = "accent" if self.hasFocus() else "border.control" if near else "border"
        painter.setPen(QPen(theme.color(line), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("bg.hover" if near else "bg.surface"))
        inset = 1.0 if self.hasFocus() else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        inner = QRectF(16, 8, self.width() - 32, self.height() - 16)
        small = theme.type.caption_line
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        self._line(painter, inner, 0, small, kpi.name)
        side = theme.sizes.icon_small
        caret = QRectF(inner.right() - side, inner.top() + (small - side) / 2, side, side)
        if self._leads:
            paint_icon(painter, "ph.caret-right", caret, "text.3")
        bottom = small + theme.type.kpi_line
        self._line(painter, inner, bottom + 2, small, kpi.explain)
        painter.setFont(theme.font("kpi", bold=True))
        painter.setPen(theme.color(f"{kpi.tone}.text" if kpi.tone else "text"))
        self._line(painter, inner, small + 1, theme.type.kpi_line, kpi.figure)
        painter.end()

    def _line(self, painter: QPainter, inner: QRectF, top: int, height: int, text: str) -> None:
        box = QRectF(inner.left(), inner.top() + top, inner.width(), height)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
