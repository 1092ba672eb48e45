"""The page of precedents: narrowed while typing, walked, retired with a reason."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.cases.panels import said
from tests.ui.cases.test_ruling_dialogs import disputed, rule
from ui.cases.precedents.page import PrecedentsPage
from ui.core.targets import CaseWanted

__all__ = ["disputed"]


@pytest.fixture
def page_of(embedded_centre, disputed, sit, show, qtbot):
    """Open the page at somebody's desk; one precedent is in the book."""
    rule(embedded_centre, disputed)

    def opened(role="director"):
        seat = sit(embedded_centre, role)
        page = show(PrecedentsPage(seat.desk))
        page.activateWindow()
        qtbot.waitUntil(lambda: page.panel.row is not None)
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def test_it_is_read_narrowed_and_leads_to_its_case(disputed, page_of, qtbot):
    seat, page = page_of()
    assert "道路红线以内由养护单位牵头" in said(page.panel)
    assert page.bar.count_text == "1 件"

    page.words.setText("没有的字")
    page.words.tell()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.keyClick(page.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)
    page.open_case()

    assert seat.sent_to == [CaseWanted(disputed)]


def test_retiring_takes_a_reason_and_the_row_goes(page_of, qtbot):
    seat, page = page_of()
    qtbot.keyClick(page.table, Qt.Key.Key_X)
    page.dialog.save()
    assert page.dialog.field.complaint == "请写明停用的理由，不能只有空格。"
    page.dialog.note.setPlainText("职责清单已调整")
    page.dialog.save()

    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.ended.setChecked(True)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)
    assert "职责清单已调整" in said(page.panel)


def test_whoever_may_not_retire_is_told_who_does(page_of, qtbot):
    seat, page = page_of("dispatcher")

    qtbot.keyClick(page.table, Qt.Key.Key_X)

    qtbot.waitUntil(lambda: bool(seat.told))
    assert page.dialog is None
