"""What people are told, when nobody can show it yet, and how they undo."""

import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.core.errors import Conflict, DatabaseUnreachable
from ui.core.controls import Button
from ui.core.notice_bar import MOST, NoticeBar
from ui.core.notices import UNDO_S, Act, Notice, NoticeKind, explain

OFFLINE = Notice("offline", NoticeKind.OFFLINE, "还能登记。", lead="断网了。")


@pytest.fixture
def bar(qtbot, notices):
    made = NoticeBar(notices)
    qtbot.addWidget(made)
    return made


def words(strip):
    return strip.findChild(QLabel).text()


def press(strip, title):
    [button] = [b for b in strip.findChildren(Button) if b.text().startswith(title)]
    button.click()


def test_what_is_said_before_there_is_a_window_is_shown_by_it(qtbot, notices):
    notices.tell("草稿已存")
    notices.post(OFFLINE)

    bar = NoticeBar(notices)
    qtbot.addWidget(bar)

    assert [strip.notice.text for strip in bar.strips()] == ["还能登记。", "草稿已存"]
    assert bar.isVisibleTo(None)


def test_an_empty_bar_takes_no_room(bar):
    assert bar.isHidden()


def test_a_known_error_is_its_sentence(bar, notices):
    notices.report(Conflict())

    [strip] = bar.strips()
    assert "刷新" in words(strip)
    assert strip.notice.kind is NoticeKind.ERROR


def test_an_unknown_error_is_a_number_to_be_read_out(bar, notices, caplog):
    notices.report(ZeroDivisionError("secret"))

    [strip] = bar.strips()
    press(strip, "复制")
    number = QGuiApplication.clipboard().text().split()[0]
    assert len(number) == 6
    assert number in words(strip)
    assert "secret" not in words(strip)
    assert number in caplog.text


def test_an_explained_error_can_be_shown_in_place():
    assert explain(Conflict()).detail.startswith("core.conflict")


def test_errors_may_be_reported_from_any_thread(qtbot, bar, notices):
    thread = threading.Thread(target=notices.report, args=(Conflict(),))
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: len(bar.strips()) == 1)


def test_that_nobody_answers_is_said_once(bar, notices):
    for _ in range(3):
        notices.report(DatabaseUnreachable(where="127.0.0.1"))

    [strip] = bar.strips()
    assert "连不上数据库" in words(strip)


def test_being_offline_stands_first_and_says_alone_that_nobody_answers(bar, notices):
    notices.report(DatabaseUnreachable(where="127.0.0.1"))
    notices.report(Conflict())

    notices.post(OFFLINE)
    notices.report(DatabaseUnreachable(where="127.0.0.1"))

    offline, conflict = bar.strips()
    assert offline.notice == OFFLINE
    assert "刷新" in words(conflict)
    notices.withdraw(OFFLINE.key)
    notices.report(DatabaseUnreachable(where="127.0.0.1"))
    assert "连不上数据库" in words(bar.strips()[-1])


def test_a_lasting_condition_is_said_once_and_taken_back(bar, notices):
    notices.post(OFFLINE)
    notices.post(OFFLINE)
    assert len(bar.strips()) == 1

    notices.withdraw("offline")

    assert bar.strips() == ()
    assert bar.isHidden()


def test_a_condition_that_ended_before_the_window_is_not_shown(qtbot, notices):
    notices.post(OFFLINE)
    notices.withdraw("offline")

    assert notices.attach() == ()


def test_undo_runs_once_and_takes_the_strip_away(bar, notices):
    undone = []
    notices.offer_undo("3 件已转派城管执法队", lambda: undone.append(1))

    [strip] = bar.strips()
    press(strip, "撤回")

    assert undone == [1]
    assert bar.strips() == ()


def test_the_way_back_closes_after_a_countdown_in_words(bar, notices):
    notices.offer_undo("3 件已转派城管执法队", lambda: None)
    [strip] = bar.strips()
    [button] = [b for b in strip.findChildren(Button) if b.text()]
    assert button.text() == f"撤回 {UNDO_S} 秒"

    strip._count_down()
    assert button.text() == f"撤回 {UNDO_S - 1} 秒"
    for _ in range(UNDO_S - 1):
        strip._count_down()

    assert bar.strips() == ()


def test_an_error_stays_until_it_is_closed(qtbot, bar, notices):
    notices.report(Conflict())
    [strip] = bar.strips()

    assert not strip._second.isActive()
    [close] = [b for b in strip.findChildren(Button) if not b.text()]
    close.click()
    assert bar.strips() == ()


def test_words_are_never_taken_for_markup(bar, notices):
    notices.tell("<b>1 & 2</b>")

    assert "&lt;b&gt;1 &amp; 2" in words(bar.strips()[0])


def test_many_strips_give_way_to_newer_ones_but_conditions_stay(bar, notices):
    notices.post(OFFLINE)
    for number in range(MOST + 3):
        notices.tell(f"第 {number} 条")

    texts = [strip.notice.text for strip in bar.strips()]
    assert texts[0] == "还能登记。"
    assert len(texts) == MOST + 1
    assert texts[-1] == f"第 {MOST + 2} 条"


def test_an_offer_can_carry_its_own_act(bar, notices):
    ran = []
    notices.post(
        Notice("c", NoticeKind.INFO, "比一比再存。", act=Act("对比", lambda: ran.append(1)))
    )

    press(bar.strips()[0], "对比")

    assert ran == [1]


def test_after_the_window_is_gone_words_are_kept_again(bar, notices):
    notices.detach()
    notices.tell("还在")

    assert [notice.text for notice in notices.attach()] == ["还在"]
