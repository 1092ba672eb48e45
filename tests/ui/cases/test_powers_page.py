"""The page of the street's powers: kept and used by keys, said in words what is wrong."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.powers import PowerDraft, UseDraft, add_power, record_use
from app.cases.power_rules import PowerKind
from app.cases.whistle_rules import WhistleKind
from tests.factories.centre import STREET
from tests.factories.whistles import whistled
from tests.ui.cases.panels import held, said
from ui.cases.powers.page import PowersPage
from ui.core.controls import Button
from ui.core.targets import CaseWanted

JOINT = PowerDraft(
    STREET, PowerKind.JOINT_ENFORCEMENT, "联合执法召集权", "区职责清单第 12 项", date(2026, 1, 1)
)


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the page at somebody's desk."""

    def opened(role="director"):
        seat = sit(embedded_centre, role)
        page = show(PowersPage(seat.desk))
        page.seat = seat
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        return page

    return opened


def test_a_power_is_added_by_a_key_and_an_empty_basis_is_said(page_of, qtbot):
    page = page_of()
    assert "还没有登记职权" in said(page.table)

    QTest.keyClick(page.table, Qt.Key.Key_N)
    dialog = page.dialog
    assert dialog.named.text() == "联合执法召集权"
    dialog.save()
    assert dialog.basis_field.complaint == "请写明依据的文件。"
    dialog.basis.setPlainText("区职责清单第 12 项")
    dialog.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(page.seat.settled)
    qtbot.waitUntil(lambda: page.panel.row is not None)

    assert "区职责清单第 12 项" in " ".join(page.panel.facts.texts())
    assert "还没有行使过。" in said(page.panel)


def test_a_use_is_put_down_by_a_key_and_gets_its_answer(embedded_centre, page_of, qtbot):
    planning = replace(JOINT, kind=PowerKind.PLANNING, name="规划建议权")
    embedded_centre.do("director", add_power, planning)
    page = page_of("dispatcher")
    qtbot.waitUntil(lambda: page.panel.row is not None)
    assert page.new_button.isHidden()

    QTest.keyClick(page.table, Qt.Key.Key_U)
    dialog = page.dialog
    dialog.day.set_day(date(2025, 1, 1))
    dialog.matter.setPlainText("建议菜市场加停车区")
    dialog.save()
    assert dialog.day_field.complaint == "这一天街道还没有或不再有这项职权"
    dialog.day.set_day(date(2026, 11, 20))
    dialog.save()
    qtbot.waitUntil(lambda: page.panel.row.used == 1)
    qtbot.waitUntil(page.seat.settled)
    button = next(each for each in page.panel.findChildren(Button) if each.text() == "记部门答复")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.dialog.words.setPlainText("采纳")
    page.dialog.save()

    qtbot.waitUntil(lambda: "答复 采纳 2026-11-24" in _uses(page))


def _uses(page):
    return " ".join(text for row in page.panel.uses.rows() for text in _texts(row))


def _texts(row):
    from ui.core.facts import FactGrid

    return [text for grid in row.findChildren(FactGrid) for text in grid.texts()]


def test_what_a_whistle_put_down_leads_to_its_case(embedded_centre, page_of, qtbot):
    key = embedded_centre.do("director", add_power, JOINT)
    embedded_centre.do("dispatcher", record_use, UseDraft(key, date(2026, 11, 1), "联合检查"))
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id, kind=WhistleKind.JOINT_ENFORCEMENT)
    page = page_of()
    qtbot.waitUntil(lambda: page.panel.row is not None and len(page.panel.uses.rows()) == 2)
    assert "哨〔2026〕1 号" in _uses(page)

    link = next(each for each in page.panel.findChildren(Button) if "1124" in each.text())
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)

    assert page.seat.sent_to == [CaseWanted(case_id)]
