"""The limits of a kind: a line a clock, a column a level; what is inherited stands grey."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.cases.clock import Limit
from app.cases.clock_units import LimitUnit
from app.cases.kind_words import limit_words
from app.cases.limit_edit import (
    DEFAULT,
    Body,
    LimitClock,
    check_length,
    found_limit,
    own_limit,
)
from app.cases.rules import Level
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from ui.core.controls import Button, Combo, label
from ui.core.theme import current, set_property

AMOUNT_PX, UNIT_PX, CELL_PX = 72, 136, 264


class LimitCell(QWidget):
    """An amount and its unit; an empty amount is inherited, and where from stands under it."""

    edited = Signal(object)  # Limit, or None: inherit again

    def __init__(self, clock: LimitClock, level: Level) -> None:
        super().__init__()
        self.clock, self.level = clock, level
        self._inherited: Limit | None = None
        self._code = DEFAULT
        self._is_own = False
        self._kept: Limit | None = None  # what the draft says while something wrong is typed
        self.amount = QLineEdit()
        self.amount.setFixedWidth(AMOUNT_PX)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.unit = Combo()
        self.unit.setFixedWidth(UNIT_PX)
        for unit in LimitUnit:
            self.unit.add(word(unit), unit)
        name = f"{word(clock)} {word(level)}"
        self.amount.setAccessibleName(name)
        self.unit.setAccessibleName(self.tr("{name} 单位").format(name=name))
        self.back = Button(kind="ghost", icon="ph.arrow-counter-clockwise", small=True)
        self.back.setAccessibleName(self.tr("{name} 不自定，随上级").format(name=name))
        self.back.setToolTip(self.tr("不自定，随上级"))
        self.says = label("", "caption")
        self.says.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(6)
        for widget in (self.amount, self.unit, self.back):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.says)
        self.setFixedWidth(CELL_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        keep = self.back.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keep)
        self.complaint = ""
        self.amount.textEdited.connect(self._edited)
        self.unit.activated.connect(self._unit_chosen)
        self.back.clicked.connect(self._back)

    def show_limit(self, code: str, body: Body, source: str, old: Body | None) -> None:
        """Show what holds for a kind.

        Args:
            code: Of the kind or category, DEFAULT for all kinds.
            body: The table it is read from.
            source: Words for where an inherited limit is said.
            old: The table in force, where another one is shown.
        """
        own = own_limit(body, code, self.clock, self.level)
        inherited = self._without(code, body)
        fresh = code != self._code
        self._code, self._inherited, self._is_own = code, inherited, own is not None
        shown = own or inherited
        self.amount.setPlaceholderText(f"{inherited.amount:g}" if inherited else "—")
        typing = self.amount.hasFocus() and not fresh
        if not typing:
            self._kept = own
        if not typing and (fresh or not self.complaint):
            self.amount.setText(f"{own.amount:g}" if own else "")
        if not self.unit.hasFocus() or fresh:
            self.unit.set_value(shown.unit if shown else LimitUnit.WORKING_DAY)
        if fresh or not self.complaint:
            self._complain("")
            self.says.setText(self._told(own, source, old))
        removable = code != DEFAULT or self.clock is LimitClock.PROMISE
        self.back.setVisible(own is not None and removable and self.amount.isEnabled())
        set_property(self.unit, "quiet", own is None)

    def _without(self, code: str, body: Body) -> Limit | None:
        """Return what would hold if the kind said nothing itself."""
        if code == DEFAULT:
            return None
        above = code.rpartition("-")[0]
        return found_limit(body, above, self.clock, self.level).limit

    def _told(self, own: Limit | None, source: str, old: Body | None) -> str:
        told = self.tr("这里定的") if own and self._code != DEFAULT else source
        if own is None and self._inherited is None:
            told = self.tr("没有承诺")
        was = own_limit(old, self._code, self.clock, self.level) if old is not None else own
        if was != own:
            before = limit_words(was)
            told = self.tr("{told}，未发布；现行：{before}").format(told=told, before=before)
        return told

    def set_editable(self, *, editable: bool) -> None:
        """Let it be changed, or only read."""
        self.amount.setEnabled(editable)
        self.unit.setEnabled(editable)
        self.back.setVisible(editable and self._is_own and not self.back.isHidden())

    def _edited(self) -> None:
        text = self.amount.text().strip()
        if not text:
            if self._inherited is None and self.clock is not LimitClock.PROMISE:
                told = self.tr("全部类别的{clock}时限不能空着").format(clock=word(self.clock))
                self._complain(told)
                return
            self._complain("")
            self.edited.emit(None)
            return
        try:
            limit = Limit(_number(text), self._unit())
            check_length(limit)
        except ValueError:
            self._refuse(self.tr("填数字，例如 2 或 0.5"))
        except AppError as error:
            self._refuse(sentence(error))
        else:
            self._kept = limit
            self._complain("")
            self.edited.emit(limit)

    def _refuse(self, told: str) -> None:
        """Say what is wrong; the draft keeps what was right before."""
        self._complain(told)
        if self._kept is not None or self._is_own:
            self.edited.emit(self._kept)

    def _unit_chosen(self, _: int) -> None:
        if not self.amount.text().strip() and self._inherited is not None:
            self.amount.setText(f"{self._inherited.amount:g}")
        if self.amount.text().strip():
            self._edited()

    def _back(self) -> None:
        self.amount.clear()
        self._complain("")
        self.amount.setFocus()
        self.edited.emit(None)

    def _unit(self) -> LimitUnit:
        return LimitUnit(str(self.unit.value()))  # a combo gives plain text back

    def _complain(self, text: str) -> None:
        self.complaint = text
        set_property(self.amount, "wrong", bool(text))
        set_property(self.says, "role", "error" if text else "caption")
        self.amount.setAccessibleDescription(text)
        if text:
            self.says.setText(text)


def _number(text: str) -> float:
    number = float(text.translate(_HALF))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


_HALF = str.maketrans("０１２３４５６７８９．。", "0123456789..")


class LimitGrid(QWidget):
    """Three clocks by two levels."""

    edited = Signal(object)  # tuple[LimitClock, Level, Limit | None]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("时限"))
        self.cells: dict[tuple[LimitClock, Level], LimitCell] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for column, level in enumerate(Level, start=1):
            head = label(word(level))
            head.setFont(current().font("body", bold=True))
            grid.addWidget(head, 0, column)
        for row, clock in enumerate(LimitClock, start=1):
            name = label(word(clock), "second")
            name.setFixedHeight(current().sizes.control)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, level in enumerate(Level, start=1):
                cell = LimitCell(clock, level)
                cell.edited.connect(partial(self._edited, clock, level))
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
                self.cells[clock, level] = cell
        grid.setColumnMinimumWidth(0, 48)
        grid.setColumnStretch(3, 1)

    def show_limits(self, code: str, body: Body, names: dict[str, str], old: Body | None) -> None:
        """Show the limits of a kind out of a table; `old` is the one in force."""
        for (clock, level), cell in self.cells.items():
            source = found_limit(body, code, clock, level).source
            cell.show_limit(code, body, self._source(code, source, names), old)

    def _source(self, code: str, source: str | None, names: dict[str, str]) -> str:
        if source is None:
            return self.tr("没有承诺")
        if source == DEFAULT:
            return self.tr("没另定的都按这个") if code == DEFAULT else self.tr("随全部类别")
        return self.tr("随大类“{name}”").format(name=names.get(source, source))

    def set_editable(self, *, editable: bool) -> None:
        """Let it be changed, or only read."""
        for cell in self.cells.values():
            cell.set_editable(editable=editable)

    def complaints(self) -> tuple[str, ...]:
        """Return what is wrong in the cells."""
        return tuple(cell.complaint for cell in self.cells.values() if cell.complaint)

    def _edited(self, clock: LimitClock, level: Level, limit: object) -> None:
        self.edited.emit((clock, level, limit))
