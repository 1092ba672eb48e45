"""The page of kinds and limits: finding, changing, publishing, and what others do meanwhile."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.kinds import (
    KindChange,
    LimitsToPublish,
    change_kind,
    publish_limits,
)
from app.cases.clock import Limit
from app.cases.clock_units import LimitUnit
from app.cases.limit_edit import DEFAULT, LimitClock, found_limit, own_limit, with_limit
from app.cases.limits import limits_now
from app.cases.models import Category
from app.cases.queries.kinds import kind_history, kind_seen
from app.cases.rules import Level
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from tests.factories.centre import build_centre
from tests.factories.seats import press, sit, words_of, write
from ui.cases.kinds import kinds_page
from ui.cases.kinds.dialogs import NewKindDialog, PublishLimitsDialog, UseDialog
from ui.cases.kinds.kind_editor import CONTENT, LIMITS, VERSIONS
from ui.cases.kinds.kinds_page import KindsPage
from ui.core.controls import Button
from ui.core.states import ErrorState
from ui.core.targets import CaseWanted
from ui.parts.preview_dialog import PreviewDialog

__all__ = ["sit"]

LAMP, COVER = "C01-010", "C01-003"
CELL = (LimitClock.HANDLE, Level.NORMAL)


@pytest.fixture
def house(database):
    """A centre of two streets, on either engine."""
    return build_centre(database)


@pytest.fixture
def small_house(embedded_database):
    """The same on SQLite, for tests in which the engine cannot matter."""
    return build_centre(embedded_database)


@pytest.fixture
def open_page(sit):
    def opened(centre, who="director", at="one", code=LAMP):
        seat = sit(centre.database, centre.actor(who), at)
        page = seat.show(KindsPage(seat.desk))
        choose(seat, page, code)
        return seat, page

    return opened


def choose(seat, page, code):
    page.tree.setCurrentItem(page.tree._items[code])
    seat.settle()


def kind(centre, code=LAMP):
    with centre.database.reading() as session:
        return kind_seen(session, code)


def limits(centre):
    with centre.database.reading() as session:
        return limits_now(session)


def change(centre, who="administrator", code=LAMP, **values):
    now = kind(centre, code)
    order = KindChange(code, now.version, replace(now.body, **values))
    with centre.database.writing(centre.actor(who)) as uow:
        change_kind(uow, order, command_key=new_id())


def publish(centre, code, limit, who="administrator"):
    now = limits(centre)
    body = with_limit(now.body, code, *CELL, limit)
    with centre.database.writing(centre.actor(who)) as uow:
        publish_limits(uow, LimitsToPublish(now.number, body, "别人改的"), command_key=new_id())


def amount(page, clock=LimitClock.HANDLE, level=Level.NORMAL):
    return page.editor.grid.cells[clock, level].amount


def set_limit(page, text, clock=LimitClock.HANDLE, level=Level.NORMAL):
    page.editor.show_part(LIMITS)
    write(amount(page, clock, level), text)
    amount(page, clock, level).textEdited.emit(text)


# Finding


def test_a_kind_is_found_by_words_by_initials_and_by_code(small_house, open_page):
    seat, page = open_page(small_house, code=DEFAULT)

    for typed, code in (("灯不亮", LAMP), ("ysjg", COVER), ("c01-010", LAMP)):
        write(page.field, typed)
        page.field.tell()
        seat.settle()
        assert code in page.tree.codes()
        assert page.editor.seen.code == code

    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert len(page.tree.codes()) > 60


def test_arrows_walk_the_tree_and_the_kind_follows(small_house, open_page):
    seat, page = open_page(small_house)
    page.tree.setFocus()

    QTest.keyClick(page.tree, Qt.Key.Key_Down)
    seat.settle()

    assert page.editor.title.text() == "供水管线"


# Reading only


def test_who_lacks_the_right_reads_everything_and_changes_nothing(small_house, open_page):
    _, page = open_page(small_house, "receptionist")

    assert "您可以看，不能改" in page.reader.text
    assert page.new_button.isHidden()
    assert page.editor.bar.isHidden()
    assert page.editor.use_button.isHidden()
    assert page.editor.form.hints.input.isReadOnly()
    assert page.editor.form.questions.add_button.isHidden()
    page.editor.show_part(LIMITS)
    assert not amount(page).isEnabled()
    assert amount(page).text() == "1"


def test_a_database_that_fails_is_said_with_a_way_to_try_again(small_house, sit, monkeypatch):
    monkeypatch.setattr(kinds_page, "page_seen", unreachable)
    seat = sit(small_house.database, small_house.actor("director"))
    page = seat.show(KindsPage(seat.desk))
    (state,) = page.findChildren(ErrorState)
    assert page.tree.codes() == ()

    monkeypatch.undo()
    press(next(b for b in state.findChildren(Button) if b.text() == "再试"))
    seat.settle()

    assert page.tree.codes()


def unreachable(*_):
    raise DatabaseUnreachable(where="db")


# Changing a kind


def test_what_is_typed_is_checked_beside_the_field_and_saved_as_a_version(house, open_page):
    seat, page = open_page(house)
    form = page.editor.form

    write(form.radius.input, "abc")
    form.radius.input.textEdited.emit("abc")
    assert "0 到 5000 米" in form.radius.complaint
    assert not page.editor.bar.save_button.isEnabled()
    write(form.radius.input, "45")
    form.radius.input.textEdited.emit("45")
    assert form.radius.complaint == ""
    write(page.editor.bar.note, "例会定的")
    page.editor.bar.note.textEdited.emit("例会定的")
    press(page.editor.bar.save_button)
    seat.settle()

    assert kind(house).body.duplicate_radius_m == 45
    with house.database.reading() as session:
        newest = kind_history(session, LAMP)[0]
    assert (newest.note, newest.changes) == ("例会定的", ("查重范围：60 米 → 45 米",))
    page.editor.show_part(VERSIONS)
    assert "查重范围：60 米 → 45 米" in words_of(page.editor.kind_versions)
    assert page.editor.bar.says.text() == "没有未保存的改动"


def test_questions_are_added_ordered_and_removed(small_house, open_page):
    seat, page = open_page(small_house)
    questions = page.editor.form.questions
    before = [row.text.text() for row in questions.rows]

    press(questions.add_button)
    assert "要写明内容" in questions.rows[-1]._says.text()
    write(questions.rows[-1].text, "几盏不亮")
    questions.rows[-1].text.textEdited.emit("几盏不亮")
    assert "写了两遍" in questions.rows[-1]._says.text()
    write(questions.rows[-1].text, "附近有学校吗")
    questions.rows[-1].text.textEdited.emit("附近有学校吗")
    press(questions.rows[-1].up)
    press(questions.rows[0].gone)
    hints = page.editor.form.hints.input
    hints.setFocus()
    QTest.keyClick(hints, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.settle()

    texts = [question.text for question in kind(small_house).body.questions]
    assert texts == [before[1], "附近有学校吗", before[2]]


def test_what_is_not_saved_stays_over_another_kind_and_another_day(small_house, open_page):
    seat, page = open_page(small_house)
    form = page.editor.form
    write(form.promise.input, "两天修好")
    form.promise.input.textEdited.emit("两天修好")
    choose(seat, page, COVER)
    assert form.promise.input.text() != "两天修好"
    assert page.tree.unsaved == {LAMP}

    _, again = open_page(small_house)

    assert again.editor.form.promise.input.text() == "两天修好"
    assert again.editor.bar.save_button.isEnabled()
    assert kind(small_house).body.promise != "两天修好"


def test_of_two_editors_the_second_is_told_keeps_what_was_typed_and_may_go_on(house, open_page):
    seat, page = open_page(house)
    form = page.editor.form
    write(form.promise.input, "两天修好")
    form.promise.input.textEdited.emit("两天修好")

    change(house, promise="三天修好")
    seat.wait(lambda: page.editor.meanwhile.text)

    assert "别人刚改过" in page.editor.meanwhile.text
    assert form.promise.input.text() == "两天修好"
    press(page.editor.bar.save_button)
    seat.settle()
    assert kind(house).body.promise == "三天修好"
    press(page.editor.go_on_button)
    press(page.editor.bar.save_button)
    seat.settle()
    assert kind(house).body.promise == "两天修好"


def test_what_was_typed_can_be_dropped_for_what_holds_now(small_house, open_page):
    seat, page = open_page(small_house)
    form = page.editor.form
    write(form.promise.input, "两天修好")
    form.promise.input.textEdited.emit("两天修好")
    change(small_house, promise="三天修好")
    seat.wait(lambda: page.editor.meanwhile.text)

    press(page.editor.present_button)
    seat.settle()

    assert form.promise.input.text() == "三天修好"
    assert page.typed == {}


def test_an_old_version_is_read_and_left_again(small_house, open_page):
    change(small_house, promise="三天修好")
    _, page = open_page(small_house)
    page.editor.show_part(VERSIONS)

    press(page.editor.kind_versions.cards[1].look)
    assert "第 1 版" in page.editor.old.text
    assert page.editor.form.promise.input.text() == "一般故障一个工作日修好，电缆故障三个工作日"
    assert page.editor.form.promise.input.isReadOnly()
    assert page.editor.bar.isHidden()

    press(page.editor.back_button)
    assert page.editor.form.promise.input.text() == "三天修好"
    assert not page.editor.form.promise.input.isReadOnly()


def test_a_kind_is_added_and_one_that_is_there_twice_is_refused_in_the_form(house, open_page):
    seat, page = open_page(house)

    press(page.new_button)
    dialog = seat.dialog(NewKindDialog)
    seat.settle()
    assert dialog.number.text() == "080"
    write(dialog.name, "景观灯")
    seat.save(dialog)
    seat.settle()
    assert page.editor.title.text() == "景观灯（自定义）"
    assert page.editor.part == CONTENT

    press(page.new_button)
    dialog = seat.dialog(NewKindDialog)
    seat.settle()
    assert dialog.number.text() == "081"
    write(dialog.number, "080")
    write(dialog.name, "另一种灯")
    seat.save(dialog)
    assert "已经用在“景观灯（自定义）”上" in words_of(dialog)
    assert dialog.name.text() == "另一种灯"
    write(dialog.number, "081")
    write(dialog.name, "景观灯")
    seat.save(dialog)
    assert "已有“景观灯（自定义）”" in words_of(dialog)


def test_a_kind_is_retired_with_its_consequence_said_and_hidden_unless_asked_for(
    small_house, open_page
):
    small_house.register(category=LAMP)
    seat, page = open_page(small_house)

    press(page.editor.use_button)
    dialog = seat.dialog(UseDialog)
    assert "手头 1 件照常办完" in words_of(dialog)
    seat.save(dialog)
    seat.settle()

    with small_house.database.reading() as session:
        assert not session.get_one(Category, LAMP).is_active
    assert LAMP not in page.tree.codes()
    page.retired.click()
    assert LAMP in page.tree.codes()


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
