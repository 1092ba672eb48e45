"""The page 督办: drafts issued together, answers judged, narrowed by unit and level."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.cases.actions.supervising import (
    SupervisionDraft,
    draft_supervision,
    drop_supervision,
    issue_supervision,
    reply_supervision,
)
from app.cases.queries.sheets import SheetView
from app.cases.rules import EventKind, SupervisionLevel
from app.cases.work_states import SupervisionState
from tests.ui.cases.panels import held, said
from ui.cases.row_actions import RowVerb
from ui.cases.supervision.page import SheetsPage
from ui.core.segmented import Choice
from ui.core.targets import SheetsWanted


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the page at somebody's desk."""

    def opened(role="director"):
        seat = sit(embedded_centre, role)
        page = show(SheetsPage(seat.desk))
        page.dialogs = []
        page.actions_of.opened.connect(page.dialogs.append)
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        qtbot.waitUntil(lambda: not page.model.rows or page.panel.card is not None)
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def drafted(centre, level=SupervisionLevel.RED, **given):
    case_id = held(centre, **given)
    centre.do("director", draft_supervision, SupervisionDraft(case_id, level, "久拖不办"))
    return case_id


def sheet_of(centre, case_id):
    return centre.card(case_id).sheets[0]


def answered(centre):
    case_id = drafted(centre)
    sheet = sheet_of(centre, case_id)
    centre.do("director", issue_supervision, sheet.id, sheet.version)
    sheet = sheet_of(centre, case_id)
    centre.do("handler", reply_supervision, sheet.id, sheet.version, "今天装好")
    return case_id


def titles(page):
    return [row.title for row in page.model.rows]


def look_at(page, seat, view, qtbot):
    page.view.set_value(view)
    page.view.chosen.emit(view)
    qtbot.waitUntil(seat.settled)


def test_a_draft_is_issued_by_a_key_and_waits_for_its_answer(embedded_centre, page_of, qtbot):
    case_id = drafted(embedded_centre)
    seat, page = page_of()
    assert page.model.index(0, 0).data() == "红色·待签发"

    qtbot.keyClick(page.table, Qt.Key.Key_Y)
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    look_at(page, seat, SheetView.ISSUED, qtbot)

    seen = embedded_centre.card(case_id)
    assert seen.sheets[0].state is SupervisionState.ISSUED
    assert seen.events[-1].kind is EventKind.SUPERVISED
    qtbot.waitUntil(lambda: "已签发，等承办单位答复。" in said(page.panel))
    page.take(RowVerb.DROP)
    assert seat.sentences[-1] == "选中的这一条现在不能不签发。"


def test_several_drafts_are_issued_together_and_what_was_refused_is_told(
    embedded_centre, page_of, clock, qtbot
):
    cases = []
    for title in ("甲", "乙", "丙"):
        cases.append(drafted(embedded_centre, title=title))
        clock.advance(timedelta(minutes=1))
    seat, page = page_of()
    assert titles(page) == ["甲", "乙", "丙"]
    sheet = sheet_of(embedded_centre, cases[1])
    page.table.selectAll()
    assert page.issue_button.text() == "签发选中的 3 份"
    rows = page.table.chosen_rows()
    embedded_centre.do("director", drop_supervision, sheet.id, sheet.version, "已经办了")
    page.issue(rows)
    report = page.reports[-1]
    qtbot.waitUntil(lambda: report.is_over)
    qtbot.waitUntil(seat.settled)

    states = [sheet_of(embedded_centre, case_id).state for case_id in cases]
    assert states == [
        SupervisionState.ISSUED,
        SupervisionState.DROPPED,
        SupervisionState.ISSUED,
    ]
    told = [report.list.item(at).text() for at in range(report.list.count())]
    assert "不能再改" in told[1]
    report.accept()


def test_an_answer_is_accepted_by_the_same_key(embedded_centre, page_of, qtbot):
    case_id = answered(embedded_centre)
    seat, page = page_of()
    look_at(page, seat, SheetView.REPLIED, qtbot)
    qtbot.waitUntil(lambda: "今天装好" in said(page.panel))

    qtbot.keyClick(page.table, Qt.Key.Key_Y)
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)

    assert sheet_of(embedded_centre, case_id).state is SupervisionState.ACCEPTED
    assert embedded_centre.card(case_id).supervision_level is None


def test_sending_an_answer_back_takes_words(embedded_centre, page_of, qtbot):
    case_id = answered(embedded_centre)
    seat, page = page_of()
    look_at(page, seat, SheetView.REPLIED, qtbot)
    qtbot.waitUntil(lambda: page.panel.card is not None)
    qtbot.waitUntil(seat.settled)

    qtbot.keyClick(page.table, Qt.Key.Key_X)
    dialog = page.dialogs[-1]
    dialog.save()
    assert sheet_of(embedded_centre, case_id).state is SupervisionState.REPLIED
    dialog.note.setPlainText("没写什么时候办结")
    dialog.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)

    assert sheet_of(embedded_centre, case_id).state is SupervisionState.ISSUED


def test_it_is_narrowed_by_level_and_unit_and_leads_from_today(embedded_centre, page_of, qtbot):
    drafted(embedded_centre, SupervisionLevel.BLUE, title="蓝")
    drafted(embedded_centre, SupervisionLevel.RED, title="红")
    seat, page = page_of()
    page.level.set_value("red")
    qtbot.waitUntil(lambda: titles(page) == ["红"])
    unit = Choice(embedded_centre.units["water"], "供水公司")
    page.unit.set_choice(unit)
    page.unit.chosen.emit(unit)
    qtbot.waitUntil(lambda: titles(page) == [])
    page.show_target(SheetsWanted(view=SheetView.DRAFTED))
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    qtbot.waitUntil(seat.settled)
    assert page.view.value() == SheetView.DRAFTED


def test_the_director_marks_a_case_and_its_sheet_is_drafted(embedded_centre, panel_of, qtbot):
    case_id = held(embedded_centre)
    seat, panel = panel_of(case_id, "director")
    opened = []
    panel.marks.opened.connect(opened.append)

    panel.marks.ask_supervision(panel.card)
    opened[0].words.setPlainText("本周内办结")
    opened[0].save()

    qtbot.waitUntil(lambda: bool(panel.card.sheets))
    assert panel.card.sheets[0].reason == "方雅琴批示督办：本周内办结"
    qtbot.waitUntil(seat.settled)
    panel.marks.ask_supervision(panel.card)
    assert seat.sentences[-1] == "已有一张督办单在办"


def test_others_are_told_that_it_is_the_directors(embedded_centre, panel_of):
    seat, panel = panel_of(held(embedded_centre), "dispatcher")

    panel.marks.ask_supervision(panel.card)

    assert seat.sentences == ["批示督办由主任来做"]
