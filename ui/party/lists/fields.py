"""Inputs of the forms of the three lists: parts of the week, a term, an amount with its unit."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QSpinBox, QWidget

from app.party.lists.rules import DAYS, PARTS, slot
from ui.core.controls import Tick, label
from ui.core.date_field import DateField
from ui.core.icons import paint_icon
from ui.core.theme import current

LABEL_PX, CELL_W, CELL_H, SIDE_PX = 72, 40, 26, 44


def text_area(placeholder: str, height_px: int = 60) -> QPlainTextEdit:
    """Return a text field that Tab leaves."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setPlaceholderText(placeholder)
    made.setFixedHeight(height_px)
    return made


def amount_box(value: int = 1, most: int = 1_000_000) -> QSpinBox:
    """Return a box for a whole number from 1; the wheel does not change it by accident."""
    made = _Number()
    made.setRange(1, most)
    made.setValue(value)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


class _Number(QSpinBox):
    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class WeekField(QWidget):
    """Seven days and three parts of each; nothing marked means any time."""

    changed = Signal(object)  # int, see `rules.slot`

    def __init__(self, slots: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots, self._at = slots, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.days = (
            *(self.tr("一"), self.tr("二"), self.tr("三"), self.tr("四")),
            *(self.tr("五"), self.tr("六"), self.tr("日")),
        )
        self.parts = (self.tr("上午"), self.tr("下午"), self.tr("晚上"))

    def slots(self) -> int:
        """Return the parts marked; 0 for any time."""
        return self._slots

    def set_slots(self, slots: int) -> None:
        """Mark others."""
        self._slots = slots
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE_PX + DAYS * CELL_W + 2, CELL_H * (PARTS + 1) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cell(self, at: int) -> QRect:
        day, part = divmod(at, PARTS)
        return QRect(SIDE_PX + day * CELL_W, (part + 1) * CELL_H, CELL_W - 4, CELL_H - 4)

    def toggle(self, at: int) -> None:
        """Mark a part or take that back; `at` counts day by day."""
        self._at = at
        self._slots ^= slot(*divmod(at, PARTS))
        self.update()
        self.changed.emit(self._slots)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        for at in range(DAYS * PARTS):
            if self._cell(at).contains(where):
                self.toggle(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -PARTS,
            Qt.Key.Key_Right: PARTS,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
        }
        if event.key() == Qt.Key.Key_Space:
            self.toggle(self._at)
        elif event.key() in steps:
            self._at = (self._at + steps[Qt.Key(event.key())]) % (DAYS * PARTS)
            self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        for day, name in enumerate(self.days):
            box = QRect(SIDE_PX + day * CELL_W, 0, CELL_W - 4, CELL_H)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        for part, name in enumerate(self.parts):
            box = QRect(0, (part + 1) * CELL_H, SIDE_PX, CELL_H - 4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name)
        for at in range(DAYS * PARTS):
            self._paint_cell(painter, at)
        painter.end()

    def _paint_cell(self, painter: QPainter, at: int) -> None:
        theme = current()
        marked = bool(self._slots & slot(*divmod(at, PARTS)))
        near = self.hasFocus() and at == self._at
        painter.setPen(QPen(theme.color("accent" if near else "border.control"), 2 if near else 1))
        painter.setBrush(theme.color("accent.fill" if marked else "bg.surface"))
        cell = QRectF(self._cell(at)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(cell, 4, 4)
        if marked:
            side = 12
            middle = cell.center()
            mark = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            paint_icon(painter, "ph.check-bold", mark, "text.onfill")


class TermField(QWidget):
    """A first and a last day, each only where it is said."""

    changed = Signal()

    def __init__(self, since: date | None, until: date | None, today: date) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.begins, self.first = Tick(self.tr("从")), DateField(since or today)
        self.ends, self.last = Tick(self.tr("到")), DateField(until or since or today)
        self.first.setAccessibleName(self.tr("第一天"))
        self.last.setAccessibleName(self.tr("最后一天"))
        for tick, day, said in (
            (self.begins, self.first, since),
            (self.ends, self.last, until),
        ):
            tick.setChecked(said is not None)
            day.setVisible(said is not None)
            tick.toggled.connect(day.setVisible)
            tick.toggled.connect(lambda _: self.changed.emit())
            day.dateChanged.connect(lambda _: self.changed.emit())
            line.addWidget(tick)
            line.addWidget(day)
        line.addWidget(label(self.tr("都不选就是长期"), "caption"))
        line.addStretch(1)
        self.setFocusProxy(self.begins)

    def since(self) -> date | None:
        """Return the first day, None where none is said."""
        return self.first.day() if self.begins.isChecked() else None

    def until(self) -> date | None:
        """Return the last day, None where none is said."""
        return self.last.day() if self.ends.isChecked() else None

    def complaint(self) -> str:
        """Return what is wrong with it, "" for nothing."""
        since, until = self.since(), self.until()
        early = since is not None and until is not None and until < since
        return self.tr("最后一天早于第一天") if early else ""


def needs(text: Callable[[], str], complaint: str) -> Callable[[], str]:
    """Return a check that something is written."""
    return lambda: "" if text().strip() else complaint
