"""What is decided about one kind, as a form: what gives it away, conditions, questions, checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.cases.kind_body import (
    PROMISE_MOST,
    TEXT_MOST,
    KindBody,
    KindText,
    checked_hints,
    checked_name,
    checked_radius,
    checked_text,
)
from app.cases.kinds import Check, Question
from app.cases.rules import Level, MatterClass
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.kinds.asked_list import AskedList, new_check, new_question
from ui.core.cards import Card
from ui.core.controls import Tick
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

LABEL_PX = 72
AREA_PX = 60
CARD_MOST = 820
NO_RADIUS = -1


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind in the form.

    Attributes:
        unit: Name of the unit responsible, "" for none.
        is_own: Its name may be changed.
    """

    body: KindBody
    unit: str
    is_own: bool


class KindForm(QWidget):
    """Says what is wrong beside the fields while one types; `body` is what is typed now."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_own = False
        self._is_active = True
        self._filling = False
        self._make_fields(desk)
        self._checks = self._all_checks()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in self._cards():
            card.setMaximumWidth(CARD_MOST)
            column.addWidget(card)
        self._connect()

    def _make_fields(self, desk: Desk) -> None:
        self.name = FormField(self.tr("名称"), QLineEdit(), required=True)
        self.hints = FormField(self.tr("提示词"), QLineEdit())
        self.hints.input.setToolTip(self.tr("群众的话里有这些词，登记时就提出这一类；用空格分开"))
        self.unit = UnitPicker(desk, placeholder=self.tr("逐件决定；输入单位名称选一个"))
        self.unit_field = FormField(self.tr("责任单位"), self.unit)
        self.level = SegmentedControl(
            tuple(Choice(level, word(level)) for level in Level), name=self.tr("默认级别")
        )
        self.matter = SegmentedControl(
            tuple(Choice(each, word(each)) for each in MatterClass), name=self.tr("三类事")
        )
        self.level_field = FormField(self.tr("默认级别"), self.level)
        self.matter_field = FormField(self.tr("三类事"), self.matter)
        self.confidential = Tick(self.tr("登记时默认保密：承办单位看不到是谁反映的"))
        self.confidential_field = FormField(self.tr("保密"), self.confidential)
        radius = QLineEdit()
        radius.setMaximumWidth(88)
        hint = self.tr("米以内的同类事件，登记时提醒可能重复；0 不查重")
        self.radius = FormField(self.tr("查重范围"), radius, hint=hint)
        self.opening = FormField(self.tr("立案条件"), _area())
        self.closing = FormField(self.tr("结案条件"), _area())
        self.promise = FormField(self.tr("服务承诺"), QLineEdit())
        self.promise.input.setToolTip(self.tr("公开写给群众看的话；多久办到，在“时限”里定"))
        self.questions = AskedList(
            new_question,
            self.tr("多问一项"),
            self.tr("怎么问，例如：井口露着吗"),
            self.tr("登记这一类事件，不多问什么。"),
        )
        self.checks = AskedList(
            new_check,
            self.tr("加一项核对"),
            self.tr("核对什么，例如：井盖与路面齐平"),
            self.tr("办结这一类事件，没有要核对的。"),
        )

    def _cards(self) -> tuple[Card, ...]:
        told = self.tr("改动从下一件起用，已经登记的不变")
        first = Card(self.tr("是哪一类"), told)
        fields = (
            self.name,
            self.hints,
            self.unit_field,
            self.level_field,
            self.matter_field,
            self.confidential_field,
            self.radius,
        )
        for field in fields:
            first.add(field)
        second = Card(self.tr("立案与结案"))
        for field in (self.opening, self.closing, self.promise):
            second.add(field)
        third = Card(self.tr("登记时多问的"), self.tr("受理员照着问，答案随事件走"))
        third.add(self.questions)
        fourth = Card(self.tr("办结前核对的"), self.tr("承办人逐项打勾；必勾的不勾不能办结"))
        fourth.add(self.checks)
        return first, second, third, fourth

    def _connect(self) -> None:
        for line in (self.name, self.hints, self.radius, self.promise):
            _line(line).textEdited.connect(self._edited)
        for area in (self.opening, self.closing):
            _plain(area).textChanged.connect(self._edited)
        self.unit.chosen.connect(self._edited)
        self.level.chosen.connect(self._edited)
        self.matter.chosen.connect(self._edited)
        self.confidential.toggled.connect(self._edited)
        self.questions.edited.connect(self._edited)
        self.checks.edited.connect(self._edited)

    def _all_checks(self) -> tuple[tuple[FormField, Callable[[], object]], ...]:
        return (
            (self.name, lambda: checked_name(_line(self.name).text(), own=self._is_own)),
            (self.hints, lambda: checked_hints(_line(self.hints).text())),
            (self.radius, lambda: checked_radius(self._radius())),
            (self.opening, lambda: _checked(KindText.OPENING, self.opening)),
            (self.closing, lambda: _checked(KindText.CLOSING, self.closing)),
            (
                self.promise,
                lambda: checked_text(KindText.PROMISE, _line(self.promise).text(), PROMISE_MOST),
            ),
        )

    # -- what the page uses --------------------------------------------------------------------

    def show_kind(self, shown: ShownKind, *, editable: bool) -> None:
        """Show a kind, to be changed or only to be read."""
        body = shown.body
        self._filling, self._is_own, self._is_active = True, shown.is_own, body.is_active
        _line(self.name).setText(body.name)
        _line(self.hints).setText(body.hints)
        self.unit.set_choice(Choice(body.unit_id, shown.unit) if body.unit_id else None)
        self.level.set_value(body.level)
        self.matter.set_value(body.matter_class)
        self.confidential.setChecked(body.is_confidential)
        radius = body.duplicate_radius_m
        _line(self.radius).setText(str(radius) if radius != NO_RADIUS else "")
        _plain(self.opening).setPlainText(body.opening_condition)
        _plain(self.closing).setPlainText(body.closing_condition)
        _line(self.promise).setText(body.promise)
        self.questions.show_lines(body.questions)
        self.checks.show_lines(body.checks)
        self._filling = False
        self._set_editable(editable=editable)
        self.complaints()

    def body(self) -> KindBody:
        """Return what is typed, right or wrong."""
        unit, level, matter = self.unit.value(), self.level.value(), self.matter.value()
        return KindBody(
            name=_line(self.name).text().strip(),
            hints=_line(self.hints).text().strip(),
            unit_id=unit if isinstance(unit, UUID) else None,
            level=level if isinstance(level, Level) else Level.NORMAL,
            matter_class=matter if isinstance(matter, MatterClass) else MatterClass.MINOR,
            is_confidential=self.confidential.isChecked(),
            opening_condition=_plain(self.opening).toPlainText().strip(),
            closing_condition=_plain(self.closing).toPlainText().strip(),
            promise=_line(self.promise).text().strip(),
            duplicate_radius_m=self._radius(),
            questions=cast(tuple[Question, ...], self.questions.values()),
            checks=cast(tuple[Check, ...], self.checks.values()),
            is_active=self._is_active,
        )

    def unit_name(self) -> str:
        """Return the name of the unit that is chosen."""
        return self.unit.text() if self.unit.value() is not None else ""

    def complaints(self) -> int:
        """Say beside the fields what is wrong; return how many things are."""
        wrong = 0
        for field, check in self._checks:
            told = ""
            try:
                check()
            except AppError as error:
                told = sentence(error)
            field.error(told)
            wrong += bool(told)
        half = bool(self.unit.text().strip()) and self.unit.value() is None
        self.unit_field.error(self.tr("从找到的单位里选一个，或清空") if half else "")
        return wrong + half + self.questions.complaints() + self.checks.complaints()

    # -- inside --------------------------------------------------------------------------------

    def _radius(self) -> int:
        text = _line(self.radius).text().strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else NO_RADIUS

    def _set_editable(self, *, editable: bool) -> None:
        for field in (self.hints, self.radius, self.promise):
            _line(field).setReadOnly(not editable)
        fixed = not editable or not self._is_own
        _line(self.name).setReadOnly(fixed)
        told = self.tr("随程序提供，名称和代码固定") if not self._is_own else ""
        self.name.set_hint(told)
        for area in (self.opening, self.closing):
            _plain(area).setReadOnly(not editable)
        self.unit.setReadOnly(not editable)
        for widget in (self.level, self.matter, self.confidential):
            widget.setEnabled(editable)
        self.questions.set_editable(editable=editable)
        self.checks.set_editable(editable=editable)

    def _edited(self, *_: object) -> None:
        if not self._filling:
            self.complaints()
            self.edited.emit()


def _line(field: FormField) -> QLineEdit:
    return cast(QLineEdit, field.input)


def _plain(field: FormField) -> QPlainTextEdit:
    return cast(QPlainTextEdit, field.input)


def _checked(text: KindText, field: FormField) -> str:
    return checked_text(text, _plain(field).toPlainText(), TEXT_MOST)


def _area() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setFixedHeight(AREA_PX)
    made.setTabChangesFocus(True)
    return made
