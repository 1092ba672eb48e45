"""Forms at reception: a number, a booked time, a booking that becomes a number."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.core.words import label as word
from app.services.halls.actions.booking import book_time, check_in
from app.services.halls.actions.numbers import take_number
from app.services.halls.queries.boards import HallBoard
from app.services.halls.queries.bookings import free_slots
from app.services.halls.rules import CODE_DIGITS, Priority, Slot, clock_words
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.services.fields import one_line

WEEK = "一二三四五六日"


class NumberDialog(FormDialog):
    """Which kind of number, and whether somebody is preferred."""

    def __init__(self, desk: Desk, board: HallBoard, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(
            self.tr("前台取号"),
            self.tr("取号"),
            self.tr("老年人、残疾人、军人可以优先；号上不记是谁。"),
        )
        self.queue = Combo()
        for queue in board.queues:
            if queue.is_active:
                words = self.tr("{letter} {name}　等 {n} 位，约 {m} 分").format(
                    letter=queue.letter, name=queue.name, n=queue.waiting, m=queue.wait_min
                )
                self.queue.add(words, queue.id)
        choices = (
            Choice(Priority.ORDINARY, word(Priority.ORDINARY)),
            Choice(Priority.PREFERRED, word(Priority.PREFERRED)),
        )
        self.priority = SegmentedControl(choices, Priority.ORDINARY, name=self.tr("优先"))
        self.queue_field = self.add_field(FormField(self.tr("办什么"), self.queue))
        self.add_field(FormField(self.tr("优先"), self.priority))
        self.queue.setFocus()

    def blame(self) -> dict[str, FormField]:
        return {"halls.queue_full": self.queue_field, "halls.queue_gone": self.queue_field}

    def action(self) -> Action:
        queue, priority, key = self.queue.value(), self.priority.value(), self.command_key
        if not isinstance(queue, UUID):
            raise TypeError("a queue is chosen")
        wanted = Priority(str(priority))
        return lambda uow: take_number(uow, queue, priority=wanted, command_key=key)


class BookDialog(FormDialog):
    """For which kind of business, which day, which time, and four digits of a telephone."""

    def __init__(self, desk: Desk, board: HallBoard, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.slots: tuple[Slot, ...] = ()
        self.name_it(
            self.tr("登记预约"),
            self.tr("约好"),
            self.tr("只记手机号最后四位，给一个预约码；来的时候凭两样取号，先叫。"),
        )
        self.queue, self.day, self.time = Combo(), Combo(), Combo()
        for queue in board.queues:
            if queue.is_active and queue.slot_min:
                self.queue.add(f"{queue.letter} {queue.name}", queue.id)
        self.digits = one_line("", 4, self.tr("如：6021"))
        self.queue_field = self.add_field(FormField(self.tr("办什么"), self.queue), self._no_queue)
        self.add_field(FormField(self.tr("哪天"), self.day), self._no_day)
        self.time_field = self.add_field(FormField(self.tr("几点"), self.time), self._no_time)
        self.digits_field = self.add_field(
            FormField(self.tr("手机后四位"), self.digits, required=True), self._wrong_digits
        )
        self.queue.currentIndexChanged.connect(lambda _: self._read())
        self.day.currentIndexChanged.connect(lambda _: self._show_times())
        self._read()

    def _read(self) -> None:
        queue, actor, clock = self.queue.value(), self.desk.actor, self.desk.parts.clock
        if isinstance(queue, UUID):
            self.desk.read(
                lambda session: free_slots(session, actor, queue, now=clock.now()), self._take
            )

    def _take(self, slots: tuple[Slot, ...]) -> None:
        self.slots = slots
        self.day.clear()
        told = self.tr("{day} 星期{week}　还能约 {n} 位")
        for day in dict.fromkeys(slot.day for slot in slots):
            left = sum(max(0, s.capacity - s.taken) for s in slots if s.day == day)
            words = told.format(day=f"{day:%m-%d}", week=WEEK[day.weekday()], n=left)
            self.day.add(words, day)
        self._show_times()

    def _show_times(self) -> None:
        day = self.day.value()
        self.time.clear()
        told = self.tr("{time}　还有 {n} 个")
        for slot in self.slots:
            if slot.day == day and slot.is_free:
                words = told.format(time=clock_words(slot.minute), n=slot.capacity - slot.taken)
                self.time.add(words, slot.minute)

    def _no_queue(self) -> str:
        return "" if self.queue.value() is not None else self.tr("这个大厅还没有可以预约的类别")

    def _no_day(self) -> str:
        return "" if self.day.value() is not None else self.tr("这几天都约满了")

    def _no_time(self) -> str:
        return "" if self.time.value() is not None else self.tr("这一天约满了")

    def _wrong_digits(self) -> str:
        typed = self.digits.text()
        fits = len(typed) == 4 and typed.isascii() and typed.isdigit()
        return "" if fits else self.tr("请输入四位数字")

    def blame(self) -> dict[str, FormField]:
        return {
            "halls.slot_full": self.time_field,
            "halls.slot_wrong": self.time_field,
            "halls.digits_wanted": self.digits_field,
        }

    def action(self) -> Action:
        queue, day, minute = self.queue.value(), self.day.value(), self.time.value()
        digits, key = self.digits.text(), self.command_key
        if not isinstance(queue, UUID) or not isinstance(day, date):
            raise TypeError("a queue and a day are chosen")
        at = int(str(minute))
        return lambda uow: book_time(uow, queue, day, at, digits, command_key=key)


class CheckInDialog(FormDialog):
    """The code and the four digits; the number that comes of it is told."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(
            self.tr("预约取号"),
            self.tr("取号"),
            self.tr("按时来的先叫；来晚了照常取号，按普通号排。"),
        )
        self.code = one_line("", CODE_DIGITS, self.tr("六位数字"))
        self.digits = one_line("", 4, self.tr("如：6021"))
        self.code_field = self.add_field(
            FormField(self.tr("预约码"), self.code, required=True),
            self._wrong(self.code, CODE_DIGITS),
        )
        self.add_field(
            FormField(self.tr("手机后四位"), self.digits, required=True),
            self._wrong(self.digits, 4),
        )
        self.code.setFocus()

    def _wrong(self, field: Any, digits: int) -> Any:
        def check() -> str:
            typed = field.text()
            fits = len(typed) == digits and typed.isascii() and typed.isdigit()
            return "" if fits else self.tr("请输入 {n} 位数字").format(n=digits)

        return check

    def blame(self) -> dict[str, FormField]:
        return {
            "halls.appointment_unknown": self.code_field,
            "halls.appointment_used": self.code_field,
        }

    def action(self) -> Action:
        code, digits, key = self.code.text(), self.digits.text(), self.command_key
        return lambda uow: check_in(uow, code, digits, command_key=key)
