"""The dialogs of the steps: what they need, and what others do meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.cases.actions.handle import Step, report_progress
from app.cases.actions.intake import Intake, receive_case
from app.cases.rules import CaseState, EventKind, Source
from app.core.actor import console
from app.core.ids import new_id
from tests.factories.centre import GRID
from tests.ui.cases.panels import held, state
from ui.core.controls import Button
from ui.core.forms import FormField


def test_finishing_wants_a_note_that_says_something(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, _, dialog = dialog_of(case_id, EventKind.FINISHED, "handler")
    dialog.note.setPlainText("  \n ")

    dialog.save()

    assert dialog.field.complaint == "请写明办结的内容，不能只有空格。"
    assert state(embedded_centre, case_id) is CaseState.SIGNED_FOR
    dialog.reject()


def test_a_note_finishes_the_case_and_the_panel_shows_it(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, panel, dialog = dialog_of(case_id, EventKind.FINISHED, "handler")
    dialog.note.setPlainText("已更换井盖，现场恢复。")
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    dialog.note.setFocus()

    qtbot.keyClick(dialog.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: panel.card.state is CaseState.FINISHED)
    assert "已更换井盖" in panel.body.timeline.accessibleName()


def test_a_second_click_while_it_is_written_does_nothing_twice(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _seat, panel, dialog = dialog_of(case_id, EventKind.PROGRESSED, "handler")
    dialog.note.setPlainText("已到现场。")

    dialog.save()
    dialog.save()

    qtbot.waitUntil(lambda: panel.card.state is CaseState.IN_PROGRESS)
    told = [event.note for event in panel.card.events if event.kind is EventKind.PROGRESSED]
    assert told == ["已到现场。"]


def test_what_others_changed_is_named_and_what_was_typed_stays(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, panel, dialog = dialog_of(case_id, EventKind.PROGRESSED, "handler")
    dialog.note.setPlainText("正在调井盖。")
    order = Step(case_id, embedded_centre.version(case_id), "我先到了。")
    with embedded_centre.database.writing(embedded_centre.actor("handler")) as uow:
        report_progress(uow, order, command_key=new_id())
    dialog.save()

    qtbot.waitUntil(lambda: dialog.strip_text != "")
    assert dialog.strip_text == ("高海燕刚改过这件事（进展 14:05）。您写的还在。")
    assert dialog.note.toPlainText() == "正在调井盖。"
    go_on = next(b for b in dialog.findChildren(Button) if b.text() == "接着存")
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    dialog.save()
    qtbot.waitUntil(lambda: "正在调井盖" in panel.body.timeline.accessibleName())


def test_a_step_that_others_made_impossible_says_so(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, _, dialog = dialog_of(case_id, EventKind.FINISHED, "handler")
    dialog.note.setPlainText("修好了。")
    embedded_centre.finish(case_id)

    dialog.save()

    qtbot.waitUntil(lambda: dialog.strip_text != "")
    assert "现在是“已办结”，不能再办结" in dialog.strip_text
    assert not dialog.do_button.isEnabled()
    dialog.reject()


def test_assigning_proposes_the_unit_responsible_for_the_kind(embedded_centre, dialog_of, qtbot):
    case_id = embedded_centre.register()
    _, panel, dialog = dialog_of(case_id, EventKind.ASSIGNED, "dispatcher")

    qtbot.waitUntil(lambda: dialog.unit.text() == "市政养护站")
    dialog.save()

    qtbot.waitUntil(lambda: panel.card.unit == "市政养护站")
    assert panel.card.state is CaseState.ASSIGNED


def test_a_unit_that_was_only_typed_is_not_taken(embedded_centre, dialog_of, qtbot):
    case_id = embedded_centre.register(category=None)
    seat, _, dialog = dialog_of(case_id, EventKind.ASSIGNED, "dispatcher")
    qtbot.waitUntil(seat.settled)
    dialog.unit.setText("随便什么单位")

    dialog.save()

    assert dialog.findChildren(FormField)[0].complaint == "请从列表里选承办单位"
    dialog.reject()


def test_a_message_is_accepted_with_kind_place_and_level(embedded_centre, dialog_of, qtbot):
    intake = Intake(text="楼下路灯不亮，天黑看不见。", source=Source.MAILBOX, region=GRID[:9])
    with embedded_centre.database.writing(console("import")) as uow:
        case_id = receive_case(uow, intake, b"pepper", received_at=uow.now, command_key=new_id())
    seat, panel, dialog = dialog_of(case_id, EventKind.REGISTERED, "dispatcher")
    qtbot.waitUntil(seat.settled)
    assert dialog.kind.value().name == "路灯"
    dialog.place.region.set_region(GRID)
    dialog.urgency.level.set_value("urgent")

    dialog.save()

    qtbot.waitUntil(lambda: panel.card.state is CaseState.REGISTERED)
    card = panel.card
    assert (card.category, card.region, card.number[:17]) == (
        "公用设施 / 路灯",
        GRID,
        "20261124990102004",
    )
    assert seat.sentences == ["1124-0001 已受理"]
