"""An incident through the windows: from the first call to the after-action report."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.command.forces.rules import RollMark, UnitAnswer
from app.command.incidents.queries import incidents
from app.command.posture.rules import PostureLevel
from tests.factories.centre import MADE
from tests.factories.command import MINUTE, X, Y, on_duty, planned
from tests.factories.seats import choose_from, press, words_of
from tests.factories.seats import sit as sit
from ui.command.board_page import BoardPage
from ui.command.posture_chip import PostureChip
from ui.command.today_card import CommandCard
from ui.core.segmented import Choice
from ui.core.targets import CaseWanted


@pytest.fixture
def office(embedded_centre):
    """A plan, three units on duty, and a case."""
    centre = embedded_centre
    planned(centre)
    for name, north in (("街口商铺", 2), ("滨河小学", 5)):
        on_duty(centre, name, north, kit="手电、绳")
    on_duty(centre, "流动组", longitude=None, latitude=None)
    return centre


def opened(office, sit, actor, at):
    seat = sit(office.database, office.actor(actor), at=at)
    page = BoardPage(seat.desk)
    page.seat = seat
    seat.show(page)
    page.seat.wait(lambda: page.known is not None)
    return page


def entry(page, call, words):
    """Take one of the things that may be done with a unit."""
    found = {each.title: each for each in page.units.entries(page.detail, call)}
    found[words].run()
    page.seat.settle()


def sees(page, part, words):
    """Wait until words stand there: what is read anew is laid out a moment later."""
    page.seat.wait(lambda: words in words_of(part))


def call_of(page, number):
    return next(call for call in page.detail.calls if call.number == number)


def test_from_the_first_call_to_the_report_after_it(office, sit):
    case = office.register(longitude=X, latitude=Y)
    page = opened(office, sit, "dispatcher", "desk")
    director = opened(office, sit, "director", "room")
    seat = page.seat
    _begin(page, office, case)
    seat.wait(lambda: page.detail is not None)
    sees(page, page.near, "街口商铺")
    sees(page, page.near, "没有位置")
    assert [mark.words for mark in page.map.marks] == ["A", "B"]
    page.map.grab()

    page.near.call_all()
    seat.wait(lambda: len(page.detail.held) == 2)
    entry(page, call_of(page, 1), "到场了")
    page.units._coming(call_of(page, 2))
    seat.save(page.units.dialog)
    seat.wait(lambda: call_of(page, 2).answer is UnitAnswer.COMING)
    assert call_of(page, 1).arrived_at is not None
    page.roll.grab()
    assert "在途" in page.roll.words_of(call_of(page, 2))

    director.seat.wait(lambda: director.detail is not None)
    director.call_roll()
    seat.wait(lambda: page.detail.rolled_at is not None)
    later = MADE.now() + 16 * MINUTE
    page.roll.tick(later)
    assert page.roll.mark(call_of(page, 1)) is RollMark.LOST
    entry(page, call_of(page, 1), "应答点名")

    _work(page)
    _order(director, office, sit)
    page.end()
    seat.save(page.dialog)
    assert "先放回" in words_of(page.dialog)
    page.dialog.reject()
    for number in (1, 2):
        entry(director, call_of(director, number), "放回")
    seat.wait(lambda: not page.detail.held)
    page.end()
    page.dialog.words.setPlainText("水退，恢复通行")
    seat.save(page.dialog)
    seat.wait(lambda: page.known.board.going == ())
    page.show_incident(page.known.board.ended[0].id)
    seat.wait(lambda: page.detail is not None and page.detail.ended_at is not None)
    assert not page.head.end_button.isVisible()
    page._to_case()
    assert seat.sent_to == [CaseWanted(case)]
    page.dialog = None
    page.print_out()
    seat.wait(lambda: page.dialog is not None)
    assert "处置总结" in page.dialog.windowTitle()


def _begin(page, office, case):
    page.begin()
    form = page.dialog
    choose_from(form.case, "滨河路", page.seat)
    form.titled.setText("滨河路一带内涝")
    assert form.plan.currentText() == "防汛预案 2026-02 版"
    page.seat.save(form)


def _work(page):
    seat = page.seat
    first = next(line for line in page.tasks.findChildren(object) if hasattr(line, "steps"))
    press(first.steps()["做完"])
    seat.wait(lambda: page.tasks.title.text() == "清单做完 1/3")
    page.figure()
    page.dialog.named.setEditText("已转移")
    page.dialog.amount.setValue(37)
    page.dialog.has_wanted.setChecked(True)
    page.dialog.wanted.setValue(41)
    seat.save(page.dialog)
    page.note()
    page.dialog.words.setPlainText("水深 42 厘米")
    seat.save(page.dialog)
    page.add_task()
    page.dialog.titled.setText("沙袋 400 只")
    seat.save(page.dialog)
    seat.wait(lambda: len(page.detail.tasks) == 4 and page.detail.figures)
    seat.wait(lambda: "37 / 41" in words_of(page.head))
    page.report()
    draft = page.dialog.words.toPlainText()
    assert "水深 42 厘米" in draft
    assert "已转移：37/41" in draft
    seat.save(page.dialog)
    seat.wait(lambda: len(page.detail.reports) == 1)
    sees(page, page.story, "水深 42 厘米")
    card = seat.show(CommandCard(seat.desk))
    seat.wait(lambda: "1 件突发事件进行中" in words_of(card))


def _order(page, office, sit):
    page.order()
    form = page.dialog
    page.seat.wait(lambda: "现在是平时" in form.follows.text())
    form._add_kind(Choice("C01-003", "井盖"))
    form.level.chosen.emit(PostureLevel.III)
    page.seat.wait(lambda: "井盖" in form.follows.text() and form.percent.value() == 75)
    form.save()
    assert "请写明为什么转换" in words_of(form)
    form.reason.setText("暴雨红色预警")
    page.seat.save(form)
    page.seat.wait(lambda: page.known.board.posture.level is PostureLevel.III)
    sees(page, page.strip, "战时 III 级")
    chip = page.seat.show(PostureChip(page.seat.desk))
    page.seat.wait(chip.button.isVisible)
    assert chip.button.text() == "战时 III 级"


def test_whoever_only_reads_sees_it_and_is_offered_nothing(office, sit):
    page = opened(office, sit, "leader", "leader")
    assert page.stack.currentIndex() == 0
    assert not page.strip.new_button.isVisible()
    assert not page.strip.order_button.isVisible()
    page.begin()
    page.order()
    assert page.dialog is None
    QTest.keyClick(page, Qt.Key.Key_N)
    assert page.dialog is None
    with office.database.reading() as session:
        assert incidents(session, office.actor("leader")) == ()
