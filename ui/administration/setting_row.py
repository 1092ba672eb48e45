"""One setting: its name, its value, its limits, and what is wrong with what was typed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl

TITLE_PX = 176
NUMBER_PX = 96
Check = Callable[[object], str]


class SettingRow(QWidget):
    """Knows what is saved and what was typed; the value is a text or a whole number.

    Attributes:
        name: Of the setting.
        title: In words.
    """

    edited = Signal()
    focused = Signal(object)  # str, the name

    def __init__(
        self,
        name: str,
        title: str,
        hint: str,
        check: Check,
        *,
        number: bool,
        editable: bool,
        face: QWidget | None = None,
    ) -> None:
        """Make a row; `check(value)` says what is wrong with a value, "" for nothing.

        `face` is shown in place of what is typed into, and follows it (see `YesNoRow`).
        """
        super().__init__()
        self.name, self.title = name, title
        self._check = check
        self._number = number
        self._saved: str | int = ""
        self._note = ""
        self.input = QLineEdit()
        self.input.setReadOnly(not editable)
        self.input.setObjectName(f"setting-{name}")
        if number:
            self.input.setFixedWidth(NUMBER_PX)
        self.field = FormField(title, face or self.input, hint=hint, label_width=TITLE_PX)
        if face is not None:
            self.input.setParent(self)
            self.input.hide()
        line = QHBoxLayout()
        line.addWidget(self.field, 1 if not number else 0)
        if number:
            line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        self.input.textChanged.connect(self._typed)
        (face or self.input).installEventFilter(self)

    @property
    def is_changed(self) -> bool:
        """True where something else was typed than what is saved."""
        return self.input.text().strip() != str(self._saved)

    @property
    def complaint(self) -> str:
        """What is wrong with what was typed, "" for nothing."""
        return self._check(self.value())

    def value(self) -> str | int:
        """Return what was typed: a whole number where one is wanted and was typed."""
        text = self.input.text().strip()
        return int(text) if self._number and text.isdecimal() and text.isascii() else text

    def in_words(self, value: str | int) -> str:
        """Return a value as people say it."""
        return str(value)

    def typed(self) -> str:
        """Return what was typed, as it stands."""
        return self.input.text()

    def set_typed(self, text: str) -> None:
        """Go on with what was typed before."""
        self.input.setText(text)

    def set_saved(self, value: str | int) -> None:
        """Take what is saved; what was typed and is not saved yet stays."""
        if not self.is_changed:
            self._saved = value
            self.input.setText(str(value))
        elif value != self._saved:
            self._saved = value
            self.say()

    def set_saved_as_typed(self) -> None:
        """Note that what was typed is saved."""
        self._saved = self.value()
        self.say()

    def reset(self) -> None:
        """Drop what was typed."""
        self.input.setText(str(self._saved))

    def set_note(self, note: str) -> None:
        """Say something worth knowing while what is saved stands here."""
        self._note = note
        self.say()

    def say(self) -> None:
        """Say what is wrong, or else what is saved, or else the note."""
        self.field.error(self.complaint if self.is_changed else "")
        told = self.tr("现在是 {value}，还没保存").format(value=self.in_words(self._saved))
        self.field.note(told if self.is_changed and str(self._saved) else self._note)

    def _typed(self, _: str) -> None:
        self.say()
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when one comes to this setting."""
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self.name)
        return False


class YesNoRow(SettingRow):
    """A setting that is on or off: 1 or 0, and chosen, not typed."""

    def __init__(self, name: str, title: str, hint: str, check: Check, *, editable: bool) -> None:
        choices = (Choice("1", yes_or_no("1")), Choice("0", yes_or_no("0")))
        self.face = SegmentedControl(choices, "0", name=title)
        self.face.setEnabled(editable)
        super().__init__(name, title, hint, check, number=True, editable=editable, face=self.face)
        self.face.setObjectName(f"choice-{name}")
        self.face.chosen.connect(self._chosen)
        self.input.textChanged.connect(self.face.set_value)

    def in_words(self, value: str | int) -> str:
        """Return a value as people say it."""
        return f"“{yes_or_no(value)}”"

    def _chosen(self, value: object) -> None:
        self.input.setText(str(value))


def yes_or_no(value: str | int) -> str:
    """Return what people say for 1 and 0."""
    translate = QCoreApplication.translate
    return translate("SettingRow", "是") if str(value) == "1" else translate("SettingRow", "否")
