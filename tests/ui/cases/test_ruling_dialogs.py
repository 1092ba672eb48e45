"""The director rules who leads a case that was sent back twice; others see why they cannot."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.cases.actions.refusing import Return, return_case
from app.cases.actions.ruling import RulingOrder, rule_case
from app.cases.rules import CaseState, EventKind, ReturnReason
from app.cases.ruling_rules import DisputeClass, PlaceType
from tests.ui.cases.panels import said
from ui.cases.decide_page import DecidePage
from ui.cases.decide_requests import requests
from ui.cases.dialogs.co_units import chosen_unit
from ui.cases.dialogs.ruling import RulingDialog
from ui.cases.offers import offer
from ui.cases.quiet_bells import RulingBell
from ui.core.targets import CaseWanted

ROUNDS = (("municipal", "handler"), ("water", "rival"))


@pytest.fixture
def disputed(embedded_centre, clock):
    """A case that two units sent back after an hour each."""
    case_id = embedded_centre.register()
    for unit, who in ROUNDS:
        embedded_centre.assign(case_id, unit=unit)
        clock.advance(timedelta(hours=1))
        version = embedded_centre.version(case_id)
        order = Return(case_id, version, ReturnReason.OVERLAPPING, f"{unit}没有这项职责")
        embedded_centre.do(who, return_case, order)
    return case_id


def rule(centre, case_id, lead="municipal"):
    order = RulingOrder(
        case_id=case_id,
        seen_version=centre.version(case_id),
        lead_id=centre.units[lead],
        dispute=DisputeClass.OVERLAPPING,
        place_type=PlaceType.ROAD,
        matter="市政道路雨水井盖缺失",
        reasons="道路红线以内由养护单位牵头",
        basis="职责清单第 12 项",
    )
    centre.do("director", rule_case, order)


def fill(dialog, centre, lead="municipal"):
    chosen_unit(dialog.lead, centre.units[lead], "市政养护站")
    dialog.reasons.setPlainText("道路红线以内由养护单位牵头")
    dialog.basis.setPlainText("职责清单第 12 项")


def test_the_dispatcher_reads_why_nothing_can_be_assigned(disputed, panel_of):
    _, panel = panel_of(disputed)

    offered = offer(panel.card, EventKind.ASSIGNED)

    assert offered.why_not == "退回 2 次，等主任终审"
    assert "退回 2 次" in said(panel)
    assert "市政养护站 1 时 00 分；供水公司 1 时 00 分" in said(panel)


def test_the_director_rules_from_the_panel_with_the_key_that_assigns(
    embedded_centre, disputed, dialog_of, qtbot
):
    seat, panel, dialog = dialog_of(disputed, EventKind.ASSIGNED, "director")
    assert isinstance(dialog, RulingDialog)
    qtbot.waitUntil(lambda: "市政养护站 占 1 时 00 分" in said(dialog))
    assert "高海燕退回：职能交叉。municipal没有这项职责" in said(dialog)
    assert dialog.dispute.value() == DisputeClass.OVERLAPPING

    dialog.save()
    assert dialog.lead_field.complaint == "请从列表里选牵头单位"
    fill(dialog, embedded_centre)
    dialog.helpers.add(embedded_centre.units["water"], "供水公司")
    dialog.save()

    qtbot.waitUntil(lambda: panel.card.state is CaseState.ASSIGNED)
    qtbot.waitUntil(seat.settled)
    assert "市政养护站牵头，供水公司协办" in said(panel)
    assert [task.unit for task in panel.card.tasks] == ["供水公司"]
    assert any(told.endswith("已终审") for told in seat.sentences)


def test_it_stands_first_in_the_directors_list_and_the_key_opens_the_ruling(
    embedded_centre, disputed, sit, show, qtbot
):
    seat = sit(embedded_centre, "director")
    page = show(DecidePage(seat.desk, requests()))
    dialogs = []
    page.actions_of.opened.connect(dialogs.append)
    qtbot.waitUntil(lambda: page.panel.card is not None)
    qtbot.waitUntil(seat.settled)
    assert page.model.index(0, 0).data() == "待终审（退回 2 次）"

    qtbot.keyClick(page.table, Qt.Key.Key_Y)
    fill(dialogs[0], embedded_centre)
    dialogs[0].save()

    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert embedded_centre.card(disputed).unit == "市政养护站"


def test_the_lead_reads_why_it_cannot_send_the_case_back(embedded_centre, disputed, panel_of):
    rule(embedded_centre, disputed)

    _, panel = panel_of(disputed, "handler")

    assert offer(panel.card, EventKind.RETURNED).why_not == "终审定了由市政养护站牵头，不能退"


def test_ruling_otherwise_wants_another_unit_and_a_reason(
    embedded_centre, disputed, dialog_of, qtbot
):
    rule(embedded_centre, disputed)
    _, panel, dialog = dialog_of(disputed, EventKind.REASSIGNED, "director")
    assert dialog.windowTitle().startswith("改判")

    fill(dialog, embedded_centre)
    dialog.save()
    assert dialog.lead_field.complaint == "现在就是它牵头。改判要换一个单位"
    chosen_unit(dialog.lead, embedded_centre.units["water"], "供水公司")
    dialog.save()
    assert panel.card.unit == "市政养护站"
    dialog.why.setPlainText("查明是供水检查井")
    dialog.save()

    qtbot.waitUntil(lambda: panel.card.unit == "供水公司")


def test_a_number_as_long_as_a_telephones_stays_in_the_dialog_with_a_sentence(
    embedded_centre, disputed, dialog_of, qtbot
):
    _, _, dialog = dialog_of(disputed, EventKind.ASSIGNED, "director")
    fill(dialog, embedded_centre)
    dialog.matter.setText("13812346021 反映的井盖")

    dialog.save()

    qtbot.waitUntil(lambda: "只说事，不要写电话" in said(dialog))
    assert dialog.isVisible()
    dialog.reject()


def test_the_bell_tells_the_director(embedded_centre, disputed, sit, qtbot):
    seat = sit(embedded_centre, "director")

    RulingBell(seat.desk, seat.desk.hub)

    qtbot.waitUntil(lambda: bool(seat.told))
    assert seat.sentences == ["“滨河路36号门口的井盖不见了”反复退回，等您终审"]
    seat.told[0].act.run()
    assert seat.sent_to == [CaseWanted(disputed)]


def test_what_was_ruled_is_offered_when_a_case_alike_is_assigned_and_a_key_takes_it(
    embedded_centre, disputed, dialog_of, qtbot
):
    rule(embedded_centre, disputed)
    alike = embedded_centre.register(text="人民路18号门口雨水井盖缺了一块")
    _, _, dialog = dialog_of(alike, EventKind.ASSIGNED, "dispatcher")
    qtbot.waitUntil(lambda: bool(dialog.offers.buttons))
    assert "同类 1 件判给市政养护站，最近 2026-11-24" in said(dialog)
    dialog.unit.set_choice(None)
    dialog.activateWindow()
    dialog.unit.setFocus()

    qtbot.keyClick(dialog.unit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)

    assert dialog.unit.value() == embedded_centre.units["municipal"]
    assert dialog.note.toPlainText().startswith("参照权责判例：同类 1 件")
    dialog.save()
    qtbot.waitUntil(lambda: embedded_centre.card(alike).unit == "市政养护站")
