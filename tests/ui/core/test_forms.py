"""Fields say in words what is wrong; keys save and rest; dialogs name consequences."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.ui.core.widgets import KINDS, put
from ui.core.controls import Button, Combo, Tick
from ui.core.dialogs import ConsequenceDialog
from ui.core.forms import Checks, FormField, FormSection, PromiseBox
from ui.core.segmented import SegmentedControl
from ui.core.shortcuts import add_key, on_save, typing_in


def message(field):
    return field._below._text.text() if field._below.isVisibleTo(field) else ""


def test_a_field_says_what_is_wrong_and_takes_it_back(qtbot, form):
    field = FormField("电话", QLineEdit())
    put(qtbot, form, field)

    field.error("手机号应为 11 位，现有 10 位")

    assert message(field) == field.complaint == "手机号应为 11 位，现有 10 位"
    assert field.input.property("wrong") is True
    assert field.input.accessibleDescription() == field.complaint
    field.error("")
    assert message(field) == ""
    assert field.input.property("wrong") is False


def test_a_note_never_covers_a_complaint(qtbot, form):
    field = FormField("辖区", Combo())
    put(qtbot, form, field)
    field.note("辖区按点位算出", good=True)
    assert message(field) == "辖区按点位算出"

    field.error("还没有网格")
    field.note("辖区按点位算出")

    assert message(field) == "还没有网格"


def test_every_input_has_an_accessible_name(qtbot, form):
    field = FormField("称呼", QLineEdit(), hint="怎么称呼")
    section = FormSection(4, "谁反映的")
    section.add(field)
    section.add_side_by_side(FormField("来源", Combo()))
    put(qtbot, form, section)

    assert field.input.accessibleName() == "称呼"
    assert section.accessibleName() == "谁反映的"


def test_an_untouched_required_field_is_missing_but_not_scolded_while_typing(qtbot, form):
    phone = FormField("电话", QLineEdit(), required=True)
    put(qtbot, form, phone)
    checks = Checks()
    checks.add(phone, lambda: "" if len(phone.input.text()) == 11 else "手机号应为 11 位")

    assert checks.run(show_missing=False) == (phone,)
    assert phone.complaint == ""
    phone.input.setText("139")
    checks.run(show_missing=False)
    assert phone.complaint == "手机号应为 11 位"
    phone.input.setText("13900004120")
    assert checks.run(show_missing=True) == ()


def test_saving_scolds_what_is_missing(qtbot, form):
    phone = FormField("三类事", SegmentedControl(KINDS))
    checks = Checks()
    checks.add(phone, lambda: "" if phone.input.value() else "请选一类")
    put(qtbot, form, phone)

    checks.run(show_missing=True)

    assert phone.complaint == "请选一类"


def test_the_promise_stands_in_words_not_markup(qtbot, form):
    box = PromiseBox()
    put(qtbot, form, box)

    box.promise("现在登记：", "14:36 <前签收", "（2026-11-24）", "规则 2026-03 版")

    assert box._promise.text() == "现在登记：<b>14:36 &lt;前签收</b>（2026-11-24）"


def test_ctrl_enter_saves_from_every_field(qtbot, form):
    saved = []
    line, text = QLineEdit(), QPlainTextEdit()
    put(qtbot, form, line, text)
    on_save(form, lambda: saved.append(1))

    for field in (line, text):
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert saved == [1, 1]
    assert text.toPlainText() == ""


def test_a_single_letter_rests_while_somebody_types(qtbot, form):
    pressed = []
    line, button = QLineEdit(), Button("分流")
    put(qtbot, form, line, button)
    add_key(form, "A", lambda: pressed.append(1))

    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_A)
    assert (line.text(), pressed) == ("a", [])

    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_A)
    assert pressed == [1]


def test_keys_with_ctrl_work_while_somebody_types(qtbot, form):
    pressed = []
    line = QLineEdit()
    put(qtbot, form, line)
    add_key(form, "Ctrl+K", lambda: pressed.append(1))
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)

    qtbot.keyClick(line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert pressed == [1]


def test_a_field_that_is_only_read_takes_no_letters(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setReadOnly(True)

    assert not typing_in(line)
    assert not typing_in(None)
    assert not typing_in(Combo())
    assert typing_in(QPlainTextEdit())


def test_a_dialog_says_what_will_happen_and_names_its_buttons(qtbot):
    dialog = ConsequenceDialog(
        "结案 1120-0049？", "结案后不能改经过，只能由主任重办。", do="结案", leave="先不结"
    )
    qtbot.addWidget(dialog)
    reason = QLineEdit()
    dialog.add(reason)
    dialog.show()

    with qtbot.waitSignal(dialog.accepted):
        dialog.do_button.click()

    assert (dialog.do_button.text(), dialog.leave_button.text()) == ("结案", "先不结")
    assert dialog.accessibleDescription() == "结案后不能改经过，只能由主任重办。"


def test_escape_leaves_things_as_they_are(qtbot):
    dialog = ConsequenceDialog("作废？", "不能恢复。", do="作废", leave="不作废", danger=True)
    qtbot.addWidget(dialog)
    dialog.show()

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_hint_beside_the_input_can_change(qtbot, form):
    field = FormField("发生", QLineEdit())
    beside = Tick("还在")
    field.add_beside(beside)
    put(qtbot, form, field)

    field.set_hint("约 2 小时前")

    assert field._hint.isVisible()
    assert beside.geometry().right() < field._hint.geometry().left()
