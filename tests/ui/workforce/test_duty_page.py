"""Duty at the desk: planned, swapped by both, handed over, printed."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.command.posture.rules import PostureLevel
from app.core.clock import local
from app.workforce.duty.actions.shifts import RoundDraft, plan_round
from app.workforce.duty.rules import DutyPost, RosterSpan
from tests.factories.centre import MADE, STREET
from tests.factories.command import ordered
from tests.factories.seats import choose_from, press, words_of
from tests.factories.seats import sit as sit
from ui.workforce.duty_card import DutyCard
from ui.workforce.duty_page import DutyPage

TODAY = local(MADE.now()).date()


@pytest.fixture
def office(embedded_centre):
    """A week in which two people are on duty in turn."""
    centre = embedded_centre
    people = tuple(centre.actor(who).person_id for who in ("dispatcher", "receptionist"))
    turn = RoundDraft(STREET, DutyPost.OFFICER, people, TODAY, 6, time(8), 24)
    centre.do("director", plan_round, turn)
    return centre


def opened(office, sit, actor):
    seat = sit(office.database, office.actor(actor), at=actor)
    page = DutyPage(seat.desk)
    page.seat = seat
    seat.show(page)
    return page


def test_a_shift_is_planned_and_dropped_and_the_sheet_is_printed(office, sit):
    page = opened(office, sit, "director")
    page.seat.wait(lambda: "韩立群" in words_of(page.panel.now))
    page.plan()
    form = page.dialog
    choose_from(form.person, "韩立群", page.seat)
    page.seat.save(form)
    assert "不能同时值两班" in words_of(form)
    choose_from(form.person, "方雅琴", page.seat)
    form.post.set_value(DutyPost.LEADER)
    page.seat.save(form)
    page.seat.wait(lambda: len(page.known.now) == 2)
    assert page.known.now[0].person_name == "方雅琴"
    line = page.panel.day.rows()[0]
    press(line.steps()["撤下"])
    press(page.dialog.do_button)
    page.seat.wait(lambda: len(page.known.now) == 1)
    for span in (RosterSpan.MONTH, RosterSpan.DAY, RosterSpan.WEEK):
        page.next_span()
        page.seat.settle()
        assert page.view.span is span
        page.view.grab()
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.day == TODAY + timedelta(days=1)
    page.dialog = None
    page.print_out()
    page.seat.wait(lambda: page.dialog is not None)
    assert "值班表" in page.dialog.windowTitle()


def test_a_shift_changes_hands_when_both_agree_and_is_handed_over(office, sit):
    page = opened(office, sit, "dispatcher")
    page.seat.wait(page.panel.day.rows)
    press(page.panel.day.rows()[0].steps()["换班"])
    choose_from(page.dialog.person, "方雅琴", page.seat)
    page.seat.save(page.dialog)
    page.seat.wait(lambda: "等方雅琴答复" in words_of(page.panel.day))
    page.write_note()
    page.dialog.words.setPlainText("水泵还在抽")
    page.seat.save(page.dialog)
    other = opened(office, sit, "director")
    card = other.seat.show(DutyCard(other.seat.desk))
    other.seat.wait(lambda: "有 1 个换班等您答复" in words_of(card))
    press(other.panel.swaps.rows()[0].steps()["同意"])
    other.seat.wait(lambda: other.known.now[0].person_name == "方雅琴")
    press(other.panel.notes.rows()[0].steps()["接下"])
    other.seat.wait(lambda: "方雅琴接了" in words_of(other.panel.notes))
    page.seat.wait(lambda: page.known.now[0].person_name == "方雅琴")


def test_a_posture_that_asks_for_more_on_duty_shows_where_they_lack(office, sit):
    page = opened(office, sit, "director")
    page.seat.wait(lambda: page.known is not None)
    before = page.known.gaps
    ordered(office, PostureLevel.III, duty_least=3)
    page.seat.wait(lambda: page.known.least == 3)
    assert len(page.known.gaps) > len(before)
    assert page.known.gaps[0].there == 1
    assert "随时要 3 人在岗" in page.foot.text
    page.seat.settle()
