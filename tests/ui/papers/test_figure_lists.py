"""Numbers that are no cases themselves lead to their rows on the pages of whistles and rates."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.whistling import end_whistle
from app.command.conferences.actions import record_conference
from app.core.clock import local
from app.core.ids import new_id
from app.papers.actions import draft_briefing
from app.papers.briefing.period import Period
from app.papers.rules import PeriodKind
from tests.factories.centre import STREET
from tests.factories.conferences import CAME, conference, station
from tests.factories.paths import at_work, finished
from tests.factories.seats import press, words_of
from tests.factories.whistles import whistle, whistled
from ui.cases.calls.rates_page import RatesPage
from ui.cases.whistles.page import WhistlesPage
from ui.command.conferences.page import ConferencesPage
from ui.papers.pages_view import GAP_PX
from ui.papers.papers_page import PapersPage
from ui.parts.paper_view import Fit


@pytest.fixture
def paper(embedded_centre, sit):
    """The page with a week in which two whistles were blown, one of them over, and three
    answers came, two of them good; another of each comes when it was written.
    """
    centre, clock = embedded_centre, embedded_centre.database.clock

    def answer(*, satisfied):
        case_id = finished(centre)
        order = CallBack(case_id, centre.version(case_id), True, True, satisfied)
        centre.do("receptionist", call_back, order)

    for satisfied in (True, True, False):
        answer(satisfied=satisfied)
    over = at_work(centre)
    for case_id in (over, at_work(centre)):
        whistled(centre, case_id)
    one = station(centre, "H1")
    for week in (0, 1):
        at = clock.now() - timedelta(days=7 * week)
        held = conference({one: CAME}, held_from=at - timedelta(minutes=9), held_to=at)
        centre.do("dispatcher", record_conference, held)
    row = whistle(centre, over)
    centre.do("director", end_whistle, row.id, row.version, "来过了")
    clock.advance(timedelta(minutes=1))
    week = Period.of(PeriodKind.WEEKLY, local(clock.now()).date())
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        draft_briefing(uow, STREET, week, "", command_key=new_id())
    clock.advance(timedelta(minutes=1))
    answer(satisfied=True)
    seat = sit(centre.database, centre.actor("director"))
    page = seat.show(PapersPage(seat.desk))
    seat.wait(lambda: page.view is not None)
    seat.settle()
    return seat, page


def opened(seat, page, name):
    """Choose a number and open its list; return where one is sent."""
    page.show_figure(name)
    seat.wait(lambda: page.figures.open_button.isVisible() and page.pages.chosen == name)
    seat.settle()
    page.figures.open()
    return seat.sent_to[-1]


def test_whistles_and_answers_open_exactly_the_rows_that_were_counted(paper):
    seat, page = paper

    whistles = seat.show(WhistlesPage(seat.desk))
    whistles.show_target(opened(seat, page, "whistles"))
    seat.settle()
    assert whistles.model.rowCount() == 2  # the one that is over as well
    assert "吹哨" in whistles.strip.text
    press(whistles.all_button)
    seat.settle()
    assert whistles.model.rowCount() == 1

    rates = seat.show(RatesPage(seat.desk))
    rates.show_target(opened(seat, page, "satisfied_rate"))
    seat.settle()
    assert rates.answers.rowCount() == 2  # not the third, which came after the paper
    assert "截至" in rates.strip.text
    rates.show_target(opened(seat, page, "valid"))
    seat.settle()
    assert rates.answers.rowCount() == 3
    press(rates.all_button)
    seat.settle()
    assert rates.answers.rowCount() == 4
    assert rates.strip.text == ""


def test_the_number_of_conferences_opens_those_of_the_period(paper):
    seat, page = paper

    log = seat.show(ConferencesPage(seat.desk))
    log.show_target(opened(seat, page, "conferences"))
    seat.wait(lambda: log.model.rowCount() == 1 and "视联网会议" in log.strip.text)
    press(log.all_button)
    seat.wait(lambda: log.model.rowCount() == 2)


def test_a_number_says_which_rows_came_since_the_paper_was_drafted(paper):
    seat, page = paper

    opened(seat, page, "came")
    seat.wait(lambda: "来了 1 件，走了 0 件" in words_of(page.figures))


def test_pages_are_turned_fitted_and_jumped_to(paper):
    _, page = paper
    pages, foot = page.pages, page.foot
    last = page.view.briefing.paper.leaves - 1

    foot.number.setText("99")
    foot.number.returnPressed.emit()
    assert pages.leaf == last
    QTest.keyClick(pages, Qt.Key.Key_PageUp)
    assert pages.leaf == last - 1
    pages.fit_to(Fit.PAGE)
    seen = pages.viewport().height()
    whole = pages._page_rect(pages.leaf)
    assert seen - 2 * GAP_PX - 2 <= whole.height() <= seen
    pages.fit_to(Fit.WIDTH)
    room = pages.viewport().width() - 2 * GAP_PX
    assert abs(pages._page_rect(0).width() - room) <= 2
    QTest.keyClick(pages, Qt.Key.Key_Plus)
    assert pages.fit is None
