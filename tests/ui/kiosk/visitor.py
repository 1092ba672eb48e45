"""A process of its own: somebody types by the keyboard on the screen and walks away.

Run as ``python -m tests.ui.kiosk.visitor URL FOLDER``; writes what stood in the field and what any
widget still holds afterwards, as JSON. The keyboard is chosen before Qt starts, so no test can do
this in its own process.
"""

import json
import sys
import time
from pathlib import Path

from ui.kiosk.keyboard import prepare

prepare()

from PySide6.QtCore import QPoint, Qt  # noqa: E402  after the choice
from PySide6.QtQuickWidgets import QQuickWidget  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit  # noqa: E402

from app.bootstrap.kiosk import KioskOrder  # noqa: E402
from tests.factories.windows import let_pass  # noqa: E402
from tests.ui.kiosk.conftest import mind_of  # noqa: E402
from ui.core.preferences import Preferences  # noqa: E402
from ui.core.theme import apply_theme, load  # noqa: E402
from ui.kiosk.controls import BigButton  # noqa: E402
from ui.kiosk.machine import Machine  # noqa: E402
from ui.kiosk.window import KioskWindow  # noqa: E402

ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.5), ("zxcvbnm", 1.5))
SPELT = "jinsique"


class Visitor:
    """The application with one machine."""

    def __init__(self, url: str, folder: Path) -> None:
        self.app = QApplication([])
        apply_theme(self.app, load("kiosk"))
        self.machine = Machine(KioskOrder(url))
        self.window = KioskWindow(self.machine, Preferences(folder / "kiosk.ini"))
        self.window.resize(1080, 1920)
        self.window.show()
        self.window.begin()
        self.pass_time(lambda: self.window.shown.is_home)

    def pass_time(self, until=lambda: False, most_s: float = 30.0) -> None:
        """Let the program work until something is true, or for so long."""
        end = time.monotonic() + most_s
        while not until() and time.monotonic() < end:
            let_pass()

    def touch(self, *names: str) -> None:
        """Touch buttons by their words."""
        for name in names:
            found = [b for b in self.window.findChildren(BigButton) if b.text() == name]
            QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
            self.pass_time(self.machine.jobs.idle)

    def spell(self, letters: str) -> None:
        """Touch letters on the screen, then the space bar, which takes the first word offered."""
        self.pass_time(most_s=1.0)
        for letter in letters:
            row, (keys, shift) = next((i, r) for i, r in enumerate(ROWS) if letter in r[0])
            self._touch_key(row, (keys.index(letter) + shift + 0.5) / 10)
        self._touch_key(3, 0.5)
        self.pass_time(most_s=0.5)

    def _touch_key(self, row: int, share: float) -> None:
        panel = self.window.findChild(QQuickWidget)
        root = panel.rootObject()
        wide, high = root.childItems()[0].width(), root.property("wanted")
        left, top = (panel.width() - wide) / 2, panel.height() - high
        at = QPoint(int(left + share * wide), int(top + (row + 0.5) * high / 4))
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
        self.pass_time(most_s=0.15)

    def held(self) -> str:
        """Return all that any field holds, with what undoing brings back."""
        told = []
        for line in self.window.findChildren(QLineEdit):
            line.undo()
            told.append(line.text())
        for text in self.window.findChildren(QTextEdit):
            text.undo()
            told.append(text.toPlainText())
        return "\n".join((*told, mind_of(self.window), QApplication.clipboard().text()))


def main(url: str, folder: Path) -> None:
    """Type, walk away, tell."""
    visitor = Visitor(url, folder)
    visitor.touch("我要反映", "路灯不亮", "说不清")
    visitor.spell(SPELT)
    typed = visitor.window.shown.findChild(QTextEdit, "words").toPlainText()
    QApplication.clipboard().setText(typed)
    visitor.window.home()
    visitor.pass_time(most_s=0.5)
    sys.stdout.write(json.dumps({"typed": typed, "held": visitor.held()}))
    visitor.window.leave()
    visitor.machine.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
