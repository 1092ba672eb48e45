"""A batch of slips at the printer: how far it is, stopping, going on at any slip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QIntValidator
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ui.cases.slip_run import SlipJob, SlipRun
from ui.core.controls import Button, label
from ui.core.icons import icon
from ui.core.slices import Desk
from ui.core.theme import current

SIZE = (560, 560)
NUMBER_PX = 64


class SlipRunDialog(QDialog):
    """Stands beside the desk while it prints; closed, what is left stays for later."""

    def __init__(self, desk: Desk, job: SlipJob, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("打印 {count} 份受理回执").format(count=len(job.slips)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.run = SlipRun(desk, job)
        self.headline, self.last = label("", "section"), label("", "second")
        self.trouble = label("", "error")
        self.skipped = label("", "second")
        for words in (self.headline, self.last, self.trouble, self.skipped):
            words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, len(job.slips))
        self.bar.setAccessibleName(self.tr("已交给打印机的份数"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(current().sizes.icon_small, current().sizes.icon_small))
        self.list.setAccessibleName(self.tr("各份回执"))
        for number, slip in enumerate(job.slips, 1):
            self.list.addItem(QListWidgetItem(f"{number}  {slip.name}"))
        self.number, self.again = self._field("1"), self._field("1")
        self.number.setAccessibleName(self.tr("从第几份起"))
        self.again.setAccessibleName(self.tr("重印最后几份"))
        self.again_button = Button(self.tr("重印"), small=True)
        self.stop_button = Button(self.tr("停下"), kind="quiet")
        self.close_button = Button(self.tr("关闭"), kind="quiet", key="Esc")
        self.go_button = Button(self.tr("接着印"), kind="primary", icon="ph.printer")
        self._lay_out()
        self._connect()
        self._show(job)
        self._tell_running(running=False)

    def _field(self, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setFixedWidth(NUMBER_PX)
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.setValidator(QIntValidator(1, 99_999, field))
        return field

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        told: tuple[QWidget, ...] = (
            self.headline, self.bar, self.last, self.trouble, self.skipped,
        )  # fmt: skip
        for each in told:
            column.addWidget(each)
        hint = self.tr("卡纸以后：看最后一张印好的是哪一件，在下面选它的下一份。")
        column.addWidget(label(hint, "caption"))
        column.addWidget(self.list, 1)
        line = QHBoxLayout()
        line.setSpacing(6)
        parts: tuple[QWidget, ...] = (
            label(self.tr("从第")), self.number, label(self.tr("份起")), label(""),
            label(self.tr("最后")), self.again, label(self.tr("份再印一遍")), self.again_button,
        )  # fmt: skip
        for part in parts:
            line.addWidget(part)
        line.addStretch(1)
        column.addLayout(line)
        foot = QHBoxLayout()
        foot.addWidget(self.stop_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go_button)
        column.addLayout(foot)
        self.trouble.hide()
        self.skipped.hide()

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda row: self.number.setText(str(row + 1)))
        self.go_button.clicked.connect(self.go)
        self.again_button.clicked.connect(self.print_again)
        self.stop_button.clicked.connect(self.stop)
        self.close_button.clicked.connect(self.close)
        self.run.moved.connect(self._show)
        self.run.stopped.connect(self._stopped)
        self.run.ended.connect(self._ended)

    # -- doing ---------------------------------------------------------------------------------

    def go(self) -> None:
        """Print on from the slip whose number stands there."""
        self._begin(self._typed(self.number) - 1)

    def print_again(self) -> None:
        """Print the last ones once more, and go on from there."""
        self._begin(self.run.job.sent - self._typed(self.again))

    def _begin(self, at: int) -> None:
        if not self.run.is_running:
            self.trouble.hide()
            self._tell_running(running=True)
            self.run.begin(at)
            self._show(self.run.job)

    def stop(self) -> None:
        """Stop after the few that are at the printer."""
        self.run.stop()
        self.last.setText(self.tr("手上这几份印完就停…"))

    def _typed(self, field: QLineEdit) -> int:
        text = field.text()
        return int(text) if text.isdecimal() else 1

    # -- showing -------------------------------------------------------------------------------

    def _show(self, job: SlipJob) -> None:
        words = self.tr("已交给“{printer}” {sent} / {all} 份")
        self.headline.setText(
            words.format(printer=job.order.printer, sent=job.sent, all=len(job.slips))
        )
        self.bar.setValue(job.sent)
        last = job.slips[job.sent - 1].name if job.sent else ""
        told = self.tr("最后一份：第 {n} 份 {name}").format(n=job.sent, name=last)
        self.last.setText(told if last else self.tr("还没有交出去的"))
        for at in range(self.list.count()):
            item = self.list.item(at)
            sent = at < job.sent
            if item.data(Qt.ItemDataRole.UserRole) != sent:
                item.setData(Qt.ItemDataRole.UserRole, sent)
                item.setIcon(icon("ph.check-circle" if sent else "ph.printer"))
        if job.sent < len(job.slips):
            self.list.setCurrentRow(job.sent)
        self.number.setText(str(min(job.sent + 1, len(job.slips))))
        self.skipped.setText("\n".join(self.run.skipped))
        self.skipped.setVisible(bool(self.run.skipped))

    def _tell_running(self, *, running: bool) -> None:
        self.stop_button.setEnabled(running)
        for part in (self.go_button, self.again_button, self.number, self.again, self.list):
            part.setEnabled(not running)

    def _stopped(self, why: str) -> None:
        self._tell_running(running=False)
        self._show(self.run.job)
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))

    def _ended(self) -> None:
        self._tell_running(running=False)
        words = self.tr("{count} 份都交给“{printer}”了；少了的可以再印最后几份。")
        job = self.run.job
        self.headline.setText(words.format(count=len(job.slips), printer=job.order.printer))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.run.stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close, as Escape does."""
        self.close()
