"""What has to be brought, a line each: name, form, how many, where from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.core.words import label as word
from app.services.items.rules import (
    COUNT_MOST,
    LINE_MOST,
    MATERIALS_MOST,
    NAME_MOST,
    Material,
    MaterialForm,
)
from ui.core.controls import Button, Combo
from ui.core.page_bars import icon_button
from ui.services.fields import number_box, one_line


class MaterialsField(QWidget):
    """Lines with a button to add one more."""

    changed = Signal()

    def __init__(self, materials: tuple[Material, ...]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("材料"))
        self.lines: list[_Line] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.more = Button(self.tr("加一样材料"), kind="quiet", icon="ph.plus", small=True)
        self.more.clicked.connect(lambda _=False: self.add(Material(""), focus=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._lines)
        column.addWidget(self.more)
        for material in materials:
            self.add(material)

    def add(self, material: Material, *, focus: bool = False) -> None:
        """Add a line."""
        if len(self.lines) >= MATERIALS_MOST:
            return
        line = _Line(material)
        line.changed.connect(self.changed.emit)
        line.dropped.connect(lambda: self._drop(line))
        self.lines.append(line)
        self._lines.addWidget(line)
        self.more.setEnabled(len(self.lines) < MATERIALS_MOST)
        if focus:
            line.name.setFocus()

    def _drop(self, line: "_Line") -> None:
        self.lines.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.more.setEnabled(True)
        self.changed.emit()

    def materials(self) -> tuple[Material, ...]:
        """Return what is written; lines without a name are passed over."""
        told = (line.material() for line in self.lines)
        return tuple(each for each in told if each.name)


class _Line(QWidget):
    changed = Signal()
    dropped = Signal()

    def __init__(self, material: Material) -> None:
        super().__init__()
        self.name: QLineEdit = one_line(material.name, NAME_MOST, self.tr("材料名称"))
        self.name.setAccessibleName(self.tr("材料名称"))
        self.form = Combo()
        for form in MaterialForm:
            self.form.add(word(form), form)
        self.form.set_value(material.form)
        self.form.setAccessibleName(self.tr("原件还是复印件"))
        self.count: QSpinBox = number_box(material.count, 1, COUNT_MOST, self.tr(" 份"))
        self.count.setAccessibleName(self.tr("几份"))
        self.source: QLineEdit = one_line(material.source, LINE_MOST, self.tr("在哪里取得"))
        self.source.setAccessibleName(self.tr("在哪里取得"))
        drop = icon_button("ph.x", self.tr("去掉这样材料"))
        drop.clicked.connect(lambda _=False: self.dropped.emit())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.name, 3)
        line.addWidget(self.form, 2)
        line.addWidget(self.count)
        line.addWidget(self.source, 2)
        line.addWidget(drop)
        for signal in (
            self.name.textChanged,
            self.source.textChanged,
            self.form.currentIndexChanged,
            self.count.valueChanged,
        ):
            signal.connect(lambda *_: self.changed.emit())

    def material(self) -> Material:
        form = MaterialForm(str(self.form.value()))
        return Material(self.name.text().strip(), form, self.count.value(), self.source.text())
