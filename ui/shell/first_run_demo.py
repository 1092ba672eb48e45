"""Look around: builds the demo street and says how far it is."""

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget

from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.shell.first_run_step import StepPage
from ui.shell.founding import build_street
from ui.shell.program import Program

FULL = 1000


class DemoPage(StepPage):
    """A bar, what is being done, and a way to stop it."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("正在建演示街道"),
            self.tr("街道、网格、人和几周的事件，都走一遍真实的办理流程。"),
            parent,
        )
        self._program = program
        self._stop: threading.Event | None = None
        self._bar = QProgressBar()
        self._bar.setObjectName("progress")
        self._bar.setRange(0, FULL)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("建好了多少"))
        self._doing = label("", "caption")
        self.body.addWidget(self._bar)
        self.body.addWidget(self._doing)
        self.again = Button(self.tr("再试"), kind="primary")
        self.again.clicked.connect(self.begin)
        self.again.hide()
        self.buttons.addWidget(self.again)
        self.back.connect(self.stop)

    def begin(self) -> None:
        """Build it."""
        self.again.hide()
        self.say_trouble("")
        self._doing.setText(self.tr("正在准备……"))
        self._stop = self._program.jobs.watch(_building, self._heard, self._failed)

    def stop(self) -> None:
        """Leave it; what was begun is thrown away."""
        if self._stop is not None:
            self._stop.set()

    def _heard(self, share: float | None) -> None:
        """Take how much is done; None once it stands."""
        if share is None:
            self.ready.emit()
            return
        self._bar.setValue(round(share * FULL))
        self._doing.setText(
            self.tr("事件正一件件办过来：{share} %").format(share=round(share * 100))
        )

    def _failed(self, error: BaseException) -> None:
        self._doing.setText("")
        self.say_trouble(explain(error).text)
        self.again.show()


def _building(stop: threading.Event, emit: Callable[[float | None], None]) -> None:
    if build_street(emit, stop.is_set):
        emit(None)
