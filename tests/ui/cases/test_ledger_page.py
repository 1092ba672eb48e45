"""The page of the ledger in a real window: reached by key and mouse, recomputed, taken along."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.cases.actions.intake import Intake, receive_case
from app.cases.clock_words import ledger_words
from app.cases.ledger_words import ClockName
from app.cases.queries.ledger import case_ledger
from app.cases.rules import Source
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from tests.factories.centre import GRID
from tests.ui.cases.panels import held, said
from ui.cases.ledger_page import LedgerPage
from ui.cases.queue_page import QueuePage
from ui.core.targets import CaseWanted, LedgerWanted

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the ledger of a case as somebody sees it."""

    def opened(case_id, role: str = "dispatcher"):
        seat = sit(embedded_centre, role)
        page = show(LedgerPage(seat.desk))
        page.show_target(LedgerWanted(case_id))
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def lines(page) -> list[str]:
    return [str(row.line) for row in page.body.table.lines.rows]


def ask_for(qtbot, seat, page, moment) -> None:
    page.body.moment.field.set_moment(moment)
    qtbot.mouseClick(page.body.moment.button, LEFT)
    qtbot.waitUntil(seat.settled)


def waiting(centre, clock):
    """A message nobody has accepted."""
    intake = Intake("路灯不亮", Source.KIOSK, GRID)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper, key = centre.database.state.pepper, new_id()
        return receive_case(uow, intake, pepper, received_at=clock.now(), command_key=key)


# -- the way there and back -------------------------------------------------------------------


def test_the_link_beside_the_counting_sentence_leads_to_it(embedded_centre, panel_of, qtbot):
    case_id = held(embedded_centre)
    seat, panel = panel_of(case_id)

    qtbot.mouseClick(panel.body.ledger_button, LEFT)

    assert seat.sent_to == [LedgerWanted(case_id)]


def test_the_key_l_on_the_queue_leads_to_it(embedded_centre, sit, show, qtbot):
    case_id = held(embedded_centre)
    seat = sit(embedded_centre, "dispatcher")
    page = show(QueuePage(seat.desk))
    qtbot.waitUntil(lambda: page.panel.card is not None)
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_L)

    assert seat.sent_to == [LedgerWanted(case_id)]


def test_the_menu_of_the_panel_offers_it_and_says_why_not(embedded_centre, panel_of, clock):
    case_id = held(embedded_centre)
    _, panel = panel_of(case_id)
    _, other = panel_of(waiting(embedded_centre, clock))

    entries = {entry.title: entry for entry in panel.menu_entries(case_id)}
    refused = {entry.title: entry for entry in other.menu_entries(other.case_id)}

    assert (entries["看时限台账"].key, entries["看时限台账"].why_not) == ("L", "")
    assert refused["看时限台账"].why_not == "受理后开始计时"


def test_escape_leads_back_to_the_case(embedded_centre, page_of, qtbot):
    case_id = held(embedded_centre)
    seat, page = page_of(case_id)

    qtbot.keyClick(page.body.table, Qt.Key.Key_Escape)

    assert seat.sent_to == [CaseWanted(case_id)]


# -- what it shows ----------------------------------------------------------------------------


def test_it_shows_the_lines_the_findings_and_both_clocks(embedded_centre, page_of, clock):
    case_id = held(embedded_centre)
    clock.advance(timedelta(minutes=25))

    _, page = page_of(case_id)

    ledger = page.ledger
    assert lines(page) == [str(line) for line in ledger_words(ledger.segments)]
    assert page.body.headline == str(ledger.headline)
    assert page.body.totals == str(ledger.totals)
    assert page.windowTitle() == f"{ledger.about.name} / 时限台账"
    assert page.body.aloud.text == ledger.aloud
    assert "市政养护站占时 25 分，占 100%" in said(page)
    assert "第 1 版，2026-11-24 公布" in " ".join(page.body.versions.facts.texts())
    assert page.body.handle.shown
    assert not page.body.sign.shown


def test_a_click_or_a_key_on_a_clock_shows_its_ledger(embedded_centre, page_of, qtbot, clock):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    clock.advance(timedelta(minutes=5))
    seat, page = page_of(case_id)

    qtbot.mouseClick(page.body.sign, LEFT)
    qtbot.waitUntil(seat.settled)
    assert page.ledger.clock is ClockName.SIGN
    assert page.body.headline.startswith("签收还剩")

    qtbot.keyClick(page.body.table, Qt.Key.Key_2)
    qtbot.waitUntil(seat.settled)
    assert page.ledger.clock is ClockName.HANDLE

    qtbot.keyClick(page.body.sign, Qt.Key.Key_Return)
    qtbot.waitUntil(seat.settled)
    assert page.body.sign.shown


def test_a_case_nobody_assigned_has_only_one_ledger(embedded_centre, page_of, qtbot):
    seat, page = page_of(embedded_centre.register())

    qtbot.keyClick(page.body.table, Qt.Key.Key_1)
    qtbot.waitUntil(seat.settled)

    assert not page.body.sign.isEnabled()
    assert page.ledger.clock is ClockName.HANDLE


def test_a_message_nobody_accepted_says_so_and_leads_back(embedded_centre, page_of, qtbot, clock):
    case_id = waiting(embedded_centre, clock)
    seat, page = page_of(case_id)

    assert "受理以后才起算时限" in said(page)
    back = next(b for b in page.findChildren(QPushButton) if b.text() == "回到事件")
    qtbot.mouseClick(back, LEFT)
    assert seat.sent_to == [CaseWanted(case_id)]


def test_a_case_out_of_scope_is_not_shown(embedded_centre, page_of):
    _, page = page_of(embedded_centre.register(), "stranger")

    assert "没能算出台账" in said(page)
    assert page.ledger is None


def test_the_page_without_a_case_says_what_to_do(embedded_centre, sit, show):
    seat = sit(embedded_centre, "dispatcher")

    assert "按 L 看它的时限台账" in said(show(LedgerPage(seat.desk)))


# -- another moment ---------------------------------------------------------------------------


def test_an_earlier_moment_is_computed_anew_and_now_comes_back(
    embedded_centre, page_of, qtbot, clock
):
    start = clock.now()
    case_id = held(embedded_centre)
    clock.advance(timedelta(minutes=50))
    seat, page = page_of(case_id)

    ask_for(qtbot, seat, page, start + timedelta(minutes=20))

    assert page.ledger.totals.counted_s == 20 * 60
    assert page.body.moment.said.startswith("那时已计 20 分，剩 ")
    assert page.body.moment.said.endswith("，状态按时。")
    assert "这是按 2026-11-24 14:25 重算的台账" in page.body.then.text
    with embedded_centre.database.reading() as session:
        actor, moment = embedded_centre.actor("dispatcher"), page.ledger.as_of
        told = case_ledger(session, actor, case_id, now=moment)
    assert page.ledger.text() == told.text()

    qtbot.mouseClick(page.body.then_button, LEFT)
    qtbot.waitUntil(seat.settled)
    assert page.ledger.totals.counted_s == 50 * 60
    assert page.body.then.text == ""


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [(-5, "那个时刻还没有开始计时。请选受理之后的时间。"), (500, "还没到那个时刻")],
)
def test_a_moment_that_cannot_be_is_refused_beside_the_field(
    embedded_centre, page_of, qtbot, clock, minutes, sentence
):
    start = clock.now()
    case_id = held(embedded_centre)
    clock.advance(timedelta(minutes=50))
    seat, page = page_of(case_id)
    before = page.ledger

    ask_for(qtbot, seat, page, start + timedelta(minutes=minutes))

    assert page.body.moment.wrong.startswith(sentence)
    assert page.ledger is before
    assert seat.sentences == []

    ask_for(qtbot, seat, page, start + timedelta(minutes=20))
    assert page.body.moment.wrong == ""


# -- keeping up -------------------------------------------------------------------------------


def test_what_somebody_else_does_is_told_at_once(embedded_centre, page_of, qtbot, clock):
    case_id = held(embedded_centre)
    _, page = page_of(case_id)
    clock.advance(timedelta(minutes=30))

    embedded_centre.finish(case_id)

    qtbot.waitUntil(lambda: page.body.headline == "办理用 30 分，没有超时")


def test_what_was_read_stays_while_the_database_is_away(
    embedded_centre, page_of, qtbot, monkeypatch
):
    seat, page = page_of(held(embedded_centre))
    before = lines(page)

    def away(*_, **__):
        raise DatabaseUnreachable

    monkeypatch.setattr("ui.cases.ledger_page.case_ledger", away)
    page.reload()
    qtbot.waitUntil(seat.settled)

    assert lines(page) == before
    assert page.ledger is not None


# -- taking along -----------------------------------------------------------------------------


def test_the_copied_text_has_the_lines_that_are_printed(embedded_centre, page_of, qtbot, clock):
    case_id = held(embedded_centre)
    clock.advance(timedelta(minutes=45))
    seat, page = page_of(case_id)
    printed = [str(line) for line in ledger_words(page.ledger.segments)]

    qtbot.mouseClick(page.body.copy_button, LEFT)

    copied = QGuiApplication.clipboard().text().splitlines()
    start = copied.index(printed[0])
    assert copied[start : start + len(printed)] == printed
    assert copied[1] == page.body.headline
    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert "时限台账已复制" in seat.sentences[0]


def test_what_is_to_be_read_aloud_is_copied_alone(embedded_centre, page_of, qtbot):
    _, page = page_of(held(embedded_centre))

    qtbot.mouseClick(page.body.aloud.copy_button, LEFT)

    assert QGuiApplication.clipboard().text() == page.ledger.aloud


def test_it_is_printed_as_it_is_shown(embedded_centre, page_of, qtbot, clock, tmp_path):
    start = clock.now()
    case_id = held(embedded_centre)
    clock.advance(timedelta(minutes=50))
    seat, page = page_of(case_id)
    ask_for(qtbot, seat, page, start + timedelta(minutes=20))
    opened = []
    page.papers.open_file = lambda path: not opened.append(path)

    with qtbot.waitSignal(page.papers.shown, timeout=20_000) as shown:
        qtbot.mouseClick(page.body.print_button, LEFT)
    (window,) = shown.args
    qtbot.mouseClick(window.open_button, LEFT)

    qtbot.waitUntil(lambda: len(opened) == 1)
    window.close()
    assert opened[0].name == f"时限台账 {page.ledger.about.name} 办理.pdf"
    assert opened[0].read_bytes().startswith(b"%PDF")
