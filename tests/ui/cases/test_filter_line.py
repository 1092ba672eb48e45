"""The line that narrows the queue: what is offered, what is taken, what is said of it and when."""

from PySide6.QtCore import Qt

from tests.ui.cases.arranged_hands import put_in, titles, type_in


def test_what_is_offered_is_walked_with_the_arrows_and_taken_with_enter(queue, qtbot, settle):
    seat, page = queue
    field = page.bar.field
    field.setFocus()
    qtbot.waitUntil(lambda: bool(page.names.readings))

    put_in(field, "dw")
    assert "单位:" in field.offered()
    while field._popup.currentItem() is None or field._popup.currentItem().text()[:3] != "单位:":
        qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "单位:"
    put_in(field, "市政")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    settle(seat)

    assert field.text() == "单位:市政养护站 "
    assert field.hasFocus()
    assert titles(page) == ["路灯不亮"]


def test_enter_without_a_choice_looks_for_the_word_itself(queue, qtbot, settle):
    seat, page = queue
    page.bar.field.setFocus()
    put_in(page.bar.field, "井盖")
    assert page.bar.field.offered()

    qtbot.keyClick(page.bar.field, Qt.Key.Key_Return)
    settle(seat)

    assert titles(page) == ["井盖松动"]
    assert page.table.hasFocus()


def test_enter_takes_the_first_offer_for_initials(queue, qtbot, settle):
    seat, page = queue
    field = page.bar.field
    field.setFocus()
    qtbot.waitUntil(lambda: page.names.ready)
    put_in(field, "munic")
    assert field.offered()[0] == "市政养护站"

    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(seat)

    assert field.text() == "单位:市政养护站 "
    assert titles(page) == ["路灯不亮"]


def test_nothing_is_said_of_a_piece_while_something_is_offered_for_it(queue, qtbot):
    _, page = queue
    field = page.bar.field
    field.setFocus()
    qtbot.waitUntil(lambda: page.names.ready)
    type_in(page, "单位:")
    assert "市政养护站" in field.offered()
    assert page.arranging.strip.text == ""

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert page.arranging.strip.text == "“单位:”后面还没有写。"


def test_a_field_that_is_none_is_told_and_its_words_are_looked_for(queue, settle):
    seat, page = queue

    type_in(page, "类被:噪声")
    settle(seat)

    assert page.arranging.strip.text.startswith("没有“类被”这个条件，按文字找的。")
    assert titles(page) == []


def test_the_line_that_is_left_shows_its_beginning(queue, qtbot):
    _, page = queue
    page.bar.field.setFocus()
    put_in(page.bar.field, "类别:雨水井盖 单位:市政养护站 阶段:已分流 来件时间:近30天")

    page.table.setFocus()

    assert page.bar.field.cursorPosition() == 0


def test_down_in_an_empty_line_shows_every_field(queue, qtbot):
    _, page = queue
    page.bar.field.setFocus()

    qtbot.keyClick(page.bar.field, Qt.Key.Key_Down)

    assert {"阶段:", "单位:", "时限:"} <= set(page.bar.field.offered())
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Escape)
    assert page.bar.field.offered() == ()
    assert page.bar.field.hasFocus()
