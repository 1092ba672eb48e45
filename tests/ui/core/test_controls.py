"""Buttons, combos, ticks and segments: by mouse, by key, as they look."""

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QPoint, Qt, QTranslator

from tests.ui.core.widgets import KINDS, put, shade
from ui.core.controls import Button, Combo, Tick, key_words
from ui.core.language import speak_chinese
from ui.core.segmented import Choice, SegmentedControl
from ui.core.theme import load


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


def test_a_combo_is_chosen_by_value(qtbot):
    combo = Combo()
    qtbot.addWidget(combo)
    combo.add("来电", "phone")
    combo.add("来访", "visit")

    combo.set_value("visit")
    assert combo.currentText() == "来访"
    combo.set_value("unknown")
    assert combo.value() is None


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


def test_the_offers_of_a_combo_are_as_high_as_the_theme_says(qtbot, form):
    combo = Combo()
    combo.add("来电", 1)
    combo.add("来访", 2)
    put(qtbot, form, combo)

    combo.showPopup()

    assert combo.view().sizeHintForRow(0) >= load("light").sizes.control_small
    combo.hidePopup()


def test_qts_own_words_are_chinese(qtbot, qapp):
    try:
        assert speak_chinese(qapp)
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    finally:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(QLocale.c())
