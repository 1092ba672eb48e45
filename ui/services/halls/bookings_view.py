"""The bookings of a hall: when and for what; by whom is known to nobody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.changes import Topic
from app.core.clock import local
from app.core.ids import new_id
from app.core.words import label as word
from app.services.halls.actions.booking import give_back
from app.services.halls.queries.bookings import BookingRow, booking_rows
from app.services.halls.rules import AppointmentState, clock_words
from ui.core.chips import Chip
from ui.core.facts import FactLine
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import toned_column
from ui.parts.registers.view import Register, RegisterView

TOPICS = frozenset({Topic.APPOINTMENT})
BACK_KEY = "X"
TONES = {
    AppointmentState.BOOKED: ("text", "ph.clock"),
    AppointmentState.ARRIVED: ("ok.text", "ph.check"),
    AppointmentState.CANCELLED: ("text.3", "ph.x"),
}


class BookingsView(RegisterView[BookingRow]):
    """X gives a booking back, when whoever made it asks for that."""

    def __init__(self, desk: Desk) -> None:
        self.hall: UUID | None = None
        self.may_serve = False
        super().__init__(desk, _register(self, desk))
        self.on_key(BACK_KEY, self.back)

    def show_hall(self, hall: UUID | None, *, may_serve: bool) -> None:
        """Show the bookings of a hall."""
        if hall != self.hall:
            self.hall, self.may_serve = hall, may_serve
            self.model.reload()

    def fill(self, row: BookingRow) -> None:
        title = self.tr("{day} {time}　{queue}").format(
            day=f"{row.day:%m-%d}", time=clock_words(row.minute), queue=row.queue
        )
        tone = {AppointmentState.ARRIVED: "ok"}.get(row.state, "")
        icon = TONES[row.state][1] if tone else ""
        self.head(title, Chip(word(row.state), tone, icon=icon))
        lines = [
            FactLine(self.tr("约的是"), f"{row.letter} {row.queue}"),
            FactLine(self.tr("登记于"), f"{local(row.booked_at):%m-%d %H:%M}"),
            FactLine(self.tr("手机"), self.tr("后四位不显示，取号时核对")),
        ]
        if row.number:
            lines.append(FactLine(self.tr("取的号"), row.number))
        self.facts.set_lines(*lines)
        back = self.may_serve and row.state is AppointmentState.BOOKED
        self.offer(*([self.deed(self.tr("取消预约"), BACK_KEY, self.back)] if back else []))

    def back(self) -> None:
        """Give the chosen one back."""
        row, key = self.chosen(), new_id()
        if row is None or not self.may_serve or row.state is not AppointmentState.BOOKED:
            return
        told = self.tr("{time} 的预约已取消，名额空出来了。").format(time=clock_words(row.minute))
        self.desk.write(
            lambda uow: give_back(uow, row.id, command_key=key),
            lambda _: self.desk.notices.tell(told),
        )


def _register(view: BookingsView, desk: Desk) -> Register[BookingRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[BookingRow, ...]:
        if view.hall is None:
            return ()
        today = local(desk.parts.clock.now()).date()
        return booking_rows(session, desk.actor, view.hall, since=today)

    why = translate("Bookings", "按 B 登记预约；自助机上约的也在这里。")
    empty = (translate("Bookings", "今天起还没有预约"), why, "ph.calendar-blank")
    title, unit = translate("Bookings", "预约"), translate("Bookings", "个")
    return Register("services.bookings", title, _columns(), rows, TOPICS, unit, empty)


def _columns() -> tuple[Column[BookingRow], ...]:
    translate = QCoreApplication.translate
    text: Callable[..., Column[BookingRow]] = Column
    return (
        text("day", translate("Bookings", "日期"), lambda row: f"{row.day:%Y-%m-%d}", width=104),
        text(
            "time",
            translate("Bookings", "时间"),
            lambda row: clock_words(row.minute),
            width=72,
            tone="text",
            large=True,
        ),
        text(
            "queue",
            translate("Bookings", "办什么"),
            lambda row: f"{row.letter}　{row.queue}",
            width=180,
            stretch=True,
            fixed=True,
        ),
        toned_column(
            "state",
            translate("Bookings", "现状"),
            lambda row: (word(row.state), TONES[row.state][0]),
            width=80,
        ),
        text("number", translate("Bookings", "取的号"), lambda row: row.number, width=80),
    )
