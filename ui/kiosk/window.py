"""The one window of the kiosk: its head, the screen that is shown, the keyboard, the way back."""

import gc
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui.core.preferences import Preferences
from ui.core.theme import current
from ui.kiosk.camera import Camera
from ui.kiosk.gate import Gate
from ui.kiosk.guard import Guard
from ui.kiosk.head import Head
from ui.kiosk.keyboard import Keyboard
from ui.kiosk.machine import Machine
from ui.kiosk.printer import Paper
from ui.kiosk.screens.base import Screen, Stage
from ui.kiosk.screens.home import HomeScreen
from ui.kiosk.screens.staff import StaffScreen
from ui.kiosk.screens.waiting import NotReadyScreen
from ui.kiosk.speaker import Speaker
from ui.kiosk.still_there import StillThere
from ui.kiosk.vision import Vision
from ui.kiosk.visit import Visit

Make = Callable[[Stage], Screen]
TICK_MS, SWEEP_MS = 1_000, 50
WARN_S = 15
"""Seconds the machine asks whether anybody is there."""
MOST_BACK = 60


class KioskWindow(QWidget):
    """Shows one screen at a time and wipes it when it goes.

    Attributes:
        machine: What the screens ask and send by.
        visit: What the visitor has told so far.
        camera: What takes photos, whether there is one or not.
    """

    left = Signal()

    def __init__(
        self,
        machine: Machine,
        kept: Preferences,
        *,
        has_voice: bool = False,
        camera: Camera | None = None,
    ) -> None:
        """Make the window.

        Args:
            machine: What it sends and asks by.
            kept: Where wrong codes of the staff are counted.
            has_voice: Look whether the system has a voice.
            camera: What takes photos; none where left out.
        """
        super().__init__()
        self.setObjectName("kiosk")
        self.setWindowTitle(self.tr("自助机"))
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.machine = machine
        self.visit = Visit()
        self.vision = Vision()
        self.speaker = Speaker(self, has_voice=has_voice)
        self.camera = camera or Camera(self)
        machine.paper = Paper(kept)
        self._kept = kept
        self._may_leave = False
        self._trail: list[Make] = []
        self._touched_at = monotonic()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # never beyond the screen
        self._column = column
        self.head = Head(self)
        column.addWidget(self.head)
        self._shown: Screen = NotReadyScreen(self)
        column.addWidget(self._shown, 1)
        self.keyboard = Keyboard(self)
        column.addWidget(self.keyboard)
        self._still_there = StillThere(self)
        self._still_there.stays.connect(self.touched)
        self._still_there.goes.connect(self.home)
        self._guard = Guard(self, self.touched, self._typed, self._scanned)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.look)
        self._sweep = QTimer(self)  # rings of what was typed end with the visit, not some time
        self._sweep.setSingleShot(True)
        self._sweep.setInterval(SWEEP_MS)
        self._sweep.timeout.connect(_sweep)
        machine.opened.connect(self._opened)
        machine.looks_changed.connect(self._look_changed)
        self._fit()

    # -- coming and going -------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the machine."""
        self._tick.start()
        self.machine.open()

    def leave(self) -> None:
        """Let the staff out."""
        self.forget_visitor()
        self._may_leave = True
        self._tick.stop()
        self._sweep.stop()
        self._guard.let_go()
        self.left.emit()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_leave:
            event.accept()
        else:
            event.ignore()

    def _opened(self, _opened: object) -> None:
        self.home()
        gate = self._gate()
        if known := gate.old_known():
            self.machine.lock_away(known, lambda _: gate.drop_old_known())

    def _look_changed(self) -> None:
        if self.shown.is_home:
            self.home()

    # -- the way ----------------------------------------------------------------------------------

    @property
    def shown(self) -> Screen:
        """Return the screen that is shown."""
        return self._shown

    @property
    def offers_photo(self) -> bool:
        """True where a photo may be taken."""
        at = self.machine.at
        return self.camera.is_there and at is not None and at.look.look.photos

    @property
    def is_upright(self) -> bool:
        """True where the window is higher than wide."""
        return self.height() > self.width()

    def go(self, make: Make) -> None:
        """Show another screen; back leads here again."""
        self._trail.append(make)
        del self._trail[1:-MOST_BACK]
        self._show(make)

    def back(self) -> None:
        """Show the screen before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show(self._trail[-1])
        else:
            self.home()

    def home(self) -> None:
        """Show the first screen and forget the visitor."""
        self.forget_visitor()
        self._trail = [HomeScreen]
        self._show(HomeScreen)

    def home_then(self, make: Make) -> None:
        """Show a screen from which there is no way back but home."""
        self._trail = [HomeScreen, make]
        self._show(make)

    def again(self) -> None:
        """Show the same screen anew, as after another size of letters."""
        self._show(self._trail[-1] if self._trail else NotReadyScreen)

    def ask_staff(self) -> None:
        """Ask for the code of the staff."""
        if self.machine.at is not None:
            self.go(partial(StaffScreen, gate=self._gate()))

    def _gate(self) -> Gate:
        return Gate(self._kept, self.machine.open_now.parts.clock)

    def _show(self, make: Make) -> None:
        self.keyboard.forget()
        old = self._shown
        self._shown = new = make(self)
        self._column.replaceWidget(old, new)
        old.wipe()
        old.hide()
        old.deleteLater()
        self.keyboard.setVisible(new.wants_keyboard and self.keyboard.is_there)
        new.show()
        self.head.tell(new)
        self.touched()
        new.entered()
        self.speaker.say(new.speech())

    # -- who is there -----------------------------------------------------------------------------

    def touched(self) -> None:
        """Somebody is there."""
        self._touched_at = monotonic()
        self.machine.touched()
        self._still_there.hide()

    def left_s(self) -> int:
        """Return how many seconds are left until the machine asks whether anybody is there."""
        limit = self.machine.at.look.look.idle_s if self.machine.at is not None else 0
        return max(0, limit - int(monotonic() - self._touched_at))

    def look(self) -> None:
        """See how long nobody has touched anything."""
        if self.machine.at is None or (self.shown.is_home and not self._still_there.isVisible()):
            self.head.tick(0)
            if self.shown.is_home and self.vision.is_changed and not self.left_s():
                self.vision.reset()
                self.again()
            return
        limit = self.machine.at.look.look.idle_s
        idle = monotonic() - self._touched_at
        self.head.tick(self.left_s())
        if idle >= limit + WARN_S:
            self.home()
        elif idle >= limit:
            self.ask_if_there(round(limit + WARN_S - idle))

    def ask_if_there(self, left_s: int) -> None:
        """Ask whether anybody is there, before what was typed is wiped."""
        self._still_there.ask(left_s)

    def forget_visitor(self) -> None:
        """Leave nothing of what was typed: in fields, in undoing, in the clipboard, in mind."""
        self.shown.wipe()
        self.visit.forget()
        self.keyboard.forget()
        self._guard.forget()
        self._still_there.hide()
        self.speaker.stop()
        QGuiApplication.clipboard().clear()
        self._sweep.start()

    # -- hands ------------------------------------------------------------------------------------

    def _typed(self, sign: str) -> bool:
        return self.shown.typed(sign)

    def _scanned(self, text: str) -> bool:
        return self.shown.scanned(text)

    # -- looks ------------------------------------------------------------------------------------

    def now(self) -> datetime | None:
        """Return server time, None before anything is open."""
        return self.machine.now() if self.machine.at is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        turned = event.oldSize().isValid() and (
            (event.oldSize().height() > event.oldSize().width()) != self.is_upright
        )
        if turned and self._trail:
            self.again()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.WindowStateChange and self.isMinimized():
            self.showFullScreen()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.keyboard.fit(self.width())
        self._still_there.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg.window"))
        painter.end()


def _sweep() -> None:
    gc.collect()
