"""The rules of a centre: written as a sentence, tried, switched on, put in order, retired."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.automation.model import Deed, DeedKind, RuleState, Trigger
from app.cases.filters.model import FilterField
from tests.app.cases.rules_hands import assigns, keep, where
from ui.cases.automation.deed_row import DeedRow
from ui.cases.automation.firings_dialog import FiringsDialog, TrialDialog
from ui.cases.automation.hours_line import read_hours
from ui.cases.automation.rule_form import RuleForm
from ui.cases.automation.rules_page import RulesPage
from ui.core.dialogs import ConsequenceDialog
from ui.core.segmented import Choice


@pytest.fixture
def rules_page(embedded_centre, sit, show, settle):
    """Open the list of rules as somebody sees it."""

    def opened(centre=embedded_centre, role="director"):
        seat = sit(centre, role)
        page = show(RulesPage(seat.desk))
        settle(seat)
        page.activateWindow()
        page.table.setFocus()
        return seat, page

    return opened


def shown(page, kind, qtbot):
    """Return the dialog of a kind that stands on the page."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(kind)))
    return next(d for d in page.findChildren(kind) if d.isVisible())


def names(page) -> list[str]:
    return [row.name for row in page.model.rows]


def test_a_rule_is_written_tried_and_acts(centre, rules_page, qtbot):
    centre.register()
    _, page = rules_page(centre)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = shown(page, RuleForm, qtbot)
    qtbot.waitUntil(lambda: form.do_button.isEnabled() and form.keeper.ready)

    form.name.setText("井盖给城管")
    form.field.setText("来源:来电 井盖")
    form.field.tell()
    form.rows[0].unit.set_choice(Choice(centre.units["enforcement"], "城管执法队"))
    form.rows[0].edited.emit()
    qtbot.waitUntil(lambda: "会触发 1 次" in form.would.text())
    said = form.says.text()
    form.save()
    qtbot.waitUntil(lambda: bool(page.model.rows) and page.table.current_key() is not None)
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_T)
    trial = shown(page, TrialDialog, qtbot)
    qtbot.waitUntil(trial.do_button.isEnabled)
    listed, told = len(trial.rows), trial.says.text()
    qtbot.mouseClick(trial.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rows[0].state is RuleState.ON)

    assert centre.card(centre.register()).unit == "城管执法队"
    assert said.startswith("登记以后，如果来源是来电")
    assert said.endswith("就分给城管执法队。")
    assert (listed, told.startswith("近 30 天会触发 1 次")) == (1, True)


def test_what_cannot_be_meant_is_said_beside_the_field_and_nothing_is_lost(rules_page, qtbot):
    _, page = rules_page()
    page.create_one()
    form = shown(page, RuleForm, qtbot)
    qtbot.waitUntil(lambda: form.do_button.isEnabled() and form.keeper.ready)
    form.name.setText("夜间")
    form.field.setText("来源:火星")
    form.field.tell()
    form.hours.span.setText("晚上")

    form.save()

    assert form._if_field.complaint
    assert "20:00-06:00" in form._hours_field.complaint
    assert "从列表里选" in form._deeds_field.complaint
    assert (form.name.text(), form.field.text()) == ("夜间", "来源:火星")
    form.field.setText("@我")
    form.field.tell()
    form.hours.span.setText("22:00-6:00")
    form.rows[0].kind.set_value(DeedKind.NOTIFY.value)
    form.save()
    qtbot.waitUntil(lambda: "不能写“我”" in form._deeds_field.complaint)
    form.reject()


def test_space_switches_alt_arrows_order_delete_retires(embedded_centre, rules_page, qtbot):
    centre = embedded_centre
    keep(centre, "一", assigns(centre.units["water"]))
    keep(centre, "二", assigns(centre.units["water"], conditions=where(FilterField.TEXT, "井盖")))
    case_id = centre.register()
    _, page = rules_page()

    QTest.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rows[0].state is RuleState.OFF)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: names(page) == ["二", "一"])
    QTest.keyClick(page.table, Qt.Key.Key_L)
    firings = shown(page, FiringsDialog, qtbot)
    qtbot.waitUntil(lambda: [row.case_id for row in firings.rows] == [case_id])
    firings.reject()
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = shown(page, ConsequenceDialog, qtbot)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: names(page) == ["二"])


def test_a_trigger_offers_only_what_makes_sense(rules_page, qtbot):
    _, page = rules_page()
    page.create_one()
    form = shown(page, RuleForm, qtbot)

    form.trigger.set_value(Trigger.FINISHED.value)

    kinds = form.rows[0].kind
    offered = [kinds.itemData(at) for at in range(kinds.count())]
    assert offered == ["assign", "tag", "notify"]  # what was chosen stays, and is told
    assert "不能“分给单位”" in form.rows[0].lacks()
    form.reject()


def test_a_whistle_is_drafted_with_its_type_and_who_leads(embedded_centre, sit, qtbot):
    lead = embedded_centre.units["water"]
    kept = Deed(DeedKind.WHISTLE, f"emergency:{lead}", "带抽水泵")
    desk = sit(embedded_centre, "director").desk
    row = DeedRow(desk, kept, {str(lead): "供水公司"})
    qtbot.addWidget(row)
    row.offer_kinds(Trigger.OVERDUE)

    assert row.deed() == kept
    row.level.set_value("livelihood")
    row.unit.set_choice(None)
    assert (row.deed(), row.lacks()) == (None, "从列表里选单位或人员")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20:00-06:00", (1200, 360)),
        ("8点到12点", (480, 720)),
        ("18～24", (1080, 0)),
        ("25:00-26:00", None),
        ("晚上", None),
        ("8:70-9:00", None),
    ],
)
def test_hours_are_read_as_people_write_them(typed, read):
    assert read_hours(typed) == read
