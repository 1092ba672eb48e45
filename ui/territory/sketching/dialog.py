"""Words, colour and sharing of a sketch."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.core.words import label as word
from app.territory.sketches.actions import SketchLook, add_sketch, change_sketch
from app.territory.sketches.queries import SketchRow
from app.territory.sketches.rules import LABEL_MOST, SketchColor, SketchKind, Spots
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX = 44


class SketchDialog(FormDialog):
    """Words a sketch that was just drawn, or one of one's own anew."""

    def __init__(self, desk: Desk, kind: SketchKind, look: SketchLook, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._kind = kind
        self._draw: tuple[str, Spots] | None = None
        self._row: SketchRow | None = None
        self.label = QLineEdit(look.label)
        self.label.setMaxLength(LABEL_MOST)
        is_note = kind is SketchKind.NOTE
        if not is_note:
            self.label.setPlaceholderText(self.tr("可以空着"))
        colors = tuple(Choice(color, word(color)) for color in SketchColor)
        self.color = SegmentedControl(colors, look.color, name=self.tr("颜色"))
        self.shared = QCheckBox(self.tr("本街道看得到网格图的人都看得见"))
        self.shared.setChecked(look.shared)
        words = self.tr("写什么") if is_note else self.tr("名称")
        self._label_field = FormField(words, self.label, required=is_note, label_width=LABEL_PX)
        self.add_field(self._label_field, self._check_label)
        self.add_field(FormField(self.tr("颜色"), self.color, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("共享"), self.shared, label_width=LABEL_PX))
        self.label.setFocus()

    def keep_new(self, street: str, points: Spots) -> None:
        """Keep what was drawn in a street."""
        self._draw = street, points
        title = self.tr("画好了一处{kind}").format(kind=word(self._kind))
        self.name_it(title, self.tr("留在图上"), self.tr("不共享的只有您自己看得见。"))

    def change(self, row: SketchRow) -> None:
        """Change a sketch of one's own."""
        self._row = row
        self.name_it(self.tr("改这处{kind}").format(kind=word(row.kind)), self.tr("保存"))

    @property
    def look(self) -> SketchLook:
        """What was said."""
        color = SketchColor(str(self.color.value()))
        return SketchLook(self.label.text(), color, self.shared.isChecked())

    def _check_label(self) -> str:
        if self._kind is SketchKind.NOTE and not self.label.text().strip():
            return self.tr("写几个字。")
        return ""

    def blame(self) -> dict[str, FormField]:
        return {"sketches.label_wrong": self._label_field}

    def action(self) -> Action:
        look, key, kind = self.look, self.command_key, self._kind
        if self._draw is not None:
            street, points = self._draw

            def keep(uow: Any) -> object:
                return add_sketch(uow, street, kind, points, look, command_key=key)

            return keep
        row = self._row
        if row is None:
            raise TypeError(row)

        def change(uow: Any) -> object:
            return change_sketch(uow, row.id, look, row.version, command_key=key)

        return change
