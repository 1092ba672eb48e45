"""On which sheet labels are printed, and from which label on: the ones before are used up."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases.label_paper import PAGE_MM, SHEETS, BadLabelSheet, LabelSheet
from ui.core.controls import Button, Combo, label
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.theme import current

OWN, LAYOUT = "own", "labels.sheet"
_SCALE = 0.9  # pixels a millimetre
_TINT = 90  # of 255


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """On which sheet, and from which label on."""

    sheet: LabelSheet
    first: int


class SheetPicture(QWidget):
    """The sheet in small; a click says which label is the first that is still there."""

    chosen = Signal(object)  # int, from 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet, self.first, self.count = SHEETS[0], 1, 0
        self.setFixedSize(QSize(round(PAGE_MM[0] * _SCALE), round(PAGE_MM[1] * _SCALE)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sheet(self, sheet: LabelSheet, first: int, count: int) -> None:
        """Show a sheet on which so many labels are printed from one on."""
        self.sheet, self.first, self.count = sheet, first, count
        words = self.tr("从第 {first} 张起，一页 {all} 张")
        self.setAccessibleName(words.format(first=first, all=sheet.count))
        self.update()

    def _cell(self, at: int) -> QRectF:
        sheet = self.sheet
        row, column = divmod(at, sheet.columns)
        left, top = sheet.left + column * sheet.width, sheet.top + row * sheet.height
        box = QRectF(left * _SCALE, top * _SCALE, sheet.width * _SCALE, sheet.height * _SCALE)
        return box.adjusted(1, 1, -1, -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)  # paper, in whatever theme
        printed = QColor(theme.color("accent"))
        printed.setAlpha(_TINT)
        last = self.first + self.count - 1
        for at in range(self.sheet.count):
            cell = self._cell(at)
            if self.first <= at + 1 <= last:
                painter.fillRect(cell, printed)
            elif at + 1 < self.first:
                painter.fillRect(cell, theme.color("bg.track"))
            painter.setPen(theme.color("border"))
            painter.drawRect(cell)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at in range(self.sheet.count):
            if self._cell(at).contains(event.position()):
                self.chosen.emit(at + 1)


class LabelsDialog(QDialog):
    """Asks; the sheet is remembered at this computer, where its labels lie."""

    wanted = Signal(object)  # LabelOrder

    def __init__(self, desk: Desk, count: int, parent: QWidget) -> None:
        """Ask how `count` labels are printed."""
        super().__init__(parent)
        self._desk, self._count = desk, count
        self.setWindowTitle(self.tr("打印不干胶标签"))
        self.setModal(True)
        self.sheets = Combo()
        self.sheets.setAccessibleName(self.tr("哪一种标签纸"))
        for sheet in SHEETS:
            words = self.tr("{size} 毫米，一页 {n} 张")
            self.sheets.add(words.format(size=sheet.written(), n=sheet.count), sheet.written())
        self.sheets.add(self.tr("别的…"), OWN)
        self.own = QLineEdit()
        self.own.setPlaceholderText(self.tr("宽×高 列×行，例如 63.5×38.1 3×7"))
        self.own.setAccessibleName(self.tr("别的标签纸"))
        self.first = QLineEdit("1")
        self.first.setAccessibleName(self.tr("从第几张起"))
        self.picture = SheetPicture()
        self.trouble, self.says = label("", "error"), label("", "second")
        self.do_button = Button(self.tr("看样张"), kind="primary", icon="ph.printer")
        self.leave_button = Button(self.tr("取消"), kind="quiet", key="Esc")
        self._lay_out()
        self._connect()
        self._remember()
        self._fit()

    def _lay_out(self) -> None:
        around = QHBoxLayout(self)
        around.setContentsMargins(24, 20, 24, 16)
        around.setSpacing(24)
        column = QVBoxLayout()
        column.setSpacing(12)
        title = self.tr("{count} 张不干胶标签：二维码、编号、标题、地点")
        column.addWidget(label(title.format(count=self._count), "section"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("标签纸"), self.sheets)
        form.addRow("", self.own)
        form.addRow(self.tr("从第几张起"), self.first)
        column.addLayout(form)
        for words in (self.says, self.trouble):
            words.setWordWrap(True)
            column.addWidget(words)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)
        around.addLayout(column, 1)
        around.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.sheets.currentIndexChanged.connect(lambda _: self._fit())
        self.own.textEdited.connect(lambda _: self._fit())
        self.first.textEdited.connect(lambda _: self._fit())
        self.first.returnPressed.connect(self.order)
        self.picture.chosen.connect(self._choose)
        self.do_button.clicked.connect(self.order)
        self.leave_button.clicked.connect(self.reject)

    def _remember(self) -> None:
        kept = str(self._desk.preferences.layout(LAYOUT).get("sheet", ""))
        if not kept:
            return
        self.sheets.set_value(kept)
        if self.sheets.currentIndex() < 0:
            self.sheets.set_value(OWN)
            self.own.setText(kept)

    def _choose(self, first: int) -> None:
        self.first.setText(str(first))
        self._fit()

    def sheet(self) -> LabelSheet:
        """Return the sheet that is chosen.

        Raises:
            BadLabelSheet: What was typed is none.
        """
        value = str(self.sheets.value())
        return LabelSheet.read(self.own.text() if value == OWN else value)

    def _fit(self) -> None:
        self.own.setVisible(self.sheets.value() == OWN)
        self.trouble.clear()
        try:
            sheet = self.sheet()
        except BadLabelSheet as error:
            self.do_button.setEnabled(False)
            self.trouble.setText(explain(error).text if self.own.text() else "")
            return
        typed = self.first.text().strip()
        first = int(typed) if typed.isdecimal() else 0
        right = 1 <= first <= sheet.count
        self.do_button.setEnabled(right)
        if not right:
            words = self.tr("第几张写 1 到 {n}。")
            self.trouble.setText(words.format(n=sheet.count))
            return
        self.picture.show_sheet(sheet, first, self._count)
        pages = -(-(first - 1 + self._count) // sheet.count)
        self.says.setText(self.tr("共 {n} 页。在右边点第一张还没用的。").format(n=pages))

    def order(self) -> None:
        """Say which sheet, and from which label on."""
        if self.do_button.isEnabled():
            sheet = self.sheet()
            self._desk.preferences.set_layout(LAYOUT, {"sheet": sheet.written()})
            self.wanted.emit(LabelOrder(sheet, int(self.first.text())))
            self.accept()
