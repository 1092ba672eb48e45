"""未诉先办: the page of what comes back, taken up with one key or left with a reason."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.family_chores import find_recurrences
from app.cases.queries.recurrences import recurrences
from tests.ui.cases.panels import said
from ui.cases.family.recurrences_page import RecurrencesPage
from ui.core.targets import CasesOnMapWanted, CaseWanted


def at_page(centre, sit, show, settle, role="dispatcher"):
    cases = [centre.register(longitude=112.58, latitude=37.86) for _ in range(3)]
    find_recurrences(centre.database)
    seat = sit(centre, role)
    page = show(RecurrencesPage(seat.desk))
    settle(seat)
    page.activateWindow()
    page.table.setFocus()
    return seat, page, cases


def decided(centre):
    with centre.database.reading() as session:
        return recurrences(session, centre.actor("dispatcher"), decided=True)


def test_what_comes_back_is_shown_with_its_cases_and_taken_up(
    embedded_centre, sit, show, settle, qtbot
):
    seat, page, _cases = at_page(embedded_centre, sit, show, settle)
    qtbot.waitUntil(lambda: page.panel.row is not None)
    assert "在这里发生了 3 次" in said(page.panel)
    assert len(page.panel.links) == 3
    page.panel.links[0].title.linkActivated.emit("#")
    assert seat.sent_to[-1] == CaseWanted(page.panel.row.cases[0].id)

    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert seat.sent_to[-1] == CasesOnMapWanted(tuple(each.id for each in page.panel.row.cases))
    QTest.keyClick(page.table, Qt.Key.Key_Y)

    qtbot.waitUntil(lambda: isinstance(seat.sent_to[-1], CaseWanted))
    (row,) = decided(embedded_centre)
    assert seat.sent_to[-1] == CaseWanted(row.case_id)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_it_is_left_with_a_reason_by_who_may(embedded_centre, sit, show, settle, qtbot):
    _seat, page, _ = at_page(embedded_centre, sit, show, settle, "director")
    qtbot.waitUntil(lambda: page.panel.row is not None)

    QTest.keyClick(page.table, Qt.Key.Key_X)
    page.dialog.save()
    assert "不能只有空格" in page.dialog.field.complaint
    page.dialog.note.setPlainText("本月大修")
    page.dialog.save()

    qtbot.waitUntil(lambda: bool(decided(embedded_centre)))
    assert decided(embedded_centre)[0].reason == "本月大修"
