"""The help of a page, in a window that stays beside the work."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.core.words import RESOURCES
from ui.core.controls import Button, label
from ui.core.theme import current
from ui.shell.help_text import help_document

FOLDER = RESOURCES / "help"
FIRST = "shell.md"
WIDTH = 420
MARGIN = 16


def help_file(name: str) -> Path:
    """Return the file with the help of a page; the shell's own where the page has none."""
    file = FOLDER / name
    return file if name and file.is_file() else FOLDER / FIRST


class HelpWindow(QDialog):
    """Stays open while one works, and follows from page to page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setObjectName("help-window")
        self.setWindowTitle(self.tr("说明"))
        self._text = QTextBrowser()
        self._text.setOpenExternalLinks(False)
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.setAccessibleName(self.tr("说明"))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, 4, 8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("说明"), "section"))
        head.addStretch(1)
        first = Button(self.tr("整个程序的说明"), kind="link", small=True)
        first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        first.clicked.connect(lambda: self.show_help(FIRST))
        head.addWidget(first)
        column.addLayout(head)
        column.addWidget(self._text, 1)

    def show_help(self, name: str) -> None:
        """Show a file of resources/help."""
        document = QTextDocument(self._text)
        help_document(help_file(name), document)
        ink = current().colors.text
        self._text.setStyleSheet(f"border: 0; background: transparent; color: {ink}; padding: 0")
        self._text.setDocument(document)
        self._text.setFocus()

    def text(self) -> str:
        """Return what is shown, as plain text."""
        return self._text.toPlainText()

    def stand_beside(self, window: QWidget) -> None:
        """Take the right edge of the window, from under the top bar to the status bar."""
        sizes = current().sizes
        frame = window.geometry()
        self.setGeometry(
            frame.right() - WIDTH,
            frame.top() + sizes.top_bar,
            WIDTH,
            frame.height() - sizes.top_bar - sizes.status_bar,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        else:
            super().keyPressEvent(event)
