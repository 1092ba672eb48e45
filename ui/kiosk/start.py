"""Starts the kiosk: a process that watches, and the one with the window that it watches."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.kiosk.arguments import HELP, USAGE, Wanted, WrongUse, parse

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.kiosk.window import KioskWindow

PULSE_MS = 1_000
LEFT = 0


def run_kiosk(argv: Sequence[str]) -> int:
    """Run `main.py kiosk …` and return its exit code."""
    if not HELP.isdisjoint(argv):
        sys.stdout.write(f"{USAGE}\n")
        return 0
    try:
        wanted = parse(argv)
    except WrongUse as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not wanted.is_inside and wanted.size is None:
        from ui.kiosk.supervisor import supervise

        return supervise(argv)
    application, _window = begin(wanted)
    return application.exec()


def begin(wanted: Wanted) -> "tuple[QApplication, KioskWindow]":
    """Return the application with its window shown."""
    gc.disable()  # the `Collector` takes over, on this thread only
    from ui.kiosk.keyboard import prepare

    prepare()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.bootstrap.kiosk import KioskOrder
    from app.core.settings import config_file
    from ui.core.collector import Collector
    from ui.core.language import speak_chinese
    from ui.core.preferences import Preferences
    from ui.core.theme import apply_theme, load
    from ui.kiosk.camera import Camera
    from ui.kiosk.machine import Machine
    from ui.kiosk.window import KioskWindow

    application = QApplication(sys.argv[:1])
    application.setApplicationName("jiezhi")
    application.setQuitOnLastWindowClosed(False)
    speak_chinese(application)
    Collector(application)
    apply_theme(application, load("kiosk"))
    machine = Machine(KioskOrder(wanted.url, wanted.login, wanted.password_file))
    camera = Camera()
    kept = Preferences(config_file().with_name("kiosk.ini"))
    window = KioskWindow(machine, kept, has_voice=True, camera=camera)
    # Looked for once the first screen stands: what knows of cameras takes its time to load.
    machine.opened.connect(camera.look_soon)
    if wanted.size is not None:
        window.resize(*wanted.size)
        window.show()
    else:
        window.showFullScreen()
    window.left.connect(application.quit)
    application.aboutToQuit.connect(machine.close)
    window.begin()
    gc.freeze()  # what is there from the start stays: the sweep after a visitor passes it by
    if wanted.is_inside:
        pulse = QTimer(window)
        pulse.timeout.connect(_tell_alive)
        pulse.start(PULSE_MS)
    return application, window


def _tell_alive() -> None:
    """Say to the process that watches that this one still answers."""
    try:
        os.write(1, b".")
    except OSError:  # nobody watches any more: this one does not go on alone
        os._exit(1)
