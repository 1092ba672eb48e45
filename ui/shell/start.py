"""Starts the desk: the application, its look, the window."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.shell.arguments import Wanted, WrongUse, parse

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.shell.window import MainWindow

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_display() -> bool:
    """Tell whether there is something to show a window on."""
    return not sys.platform.startswith("linux") or any(os.environ.get(n) for n in DISPLAYS)


def run_desk(argv: Sequence[str]) -> int:
    """Run `main.py [desk] …` and return its exit code."""
    try:
        wanted = parse(argv)
    except WrongUse as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return _show(wanted)


def _show(wanted: Wanted) -> int:
    application, _window = begin(wanted)
    return application.exec()


def begin(wanted: Wanted) -> "tuple[QApplication, MainWindow]":
    """Return the application with its window shown; it waits for its event loop to run."""
    gc.disable()  # the `Collector` takes over, on this thread only
    from PySide6.QtWidgets import QApplication

    from ui.core.binding import read_no_sources

    read_no_sources()  # before all the modules that follow
    from ui.core.collector import Collector
    from ui.core.language import speak_chinese
    from ui.core.notices import Notice, NoticeKind
    from ui.core.theme import apply_theme, load
    from ui.shell.personal_menu import THEMES
    from ui.shell.program import Order, Program
    from ui.shell.window import THEME, MainWindow

    application = QApplication(sys.argv[:1])
    application.setApplicationName("jiezhi")
    application.setQuitOnLastWindowClosed(True)
    speak_chinese(application)
    Collector(application)
    program = Program(Order(wanted.url, wanted.acting_as))
    theme = program.machine.text(THEME)
    complaint = apply_theme(application, load(theme if theme in THEMES else THEMES[0]))
    window = MainWindow(program)
    if complaint is not None:
        program.notices.post(Notice("shell.font", NoticeKind.INFO, complaint))
    window.show()
    window.begin()
    return application, window
