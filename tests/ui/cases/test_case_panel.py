"""The panel of a case: what it says, what it offers to whom, and what others do meanwhile."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from app.cases.actions.attach import attach_to_case
from app.cases.actions.handle import Step, report_progress
from app.cases.actions.intake import Intake, receive_case
from app.cases.models import PersonalReading
from app.cases.queries.card import case_card
from app.cases.rules import CaseState, EventKind, Source
from app.core.actor import console
from app.core.attachments import prepare
from app.core.database.tables import JournalEntry
from app.core.doors import Paper
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from tests.factories.centre import GRID
from ui.cases.case_panel import CasePanel
from ui.cases.quote import Quote
from ui.core.controls import Button, Combo
from ui.core.dialogs import ConsequenceDialog
from ui.core.forms import FormField
from ui.core.timeline import Timeline


@pytest.fixture
def panel_of(embedded_centre, sit, show, qtbot):
    """Open the panel of a case as somebody sees it."""

    def opened(case_id, role: str = "dispatcher"):
        seat = sit(embedded_centre, role)
        panel = show(CasePanel(seat.desk))
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)
        qtbot.waitUntil(seat.settled)
        return seat, panel

    return opened


def said(widget) -> str:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return " ".join([*labels, *(one.accessibleName() for one in widget.findChildren(Timeline))])


def open_dialog(kind=ConsequenceDialog):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def state(centre, case_id) -> CaseState:
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now).state


def held(centre, **given):
    """A case that lies with the municipal unit, signed for."""
    case_id = centre.register(**given)
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


# -- what it says --------------------------------------------------------------------------------


def test_it_tells_source_place_holder_and_first_receiver(embedded_centre, panel_of):
    case_id = held(
        embedded_centre,
        source=Source.HOTLINE_12345,
        external_number="6120261124000871",
        place="滨河路 36 号",
    )

    _, panel = panel_of(case_id)

    told = said(panel)
    for part in ("12345", "6120261124000871", "滨河路 36 号", "南塘第二网格", "市政养护站·高海燕"):
        assert part in told
    assert "负责到底" in told
    assert "20261124 990102004 0001" in told


def test_each_step_stands_in_the_story_newest_first(embedded_centre, panel_of, clock):
    case_id = embedded_centre.register()
    clock.advance(timedelta(minutes=8))
    embedded_centre.assign(case_id)
    clock.advance(timedelta(minutes=9))
    embedded_centre.sign_for(case_id)

    _, panel = panel_of(case_id)

    lines = panel.body.timeline.accessibleName().splitlines()
    assert lines == [
        "14:22·刚刚 签收 市政养护站 高海燕 已处理",
        "14:13·9 分钟前 分流 韩立群 → 市政养护站",
        "14:05·17 分钟前 受理 周敏",
    ]


def test_a_case_nobody_may_see_says_so_instead_of_showing_it(embedded_centre, sit, show, qtbot):
    case_id = embedded_centre.register()
    seat = sit(embedded_centre, "stranger")
    panel = show(CasePanel(seat.desk))

    panel.show_case(case_id)

    qtbot.waitUntil(lambda: "没能读出这件事" in said(panel))
    assert panel.card is None


def test_the_words_of_the_citizen_open_on_demand(embedded_centre, panel_of, qtbot):
    long = "楼下烧烤店每天营业到凌晨两点，油烟和噪音让老人孩子没法休息。" * 4
    _, panel = panel_of(embedded_centre.register(text=long))
    quote = panel.body.findChild(Quote)
    assert quote.shown == ""

    qtbot.mouseClick(quote.button, Qt.MouseButton.LeftButton)

    assert quote.shown == long


def test_what_was_read_stays_while_the_server_does_not_answer(
    embedded_centre, panel_of, qtbot, monkeypatch
):
    seat, panel = panel_of(embedded_centre.register(text="井盖缺失"))

    def unreachable(*_):
        raise DatabaseUnreachable(where="server")

    monkeypatch.setattr("ui.cases.case_panel.read_panel", unreachable)
    panel.reload()
    qtbot.waitUntil(seat.settled)

    assert "井盖缺失" in said(panel)
    assert panel.bar.isVisible()


# -- the reporter --------------------------------------------------------------------------------


def test_the_reporter_is_masked_until_somebody_says_why(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    _seat, panel = panel_of(case_id, "receptionist")
    line = panel.body.reporter
    assert line.text == "陈**　138****6021"

    line.ask()
    dialog = open_dialog()
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: line.text == "陈芳华　13812346021")
    with embedded_centre.database.reading() as session:
        reading = session.scalars(sa.select(PersonalReading)).one()
        noted = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "cases.read_personal")
        ).one()
    assert (reading.reason, noted.person_name) == ("联系反映人", "周敏")


def test_what_was_shown_is_masked_again_after_thirty_seconds(embedded_centre, panel_of, qtbot):
    _, panel = panel_of(embedded_centre.register(), "receptionist")
    line = panel.body.reporter
    line.read("回访")
    qtbot.waitUntil(lambda: "13812346021" in line.text)
    second = line.findChild(QTimer)

    for _ in range(29):
        second.timeout.emit()
    assert "13812346021" in line.text
    second.timeout.emit()

    assert line.text == "陈**　138****6021"


def test_another_case_masks_what_was_shown(embedded_centre, panel_of, qtbot):
    first, second = embedded_centre.register(), embedded_centre.register()
    _, panel = panel_of(first, "receptionist")
    panel.body.reporter.read("回访")
    qtbot.waitUntil(lambda: "13812346021" in panel.body.reporter.text)

    panel.show_case(second)

    qtbot.waitUntil(lambda: panel.card.id == second)
    assert panel.body.reporter.text == "陈**　138****6021"


def test_a_reason_of_one_letter_is_not_taken(embedded_centre, panel_of):
    _, panel = panel_of(embedded_centre.register(), "receptionist")
    panel.body.reporter.ask()
    dialog = open_dialog()

    dialog.findChild(Combo).setCurrentText("看")

    assert not dialog.do_button.isEnabled()
    dialog.reject()


def test_a_reporter_who_asked_for_confidence_is_hidden_from_the_unit(embedded_centre, panel_of):
    case_id = held(embedded_centre, is_confidential=True)

    _, panel = panel_of(case_id, "handler")

    assert panel.body.reporter.text == "保密"
    assert not panel.body.reporter.button.isVisible()


# -- what it offers ------------------------------------------------------------------------------


def test_the_likely_next_step_comes_first_and_only_to_those_who_may(embedded_centre, panel_of):
    fresh, assigned = embedded_centre.register(), embedded_centre.register()
    embedded_centre.assign(assigned)
    offered = {}
    for role, case_id in (("dispatcher", fresh), ("handler", assigned), ("receptionist", fresh)):
        _, panel = panel_of(case_id, role)
        offered[role] = [button.text() for button in panel.bar.buttons.values()]

    assert offered == {"dispatcher": ["分流"], "handler": ["签收"], "receptionist": []}


def test_who_has_no_step_to_take_is_told_what_is_waited_for(embedded_centre, panel_of):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)

    _, panel = panel_of(case_id, "receptionist")

    assert panel.bar.says == "等市政养护站签收"


def test_the_menu_says_why_a_step_cannot_be_taken(embedded_centre, panel_of):
    case_id = embedded_centre.register()

    _, panel = panel_of(case_id, "receptionist")

    entries = {entry.title: entry.why_not for entry in panel.menu_entries(case_id)}
    assert entries["分流"] == "您没有这项权限"
    assert entries["打印回执"] == ""


def test_one_key_signs_for_a_case(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    seat, panel = panel_of(case_id, "handler")

    panel.take_key("S")
    panel.take_key("S")

    qtbot.waitUntil(lambda: panel.card.state is CaseState.SIGNED_FOR)
    qtbot.waitUntil(seat.settled)
    assert seat.sentences == ["1124-0001 已签收"]


def test_a_key_that_does_not_fit_the_state_says_why(embedded_centre, panel_of):
    seat, panel = panel_of(embedded_centre.register(), "dispatcher")

    panel.take_key("F")

    assert seat.sentences == ["“待分流”的事件现在不能由您办结。"]


def test_signing_what_somebody_else_signed_for_shows_the_new_state(
    embedded_centre, panel_of, qtbot
):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    seat, panel = panel_of(case_id, "handler")
    stale = panel.card
    embedded_centre.sign_for(case_id)

    panel.actions_of.take(EventKind.SIGNED_FOR, stale)

    qtbot.waitUntil(lambda: any("刚被他人改过" in text for text in seat.sentences))
    qtbot.waitUntil(lambda: panel.card.state is CaseState.SIGNED_FOR)


# -- dialogs -------------------------------------------------------------------------------------


@pytest.fixture
def dialog_of(panel_of):
    """Open the dialog of a step."""

    def opened(case_id, step, role):
        seat, panel = panel_of(case_id, role)
        found = []
        panel.actions_of.opened.connect(found.append)
        panel.take(step)
        return seat, panel, found[0]

    return opened


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


# -- papers and files ----------------------------------------------------------------------------


def test_the_slip_is_drawn_and_opened_only_after_a_question(
    embedded_centre, panel_of, qtbot, settle
):
    opened = []
    _seat, panel = panel_of(embedded_centre.register())
    receipt = panel.actions_of.receipt
    receipt.open_file = lambda path: not opened.append(path)

    with qtbot.waitSignal(receipt.asked, timeout=20_000) as asked:
        receipt.draw(panel.card)
    assert opened == []
    qtbot.mouseClick(asked.args[0].do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_bytes().startswith(b"%PDF")


def test_a_slip_that_cannot_be_saved_there_says_what_to_do(
    embedded_centre, panel_of, qtbot, tmp_path
):
    seat, panel = panel_of(embedded_centre.register())

    panel.actions_of.receipt.save(Paper("回执.pdf", b"%PDF"), tmp_path / "no" / "回执.pdf")

    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert seat.sentences == ["回执.pdf：写不进这个文件夹，请换一个地方再存。"]


def test_files_are_listed_and_opened_only_after_a_question(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    prepared = prepare("现场记录".encode(), "记录.txt")
    with embedded_centre.database.writing(embedded_centre.actor("receptionist")) as uow:
        attach_to_case(uow, case_id, prepared, command_key=new_id())
    opened = []
    _, panel = panel_of(case_id)
    files = panel.body.files
    files.open_file = lambda path: not opened.append(path)
    assert panel.body.files_button.text() == "附件 1"

    qtbot.mouseClick(panel.body.files_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(files.strip.tiles()[0], Qt.MouseButton.LeftButton)
    dialog = open_dialog()
    assert opened == []
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_text("utf-8") == "现场记录"


def test_a_file_added_at_one_desk_shows_at_the_other(embedded_centre, panel_of, qtbot, tmp_path):
    case_id = embedded_centre.register()
    _, theirs = panel_of(case_id, "dispatcher")
    _, mine = panel_of(case_id, "receptionist")
    note = tmp_path / "说明.txt"
    note.write_text("井盖型号 700", encoding="utf-8")

    mine.body.files.strip.add_files([note])

    qtbot.waitUntil(lambda: theirs.body.files_button.text() == "附件 1")
