"""A paper before it is printed: its pages as they will come out, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.doors import Paper
from ui.core.controls import Button, label, line_between
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.parts.paper_thumbs import PaperThumbs
from ui.parts.paper_view import Fit, PaperView
from ui.parts.pdf_pages import PdfPages
from ui.parts.print_dialog import PrintDialog
from ui.parts.printing import (
    PrinterChoice,
    PrintOrder,
    find_printers,
    keep_order,
    send,
    usual_order,
)

SIZE = (980, 860)
SHARE = 0.92
"""Of the screen's room at most."""


class PaperWindow(QDialog):
    """Shows a paper; whoever opened it writes down what is done with it and saves it.

    Attributes:
        find_printers: Tells which printers there are.
        send: Gives the document to one; raises an `AppError` that says why not.
    """

    print_wanted = Signal(object)  # PrintOrder: call `print_now` once it may be
    save_wanted = Signal()
    open_wanted = Signal()
    printed = Signal(object)  # PrintOrder
    asked = Signal(object)  # PrintDialog

    def __init__(
        self, desk: Desk, kind: str, title: str, paper: Paper, *, told: str, parent: QWidget
    ) -> None:
        """Show a paper.

        Args:
            desk: Of whom prints.
            kind: Of paper; the last choice of printer is kept for each.
            title: What it is: "1120-0049 的受理回执".
            paper: What was drawn.
            told: Sentences to know before it is printed, "" for none.
            parent: The page it was asked for on.
        """
        super().__init__(parent)
        self._desk, self._kind, self._paper = desk, kind, paper
        self.find_printers, self.send = find_printers, send
        self.pages = PdfPages(paper.body)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = PaperView(self.pages, desk.jobs)
        self.thumbs = PaperThumbs(self.pages, desk.jobs) if len(self.pages) > 1 else None
        self.told = label(told, "second")
        self.trouble = label("", "error")
        self.says = label("", "second")
        self.print_button = Button(self.tr("打印"), kind="primary", icon="ph.printer", key="Ctrl+P")
        self.save_button = Button(self.tr("另存为…"), icon="ph.floppy-disk", key="Ctrl+S")
        self.open_button = Button(self.tr("用 PDF 阅读器打开"), icon="ph.arrow-square-out")
        self.close_button = Button(self.tr("关闭"), kind="quiet", key="Esc")
        self.smaller = _small("ph.minus", self.tr("缩小"))
        self.larger = _small("ph.plus", self.tr("放大"))
        self.whole = Button(self.tr("整页"), kind="ghost", small=True)
        self.width_button = Button(self.tr("适合宽度"), kind="ghost", small=True)
        self.percent = label("", "second")
        self.place = label("", "second")
        self._lay_out()
        self._connect()
        self._fit_screen()
        self._told_page()
        self.view.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(8)
        for each in (self.smaller, self.percent, self.larger, self.whole, self.width_button):
            top.addWidget(each)
        self.percent.setFixedWidth(44)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top.addSpacing(8)
        top.addWidget(self.place)
        top.addStretch(1)
        for button in (self.open_button, self.save_button, self.print_button):
            top.addWidget(button)
        column.addLayout(top)
        for words in (self.told, self.trouble):
            words.setWordWrap(True)
            words.setContentsMargins(16, 0, 16, 10)
            words.setVisible(bool(words.text()))
            column.addWidget(words)
        column.addWidget(line_between())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        if self.thumbs is not None:
            middle.addWidget(self.thumbs)
        middle.addWidget(self.view, 1)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(self.says, 1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        keys = self.tr("PageUp、PageDown 翻页，Ctrl 加滚轮缩放")
        self.says.setText(keys if len(self.pages) > 1 else self.tr("Ctrl 加滚轮缩放"))

    def _connect(self) -> None:
        self.view.turned.connect(self._told_page)
        self.view.zoomed.connect(self._told_zoom)
        if self.thumbs is not None:
            self.thumbs.chosen.connect(self.view.show_page)
            self.view.turned.connect(self.thumbs.setCurrentRow)
        self.smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.view.step_zoom(1))
        self.whole.clicked.connect(lambda: self.view.zoom_to(None, Fit.PAGE))
        self.width_button.clicked.connect(lambda: self.view.zoom_to(None, Fit.WIDTH))
        self.print_button.clicked.connect(self.ask)
        self.save_button.clicked.connect(self.save_wanted.emit)
        self.open_button.clicked.connect(self.open_wanted.emit)
        self.close_button.clicked.connect(self.close)
        add_key(self, "Ctrl+P", self.ask)
        add_key(self, "Ctrl+S", self.save_wanted.emit)
        add_key(self, "Ctrl+0", lambda: self.view.zoom_to(None, Fit.PAGE))

    def _fit_screen(self) -> None:
        room = self.screen().availableGeometry().size() * SHARE
        self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))

    def _told_page(self) -> None:
        words = self.tr("第 {page} 页，共 {pages} 页")
        self.place.setText(words.format(page=self.view.number + 1, pages=len(self.pages)))

    def _told_zoom(self) -> None:
        self.percent.setText(f"{self.view.percent}%")

    # -- printing ------------------------------------------------------------------------------

    def ask(self) -> None:
        """Look which printers there are, and ask how it is to be printed."""
        if not self.print_button.isEnabled():
            return
        self.trouble.hide()
        self.print_button.setEnabled(False)
        self._desk.jobs.read(self.find_printers, self._ask, self._refused)

    def _ask(self, printers: tuple[PrinterChoice, ...]) -> None:
        self.print_button.setEnabled(True)
        dialog = PrintDialog(
            printers,
            usual_order(self._desk.preferences, self._kind),
            page=self.view.number + 1,
            pages=len(self.pages),
            parent=self,
        )
        dialog.ordered.connect(self.print_wanted.emit)
        dialog.save_wanted.connect(self.save_wanted.emit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.asked.emit(dialog)

    def print_now(self, order: PrintOrder) -> None:
        """Give the paper to the printer."""
        keep_order(self._desk.preferences, self._kind, order)
        self.print_button.setEnabled(False)
        self.says.setText(self.tr("正在交给“{name}”…").format(name=order.printer))
        work, body = self.send, self._paper.body
        self._desk.jobs.read(lambda: work(order, body), lambda _: self._sent(order), self._refused)

    def _sent(self, order: PrintOrder) -> None:
        self.print_button.setEnabled(True)
        self.says.setText(self.tr("已交给“{name}”打印").format(name=order.printer))
        self.printed.emit(order)

    def _refused(self, error: BaseException) -> None:
        """Say why nothing was printed; the paper stays in sight."""
        self.print_button.setEnabled(True)
        self.says.clear()
        self.trouble.setText(explain(error).text)
        self.trouble.show()

    def say(self, sentence: str) -> None:
        """Say at the foot what was done."""
        self.says.setText(sentence)


def _small(icon: str, name: str) -> Button:
    button = Button(kind="ghost", icon=icon, small=True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
