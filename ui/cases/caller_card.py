"""What the caller reported before, beside the form: a look in a window, or the same matter."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.cases.numbers import short
from app.cases.queries.callers import CallersCase, CallersCases
from app.core.words import label as word
from ui.cases.stages import STATE_GLYPH
from ui.core.controls import Button, label
from ui.core.marks import paint_glyph
from ui.core.relative_time import relative, short_or_day
from ui.core.states import IconMark
from ui.core.theme import current

ROW_PX = 48
GLYPH_PX = 14
TEXT_LEFT = 32
PADDING = 16


class CaseLine(QAbstractButton):
    """One earlier case in two lines; pressing it opens the case in a window."""

    def __init__(self, row: CallersCase, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._title = row.title
        number = short(row.number) if row.number else ""
        self._state = word(row.state)
        when = short_or_day(row.received_at, now)
        told = self.tr("{when} 反映，{ago}").format(when=when, ago=relative(row.received_at, now))
        self._detail = "　".join(filter(None, (number, self._state, row.unit, told)))
        self.setText(self._title)
        self.setAccessibleName(f"{self._title}　{self._detail}")
        self.setToolTip(self.tr("在窗口里打开，登记页不动"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.color("accent" if self.hasFocus() else "bg.hover"))
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        middle = self.height() / 2
        mark = QRectF(8, middle - theme.type.body_line / 2 - 4, GLYPH_PX, GLYPH_PX)
        paint_glyph(painter, STATE_GLYPH[self.row.state], mark)
        line = theme.type.body_line
        self._paint_text(painter, self._title, middle - line + 1, "body", bold=self.row.is_open)
        self._paint_text(painter, self._detail, middle + 1, "caption")
        painter.end()

    def _paint_text(
        self, painter: QPainter, text: str, top: float, role: str, *, bold: bool = False
    ) -> None:
        theme = current()
        painter.setFont(theme.font(role, bold=bold))
        painter.setPen(theme.color("text" if role == "body" else "text.2"))
        room = QRectF(TEXT_LEFT, top, self.width() - TEXT_LEFT - 8, theme.type.body_line)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class CallerCard(QFrame):
    """Hidden while nothing is known of the number; wiped when the number changes."""

    looked = Signal(object)  # UUID of a case to look at
    same = Signal(object)  # UUID of the case that it is

    def __init__(self, *, offers_same: bool = True, parent: QWidget | None = None) -> None:
        """Begin hidden; `offers_same` lets somebody take up an earlier case instead."""
        super().__init__(parent)
        self._offers_same = offers_same
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("这个号码以前反映的"))
        self._mark = IconMark("ph.phone", "accent", current().sizes.icon)
        self._title = label("", "section")
        self._aside = label("", "caption")
        self._rows: list[QWidget] = []
        self._same: list[Button] = []
        self._lines: list[CaseLine] = []
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 0, PADDING, 0)
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._aside)
        bar = QWidget()
        bar.setFixedHeight(current().sizes.tab_bar)
        bar.setLayout(head)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(8, 0, PADDING, 0)
        self._body.setSpacing(0)
        self._foot = label(
            self.tr("“就是这件”打开那一件，这次不登记；写的内容留在草稿里。"), "caption"
        )
        self._foot.setWordWrap(True)
        self._foot.setContentsMargins(PADDING, 4, PADDING, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(self._body)
        column.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def lines(self) -> tuple[CaseLine, ...]:
        """The cases shown."""
        return tuple(self._lines)

    @property
    def same_buttons(self) -> tuple[Button, ...]:
        """One beside each case that has not ended."""
        return tuple(self._same)

    @property
    def title_text(self) -> str:
        """What the card says above all, "" while it is hidden."""
        return "" if self.isHidden() else self._title.text()

    def show_cases(self, cases: CallersCases | None, now: datetime) -> None:
        """Show what was found; None wipes it."""
        self._wipe()
        if cases is None:
            self.hide()
            return
        if not cases.count.value:
            self._head("ph.phone", self.tr("这个号码以前没有反映过"), self.tr("查询已留痕"))
        else:
            title = self.tr("这个号码以前反映过 {count} 件").format(count=cases.count)
            left = self.tr("没办完 {open} 件，查询已留痕").format(open=cases.open_count)
            self._head("ph.phone", title, left)
        for row in cases.rows:
            self._add(row, now)
        self._foot.setVisible(bool(self._same))
        self.show()

    def show_failure(self, why: str) -> None:
        """Say that the number could not be looked up; the form goes on without."""
        self._wipe()
        self._head("ph.warning-circle", self.tr("没能查这个号码以前的事件"), "")
        self._foot.setVisible(False)
        self._aside.setText("")
        self._title.setToolTip(why)
        self.setAccessibleDescription(why)
        self.show()

    def focus_first(self) -> bool:
        """Go to the first case; False when there is none."""
        if self.isHidden() or not self._lines:
            return False
        self._lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _head(self, icon: str, title: str, aside: str) -> None:
        self._mark.set_icon(icon, "accent" if icon == "ph.phone" else "over")
        self._title.setText(title)
        self._title.setToolTip("")
        self._aside.setText(aside)

    def _wipe(self) -> None:
        for row in self._rows:
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._lines, self._same = [], [], []
        self._title.setText("")
        self._aside.setText("")

    def _add(self, row: CallersCase, now: datetime) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        shown = CaseLine(row, now)
        shown.clicked.connect(lambda: self.looked.emit(row.id))
        line.addWidget(shown, 1)
        self._lines.append(shown)
        if row.is_open and self._offers_same:
            same = Button(self.tr("就是这件"), kind="plain", small=True)
            same.setAccessibleName(self.tr("就是这件：{title}").format(title=row.title))
            same.clicked.connect(lambda: self.same.emit(row.id))
            line.addWidget(same)
            self._same.append(same)
        self._body.addWidget(holder)
        self._rows.append(holder)
