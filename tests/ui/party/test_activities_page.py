"""The month by keys; signing up, checking in and the words of a refusal; posts that are taken."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.core.clock import local
from app.party.activities.actions.posts import add_post
from app.party.activities.actions.signing import sign_up
from app.party.activities.rules import ActivityState
from tests.factories.activities import NAMES, POST, planned, seen, with_members
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.party.activities.page import ActivitiesPage, Part


@pytest.fixture
def members(embedded_centre):
    """Four members, and those who keep activities."""
    return with_members(embedded_centre)


def opened(office, sit, actor="party"):
    seat = sit(office.database, office.actor(actor))
    page = ActivitiesPage(seat.desk)
    page.seat = seat
    seat.show(page)
    seat.wait(page.month_name.text)
    return page


def key(page, *keys):
    for each in keys:
        QTest.keyClick(page.month, each)
    page.seat.settle()


def test_the_month_is_walked_by_keys_and_a_day_tells_what_takes_place(
    embedded_centre, members, sit
):
    office = embedded_centre
    first = planned(office, hours=24.5, title="上午宣讲")
    second = planned(office, hours=25, title="义诊")
    page = opened(office, sit)
    month = page.month
    day = local(office.database.clock.now() + timedelta(hours=24.5)).date()
    assert month.key is None
    key(page, Qt.Key.Key_Right)
    assert (month.day, month.key) == (day, first)
    key(page, Qt.Key.Key_Space)
    page.seat.wait(lambda: page.panel.detail and page.panel.detail.row.id == second)
    assert "2 场，义诊，报名中" in month.accessibleDescription()
    lines = month.lines(day)
    assert [row.id for row, _ in lines] == [first, second]
    middle = QPointF(lines[0][1].center())
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert month.key == first
    shown = (month.year, month.month)
    key(page, Qt.Key.Key_PageDown)
    page.seat.wait(lambda: (month.year, month.month) != shown)
    assert page.month_name.text() == "2026 年 12 月"
    page.go_today()
    page.seat.wait(lambda: page.month_name.text() == "2026 年 11 月")
    assert "没有活动" in words_of(page.panel)
    page.add()
    page.seat.settle()
    dialog = page.deeds.dialog
    dialog.named.setText("扫雪")
    dialog.place.setText("主干道")
    dialog.ends.set_moment(dialog.starts.moment())
    dialog.save()
    assert "结束要晚于开始" in words_of(dialog)
    dialog.ends.set_moment(dialog.starts.moment() + timedelta(hours=1))
    page.seat.save(dialog)
    page.seat.wait(lambda: page.panel.detail and page.panel.detail.row.title == "扫雪")


def test_who_comes_is_checked_in_by_number_once_and_the_minutes_close_the_list(
    embedded_centre, members, sit
):
    office = embedded_centre
    activity = planned(office, hours=-3, capacity=1)
    for member in members[:2]:
        office.do("party", sign_up, activity, member)
    page = opened(office, sit)
    page.month.choose_key(activity)
    page.seat.wait(lambda: page.panel.detail)
    ticket = page.panel.detail.people[0].ticket
    field = page.panel.ticket
    QTest.keyClick(page, Qt.Key.Key_Q)
    for _ in range(2):
        field.setText(f"HD-{ticket}")
        QTest.keyClick(field, Qt.Key.Key_Return)
        page.seat.settle()
        if page.panel.says.text().endswith("已签到"):
            page.seat.wait(lambda: seen(office, activity).row.there == 1)
            assert page.panel.says.text() == f"{NAMES[0]}已签到"
    assert f"{NAMES[0]}在" in page.panel.says.text()
    assert "不能签两次" in page.panel.says.text()
    page.seat.wait(lambda: "撤回" in page.panel.people.rows()[0].steps())
    press(page.panel.people.rows()[0].steps()["撤回"])
    page.deeds.dialog.reason.setPlainText("点错了人")
    page.seat.save(page.deeds.dialog)
    page.seat.wait(lambda: "签到撤回过：点错了人" in words_of(page.panel))
    page.deeds.check(page.panel.detail.people[0])
    page.seat.wait(lambda: seen(office, activity).row.there == 1)
    page.seat.settle()
    waiting = page.panel.line.rows()[0]
    assert "退出" in waiting.steps()
    assert "签到" not in waiting.steps()
    page.minutes()
    page.deeds.dialog.minutes.setPlainText("到场一人。")
    page.seat.save(page.deeds.dialog)
    page.seat.wait(lambda: page.panel.detail.row.state is ActivityState.CLOSED)
    page.seat.wait(lambda: "到场一人。" in words_of(page.panel))
    assert not page.panel.ticket.isVisible()


def test_a_post_is_taken_and_given_back_at_the_panel(embedded_centre, members, sit):
    office = embedded_centre
    office.do("party", add_post, POST)
    page = opened(office, sit)
    QTest.keyClick(page, Qt.Key.Key_V)
    assert page.part is Part.POSTS
    page.seat.wait(lambda: page.post_panel.row)
    assert "缺 2 人" in words_of(page.post_panel)
    page.sign()
    picker = page.deeds.dialog.who
    picker.setFocus()
    QTest.keyClicks(picker, "ye")
    page.seat.wait(picker.options)
    QTest.keyClick(picker, Qt.Key.Key_Return)
    page.seat.save(page.deeds.dialog)
    page.seat.wait(lambda: page.post_panel.row.taken == 1)
    line = page.post_panel.claims.rows()[0]
    assert NAMES[0] in line.accessibleName()
    press(line.steps()["交回"])
    page.deeds.dialog.reason.setText("搬家")
    page.seat.save(page.deeds.dialog)
    page.seat.wait(lambda: page.post_panel.row.taken == 0)
    page.seat.wait(lambda: "搬家" in words_of(page.post_panel))


def test_who_only_reads_is_offered_nothing(embedded_centre, members, sit):
    office = embedded_centre
    activity = planned(office, hours=0.5)
    office.do("party", sign_up, activity, members[0])
    page = opened(office, sit, "next_party")
    page.month.choose_key(activity)
    page.seat.wait(lambda: page.panel.detail)
    page.seat.wait(lambda: "其他支部的党员" in words_of(page.panel))
    assert NAMES[0] not in words_of(page.panel)
    assert not page.panel.sign_button.isVisible()
    assert page.panel.people.rows()[0].steps() == {}
