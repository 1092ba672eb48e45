"""What every screen of the kiosk has: a question, what may be answered, a way on."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.core.theme import current
from ui.kiosk.camera import Camera
from ui.kiosk.controls import BigButton, words
from ui.kiosk.visit import Visit

EDGE, GAP = 56, 24
REPORT_STEPS, PHOTO_AT = 6, 4
SPEECH_STOP = "。"


class Stage(Protocol):
    """What a screen may ask of the window it stands in."""

    @property
    def visit(self) -> Visit:
        """What the visitor has told so far."""

    @property
    def machine(self) -> Any:
        """The `ui.kiosk.machine.Machine`."""

    @property
    def camera(self) -> Camera:
        """The camera, whether there is one or not."""

    @property
    def offers_photo(self) -> bool:
        """True where a photo may be taken."""

    @property
    def is_upright(self) -> bool:
        """True where the window is higher than wide."""

    def go(self, make: "Callable[[Stage], Screen]") -> None:
        """Show another screen; back leads here again."""

    def back(self) -> None:
        """Show the screen before."""

    def home(self) -> None:
        """Show the first screen and forget the visitor."""

    def home_then(self, make: "Callable[[Stage], Screen]") -> None:
        """Show a screen from which there is no way back but home."""

    def leave(self) -> None:
        """Let the staff out."""

    @property
    def shown(self) -> "Screen":
        """The screen that is shown."""


class Screen(QWidget):
    """One question.

    Attributes:
        wants_keyboard: The keyboard on the screen is shown below.
        step: Which of how many questions this is; (0, 0) where they are not counted.
        asked_at: Its place among the questions of a report, of which that for a photo is the
            fourth and left out where there is no camera; 0 for a screen of something else.
        is_home: The first screen: nothing to go back to.
    """

    wants_keyboard = False
    is_home = False
    step: tuple[int, int] = (0, 0)
    asked_at = 0

    def __init__(self, stage: Stage, title: str, hint: str = "") -> None:
        super().__init__()
        self.stage = stage
        self.setObjectName("kiosk-screen")
        self.setAccessibleName(title)
        self._said = hint
        if self.asked_at:
            skipped = 0 if stage.offers_photo else 1
            past = skipped if self.asked_at > PHOTO_AT else 0
            self.step = (self.asked_at - past, REPORT_STEPS - skipped)
        column = QVBoxLayout(self)
        column.setContentsMargins(QMargins(EDGE, 8, EDGE, EDGE - 16))
        column.setSpacing(GAP)
        self.title = words(title, "figure", bold=True)
        column.addWidget(self.title)
        self.hint = words(hint, "section" if not self.wants_keyboard else "body", token="text.2")
        column.addWidget(self.hint)
        self.hint.setVisible(bool(hint))
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        column.addLayout(self.body, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(GAP)
        column.addLayout(self.foot)

    # -- for those that follow -------------------------------------------------------------------

    def speech(self) -> str:
        """Return what is read out."""
        return SPEECH_STOP.join(filter(None, (self.title.text(), self.hint.text())))

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in place of the hint."""
        self.hint.setText(text)
        self.hint.setStyleSheet(
            f"color: {current().color('over.text' if wrong else 'text.2').name()};"
        )
        self.hint.setVisible(bool(text))

    def entered(self) -> None:
        """The screen stands in its window."""

    def scanned(self, text: str) -> bool:
        """Take what a scanner or a keyboard typed, ended by Enter; False where it is nothing."""
        return False

    def typed(self, sign: str) -> bool:
        """Take a key of a keyboard somebody plugged in; False where it is nothing."""
        return False

    def wipe(self) -> None:
        """Leave nothing of what was typed, not even what undoing would bring back."""
        for line in self.findChildren(QLineEdit):
            line.setText("")  # unlike `clear` it cannot be undone
        for text in self.findChildren(QTextEdit):
            text.setPlainText("")
            text.document().clearUndoRedoStacks()

    def add_foot(self, *buttons: BigButton) -> None:
        """Put buttons below."""
        for button in buttons:
            self.foot.addWidget(button, 1)

    def rows_of(self, buttons: Sequence[QWidget], across: int) -> None:
        """Put buttons into the body, so many side by side."""
        for start in range(0, len(buttons), across):
            row = QHBoxLayout()
            row.setSpacing(GAP)
            for button in buttons[start : start + across]:
                row.addWidget(button, 1)
            for _ in range(across - len(buttons[start : start + across])):
                row.addWidget(_empty(), 1)  # as wide as the buttons above, which a stretch is not
            self.body.addLayout(row, 1)


def _empty() -> QWidget:
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def while_shown(screen: Screen, heard: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return what hears of a job only while a screen still stands: whoever asked may have gone, and
    the next visitor is not to be led to what was theirs.
    """

    def hear(told: Any) -> None:
        if screen.stage.shown is screen:
            heard(told)

    return hear


def beside_or_below(stage: Stage) -> QBoxLayout:
    """Return a layout that puts two parts below each other, or side by side on a wide screen."""
    way = QBoxLayout.Direction.TopToBottom if stage.is_upright else QBoxLayout.Direction.LeftToRight
    made = QBoxLayout(way)
    made.setSpacing(GAP)
    return made


def sensitive(field: QLineEdit | QTextEdit) -> None:
    """Let no keyboard remember what is typed into a field, and no menu open on it."""
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    field.setAcceptDrops(False)
