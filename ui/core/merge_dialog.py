"""The three-way view: what a form started from, mine, theirs, field by field, and whose is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.merging import Difference, Pick, compare, merged
from ui.core.controls import Button, label
from ui.core.relative_time import time_of_day
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import on_save
from ui.core.theme import set_property

WIDTH = 840
TEXT_PX = 128  # least width of a column of values
LEAST_ROWS_PX = 96
SPARE_PX = 80  # of the screen's height, for the frame of the window and what is around it


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field of a form that may have to be merged.

    Attributes:
        name: As in the values that are compared.
        title: As the form calls it.
        mine: Returns what stands in the form.
        put: Shows a value in the form.
        words: Says a value; never a personal one that its reader has not asked for.
        is_long: Whether both texts may be kept.
    """

    name: str
    title: str
    mine: Callable[[], Any]
    put: Callable[[Any], object]
    words: Callable[[Any], str] = str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """A record as others left it; `who` is "" and `at` None where that is not known."""

    version: int
    values: Mapping[str, Any]
    who: str = ""
    at: datetime | None = None


class MergeDialog(QDialog):
    """Asks field by field whose value is kept; what both changed waits until it is chosen."""

    merged = Signal(object)  # dict of all fields as they are to be saved

    def __init__(
        self,
        fields: tuple[MergeField, ...],
        base: Mapping[str, Any],
        present: Present,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(WIDTH)
        self._mine = {field.name: field.mine() for field in fields}
        found = compare(base, self._mine, present.values)
        # what both changed to the same is settled
        self.differences = tuple(each for each in found if each.mine != each.theirs)
        self.picks: dict[str, SegmentedControl] = {}
        self._notes: dict[str, QLabel] = {}
        self._fields = {field.name: field for field in fields}
        self.setWindowTitle(self.tr("核对两边的改动"))
        self.lead = label(self._lead(present), "second")
        self.lead.setWordWrap(True)
        self.leave_button = Button(self.tr("回去再改"), kind="quiet")
        self.do_button = Button(self.tr("按所选保存"), kind="primary", key="Ctrl+Return")
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.save)
        self._lay_out()
        on_save(self, self.save)
        self._focus_first()

    def _lead(self, present: Present) -> str:
        told = self.tr("您填写的时候，别人保存了这一条。逐项选定以后再存，您填的都还在。")
        if present.who and present.at is not None:
            told = self.tr(
                "您填写的时候，{who}在 {time} 保存了这一条。逐项选定以后再存，您填的都还在。"
            ).format(who=present.who, time=time_of_day(present.at))
        return told

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "section"))
        column.addWidget(self.lead)
        column.addSpacing(8)
        self._rows = QWidget()
        self._rows.setProperty("scrolled", "true")
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        heads = ("", self.tr("原来"), self.tr("我填的"), self.tr("对方存的"), self.tr("保存哪个"))
        for at, head in enumerate(heads):
            grid.addWidget(label(head, "caption"), 0, at)
        for at in (1, 2, 3):
            grid.setColumnStretch(at, 1)
            grid.setColumnMinimumWidth(at, TEXT_PX)
        for line, each in enumerate(self.differences, 1):
            self._add_line(grid, line, each)
        grid.setRowStretch(len(self.differences) + 1, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        column.addSpacing(8)
        column.addStretch(0)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)

    def _add_line(self, grid: QGridLayout, line: int, each: Difference) -> None:
        field = self._fields[each.name]
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(field.title, "second"), line, 0, top)
        for at, value in enumerate((each.base, each.mine, each.theirs), 1):
            told = label(field.words(value) or self.tr("（空）"), "caption" if at == 1 else "body")
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(told, line, at, top)
        choices = [Choice(Pick.MINE, self.tr("我的")), Choice(Pick.THEIRS, self.tr("对方的"))]
        if field.is_long and each.is_open:
            choices.append(Choice(Pick.BOTH, self.tr("都要")))
        pick = SegmentedControl(tuple(choices), each.pick, name=field.title)
        note = label(self._why(each), "caption")
        pick.chosen.connect(self._chosen)
        self.picks[each.name], self._notes[each.name] = pick, note
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(pick)
        cell.addWidget(note)
        grid.addLayout(cell, line, 4, top)

    def _why(self, each: Difference) -> str:
        if each.pick is Pick.MINE:
            return self.tr("只有您改了")
        if each.pick is Pick.THEIRS:
            return self.tr("只有对方改了")
        return self.tr("两边都改了，请选一个")

    def waiting(self) -> tuple[str, ...]:
        """Return the fields that still wait for a choice, from top to bottom."""
        return tuple(name for name, pick in self.picks.items() if pick.value() is None)

    def _focus_first(self) -> None:
        waiting = self.waiting()
        if waiting:
            self._go_to(waiting[0])
        else:
            self.do_button.setFocus()

    def _go_to(self, name: str) -> None:
        self.picks[name].setFocus()
        self._scroll.ensureWidgetVisible(self.picks[name])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure(self._scroll.viewport().width())

    def _measure(self, width: int) -> int:
        """Give the rows the height of that width; by itself Qt takes that of the narrowest."""
        rows = self._rows.heightForWidth(width)
        self._rows.setMinimumHeight(rows)
        return rows

    def _fit(self) -> None:
        """Take the height the texts ask for; what the screen has no room for is scrolled."""
        layout = self.layout()
        if layout is None:
            return
        edges = layout.contentsMargins()
        aside = edges.left() + edges.right() + self._scroll.verticalScrollBar().sizeHint().width()
        width = max(self.width(), self._rows.minimumSizeHint().width() + aside)
        rows = self._measure(width - aside)
        self._scroll.setFixedHeight(rows)
        needed = layout.totalHeightForWidth(width)
        self._scroll.setMinimumHeight(min(rows, LEAST_ROWS_PX))
        self.resize(width, min(needed, self.screen().availableGeometry().height() - SPARE_PX))

    def _chosen(self, _value: object) -> None:
        for name, pick in self.picks.items():
            if pick.value() is not None:
                pick.set_wrong(False)
                set_property(self._notes[name], "role", "caption")

    def save(self) -> None:
        """Hand the merged fields over, unless something still waits for a choice."""
        waiting = self.waiting()
        for name in waiting:
            self.picks[name].set_wrong(True)
            set_property(self._notes[name], "role", "error")
        if waiting:
            self._go_to(waiting[0])
            return
        picks = {name: Pick(str(pick.value())) for name, pick in self.picks.items()}
        self.accept()
        self.merged.emit(merged(self._mine, self.differences, picks))
        self.deleteLater()

    def reject(self) -> None:
        """Go back to the form as it is."""
        super().reject()
        self.deleteLater()
