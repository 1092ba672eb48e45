"""Standard phrases under the text of a step: found, put in, kept."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.phrases import PhraseDetails, save_phrase
from app.cases.queries.phrases import all_phrases
from app.cases.rules import EventKind
from tests.ui.cases.panels import held


def keep(centre, who, text, *, shared=False, **details):
    return centre.do(who, save_phrase, PhraseDetails(text, **details), shared=shared)


def opened_phrases(dialog, qtbot):
    """Open the phrases with the key, as somebody who types."""
    qtbot.waitUntil(dialog.isVisible)
    found = []
    dialog.phrases.opened.connect(found.append)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.note.hasFocus)
    QTest.keyClick(dialog.note, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def finishing(centre, dialog_of, qtbot):
    seat, _, dialog = dialog_of(held(centre), EventKind.FINISHED, "handler")
    return seat, dialog, opened_phrases(dialog, qtbot)


def test_ones_own_stand_first_and_enter_puts_one_at_the_cursor(embedded_centre, dialog_of, qtbot):
    keep(embedded_centre, "director", "已清理干净。", shared=True, step=EventKind.FINISHED)
    keep(embedded_centre, "handler", "井盖已更换。", step=EventKind.FINISHED)
    keep(embedded_centre, "handler", "请查收。", step=EventKind.ASSIGNED)
    _, dialog, popup = finishing(embedded_centre, dialog_of, qtbot)
    shown = popup.shown_texts()
    dialog.note.setPlainText("到场。")
    dialog.note.moveCursor(dialog.note.textCursor().MoveOperation.End)

    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)

    assert shown == ("井盖已更换。", "已清理干净。")
    assert dialog.note.toPlainText() == "到场。已清理干净。"
    dialog.reject()


def test_letters_narrow_the_phrases_by_the_initials_of_their_pinyin(
    embedded_centre, dialog_of, qtbot
):
    keep(embedded_centre, "handler", "井盖已更换。")
    keep(embedded_centre, "handler", "路灯已修好。")
    _, dialog, popup = finishing(embedded_centre, dialog_of, qtbot)

    QTest.keyClicks(popup.field, "/ld")

    qtbot.waitUntil(lambda: popup.shown_texts() == ("路灯已修好。",))
    popup.close()
    dialog.reject()


def test_the_first_gap_of_a_phrase_is_selected_to_be_filled_in(embedded_centre, dialog_of, qtbot):
    keep(embedded_centre, "handler", "预计【】日到货。")
    _, dialog, popup = finishing(embedded_centre, dialog_of, qtbot)

    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.note, "3")

    assert dialog.note.toPlainText() == "预计3日到货。"
    dialog.reject()


def test_what_was_typed_is_kept_for_the_next_time(embedded_centre, dialog_of, qtbot):
    seat, _, dialog = dialog_of(held(embedded_centre), EventKind.FINISHED, "handler")
    dialog.note.setPlainText("已疏通，水流正常。")

    qtbot.mouseClick(dialog.phrases.keep_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: dialog.phrases.says == "已存进自己的常用语")
    with embedded_centre.database.reading() as session:
        (row,) = all_phrases(session, embedded_centre.actor("handler"))
    assert (row.text, row.step, row.is_own) == ("已疏通，水流正常。", EventKind.FINISHED, True)
    assert not dialog.phrases.keep_button.isEnabled()
    dialog.reject()
    qtbot.waitUntil(seat.settled)


def test_a_phrase_that_is_too_long_is_refused_in_a_sentence(embedded_centre, dialog_of, qtbot):
    seat, _, dialog = dialog_of(held(embedded_centre), EventKind.FINISHED, "handler")
    dialog.note.setPlainText("长" * 501)

    dialog.phrases.keep()

    qtbot.waitUntil(seat.settled)
    assert dialog.phrases.says == "常用语要写内容，最多 500 字。"
    assert dialog.note.toPlainText() == "长" * 501
    dialog.reject()


def test_without_phrases_it_says_how_to_get_one(embedded_centre, dialog_of, qtbot):
    _, dialog, popup = finishing(embedded_centre, dialog_of, qtbot)

    assert popup.shown_texts() == ()
    assert "存为常用语" in popup._nothing.text()
    popup.close()
    dialog.reject()


def test_every_step_that_says_something_carries_the_phrases(embedded_centre, dialog_of, qtbot):
    fresh, in_hand = embedded_centre.register(), held(embedded_centre)
    steps = {
        EventKind.ASSIGNED: (fresh, "dispatcher"),
        EventKind.DECLINED: (fresh, "dispatcher"),
        EventKind.RETURNED: (in_hand, "handler"),
        EventKind.SUSPENDED: (in_hand, "director"),
        EventKind.EXTENDED: (in_hand, "handler"),
        EventKind.SUPERVISED: (in_hand, "director"),
    }
    carried = {}
    for step, (case_id, who) in steps.items():
        seat, _, dialog = dialog_of(case_id, step, who)
        carried[step] = dialog.phrases is not None and dialog.phrases.isVisibleTo(dialog)
        qtbot.waitUntil(seat.settled)
        dialog.reject()

    assert carried == dict.fromkeys(steps, True)
