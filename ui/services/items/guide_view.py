"""An item as a resident reads it."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.words import label as word
from app.services.items.rules import ItemBody
from app.services.items.telling import (
    fee_words,
    hours_words,
    limit_words,
    material_words,
)
from ui.core.chips import Chip, FlowRow
from ui.core.controls import label
from ui.core.facts import FactGrid, FactLine


class GuideView(QWidget):
    """What to bring first, then where, when, how long, how much, by what right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("群众看到的样子"))
        self.title = label("", "section")
        self.title.setWordWrap(True)
        self.marks = FlowRow(6)
        self.summary = _wrapped("body")
        self.bring = label(self.tr("带什么"), "section")
        self.materials = QVBoxLayout()
        self.materials.setSpacing(4)
        self.facts = FactGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.marks, self.summary, self.bring):
            column.addWidget(part)
        column.addLayout(self.materials)
        column.addSpacing(4)
        column.addWidget(self.facts)
        column.addStretch(1)

    def show_item(self, body: ItemBody) -> None:
        """Show an item."""
        self.title.setText(body.name or self.tr("（还没有名称）"))
        at_once = not body.limit_days
        chips = [
            Chip(limit_words(body), "ok" if at_once else "", icon="ph.check" if at_once else "")
        ]
        if body.city_wide:
            chips.append(Chip(self.tr("全城通办")))
        if body.by_proxy:
            chips.append(Chip(self.tr("可以代办")))
        self.marks.set_members(*chips)
        self.summary.setText(body.summary)
        self.summary.setVisible(bool(body.summary))
        self._show_materials(body)
        self.facts.set_lines(*fact_lines(body))

    def _show_materials(self, body: ItemBody) -> None:
        while (item := self.materials.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        told = [material_words(each) for each in body.materials]
        numbered = self.tr("{at}. {what}")
        lines = [numbered.format(at=at, what=what) for at, what in enumerate(told, 1)]
        for line in lines or [self.tr("什么都不用带")]:
            made = _wrapped("body")
            made.setText(line)
            self.materials.addWidget(made)


def fact_lines(body: ItemBody) -> tuple[FactLine, ...]:
    """Return what else a resident is told, in the order they ask."""
    translate = QCoreApplication.translate
    steps = translate("GuideView", " → ").join(body.steps)
    told = (
        (translate("GuideView", "谁能办"), body.conditions),
        (translate("GuideView", "在哪里"), body.place),
        (translate("GuideView", "什么时候"), hours_words(body)),
        (translate("GuideView", "多久"), limit_words(body)),
        (translate("GuideView", "多少钱"), fee_words(body)),
        (translate("GuideView", "怎么办"), steps),
        (translate("GuideView", "哪里管"), body.department),
        (translate("GuideView", "电话"), body.phone),
        (translate("GuideView", "依据"), body.basis),
        (translate("GuideView", "适用"), "、".join(word(each) for each in body.situations)),
    )
    return tuple(FactLine(title, text) for title, text in told if text)


def _wrapped(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
