"""The director's approvals: walked, decided, printed by keys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.cases.actions.pausing import Pausing
from app.cases.actions.requests import ask_pause
from app.cases.actions.supervising import SupervisionDraft, draft_supervision
from app.cases.rules import SupervisionLevel
from app.cases.work_states import RequestKind, RequestState
from app.core.errors import DatabaseBusy
from tests.ui.cases.panels import held
from ui.cases.decide_page import DecidePage
from ui.cases.decide_requests import requests
from ui.cases.row_actions import RowVerb
from ui.core.targets import CaseWanted


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open a page of decisions at somebody's desk."""

    def opened(decisions, role="director"):
        seat = sit(embedded_centre, role)
        page = show(DecidePage(seat.desk, decisions))
        page.dialogs = []
        page.actions_of.opened.connect(page.dialogs.append)
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        qtbot.waitUntil(lambda: not page.model.rows or page.panel.card is not None)
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def ask(centre, case_id, reason="等配件"):
    order = Pausing(case_id, centre.version(case_id), RequestKind.EXTENDED, reason, amount=2.0)
    return centre.do("handler", ask_pause, order)


def draft(centre, case_id):
    order = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不办")
    centre.do("director", draft_supervision, order)


def press(page, key):
    QTest.keyClick(page.table, key)


def texts(page):
    return [
        [page.model.index(row, column).data() for column in range(page.model.columnCount())]
        for row in range(page.model.rowCount())
    ]


def read_out(widget):
    labels = (each for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))
    return "\n".join(each.accessibleName() or each.text() for each in labels)


def test_what_waits_stands_oldest_first_with_who_asks_for_what_and_why(
    embedded_centre, clock, page_of
):
    first, second = (held(embedded_centre, title=title) for title in ("先来", "后到"))
    ask(embedded_centre, first)
    clock.advance(timedelta(minutes=5))
    ask(embedded_centre, second, "雨天停工")

    _, page = page_of(requests())

    rows = texts(page)
    assert [row[2] for row in rows] == ["先来", "后到"]
    assert rows[0][0].startswith("申请延期 2 ")
    assert rows[0][3] == "市政养护站·高海燕"
    assert [row[4] for row in rows] == ["等配件", "雨天停工"]
    assert page.bar.count_text == "2 件"


def test_the_effect_of_approving_is_told_before(embedded_centre, page_of, qtbot):
    ask(embedded_centre, held(embedded_centre))

    _, page = page_of(requests())

    qtbot.waitUntil(lambda: "→" in page.panel.effect)
    assert page.panel.effect.startswith("批准后，办结时限 ")
    assert "等配件" in read_out(page.panel)


def test_a_key_approves_and_the_next_one_is_chosen(embedded_centre, page_of, qtbot):
    first, second = held(embedded_centre), held(embedded_centre)
    ask(embedded_centre, first)
    ask(embedded_centre, second)
    seat, page = page_of(requests())

    press(page, Qt.Key.Key_Y)
    page.dialogs[-1].note.setPlainText("同意")
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)

    seen = embedded_centre.card(first)
    assert seen.requests[0].state is RequestState.APPROVED
    assert seen.requests[0].decision == "同意"
    assert page.panel.waiting.row.case_id == second


def test_refusing_takes_words(embedded_centre, page_of, qtbot):
    case_id = held(embedded_centre)
    ask(embedded_centre, case_id)
    seat, page = page_of(requests())

    press(page, Qt.Key.Key_X)
    dialog = page.dialogs[-1]
    dialog.note.setPlainText("  ")
    dialog.save()
    assert embedded_centre.card(case_id).requests[0].state is RequestState.PENDING
    dialog.note.setPlainText("料已到，请接着办")
    dialog.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.waitUntil(seat.settled)

    assert embedded_centre.card(case_id).requests[0].decision == "料已到，请接着办"
    assert "没有等您审批的" in read_out(page.table)
    assert "没有选中的" in read_out(page.panel)


def test_enter_opens_the_case(embedded_centre, page_of):
    case_id = held(embedded_centre)
    ask(embedded_centre, case_id)
    seat, page = page_of(requests())

    press(page, Qt.Key.Key_Return)

    assert seat.sent_to == [CaseWanted(case_id)]


def test_what_another_desk_asks_for_appears_by_itself(embedded_centre, page_of, qtbot):
    seat, page = page_of(requests())
    assert page.model.rowCount() == 0

    ask(embedded_centre, held(embedded_centre))

    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)
    assert page.panel.waiting is not None


def test_the_approval_sheet_is_printed_from_the_list(embedded_centre, page_of, qtbot):
    ask(embedded_centre, held(embedded_centre))
    seat, page = page_of(requests())

    with qtbot.waitSignal(page.papers.shown, timeout=20_000) as shown:
        page.print_out()

    (window,) = shown.args
    assert "审批单" in window.windowTitle()
    window.close()
    qtbot.waitUntil(seat.settled)


def test_who_may_not_decide_finds_no_button(embedded_centre, page_of):
    ask(embedded_centre, held(embedded_centre))
    seat, page = page_of(requests(), "dispatcher")  # the shell would not open it either

    assert page.model.rowCount() == 0
    page.take(RowVerb.APPROVE)
    assert (page.dialogs, seat.sentences) == ([], [])


def test_a_failed_reading_says_so_and_tries_again(embedded_centre, page_of, qtbot):
    ask(embedded_centre, held(embedded_centre))
    works = requests()
    failures = [DatabaseBusy()]

    def read(session, desk):
        if failures:
            raise failures.pop()
        return works.read(session, desk)

    seat, page = page_of(replace(works, read=read))
    assert "没能读出等我审批" in read_out(page.table)

    page.model.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)
