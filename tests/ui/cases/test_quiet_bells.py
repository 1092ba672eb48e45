"""The bell tells of reminders and of followed cases, each once; a reminder from the panel."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from shiboken6 import delete

from app.cases.actions.following import follow_cases
from app.cases.actions.reminding import remind_case
from app.cases.queries.queue import QueueView
from app.cases.rules import EventKind
from tests.factories.paths import at_work
from ui.cases.lines import LineRow
from ui.cases.own_page import OwnPage
from ui.cases.quiet_bells import FollowBell, ReminderBell
from ui.cases.today.attention import AttentionCard
from ui.core.notices import NoticeKind
from ui.core.targets import CaseWanted, PageWanted, QueueWanted


@pytest.fixture
def bell_of(embedded_centre, sit, qtbot):
    """Let somebody sit down and hear what they were not told yet."""
    owners = []

    def listening(kind, role, seat=None):
        seat = seat or sit(embedded_centre, role)
        owners.append(QObject())
        bell = kind(seat.desk, owners[-1])
        bell.ask()
        qtbot.waitUntil(seat.settled)
        return seat, bell

    yield listening
    for owner in owners:
        delete(owner)


def test_a_reminder_rings_once_at_the_desk_of_who_has_the_case(embedded_centre, bell_of, qtbot):
    case_id = at_work(embedded_centre, text="井盖缺失")
    seat, bell = bell_of(ReminderBell, "handler")

    embedded_centre.do("dispatcher", remind_case, case_id, "请回个话")
    qtbot.waitUntil(lambda: bool(seat.told))
    bell.ask()
    qtbot.waitUntil(seat.settled)
    again, _ = bell_of(ReminderBell, "handler", seat)

    assert [(n.kind, n.text) for n in again.told] == [
        (NoticeKind.NEWS, "韩立群催办“井盖缺失”：请回个话")
    ]
    seat.told[0].act.run()
    assert seat.sent_to == [CaseWanted(case_id)]


def test_many_reminders_are_one_sentence(embedded_centre, bell_of, qtbot):
    for title in ("甲", "乙"):
        embedded_centre.do("dispatcher", remind_case, at_work(embedded_centre, text=title))

    seat, _ = bell_of(ReminderBell, "handler")
    qtbot.waitUntil(lambda: bool(seat.told))

    assert seat.sentences == ["2 件被催办"]
    seat.told[0].act.run()
    assert seat.sent_to == [PageWanted("cases.own")]


def test_today_says_how_many_wait_for_an_answer(embedded_centre, sit, show, settle, qtbot):
    case_id = at_work(embedded_centre)
    seat = sit(embedded_centre, "handler")
    card = show(AttentionCard(seat.desk))
    settle(seat)

    embedded_centre.do("dispatcher", remind_case, case_id)

    qtbot.waitUntil(lambda: any("1 件被催办" in row.line.title for row in card.lines.rows))


def test_ones_own_page_marks_what_is_urged(embedded_centre, sit, show, settle):
    urged, quiet = at_work(embedded_centre, text="甲"), at_work(embedded_centre, text="乙")
    embedded_centre.do("dispatcher", remind_case, urged)
    seat = sit(embedded_centre, "handler")
    page = show(OwnPage(seat.desk))
    settle(seat)

    under = {row.line.key: row.line.under for row in page.findChildren(LineRow)}

    assert under[urged].startswith("被催办·")
    assert "催办" not in under[quiet]


def test_what_happens_to_followed_cases_rings_once(embedded_centre, bell_of, clock, qtbot):
    first, second = at_work(embedded_centre, text="甲"), at_work(embedded_centre, text="乙")
    embedded_centre.do("dispatcher", follow_cases, (first, second))
    seat, bell = bell_of(FollowBell, "dispatcher")
    clock.advance(timedelta(minutes=1))

    embedded_centre.finish(first)
    qtbot.waitUntil(lambda: bool(seat.told))
    bell.ask()
    qtbot.waitUntil(seat.settled)

    assert seat.sentences == ["关注的“甲”办结了"]
    seat.told[0].act.run()
    assert seat.sent_to == [CaseWanted(first)]


def test_much_news_of_followed_cases_leads_to_the_list(embedded_centre, bell_of, clock, qtbot):
    ids = tuple(at_work(embedded_centre, text=title) for title in ("甲", "乙"))
    embedded_centre.do("dispatcher", follow_cases, ids)
    clock.advance(timedelta(minutes=1))
    for case_id in ids:
        embedded_centre.finish(case_id)

    seat, _ = bell_of(FollowBell, "dispatcher")
    qtbot.waitUntil(lambda: bool(seat.told))

    assert seat.sentences == ["关注的 2 件有了进展"]
    seat.told[0].act.run()
    assert seat.sent_to == [QueueWanted(QueueView.FOLLOWED)]


def test_nobody_else_hears_of_my_cases(embedded_centre, bell_of, clock, qtbot):
    case_id = at_work(embedded_centre)
    embedded_centre.do("dispatcher", follow_cases, (case_id,))
    clock.advance(timedelta(minutes=1))
    embedded_centre.finish(case_id)

    seat, _ = bell_of(FollowBell, "director")

    assert seat.told == []


def test_a_key_reminds_from_the_panel_and_says_when_one_may_again(
    embedded_centre, dialog_of, qtbot
):
    case_id = at_work(embedded_centre)
    seat, panel, dialog = dialog_of(case_id, EventKind.REMINDED, "dispatcher")
    dialog.note.setPlainText("反映人又来电")

    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.card.events[-1].kind is EventKind.REMINDED)
    qtbot.waitUntil(lambda: seat.sentences == ["1124-0001 已催办"])
    panel.take_key("B")

    qtbot.waitUntil(lambda: len(seat.sentences) > 1)
    assert seat.sentences[-1] == "不能催办：您刚催过，2026-11-24 16:05 以后再催。"


def test_the_star_in_the_head_of_the_panel_follows_the_case(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    _, panel = panel_of(case_id)

    QTest.mouseClick(panel.head.star, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.card.is_followed)
    on = panel.head.star.accessibleName()
    QTest.mouseClick(panel.head.star, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not panel.card.is_followed)
    assert (on, panel.head.star.accessibleName()) == ("不再关注 *", "关注 *")
