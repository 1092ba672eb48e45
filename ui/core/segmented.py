"""A segmented control: a few exclusive choices side by side, walked with the arrows."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.theme import current


@dataclass(frozen=True, slots=True)
class Choice:
    """One value and the words for it; `detail` is a second, quiet part where there is room."""

    value: object
    title: str
    detail: str = ""


class SegmentedControl(QWidget):
    """Two to five choices of which one, or at first none, is chosen."""

    chosen = Signal(object)  # the value

    def __init__(
        self,
        choices: tuple[Choice, ...] = (),
        value: object = None,
        *,
        name: str = "",
        optional: bool = False,
        accent: str = "accent",
        parent: QWidget | None = None,
    ) -> None:
        """Offer `choices`; `name` is what screen readers call it.

        `optional` lets a choice be taken back: by choosing it again, or with Delete. `accent` is
        the token that marks what is chosen.
        """
        super().__init__(parent)
        self._accent = accent
        self._choices = choices
        self._value = value
        self._name = name
        self._optional = optional
        self._wrong = False
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    def value(self) -> object:
        """Return what is chosen, None for nothing."""
        return self._value

    def set_value(self, value: object) -> None:
        """Choose without telling anybody."""
        self._value = value
        self._tell()
        self.update()

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Offer others; a choice that is no longer offered is taken back."""
        self._choices = choices
        if all(choice.value != self._value for choice in choices):
            self._value = None
        self._tell()
        self.updateGeometry()
        self.update()

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001  a property like Qt's own
        """Mark it as the field with the mistake."""
        self._wrong = wrong
        self.update()

    def _tell(self) -> None:
        title = next((c.title for c in self._choices if c.value == self._value), "")
        self.setAccessibleName(f"{self._name} {title}".strip())

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(current().font("body", bold=True))
        return [metrics.horizontalAdvance(choice.title) + 26 for choice in self._choices]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 2, current().sizes.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _boxes(self) -> list[QRectF]:
        boxes, left = [], 1.0
        for width in self._widths():
            boxes.append(QRectF(left, 1, width, self.height() - 2))
            left += width
        return boxes

    def _at(self, x: float) -> int:
        return next((at for at, box in enumerate(self._boxes()) if x < box.right()), -1)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._choices) and self._choices[at].value != self._value:
            self._value = self._choices[at].value
            self._tell()
            self.update()
            self.chosen.emit(self._value)

    def _take_back(self) -> None:
        if self._optional and self._value is not None:
            self.set_value(None)
            self.chosen.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self._at(event.position().x())
        if 0 <= at < len(self._choices) and self._choices[at].value == self._value:
            self._take_back()
        else:
            self._choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position().x())
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        values = [choice.value for choice in self._choices]
        at = values.index(self._value) if self._value in values else -1
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._choose(min(at + 1, len(values) - 1))
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._choose(max(at - 1, 0))
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self._optional:
                self._take_back()
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self._choose(key - Qt.Key.Key_1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(whole, theme.sizes.radius, theme.sizes.radius)
        painter.fillPath(shape, theme.color("bg.surface" if enabled else "bg.sunken"))
        painter.setClipPath(shape)
        for at, (choice, box) in enumerate(zip(self._choices, self._boxes(), strict=True)):
            self._paint_choice(painter, choice, box, at)
        painter.setClipping(False)
        line = "over" if self._wrong else "border.control" if enabled else "border"
        loud = self.hasFocus() or self._wrong
        painter.setPen(
            QPen(theme.color(self._accent if self.hasFocus() else line), 2 if loud else 1)
        )
        painter.drawPath(shape)
        painter.end()

    def _paint_choice(self, painter: QPainter, choice: Choice, box: QRectF, at: int) -> None:
        theme = current()
        on = choice.value == self._value and self._value is not None
        if on:
            painter.fillRect(
                box, theme.color(f"{self._accent}.fill" if self.isEnabled() else "border")
            )
        elif at == self._hovered and self.isEnabled():
            painter.fillRect(box, theme.color("bg.hover"))
        if at:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(round(box.left()), 0, round(box.left()), self.height())
        ink = "text.onfill" if on else "text" if self.isEnabled() else "text.disabled"
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font("body", bold=on))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, choice.title)
