"""The page of kinds and limits: finding, changing, publishing, and what others do meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.limit_edit import DEFAULT
from app.cases.models import Category
from app.cases.queries.kinds import kind_history
from app.core.errors import DatabaseUnreachable
from tests.factories.seats import press, words_of, write
from tests.ui.cases.kind_pages import (
    COVER,
    LAMP,
    amount,
    change,
    choose,
    house,
    kind,
    open_page,
    sit,
    small_house,
)
from ui.cases.kinds import kinds_page
from ui.cases.kinds.dialogs import NewKindDialog, UseDialog
from ui.cases.kinds.kind_editor import CONTENT, LIMITS, VERSIONS
from ui.cases.kinds.kinds_page import KindsPage
from ui.core.controls import Button
from ui.core.states import ErrorState

__all__ = ["house", "open_page", "sit", "small_house"]


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
