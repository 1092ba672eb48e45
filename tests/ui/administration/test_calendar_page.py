"""The calendar page: looking, changing in a draft, publishing, and what others do meanwhile."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.calendar import DayKind
from app.core.calendar_store import calendar_of, current_calendar, publish_calendar, versions
from app.core.clock import FixedClock, local
from app.core.ids import new_id
from tests.factories.centre import build_centre
from tests.factories.seats import press, words_of, write
from tests.ui.administration.conftest import somebody
from ui.administration.calendar_draft import CalendarDraft
from ui.administration.calendar_page import CalendarPage
from ui.administration.day_part import OFF, WORKS
from ui.administration.publish_dialog import PublishDialog
from ui.administration.season_dialog import SeasonDialog
from ui.core.controls import Button
from ui.core.states import EmptyState, ErrorState
from ui.parts.preview_dialog import PreviewDialog

SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)


@pytest.fixture
def open_page(sit):
    def opened(database, actor, at="one"):
        seat = sit(database, actor, at)
        return seat, seat.show(CalendarPage(seat.desk))

    return opened


def click_day(page, day: date, *, extend: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if extend else Qt.KeyboardModifier.NoModifier
    at = page.grid.box_of(day).toPoint()
    QTest.mouseClick(page.grid, Qt.MouseButton.LeftButton, modifier, at)


def choose_way(page, way: str) -> None:
    """Choose how the day is, by keyboard."""
    control = page.panel.day.way
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_2 if way == WORKS else Qt.Key.Key_3)


def in_force(database):
    with database.reading() as session:
        return current_calendar(session)


def publish(database, actor, *, off: date, note: str = "别人改的") -> int:
    """Publish a day off as another desk does."""
    with database.writing(actor) as uow:
        base = current_calendar(uow.session)
        draft = CalendarDraft(base, base.body).with_days([off], works=False, spans=None, note="")
        return publish_calendar(uow, draft.body, note, command_key=new_id())


# Looking


def test_a_day_says_what_it_is_its_hours_and_why(embedded_ground, open_page, reader):
    _, page = open_page(embedded_ground, reader)

    click_day(page, date(2026, 10, 1))
    holiday = words_of(page.panel)
    click_day(page, date(2026, 10, 10))
    makeup = words_of(page.panel)

    assert "法定节假日" in holiday
    assert "国庆节" in holiday
    assert "不计时" in holiday
    assert "调休上班" in makeup
    assert "09:00-12:00、13:30-17:30" in makeup


def test_a_year_not_published_says_that_it_is_provisional(embedded_ground, open_page, reader):
    _, page = open_page(embedded_ground, reader)
    assert page.strips.year.text == ""

    press(page.bar.after)

    assert page.bar.chip.text() == "暂定"
    assert "2027 年放假安排尚未公布" in page.strips.year.text
    click_day(page, date(2027, 10, 1))
    assert "暂定" in words_of(page.panel)


def test_who_may_not_change_the_calendar_only_reads(embedded_ground, open_page, reader):
    _, page = open_page(embedded_ground, reader)

    click_day(page, SATURDAY)

    assert "您可以看，不能改" in words_of(page.panel)
    assert not page.panel.day.way.isVisible()
    page.panel.show_part("seasons")
    assert not page.panel.seasons.link.isVisible()


def test_the_keyboard_walks_the_days_and_the_years(embedded_ground, open_page, reader):
    _, page = open_page(embedded_ground, reader)
    click_day(page, date(2026, 12, 31))

    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.grid.days.first == date(2027, 1, 1)
    assert page.bar.year.text() == "2027 年"
    QTest.keyClick(page.grid, Qt.Key.Key_Home)

    assert page.grid.days.first == date(2026, 11, 24)


def test_without_a_calendar_the_page_says_who_can_make_one(embedded_database, open_page, reader):
    seat, page = open_page(embedded_database, reader)

    state = page.findChild(ErrorState)
    seat.wait(state.isVisible)
    assert "这个数据库还没有工作日历" in words_of(state)
    assert "请由系统管理员" in words_of(state)


def test_without_a_calendar_the_usual_one_is_a_click_away(database, open_page, director):
    seat, page = open_page(database, director)

    state = page.findChild(EmptyState)
    seat.wait(state.isVisible)
    press(state.findChild(Button))
    seat.settle()

    assert in_force(database).number == 1
    seat.wait(page.grid.isVisible)
    assert page.bar.year.text() == "2026 年"


# Changing


def test_a_day_changed_in_the_draft_is_published_as_a_new_version(ground, open_page, director):
    seat, page = open_page(ground, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)
    write(page.panel.day.hours, "09:00－12:00")
    write(page.panel.day.note, "年终盘点")
    page.grid.setFocus()
    assert in_force(ground).kind_of(SATURDAY) is DayKind.WEEKEND
    assert "草稿里有 1 处改动" in page.strips.draft.text

    press(page.strips.publish_button)
    form = seat.dialog(PublishDialog)
    told = words_of(form)
    seat.save(form)

    calendar = in_force(ground)
    assert "2026-11-28（星期六）改为上班 09:00-12:00（年终盘点）" in told
    assert "已经受理的仍按各自的版本" in told
    assert calendar.number == 2
    assert [str(span) for span in calendar.spans(SATURDAY)] == ["09:00-12:00"]
    seat.wait(lambda: page.strips.draft.text == "")
    seat.wait(lambda: "年终盘点" in words_of(page.panel.history))


def test_several_days_are_changed_at_once(ground, open_page, director):
    _, page = open_page(ground, director)
    click_day(page, MONDAY)
    click_day(page, date(2026, 12, 2), extend=True)

    choose_way(page, OFF)

    assert "2026-11-30 至 12-02" in page.strips.draft.text
    assert all(not page.shown().spans(day) for day in page.grid.days.days())


def test_hours_that_cannot_be_read_are_refused_beside_the_field(
    embedded_ground, open_page, director
):
    _, page = open_page(embedded_ground, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)

    write(page.panel.day.hours, "12:00-09:00")

    assert "下班要晚于上班" in page.panel.day.hours.accessibleDescription()


def test_a_draft_is_there_again_after_the_program_was_closed(embedded_ground, open_page, director):
    _, page = open_page(embedded_ground, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)

    _, again = open_page(embedded_ground, director)

    assert "2026-11-28" in again.strips.draft.text


def test_a_dropped_draft_comes_back_by_undo(embedded_ground, open_page, director):
    seat, page = open_page(embedded_ground, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)

    press(page.strips.drop_button)
    assert page.strips.draft.text == ""
    seat.wait(lambda: seat.told)
    seat.told[-1].act.run()

    assert "2026-11-28" in page.strips.draft.text


def test_seasons_with_a_gap_are_refused_and_closed_ones_taken(embedded_ground, open_page, director):
    seat, page = open_page(embedded_ground, director)
    page.panel.show_part("seasons")
    press(page.panel.seasons.link)
    form = seat.dialog(SeasonDialog)
    write(form.rows[0].last, "9-20")
    press(form.do_button)
    refused = form.error_text

    write(form.rows[1].first, "9月21日")
    press(form.do_button)

    assert "09-21 不属于任何一段作息" in refused
    assert page.draft.calendar().season(date(2026, 9, 25)).name == "冬季作息"


# Others


def test_what_another_desk_publishes_carries_the_draft_along(
    ground, second_desk, open_page, director
):
    seat, page = open_page(second_desk, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)

    publish(ground, somebody("administration.calendar", name="韩立群"), off=MONDAY)

    seat.wait(lambda: page.draft.base.number == 2)
    assert page.draft.calendar().kind_of(SATURDAY) is DayKind.MAKEUP_WORKDAY
    assert page.draft.calendar().kind_of(MONDAY) is DayKind.DAY_OFF
    seat.wait(lambda: any("韩立群 刚发布了第 2 版" in told for told in seat.sentences))


def test_a_version_published_while_the_form_was_open_is_not_buried(ground, open_page, director):
    seat, page = open_page(ground, director)
    click_day(page, SATURDAY)
    choose_way(page, WORKS)
    press(page.strips.publish_button)
    form = seat.dialog(PublishDialog)
    publish(ground, somebody("administration.calendar", name="韩立群"), off=MONDAY)

    seat.save(form)

    assert "别人刚发布了新的一版" in form.error_text
    with ground.reading() as session:
        assert [row.number for row in versions(session)] == [2, 1]


def test_a_former_version_is_looked_at_read_only(ground, open_page, director):
    publish(ground, director, off=MONDAY)
    seat, page = open_page(ground, director)
    page.panel.show_part("versions")
    (_, first) = page.panel.history.cards

    press(first.look)
    seat.settle()

    assert "正在看第 1 版" in page.strips.old.text
    assert page.shown().kind_of(MONDAY) is DayKind.WORKDAY
    click_day(page, MONDAY)
    page.panel.show_part("day")
    assert not page.panel.day.way.isVisible()
    press(page.strips.back_button)
    assert page.shown().kind_of(MONDAY) is DayKind.DAY_OFF


def test_the_history_says_what_each_version_changed(ground, open_page, director):
    publish(ground, director, note="停电", off=MONDAY)

    _, page = open_page(ground, director)
    page.panel.show_part("versions")

    newest, first = (words_of(card) for card in page.panel.history.cards)
    assert "2026-11-30（星期一）改为休息" in newest
    assert "现行" in newest
    assert "2015 至 2026 年的放假安排" in first


def test_years_published_since_are_offered_for_the_draft(embedded_ground, open_page, director):
    with embedded_ground.writing(director) as uow:
        body = current_calendar(uow.session).body
        without = replace(body, national=body.national[:-1])
        publish_calendar(uow, without, "少了 2026 年", command_key=new_id())
    _, page = open_page(embedded_ground, director)
    assert "2026 年的放假安排已经公布" in page.strips.fresh.text

    press(page.strips.fresh_button)

    assert page.draft.calendar().kind_of(date(2026, 10, 1)) is DayKind.HOLIDAY
    assert page.strips.fresh.text == ""
    with embedded_ground.reading() as session:
        assert calendar_of(session, 2).is_provisional(2026)


# What the draft would have done


def test_a_draft_is_previewed_before_it_is_published(embedded_database, open_page):
    centre = build_centre(embedded_database)
    case = centre.register(category="C01-010")
    seat, page = open_page(embedded_database, centre.actor("director"))
    first = local(seat.desk.parts.clock.now()).date()
    days = [first + timedelta(days=n) for n in range(40)]
    page.draft = page.draft.with_days(days, works=False, spans=None, note="停")
    page._show()
    seat.desk.parts.clock = FixedClock(seat.desk.parts.clock.now() + timedelta(days=15))

    press(page.strips.preview_button)
    dialog = seat.dialog(PreviewDialog)
    seat.settle()

    assert dialog.headline.text() == "1 件事里，0 件会由按时变超时，1 件会由超时变按时"
    assert {flip.case_id for flip in dialog.flips.rows} == {case}
    dialog.close()
