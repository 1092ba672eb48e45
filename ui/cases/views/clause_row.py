"""One clause of the builder's sentence: [单位] [是] [城管执法队]."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QWidget

from app.cases.filters.fields import SPECS, Sort
from app.cases.filters.model import LONGEST_VALUE, Clause, FilterField, Operator
from app.cases.filters.values import (
    DUE_FIXED,
    MOST_TIMES,
    PAST_FIXED,
    YES,
    period_words,
    read_period,
)
from app.core.words import label as word
from ui.cases.views.names import NameKeeper
from ui.cases.views.values_popup import ValuesButton
from ui.core.controls import Combo, label
from ui.core.page_bars import icon_button

LEAD_PX, FIELD_PX, OPERATOR_PX, PERIOD_PX = 40, 112, 88, 136
OTHER = "other"
USUAL_PAST = ("days:7", "days:30")
USUAL_DUE = ("hours:8", "hours:24")


class PeriodInput(QWidget):
    """Usual periods, or one of one's own as it is typed in the filter."""

    edited = Signal()

    def __init__(self, field: FilterField, value: str, today: date) -> None:
        super().__init__()
        self._field = field
        self._today = today
        self.combo = Combo()
        self.combo.setFixedWidth(PERIOD_PX)
        due = field is FilterField.DUE
        usual = (*DUE_FIXED, *USUAL_DUE) if due else (*USUAL_PAST, *PAST_FIXED)
        for each in usual:
            self.combo.add(period_words(field, each), each)
        self.combo.add(self.tr("自己写…"), OTHER)
        self.own = QLineEdit()
        self.own.setPlaceholderText(self.tr("48小时内") if due else self.tr("11-01~11-24"))
        self.own.setAccessibleName(self.tr("时段"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.combo)
        line.addWidget(self.own, 1)
        self.combo.set_value(value if value in usual else OTHER)
        if value not in usual:
            self.own.setText(period_words(field, value))
        self._fit()
        self.combo.currentIndexChanged.connect(self._changed)
        self.own.textChanged.connect(lambda _: self.edited.emit())

    def _fit(self) -> None:
        self.own.setVisible(self.combo.value() == OTHER)

    def _changed(self, _: int) -> None:
        self._fit()
        self.edited.emit()

    def value(self) -> str | None:
        """Return the period, None where what is written is none."""
        chosen = str(self.combo.value())
        if chosen != OTHER:
            return chosen
        return read_period(self._field, self.own.text().strip(), self._today)


class ClauseRow(QWidget):
    """Field, operator, values; each bracket of the sentence is a control."""

    edited = Signal()
    gone = Signal(object)  # ClauseRow

    def __init__(self, clause: Clause | None, keeper: NameKeeper, today: date) -> None:
        super().__init__()
        self._keeper = keeper
        self._today = today
        self._input: QWidget | None = None
        self.lead = label("", "second")
        self.lead.setFixedWidth(LEAD_PX)
        self.field = Combo()
        self.field.setFixedWidth(FIELD_PX)
        self.field.setAccessibleName(self.tr("条件"))
        for each in FilterField:
            self.field.add(word(each), each.value)
        self.operator = Combo()
        self.operator.setFixedWidth(OPERATOR_PX)
        self.operator.setAccessibleName(self.tr("是或不是"))
        self.drop_button = icon_button("ph.x", self.tr("去掉这个条件"))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        for part in (self.lead, self.field, self.operator):
            self._line.addWidget(part)
        self._line.addStretch(1)
        self._line.addWidget(self.drop_button)
        self.field.set_value((clause.field if clause else FilterField.CATEGORY).value)
        self._offer(clause.values if clause else ())
        if clause is not None:
            self.operator.set_value(clause.operator.value)
        self.field.currentIndexChanged.connect(self._field_changed)
        self.operator.currentIndexChanged.connect(lambda _: self.edited.emit())
        self.drop_button.clicked.connect(lambda: self.gone.emit(self))

    @property
    def chosen(self) -> FilterField:
        """What the clause speaks of."""
        return FilterField(str(self.field.value()))

    @property
    def input(self) -> QWidget | None:
        """What holds the values, None where yes or no is all."""
        return self._input

    def _field_changed(self, _: int) -> None:
        self._offer(())
        self.edited.emit()

    def _offer(self, values: tuple[str, ...]) -> None:
        """Show the operators and the input that go with the field."""
        field = self.chosen
        is_words, not_words = self._operator_words(SPECS[field].sort)
        with QSignalBlocker(self.operator):
            self.operator.clear()
            self.operator.add(is_words, Operator.IS.value)
            self.operator.add(not_words, Operator.NOT.value)
            self.operator.setCurrentIndex(0)
        if self._input is not None:
            self._line.removeWidget(self._input)
            self._input.hide()
            self._input.deleteLater()
        self._input = self._made(field, values)
        if self._input is not None:
            self._input.setAccessibleName(self.tr("值"))
            self._line.insertWidget(3, self._input, 2 if SPECS[field].sort is Sort.TEXT else 0)

    def _operator_words(self, sort: Sort) -> tuple[str, str]:
        if sort is Sort.PERIOD:
            return self.tr("在"), self.tr("不在")
        if sort is Sort.TIMES:
            return self.tr("到了"), self.tr("没到")
        if sort is Sort.TEXT:
            return self.tr("含有"), self.tr("不含")
        return self.tr("是"), self.tr("不是")

    def _made(self, field: FilterField, values: tuple[str, ...]) -> QWidget | None:
        match SPECS[field].sort:
            case Sort.YES:
                return None
            case Sort.PERIOD:
                usual = "overdue" if field is FilterField.DUE else USUAL_PAST[0]
                period = PeriodInput(field, values[0] if values else usual, self._today)
                period.edited.connect(self.edited)
                return period
            case Sort.TIMES:
                number = QSpinBox()
                number.setRange(1, MOST_TIMES)
                number.setSuffix(self.tr(" 次或更多"))
                number.setValue(int(values[0]) if values else 1)
                number.valueChanged.connect(lambda _: self.edited.emit())
                return number
            case Sort.TEXT:
                text = QLineEdit(values[0] if values else "")
                text.setMaxLength(LONGEST_VALUE)
                text.setPlaceholderText(self.tr("标题、地点里的词"))
                text.textChanged.connect(lambda _: self.edited.emit())
                return text
        button = ValuesButton(field, values, self._keeper)
        button.edited.connect(self.edited)
        return button

    def clause(self) -> Clause | None:
        """Return the clause as it stands, None while something is missing."""
        values: tuple[str, ...] = ()
        match self._input:
            case None:
                values = (YES,)
            case ValuesButton() as button:
                values = button.values
            case PeriodInput() as period:
                value = period.value()
                values = (value,) if value is not None else ()
            case QSpinBox() as number:
                values = (str(number.value()),)
            case QLineEdit() as text:
                plain = " ".join(text.text().split())
                values = (plain,) if plain else ()
        if not values:
            return None
        return Clause(self.chosen, Operator(str(self.operator.value())), values)
