"""Limits on the page of kinds: inherited, drafted, previewed, published."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.clock import Limit
from app.cases.clock_units import LimitUnit
from app.cases.limit_edit import DEFAULT, LimitClock, found_limit, own_limit
from app.cases.rules import Level
from tests.factories.seats import press, words_of, write
from tests.ui.cases.kind_pages import (
    CELL,
    COVER,
    LAMP,
    amount,
    choose,
    house,
    limits,
    open_page,
    publish,
    set_limit,
    sit,
    small_house,
)
from ui.cases.kinds.dialogs import PublishLimitsDialog
from ui.cases.kinds.kind_editor import LIMITS, VERSIONS
from ui.core.targets import CaseWanted
from ui.parts.preview_dialog import PreviewDialog

__all__ = ["house", "open_page", "sit", "small_house"]


# Limits


def test_inherited_limits_stand_grey_and_say_where_they_come_from(small_house, open_page):
    seat, page = open_page(small_house)
    page.editor.show_part(LIMITS)
    sign = page.editor.grid.cells[LimitClock.SIGN, Level.NORMAL]
    handle = page.editor.grid.cells[CELL]
    assert (sign.amount.text(), sign.amount.placeholderText()) == ("", "2")
    assert sign.says.text() == "随全部类别"
    assert (handle.amount.text(), handle.says.text()) == ("1", "这里定的")

    choose(seat, page, "C01")
    set_limit(page, "3", LimitClock.SIGN)
    choose(seat, page, LAMP)

    assert sign.amount.placeholderText() == "3"
    assert sign.says.text() == "随大类“公用设施”"


@pytest.mark.parametrize(
    ("text", "told"),
    [("0", "大于 0"), ("-1", "大于 0"), ("1.5", "整数"), ("两天", "填数字"), ("400", "太长")],
)
def test_a_limit_nobody_can_count_by_is_said_beside_it_and_not_taken(
    small_house, open_page, text, told
):
    seat, page = open_page(small_house)

    set_limit(page, text)

    assert told in page.editor.grid.cells[CELL].says.text()
    assert not page.limits.draft.is_changed
    assert amount(page).text() == text
    page.limits.publish()
    assert "没填对，先改好再发布" in seat.sentences[-1]


def test_the_limits_of_all_kinds_cannot_be_emptied(small_house, open_page):
    _, page = open_page(small_house, code=DEFAULT)

    set_limit(page, "")

    assert "不能空着" in page.editor.grid.cells[CELL].says.text()
    assert not page.limits.draft.is_changed


def test_a_draft_of_limits_stays_until_it_is_published_with_a_note(house, open_page):
    old = house.register(category=LAMP)
    _, page = open_page(house)
    set_limit(page, "4")
    assert "改了 1 处" in page.limits.strip.text
    assert "未发布；现行：1 工作日" in page.editor.grid.cells[CELL].says.text()
    assert limits(house).number == 1

    seat, again = open_page(house)
    again.editor.show_part(LIMITS)
    assert amount(again).text() == "4"
    press(again.limits.publish_button)
    dialog = seat.dialog(PublishLimitsDialog)
    assert "路灯·办理·一般：1 工作日 → 4 工作日" in words_of(dialog)
    write(dialog.note, "")
    press(dialog.do_button)
    assert "请写明这一版为什么改" in words_of(dialog)
    write(dialog.note, "路灯队减了人")
    seat.save(dialog)
    seat.settle()

    assert limits(house).limit("handle", LAMP, "normal") == Limit(4, LimitUnit.WORKING_DAY)
    assert again.limits.strip.text == ""
    with house.database.reading() as session:
        from app.cases.models import CaseFile

        assert session.get_one(CaseFile, old).limit_number == 1
    again.editor.show_part(VERSIONS)
    assert "路灯队减了人" in words_of(again.editor.limit_versions)


def test_urgent_slower_than_normal_is_pointed_out_and_allowed(small_house, open_page):
    _, page = open_page(small_house)

    set_limit(page, "9", LimitClock.HANDLE, Level.URGENT)

    assert "紧急的比一般的还慢：路灯·办理" in page.editor.odd.text
    assert page.limits.draft.is_changed


def test_what_somebody_else_publishes_meanwhile_keeps_the_draft(house, open_page):
    seat, page = open_page(house)
    set_limit(page, "4")

    publish(house, COVER, Limit(7, LimitUnit.WORKING_HOUR))
    seat.wait(lambda: page.limits.draft.number == 2)

    body = page.limits.draft.body
    assert own_limit(body, LAMP, *CELL) == Limit(4, LimitUnit.WORKING_DAY)
    assert own_limit(body, COVER, *CELL) == Limit(7, LimitUnit.WORKING_HOUR)
    assert any("叶建平 刚发布了第 2 版时限" in told for told in seat.sentences)


def test_a_dropped_draft_comes_back(small_house, open_page):
    seat, page = open_page(small_house)
    set_limit(page, "4")

    press(page.limits.drop_button)
    assert not page.limits.draft.is_changed
    seat.told[-1].act.run()

    assert found_limit(page.limits.draft.body, LAMP, *CELL).limit.amount == 4


def test_old_limits_are_read_and_left_again(small_house, open_page):
    publish(small_house, LAMP, Limit(7, LimitUnit.WORKING_DAY))
    _, page = open_page(small_house)
    page.editor.show_part(VERSIONS)

    press(page.editor.limit_versions.cards[1].look)
    assert page.editor.part == LIMITS
    assert (amount(page).text(), amount(page).isEnabled()) == ("1", False)

    press(page.editor.back_button)
    assert (amount(page).text(), amount(page).isEnabled()) == ("7", True)


# The preview


def test_the_preview_names_the_cases_that_flip_and_opens_them(house, open_page, monkeypatch):
    case = house.register(category=LAMP)
    seat, page = open_page(house)
    page.limits.edit(LAMP, *CELL, Limit(1 / 60, LimitUnit.EMERGENCY_HOUR))
    later(monkeypatch, seat, hours=2)

    press(page.limits.preview_button)
    dialog = seat.dialog(PreviewDialog)
    seat.settle()

    assert dialog.headline.text() == "1 件事里，1 件会由按时变超时，0 件会由超时变按时"
    assert [row.name for row in dialog.kinds.rows] == ["路灯"]
    (flip,) = dialog.flips.rows
    assert flip.case_id == case
    dialog.flip_table.setFocus()
    dialog.flip_table.selectRow(0)
    QTest.keyClick(dialog.flip_table, Qt.Key.Key_Return)
    assert seat.sent_to == [CaseWanted(case)]
    dialog.close()


def later(monkeypatch, seat, *, hours):
    """Let the desk look at the clock so many hours from now."""
    from datetime import timedelta
    from types import SimpleNamespace

    now = seat.desk.parts.clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(seat.desk.parts, "clock", SimpleNamespace(now=lambda: now))


def test_a_preview_of_nothing_says_so_and_can_be_stopped(small_house, open_page):
    seat, page = open_page(small_house)
    page.limits.edit(LAMP, *CELL, Limit(1 / 60, LimitUnit.EMERGENCY_HOUR))

    press(page.limits.preview_button)
    dialog = seat.dialog(PreviewDialog)
    press(dialog.stop_button)
    seat.settle()
    assert dialog.effect is None
    assert "停下了" in words_of(dialog)

    dialog.period.chosen.emit(7)
    seat.settle()
    assert "没有受理过事件" in words_of(dialog)
    dialog.close()
