"""The regions one tier down in the panel; a click goes there."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.territory.queries import RegionRow
from app.territory.rules import Tier
from ui.core.controls import label
from ui.core.theme import current
from ui.territory.region_words import code_words, kind_words
from ui.territory.territory_source import RegionSeen


class BelowLine(QAbstractButton):
    """Name, kind, code."""

    def __init__(self, row: RegionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setText(row.short)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{row.short} {kind_words(row)} {row.code}")

    def sizeHint(self) -> QSize:
        return QSize(160, current().sizes.tree_row)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, current().sizes.tree_row)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.sizes.radius, theme.sizes.radius)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        inner = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, middle, self.text())
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        told = f"{kind_words(self.row)}　{code_words(self.row.code)}"
        painter.drawText(inner, middle | right, told)
        painter.end()


class BelowPart(QWidget):
    """All of them; a region has at most some hundred."""

    chosen = Signal(object)  # RegionRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.lines: list[BelowLine] = []
        self._nothing = label("", "caption")
        self._nothing.setWordWrap(True)
        self._column.addWidget(self._nothing)

    def show_below(self, seen: RegionSeen) -> None:
        """Show what lies below a region."""
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [BelowLine(row) for row in seen.below]
        for line in self.lines:
            line.clicked.connect(self._clicked)
            self._column.addWidget(line)
        told = (
            self.tr("网格是最末一级。")
            if seen.row.tier is Tier.GRID
            else self.tr("下面还没有区划。用命令行导入，或在这里新开网格。")
        )
        self._nothing.setText("" if self.lines else told)
        self._nothing.setVisible(not self.lines)

    def _clicked(self) -> None:
        line = self.sender()
        if isinstance(line, BelowLine):
            self.chosen.emit(line.row)
