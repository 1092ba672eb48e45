"""How a paper is printed: on which printer, how often, on which sides, which pages."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import Button, Combo, Tick, label
from ui.parts.printing import MOST_COPIES, PrinterChoice, PrintOrder, Sides

ALL, THIS, SOME = "all", "this", "some"
_RANGE = re.compile(r"\s*(\d{1,6})(?:\s*[-－—–~～至]\s*(\d{1,6}))?\s*")


class PrintDialog(QDialog):
    """Asks; whoever opened it prints. Without a printer it offers to save instead."""

    ordered = Signal(object)  # PrintOrder
    save_wanted = Signal()

    def __init__(
        self,
        printers: tuple[PrinterChoice, ...],
        usual: PrintOrder,
        *,
        page: int,
        pages: int,
        parent: QWidget,
    ) -> None:
        """Ask.

        Args:
            printers: Those there are.
            usual: How papers of this kind were printed last.
            page: The one that is shown, from 1.
            pages: How many there are.
            parent: The preview.
        """
        super().__init__(parent)
        self._printers, self._page, self._pages = printers, page, pages
        self.setWindowTitle(self.tr("打印"))
        self.setModal(True)
        self.setMinimumWidth(420)
        self.printer = Combo()
        self.copies = QSpinBox()
        self.copies.lineEdit().setTextMargins(6, 0, 0, 0)
        self.copies.setAccessibleName(self.tr("份数"))
        self.collate = Tick(self.tr("逐份打印"))
        self.sides, self.tray = Combo(), Combo()
        self.tray.setAccessibleName(self.tr("从哪个纸盒"))
        self._usual_tray = usual.tray
        self.which = Combo()
        self.range = QLineEdit()
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.save_button = Button(self.tr("另存为…"), kind="link", icon="ph.floppy-disk")
        self.leave_button = Button(self.tr("不打印"), kind="quiet", key="Esc")
        self.do_button = Button(self.tr("打印"), kind="primary")
        self._fill(usual)
        self._lay_out()
        self._connect()
        (self.do_button if printers else self.save_button).setFocus()

    def _fill(self, usual: PrintOrder) -> None:
        for each in self._printers:
            self.printer.add(each.name, each.name)
        self.printer.set_value(usual.printer)
        if self.printer.currentIndex() < 0:
            self.printer.setCurrentIndex(0)
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setValue(usual.copies)
        self.collate.setChecked(usual.collate)
        self.sides.add(self.tr("单面"), Sides.ONE)
        self.sides.add(self.tr("双面，长边翻页"), Sides.LONG_EDGE)
        self.sides.add(self.tr("双面，短边翻页"), Sides.SHORT_EDGE)
        self.sides.set_value(usual.sides)
        self.which.add(self.tr("全部 {pages} 页").format(pages=self._pages), ALL)
        if self._pages > 1:
            self.which.add(self.tr("第 {page} 页").format(page=self._page), THIS)
            self.which.add(self.tr("其中几页"), SOME)
        self.range.setPlaceholderText(self.tr("如 2-5"))
        self.range.setAccessibleName(self.tr("哪几页"))
        self.range.setVisible(False)
        self._fit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("打印"), "section"))
        if self._printers:
            form = QFormLayout()
            form.setHorizontalSpacing(16)
            form.setVerticalSpacing(10)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            form.addRow(self.tr("打印机"), self.printer)
            form.addRow(self.tr("份数"), _beside(self.copies, self.collate))
            form.addRow(self.tr("单双面"), self.sides)
            form.addRow(self.tr("纸盒"), self.tray)
            if self._pages > 1:
                form.addRow(self.tr("页"), _beside(self.which, self.range))
            column.addLayout(form)
        else:
            none = label(
                self.tr("这台电脑没有装打印机。请另存，到有打印机的电脑上打印。"), "second"
            )
            none.setWordWrap(True)
            column.addWidget(none)
        column.addWidget(self.trouble)
        self.trouble.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        self.do_button.setVisible(bool(self._printers))
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.printer.currentIndexChanged.connect(self._fit)
        self.copies.valueChanged.connect(self._fit)
        self.which.currentIndexChanged.connect(self._choose_pages)
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.order)
        self.range.returnPressed.connect(self.order)
        self.save_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save_wanted.emit)

    def _fit(self) -> None:
        """Offer what the printer can, and what makes a difference."""
        chosen = self.printer.currentIndex()
        can_turn = chosen >= 0 and self._printers[chosen].both_sides
        if not can_turn:
            self.sides.set_value(Sides.ONE)
        self.sides.setEnabled(can_turn)
        self.sides.setToolTip("" if can_turn else self.tr("这台打印机只能印单面"))
        self.collate.setEnabled(self.copies.value() > 1)
        self._offer_trays(self._printers[chosen].trays if chosen >= 0 else ())

    def _offer_trays(self, trays: tuple[str, ...]) -> None:
        """Offer where the paper is taken from, where there is a choice."""
        wanted = self.tray.value() if self.tray.count() else self._usual_tray
        self.tray.clear()
        self.tray.add(self.tr("打印机自己选"), "")
        for tray in trays:
            self.tray.add(tray, tray)
        self.tray.set_value(wanted)
        if self.tray.currentIndex() < 0:
            self.tray.setCurrentIndex(0)
        self.tray.setEnabled(bool(trays))

    def _choose_pages(self) -> None:
        self.range.setVisible(self.which.value() == SOME)
        if self.which.value() == SOME:
            self.range.setFocus()

    def order(self) -> None:
        """Say how it is printed, unless the pages make no sense."""
        pages = self._chosen_pages()
        if pages is None:
            words = self.tr("页码写成 2-5 或 3，在 1 到 {pages} 之间。")
            self.trouble.setText(words.format(pages=self._pages))
            self.trouble.show()
            self.range.setFocus()
            return
        self.ordered.emit(
            PrintOrder(
                printer=str(self.printer.value()),
                copies=self.copies.value(),
                collate=self.collate.isChecked(),
                sides=Sides(str(self.sides.value() or Sides.ONE)),
                first=pages[0],
                last=pages[1],
                tray=str(self.tray.value() or ""),
            )
        )
        self.accept()

    def _chosen_pages(self) -> tuple[int, int] | None:
        if self.which.value() == THIS:
            return self._page, self._page
        if self.which.value() != SOME:
            return 1, self._pages
        found = _RANGE.fullmatch(self.range.text())
        if found is None:
            return None
        first = int(found[1])
        last = int(found[2] or first)
        return (first, last) if 1 <= first <= last <= self._pages else None


def _beside(first: QWidget, second: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(first, 1)
    line.addWidget(second, 1)
    return line
