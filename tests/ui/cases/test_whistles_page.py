"""The page of whistles: walked, narrowed, acted on by keys; its figures; the own page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.reporting_in import rate_unit
from app.cases.actions.whistling import draft_whistle, end_whistle
from app.cases.queries.whistle_list import WhistleSort
from app.cases.whistle_rules import UnitStage, WhistleState
from tests.factories.whistles import draft_of, report, seen, summoned, whistle, whistled
from tests.ui.cases.panels import held, said
from ui.cases.own_page import OwnPage
from ui.cases.whistles.page import FIGURES, WhistlesPage
from ui.core.targets import CaseWanted


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the page of whistles at somebody's desk."""

    def opened(role="director"):
        seat = sit(embedded_centre, role)
        page = show(WhistlesPage(seat.desk))
        page.seat, page.dialogs = seat, []
        page.panel.actions_of.rows.opened.connect(page.dialogs.append)
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        return page

    return opened


def texts(page):
    return [
        [page.model.index(row, column).data() for column in range(6)]
        for row in range(page.model.rowCount())
    ]


def choose(page, sort, qtbot):
    page.sort.set_value(sort)
    page.sort.chosen.emit(sort)
    qtbot.waitUntil(page.seat.settled)


def test_a_row_tells_how_far_the_units_are_and_who_is_late(embedded_centre, clock, page_of):
    case_id = held(embedded_centre, title="井盖")
    whistled(embedded_centre, case_id)
    report(embedded_centre, case_id, "municipal", "handler")
    clock.advance(timedelta(hours=5))

    page = page_of()

    (row,) = texts(page)
    assert row == ["民生难题", "井盖", "市政养护站", "11-24 15:05", "1 待签收", "供水公司"]
    assert page.bar.count_text == "1 个"


def test_a_draft_is_blown_from_the_list_by_a_key_and_enter_opens_the_case(
    embedded_centre, page_of, qtbot
):
    case_id = held(embedded_centre)
    embedded_centre.do("dispatcher", draft_whistle, draft_of(embedded_centre, case_id))
    page = page_of()
    choose(page, WhistleSort.DRAFTS, qtbot)
    qtbot.waitUntil(lambda: page.panel.card is not None)

    QTest.keyClick(page.table, Qt.Key.Key_Q)
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.waitUntil(page.seat.settled)

    assert whistle(embedded_centre, case_id).state is WhistleState.BLOWN
    assert "没有吹哨" in said(page.table)
    choose(page, WhistleSort.UNDER_WAY, qtbot)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.seat.sent_to == [CaseWanted(case_id)]


def test_figures_stand_in_words_and_tables(embedded_centre, page_of, qtbot):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id, units=("municipal",))
    report(embedded_centre, case_id, "municipal", "handler")
    row = whistle(embedded_centre, case_id)
    embedded_centre.do("director", end_whistle, row.id, row.version, "好了")
    embedded_centre.do("director", rate_unit, seen(embedded_centre, case_id, "municipal"), 4)
    page = page_of()

    choose(page, FIGURES, qtbot)

    words = said(page.figures)
    assert "各单位，近 4 周" in words
    assert "市政养护站 1 1 100% 0 分钟 — — 4.0 —" in words


def test_without_a_whistle_the_figures_say_so(page_of, qtbot):
    page = page_of()
    choose(page, FIGURES, qtbot)
    assert "近三个月没有吹过哨" in said(page.figures)


def test_a_unit_finds_its_whistle_under_what_it_has_in_hand(embedded_centre, sit, show, qtbot):
    case_id = held(embedded_centre, title="井盖")
    whistled(embedded_centre, case_id)
    seat = sit(embedded_centre, "rival")
    page = show(OwnPage(seat.desk))
    qtbot.waitUntil(lambda: page.seen is not None)
    qtbot.waitUntil(seat.settled)
    (row,) = page.sections["whistles"].lines.rows
    assert row.line.title == "井盖"
    assert "待签收" in row.line.under

    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: summoned(embedded_centre, case_id, "water").stage is UnitStage.TO_APPEAR
    )
    qtbot.waitUntil(seat.settled)

    assert seat.sentences[-1] == "供水公司：已签收"
