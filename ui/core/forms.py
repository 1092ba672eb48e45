"""Forms in the order a caller tells the story: sections, fields, and what is wrong in words."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import label
from ui.core.segmented import SegmentedControl
from ui.core.states import IconMark
from ui.core.theme import current, set_property

LABEL_WIDTH = 72
GAP, GAP_DENSE = 8, 4  # between the lines of a section


class NumberDisc(QWidget):
    """A number in a ring, before the title of a section."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        side = current().type.section_line
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border.control"), 1))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(theme.color("text.2"))
        painter.setFont(theme.font("caption", bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class FormSection(QWidget):
    """A numbered part of a form."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(NumberDisc(number))
        head.addWidget(label(title, "section"))
        head.addStretch(1)
        self._column.addLayout(head)

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, where a small screen would hide the last of them."""
        self._column.setSpacing(GAP_DENSE if dense else GAP)

    def add(self, widget: QWidget) -> None:
        """Add a field, or anything as wide as the section."""
        self._column.addWidget(widget)

    def add_side_by_side(self, *widgets: QWidget) -> None:
        """Add fields in one line; they share the width."""
        line = QHBoxLayout()
        line.setSpacing(24)
        for widget in widgets:
            line.addWidget(widget, 1)
        self._column.addLayout(line)


class FormField(QWidget):
    """A label, an input, and under it, in words, what is wrong or worth knowing.

    Attributes:
        input: The widget that holds the value.
    """

    def __init__(
        self,
        title: str,
        input_: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            title: What is asked for; "" lets the input take the whole width.
            input_: Holds the value.
            hint: Quiet words right of the input.
            required: Marks that a form cannot be saved without it.
            label_width: Shared by the fields of a form, so that inputs stand in one column.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.input = input_
        self.title = title
        self.required = required
        self._complaint = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self._label = label(title, "second", parent=self)
        self._label.setMinimumWidth(label_width)
        self._label.setBuddy(input_)
        self._label.setVisible(bool(title))
        input_.setAccessibleName(title)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(input_, 0 if isinstance(input_, SegmentedControl) else 1)
        self._hint = label(hint, "caption", parent=self)
        self._hint.setVisible(bool(hint))
        self._line.addWidget(self._hint)
        if isinstance(input_, SegmentedControl):
            self._line.addStretch(1)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._label.setFixedHeight(current().sizes.control)
        grid.addLayout(self._line, 0, 1)
        self._below = _Message()
        grid.addWidget(self._below, 2, 1)
        self._grid = grid
        grid.setColumnStretch(1, 1)

    def add_beside(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something right of the input: a button, a second input, a mark."""
        self._line.insertWidget(self._line.indexOf(self._hint), widget, stretch)

    def add_under(self, widget: QWidget) -> None:
        """Put something right under the input, over what is wrong or worth knowing."""
        self._grid.addWidget(widget, 1, 1)

    def set_hint(self, text: str) -> None:
        """Change the quiet words right of the input."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def error(self, text: str) -> None:
        """Say what is wrong, e.g. "手机号应为 11 位，现有 10 位"; "" takes it back."""
        self._complaint = text
        self._mark(wrong=bool(text))
        self._below.say(text, "ph.warning-circle-fill", "over", "error")
        self.input.setAccessibleDescription(text)

    def note(self, text: str, *, good: bool = False) -> None:
        """Say something worth knowing under the input, unless a complaint stands there."""
        if not self._complaint:
            icon = "ph.check-circle-fill" if good else "ph.info"
            role = "ok" if good else "caption"
            self._below.say(text, icon, "ok" if good else "text.3", role)

    @property
    def complaint(self) -> str:
        """What is wrong with the field, "" for nothing."""
        return self._complaint

    def _mark(self, *, wrong: bool) -> None:
        if isinstance(self.input, SegmentedControl):
            self.input.set_wrong(wrong)
        else:
            set_property(self.input, "wrong", wrong)


class _Message(QWidget):
    """A small icon and words under an input; takes no room while it has nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        side = current().sizes.icon_small + 2
        self._icon = IconMark("ph.info", "text.3", side)
        self._text = label("", "caption")
        self._text.setWordWrap(True)
        first_line = QVBoxLayout()  # the icon stands at the first line, however many follow
        first_line.setContentsMargins(0, (current().type.caption_line - side) // 2, 0, 0)
        first_line.addWidget(self._icon)
        first_line.addStretch(1)
        line.addLayout(first_line)
        line.addWidget(self._text, 1)
        self.hide()

    def say(self, text: str, icon: str, token: str, role: str) -> None:
        self._icon.set_icon(icon, token)
        self._text.setText(text)
        set_property(self._text, "role", role)
        self.setVisible(bool(text))


class PromiseBox(QFrame):
    """What saving will promise, told before it is saved (deadlines, rule and version)."""

    def __init__(self, icon: str = "ph.timer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "note")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(12)
        line.addWidget(IconMark(icon, "accent", current().sizes.icon_rail))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._promise = label("")
        self._promise.setTextFormat(Qt.TextFormat.RichText)
        self._promise.setWordWrap(True)
        self._basis = label("", "caption")
        self._basis.setWordWrap(True)
        words.addWidget(self._promise)
        words.addWidget(self._basis)
        line.addLayout(words, 1)

    def promise(self, before: str, promised: str, after: str, basis: str) -> None:
        """Say it: `promised` stands bold between two plain parts; `basis` in the second line."""
        parts = (escaped(before), f"<b>{escaped(promised)}</b>", escaped(after))
        self._promise.setText("".join(parts))
        self._basis.setText(basis)

    def sizeHint(self) -> QSize:
        return QSize(320, super().sizeHint().height())


def escaped(text: str) -> str:
    """Return text that stands as it is in rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Checks:
    """The checks of a form's fields, and which fields still keep it from being saved."""

    def __init__(self) -> None:
        self._checks: list[tuple[FormField, Callable[[], str]]] = []

    def add(self, field: FormField, check: Callable[[], str]) -> None:
        """Let `check` return what is wrong with `field`, "" for nothing."""
        self._checks.append((field, check))

    def run(self, *, show_missing: bool) -> tuple[FormField, ...]:
        """Check all; return the fields that are wrong or missing, from top to bottom.

        Args:
            show_missing: False while typing: an empty required field is not complained about yet.
        """
        wrong = []
        for field, check in self._checks:
            complaint = check()
            if complaint:
                wrong.append(field)
            field.error(complaint if show_missing or not _untouched(field) else "")
        return tuple(wrong)


def _untouched(field: FormField) -> bool:
    """Tell whether nothing was entered yet."""
    for name in ("text", "toPlainText", "value"):
        getter = getattr(field.input, name, None)
        if callable(getter):
            return getter() in ("", None)
    return False
