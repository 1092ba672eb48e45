"""Keeps the screens on while the wall is shown, and lets them go when it ends."""

import shutil
import subprocess
import sys

from PySide6.QtCore import QCoreApplication

_SERVICE = "org.freedesktop.ScreenSaver"
_PATH = "/org/freedesktop/ScreenSaver"
_SYSTEM, _DISPLAY, _CONTINUOUS = 0x1, 0x2, 0x80000000


class Awake:
    """Holds the screens on; `let_go` ends that."""

    def __init__(self) -> None:
        self.way = ""  # by which the system was asked; "" where none was found
        self._cookie: int | None = None
        if sys.platform == "win32":
            self._ask_windows()
        elif not self._ask_desktop():
            self._ask_x()

    def let_go(self) -> None:
        """Let the screens sleep again."""
        if self._cookie is not None:
            self._call("UnInhibit", self._cookie)
            self._cookie = None
        elif self.way == "xset":
            _xset("s", "default", "+dpms")

    def _ask_desktop(self) -> bool:
        """Ask the desktop's screen saver, where there is one."""
        try:
            reply = self._call("Inhibit", QCoreApplication.applicationName(), "wall")
        except ImportError:
            return False
        if not reply:
            return False
        self._cookie, self.way = int(str(reply[0])), "desktop"
        return True

    def _call(self, method: str, *arguments: object) -> list[object]:
        from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return []
        asked = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus)
        reply = asked.call(method, *arguments)
        if reply.type() is not QDBusMessage.MessageType.ReplyMessage:
            return []
        return list(reply.arguments())

    def _ask_x(self) -> None:
        """Ask the X server, on a machine without a desktop."""
        if _xset("s", "off", "-dpms"):
            self.way = "xset"

    def _ask_windows(self) -> None:
        import ctypes

        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only there
        kernel.SetThreadExecutionState(_CONTINUOUS | _SYSTEM | _DISPLAY)
        self.way = "windows"


def _xset(*arguments: str) -> bool:
    program = shutil.which("xset")
    if program is None:
        return False
    done = subprocess.run([program, *arguments], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0
