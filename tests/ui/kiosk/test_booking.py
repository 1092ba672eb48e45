"""A time is booked at the machine, turned into a number, given back; wrong codes get one answer."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.calendar import CHINA
from app.core.clock import local
from app.core.ids import new_id
from app.services.halls.actions.arranging import QueueDraft, save_queue
from app.services.halls.models import ServiceAppointment
from app.services.halls.rules import AppointmentState
from tests.factories.centre import STREET
from ui.kiosk.controls import BigButton

LAST4 = "6021"


def book(hall) -> str:
    """Book the first time there is and return its code."""
    hall.touch("办事指南", "取号、预约", "预约时间", "社保医保")
    hall.shows("哪一天来？")
    day = hall.window.shown.findChildren(BigButton)[0].text()
    hall.touch(day)
    times = [b.text() for b in hall.buttons() if ":" in b.text()]
    hall.touch(times[0], *LAST4, "填好了")
    hall.shows("约好了")
    return hall.window.shown.code


def rows(centre):
    with centre.database.reading() as session:
        return list(session.scalars(sa.select(ServiceAppointment)))


def move_to(centre, row) -> None:
    """Let it be the booked moment."""
    midnight = datetime(row.day.year, row.day.month, row.day.day, tzinfo=CHINA)
    when = midnight + timedelta(minutes=row.minute)
    clock = centre.database.clock
    clock.advance(when - clock.now())


def test_a_time_is_booked_and_turned_into_a_number_by_its_scanned_code(booking, embedded_centre):
    code = book(booking)
    (row,) = rows(embedded_centre)
    assert (row.code, row.phone_last4, row.state) == (code, LAST4, "booked")
    assert f"{code[:3]} {code[3:]}" in booking.words()
    booking.touch("好了")
    move_to(embedded_centre, row)
    booking.touch("办事指南", "取号、预约", "约好的，来取号")
    for sign in code:
        QTest.keyClick(booking.window, sign)
    QTest.keyClick(booking.window, Qt.Key.Key_Return)
    booking.settle()
    booking.touch(*LAST4, "填好了")
    booking.shows("您的号")
    assert "A001" in booking.words()
    assert booking.window.visit.code == ""

    booking.touch("好了", "办事指南", "取号、预约", "约好的，来取号", *code, "填好了")
    booking.touch(*LAST4, "填好了")
    assert "已经取过号" in booking.words()


def test_the_slip_names_every_button_on_the_way_back_to_it(booking):
    book(booking)
    told = booking.words()
    booking.touch("好了")
    for button in ("办事指南", "取号、预约", "约好的，来取号"):
        assert f"“{button}”" in told
        booking.touch(button)
    booking.shows("预约码是多少？")


def test_a_time_is_given_back_once(booking, embedded_centre):
    code = book(booking)
    booking.touch("好了", "办事指南", "取号、预约", "取消预约", *code, "填好了", *LAST4, "填好了")
    booking.shows("取消这个预约吗？")
    booking.touch("取消预约")
    booking.shows("谢谢您")
    assert [(row.state, row.seat) for row in rows(embedded_centre)] == [("cancelled", None)]

    booking.touch("好了", "办事指南", "取号、预约", "取消预约", *code, "填好了", *LAST4, "填好了")
    assert "没有找到这个预约" in booking.words()


@pytest.mark.parametrize(
    "way", ["约好的，来取号", pytest.param("取消预约", marks=pytest.mark.slow)]
)
def test_a_wrong_code_wrong_digits_and_another_day_get_one_answer(booking, embedded_centre, way):
    code = book(booking)
    booking.touch("好了")
    other = f"{(int(code) + 1) % 1_000_000:06d}"
    said = set()
    for typed, digits in ((other, LAST4), (code, "0000")):
        booking.touch("办事指南", "取号、预约", way, *typed, "填好了", *digits, "填好了")
        said.add(booking.window.shown.hint.text())
        booking.touch("首页")
    assert len(said) == 1
    assert "没有找到这个预约" in said.pop()


@pytest.mark.slow
def test_guesses_at_bookings_are_counted_and_slowed(booking, monkeypatch):
    monkeypatch.setattr("app.kiosk.actions.ASKINGS", 2)
    for _ in range(3):
        booking.touch("办事指南", "取号、预约", "取消预约", *"135790", "填好了", *LAST4, "填好了")
        said = booking.words()
        booking.touch("首页")
    assert "一分钟" in said


def test_what_is_sold_out_or_past_is_said_kindly(booking, embedded_centre):
    keys = booking.keys
    draft = QueueDraft("A", "社保医保", ("社保", "医保"), slot_min=30, slot_capacity=1)
    embedded_centre.do("director", save_queue, keys["hall"], draft, keys["A"], 1)
    booking.touch("办事指南", "取号、预约", "预约时间", "社保医保")
    booking.shows("哪一天来？")
    day = booking.window.shown.findChildren(BigButton)[0].text()
    booking.touch(day)
    first = next(b.text() for b in booking.buttons() if ":" in b.text())
    booking.touch(first, *LAST4)
    embedded_centre.do("director", _take, keys)
    booking.touch("填好了")
    assert "约满" in booking.words()
    booking.touch("返回", "返回")
    full = [b for b in booking.window.shown.findChildren(BigButton) if b.text() == day]
    assert not full[0].isEnabled()


def _take(uow, keys, *, command_key) -> None:
    """Somebody else is quicker: every time is taken."""
    told = {"hall_id": keys["hall"], "queue_id": keys["A"], "region": STREET, "seat": 1}
    today = local(uow.now).date()
    for ahead in range(8):
        for minute in range(0, 24 * 60, 30):
            row = ServiceAppointment(
                id=new_id(),
                day=today + timedelta(days=ahead),
                minute=minute,
                code="000000",
                phone_last4="0000",
                state=AppointmentState.BOOKED,
                booked_at=uow.now,
                **told,
            )
            uow.session.add(row)
