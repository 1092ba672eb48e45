"""Fields say in words what is wrong; choices are walked by keys; moments are Shanghai's."""

import threading
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.core.controls import Button, Combo, Tick, key_words
from ui.core.dialogs import ConsequenceDialog
from ui.core.fields import MomentField, SearchCombo, SearchField
from ui.core.forms import Checks, FormField, FormSection, PromiseBox
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key, on_save, typing_in
from ui.core.theme import load

KINDS = (Choice("one", "一类 小而烦"), Choice("two", "二类 急"), Choice("three", "三类 大而难"))


@pytest.fixture
def form(qtbot):
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def put(qtbot, form, *widgets):
    for widget in widgets:
        form.layout().addWidget(widget)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()


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


def test_choices_are_walked_with_keys(qtbot, form):
    control = SegmentedControl(KINDS, name="三类事")
    put(qtbot, form, control)
    chosen = []
    control.chosen.connect(chosen.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(control, key)
    qtbot.keyClick(control, Qt.Key.Key_3)

    assert chosen == ["one", "two", "one", "three"]
    assert control.accessibleName() == "三类事 三类 大而难"


def test_a_click_chooses_once(qtbot, form):
    control = SegmentedControl(KINDS)
    put(qtbot, form, control)
    at = QPoint(int(control._boxes()[1].center().x()), 10)

    with qtbot.waitSignal(control.chosen) as told:
        qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=at)

    assert told.args == ["two"]
    with qtbot.assertNotEmitted(control.chosen):
        qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=at)


def test_a_choice_no_longer_offered_is_taken_back():
    control = SegmentedControl(KINDS, "two")

    control.set_choices((Choice("other", "别的"),))

    assert control.value() is None


def test_every_choice_is_shown_whole(qtbot, form):
    control = SegmentedControl(KINDS)
    put(qtbot, form, control)

    assert control.width() >= control._boxes()[-1].right()


def test_a_moment_is_read_on_the_shanghai_wall_clock(qtbot):
    moment = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
    field = MomentField(moment)
    qtbot.addWidget(field)

    assert field.text() == "2026-11-24 12:20"
    assert field.moment() == moment


def test_scrolling_changes_neither_a_moment_nor_a_choice(qtbot, form):
    combo = Combo()
    combo.add("来电", 1)
    combo.add("来访", 2)
    field = MomentField(datetime(2026, 11, 24, 4, 20, tzinfo=UTC))
    put(qtbot, form, combo, field)
    before = field.moment()

    wheel(combo)
    wheel(field)

    assert combo.value() == 1
    assert field.moment() == before


def wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_combo_is_chosen_by_value(qtbot):
    combo = Combo()
    qtbot.addWidget(combo)
    combo.add("来电", "phone")
    combo.add("来访", "visit")

    combo.set_value("visit")
    assert combo.currentText() == "来访"
    combo.set_value("unknown")
    assert combo.value() is None


UNITS = ("市政养护站", "城管执法队", "市场监管所")


def find_units(text):
    assert threading.current_thread() is not threading.main_thread()
    return [Choice(name, name, "街道") for name in UNITS if text in name]


@pytest.fixture
def search(qtbot, form, jobs):
    made = SearchCombo(find_units, jobs, "搜单位")
    put(qtbot, form, made)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def commit(field, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_typing_offers_what_is_found_and_enter_takes_it(qtbot, search):
    commit(search, "市")
    qtbot.waitUntil(lambda: len(search.options()) == 2)

    qtbot.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.chosen) as told:
        qtbot.keyClick(search, Qt.Key.Key_Return)

    assert told.args[0].value == "市场监管所"
    assert search.value() == search.text() == "市场监管所"
    assert search.options() == ()


def test_typing_on_takes_the_choice_back(qtbot, search):
    search.set_choice(Choice("城管执法队", "城管执法队"))

    with qtbot.waitSignal(search.chosen) as told:
        qtbot.keyClick(search, Qt.Key.Key_X)

    assert told.args == [None]
    assert search.value() is None


def test_the_down_key_offers_the_usual_ones_and_escape_hides_them(qtbot, search):
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(search.options()) == 3)

    qtbot.keyClick(search, Qt.Key.Key_Escape)

    assert search.options() == ()


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


@pytest.mark.parametrize(
    ("key", "words"),
    [("N", "N"), ("Ctrl+Return", "Ctrl Enter"), ("Esc", "Esc"), ("?", "?"), ("/", "/")],
)
def test_keys_are_printed_as_people_know_them(key, words):
    assert key_words(key) == words


def test_a_button_is_wide_enough_for_icon_words_key_and_caret(qtbot):
    plain = Button("新建事件")
    rich = Button("新建事件", kind="primary", icon="ph.plus-bold", key="Ctrl+N", caret=True)
    qtbot.addWidget(plain)
    qtbot.addWidget(rich)

    rich.resize(rich.sizeHint())

    assert rich._parts_width() + 16 <= rich.width()
    assert rich.width() > plain.sizeHint().width() + 60


def test_a_tick_box_is_ticked_on_its_words(qtbot, form):
    tick = Tick("愿意接回访")
    put(qtbot, form, tick)

    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(60, tick.height() // 2))

    assert tick.isChecked()


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


def shade(widget, token):
    """Count the pixels of a widget's picture in the colour of a token."""
    widget.resize(widget.sizeHint())
    image, color = widget.grab().toImage(), load("light").color(token).name()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(x, y).name() == color for x, y in points)


@pytest.mark.parametrize(
    ("kind", "token"),
    [("primary", "accent.fill"), ("danger", "over"), ("plain", "border.control")],
)
def test_a_button_looks_like_what_it_does(qtbot, kind, token):
    button = Button("登记", kind=kind, icon="ph.check", key="F")
    qtbot.addWidget(button)

    assert shade(button, token) > 40
    button.setEnabled(False)
    assert shade(button, token) == 0


def test_a_button_can_become_another(qtbot):
    button = Button("登记", kind="plain")
    qtbot.addWidget(button)
    narrow = button.sizeHint().width()

    button.set_kind("primary")
    button.set_icon("ph.check")
    button.set_key("F")

    assert button.sizeHint().width() > narrow + 30
    assert shade(button, "accent.fill") > 500


def test_an_icon_button_is_square(qtbot):
    button = Button(kind="ghost", icon="ph.columns")
    qtbot.addWidget(button)

    assert button.width() == button.height()
    assert shade(button, "text.2") > 10


@pytest.mark.parametrize("widget", ["tick", "combo", "segment"])
def test_what_cannot_be_used_shows_no_accent(qtbot, widget):
    tick = Tick("愿意接回访")
    tick.setChecked(True)
    combo = Combo()
    combo.add("来电", 1)
    made = {"tick": tick, "combo": combo, "segment": SegmentedControl(KINDS, "two")}[widget]
    qtbot.addWidget(made)

    made.setEnabled(False)

    assert shade(made, "accent.fill") == 0


def test_a_half_ticked_box_shows_a_dash(qtbot):
    tick = Tick("全选")
    qtbot.addWidget(tick)
    tick.setTristate(True)
    tick.resize(tick.sizeHint())
    tick.setCheckState(Qt.CheckState.Checked)
    ticked = tick.grab().toImage()

    tick.setCheckState(Qt.CheckState.PartiallyChecked)

    assert shade(tick, "accent.fill") > 60
    assert tick.grab().toImage() != ticked


def test_the_chosen_segment_is_filled_and_the_wrong_one_is_framed(qtbot):
    control = SegmentedControl(KINDS, "two")
    qtbot.addWidget(control)
    assert shade(control, "accent.fill") > 500

    control.set_value("three")
    control.set_wrong(True)

    assert control.value() == "three"
    assert shade(control, "over") > 100


def test_a_click_on_an_offer_takes_it(qtbot, search):
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(search.options()) == 3)
    item = search._popup.item(1)
    middle = search._popup.visualItemRect(item).center()

    with qtbot.waitSignal(search.chosen) as told:
        qtbot.mouseClick(search._popup.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert told.args[0].value == "城管执法队"


def test_nothing_found_offers_nothing(qtbot, search, jobs):
    commit(search, "没有这家")
    qtbot.waitUntil(lambda: not search._soon.isActive() and jobs.idle())

    assert search.options() == ()


def test_letters_of_a_filter_have_their_icon(qtbot):
    field = SearchField("筛选这张表", "ph.funnel")
    qtbot.addWidget(field)

    assert field.accessibleName() == field.placeholderText() == "筛选这张表"
    assert len(field.actions()) == 1


def test_a_hint_beside_the_input_can_change(qtbot, form):
    field = FormField("发生", QLineEdit())
    beside = Tick("还在")
    field.add_beside(beside)
    put(qtbot, form, field)

    field.set_hint("约 2 小时前")

    assert field._hint.isVisible()
    assert beside.geometry().right() < field._hint.geometry().left()
