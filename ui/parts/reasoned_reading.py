"""Personal values that cost something to see: shown for a while against a written reason."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.core.ids import new_id
from ui.core.controls import Button, Combo, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.slices import Desk

SECOND_MS = 1000


class ReasonDialog(ConsequenceDialog):
    """Asks why; the reason is journaled with the name of whoever looks."""

    def __init__(self, title: str, usual: Sequence[str], least: int, parent: QWidget) -> None:
        """Ask for `least` characters, with `usual` reasons offered."""
        translate = QCoreApplication.translate
        super().__init__(
            title,
            translate(
                "ReasonDialog", "显示 30 秒后自动遮住。谁、什么时候、为什么看，都会记下来备查。"
            ),
            do=translate("ReasonDialog", "查看"),
            leave=translate("ReasonDialog", "不看"),
            parent=parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._least = least
        self._reason = Combo()
        self._reason.setEditable(True)
        self._reason.setAccessibleName(self.tr("事由"))
        for each in usual:
            self._reason.add(each, each)
        self._reason.editTextChanged.connect(self._typed)
        self.add(label(self.tr("事由"), "caption"))
        self.add(self._reason)
        self._typed()

    def reason(self) -> str:
        """Return what was given as the reason."""
        return self._reason.currentText().strip()

    def _typed(self) -> None:
        self.do_button.setEnabled(len(self.reason()) >= self._least)


class ReasonedReading(QObject):
    """Writes a request down, reads against it, and covers what was shown when its time is over.

    Whoever shows the values gives: `asks(uow, reason, command_key)` writes the request down,
    `reads(session, request)` reads against it; `shows` shows what was read, `covers` masks it,
    `refuses` says why not.
    """

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        button: Button,
        *,
        good_for_s: int,
        shows: Callable[[Any], None],
        covers: Callable[[], None],
        refuses: Callable[[BaseException], None],
    ) -> None:
        super().__init__(owner)
        self._desk, self._button, self._good_for_s = desk, button, good_for_s
        self._shows, self._covers, self._refuses = shows, covers, refuses
        self._left_s = 0
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self._count_down)

    @property
    def is_open(self) -> bool:
        """Whether the values themselves are shown."""
        return self._left_s > 0

    def end(self) -> None:
        """Count no further: what was shown is covered."""
        self._second.stop()
        self._left_s = 0
        self._button.setText(self.tr("查看（留痕）"))

    def begin(
        self, asks: Callable[..., UUID], reads: Callable[[Any, UUID], object], reason: str
    ) -> None:
        """Write the request down, then read against it: two steps, so no reading is unnoted."""
        key, desk = new_id(), self._desk
        self._button.setEnabled(False)

        def granted(request: UUID) -> None:
            desk.read(lambda session: reads(session, request), self._show, self._refuse)

        desk.write(lambda uow: asks(uow, reason, command_key=key), granted, self._refuse)

    def _refuse(self, error: BaseException) -> None:
        self._button.setEnabled(True)
        self._refuses(error)

    def _show(self, values: object) -> None:
        self._button.setEnabled(True)
        self._left_s = self._good_for_s
        self._write_left()
        self._second.start()
        self._shows(values)

    def _count_down(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._covers()
        else:
            self._write_left()

    def _write_left(self) -> None:
        self._button.setText(self.tr("遮住（{seconds} 秒后自动）").format(seconds=self._left_s))
        self._button.updateGeometry()
