"""A window without a screen: opens what is asked for, waits until it stands, takes pictures."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import AppError
from ui.core.language import speak_chinese
from ui.core.theme import apply_theme, load
from ui.shell.program import Order, Program
from ui.shell.window import THEME, MainWindow

QUIET_S = 0.6  # nothing happened for so long: timers of pages and bars have had their turn
PATIENCE_S = 60.0
TURN_MS = 20
WITHOUT_SCREEN = "This plugin does not support "


class NotDrawn(AppError):
    """A page did not come to rest; facts: ``page``."""

    code = "lab.not_drawn"


class PictureUnwritable(AppError):
    """A picture cannot be written; facts: ``file``."""

    code = "lab.picture_unwritable"


@dataclass(frozen=True, slots=True)
class Format:
    """How pictures look.

    Attributes:
        theme: One of the desk's themes.
        size: Width and height of the window.
    """

    theme: str = "light"
    size: tuple[int, int] = (1440, 900)


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass on what Qt says, but for what cannot be otherwise without a screen."""
    if not message.startswith(WITHOUT_SCREEN):
        sys.stderr.write(f"{message}\n")


def application(theme: str) -> QApplication:
    """Return the one application, dressed, without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_tell)
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    speak_chinese(made)
    apply_theme(made, load(theme))
    return made


class Studio:
    """One program with its window, for the length of a `with`."""

    def __init__(self, order: Order, look: Format) -> None:
        self.application = application(look.theme)
        self._kept = TemporaryDirectory(prefix="jiezhi-lab-")  # nobody's own arrangement
        self.program = Program(order, kept=Path(self._kept.name))
        self.program.machine.set_text(THEME, look.theme)
        self.window = MainWindow(self.program)
        self.window.resize(*look.size)

    def __enter__(self) -> "Studio":
        self.window.show()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.window.close()
        self._kept.cleanup()

    def settle(self, page: str) -> None:
        """Wait until nothing is read or written any more.

        Raises:
            NotDrawn: It never came to rest.
        """
        quiet_since = started = time.monotonic()
        while time.monotonic() - quiet_since < QUIET_S:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, TURN_MS)
            if not self.program.jobs.idle():
                quiet_since = time.monotonic()
            if time.monotonic() - started > PATIENCE_S:
                raise NotDrawn(page=page)
            time.sleep(TURN_MS / 1000)

    def shoot(self, file: Path, of: QWidget | None = None) -> None:
        """Draw the window, or what lies over it, once it stands.

        Raises:
            NotDrawn: It never came to rest.
            PictureUnwritable: The file cannot be written.
        """
        self.settle(file.stem)
        if not (of or self.window).grab().save(str(file)):
            raise PictureUnwritable(file=str(file))
