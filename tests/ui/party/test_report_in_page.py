"""The page of dual report-in: slips are scanned, calls answered, files taken in, all counted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.party.report_in.actions.calling_up import CallUpDraft, PostDraft, call_up
from app.party.report_in.actions.registering import (
    ReportDraft,
    confirm_visit,
    register_report_in,
)
from app.party.report_in.queries.rows import ReportView, report_card
from app.party.report_in.rules import CallAnswer, ReportKind, ReportState
from app.party.report_in.signing import new_private_key, public_key, sign
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.seats import press, sit, words_of, write
from ui.core.segmented import Choice
from ui.party.report_in.calls_window import CallsWindow
from ui.party.report_in.dialogs import RegisterDialog
from ui.party.report_in.figures_window import FiguresWindow
from ui.party.report_in.files_window import FilesWindow
from ui.party.report_in.page import ReportInPage

__all__ = ["sit"]


@pytest.fixture
def seated(embedded_centre, sit):
    """Open the page at somebody's desk."""

    def open_(role="officer"):
        seat = sit(embedded_centre.database, embedded_centre.actor(role))
        page = seat.show(ReportInPage(seat.desk))
        seat.settle()
        return seat, page

    return open_


def registered(centre, name="蔡晓峰"):
    draft = ReportDraft(ReportKind.MEMBER, name, "区供电所", COMMUNITY, last4="6021")
    return centre.do("officer", register_report_in, draft)


def card(centre, key):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return report_card(session, centre.actor("officer"), key, now=now).row


def test_somebody_is_registered_and_their_slip_scanned_confirms_the_visit(embedded_centre, seated):
    seat, page = seated()
    assert "没有“待确认”" in words_of(page.table)
    QTest.keyClick(page.table, Qt.Key.Key_N)
    dialog = page.dialog
    assert isinstance(dialog, RegisterDialog)
    press(dialog.do_button)
    assert "请选到社区" in words_of(dialog)
    write(dialog.named, "蔡晓峰")
    write(dialog.unit, "区供电所")
    dialog.community.set_choice(Choice(COMMUNITY, "南塘社区"))
    seat.save(dialog)
    seat.wait(lambda: page.model.rowCount() == 1)
    row = page.model.row_at(0)
    assert row.state is ReportState.REGISTERED

    write(page.scan, "AAAA 2222")
    QTest.keyClick(page.scan, Qt.Key.Key_Return)
    seat.settle()
    assert "不是报到编号" in seat.sentences[-1]
    write(page.scan, f"JZBD:{row.number}")
    QTest.keyClick(page.scan, Qt.Key.Key_Return)
    seat.settle()

    assert card(embedded_centre, row.id).state is ReportState.CONFIRMED
    seat.wait(lambda: page.model.rowCount() == 0)
    seat.settle()
    assert page.panel.card.row.state is ReportState.CONFIRMED
    assert page.panel.shows_record
    page.show_view(ReportView.CONFIRMED)
    seat.settle()
    assert page.model.rowCount() == 1
    with seat.qtbot.waitSignal(page.papers.shown) as shown:
        press(page.panel.slip_button)
    shown.args[0].reject()


def test_who_only_looks_can_neither_register_nor_confirm(embedded_centre, seated):
    registered(embedded_centre)
    _, page = seated("director")

    assert not page.scan.isVisibleTo(page)
    assert not page.panel.confirm_button.isVisibleTo(page.panel)


def test_a_call_up_is_answered_by_keys_and_counted(embedded_centre, seated):
    centre = embedded_centre
    for name in ("蔡晓峰", "姚丽萍"):
        centre.do("officer", confirm_visit, card(centre, registered(centre, name)).number)
    posts = (PostDraft("堤坝巡查", "滨河路", 2),)
    centre.do("officer", call_up, CallUpDraft(STREET, "防汛值守", "Ⅱ级响应", posts))
    seat, page = seated()
    assert "防汛值守：召集 2，应答 0" in page.strip.text
    press(page.calls_button)
    seat.settle()
    window = page.dialog
    assert isinstance(window, CallsWindow)
    window.post.setCurrentIndex(1)
    window.table.selectRow(0)
    QTest.keyClick(window, Qt.Key.Key_1)

    seat.wait(lambda: window.call().counts.get(CallAnswer.YES) == 1)
    assert "要 2 人，有 1 人" in window.says.text()
    press(window.end_button)
    seat.wait(lambda: "已结束" in window.which.currentText())
    assert not window.buttons[CallAnswer.YES].isEnabled()
    window.reject()


def test_figures_say_the_sum_and_leave_as_a_table(embedded_centre, seated, tmp_path):
    registered(embedded_centre)
    seat, page = seated()
    page.show_figures()
    seat.settle()
    window = page.dialog
    assert isinstance(window, FiguresWindow)
    assert window.says.text() == "登记 1 名党员、0 个单位，0 名到社区确认（0%）"
    window.split.set_value("unit")
    window.read()
    seat.settle()
    file = tmp_path / "按单位.csv"
    window.take_out(file)
    seat.settle()
    assert file.read_text("utf-8-sig").splitlines()[1] == "区供电所,1,0,0,0,0,0"
    window.reject()


def test_a_signed_file_is_taken_in_from_a_sender_who_is_trusted(embedded_centre, seated, tmp_path):
    private = new_private_key()
    item = {
        "id": "1",
        "kind": "member",
        "name": "姚丽萍",
        "unit": "区中医院",
        "community": COMMUNITY,
        "registered_at": "2026-11-20T10:00:00+08:00",
    }
    file = tmp_path / "in.json"
    wrong = item | {"id": "2", "name": "柯国良", "community": "1"}
    file.write_text(sign(private, "registrations", [item, wrong]), encoding="utf-8")
    seat, page = seated()
    page.show_files()
    seat.settle()
    window = page.dialog
    assert isinstance(window, FilesWindow)
    window.take(file)
    seat.settle()
    assert "没有登记的来源" in window.says.text()

    window.add_sender()
    write(window.dialog.named, "市先锋平台")
    write(window.dialog.key, public_key(private))
    seat.save(window.dialog)
    window.take(file)
    seat.settle()
    assert "带入 1 条，有误 1 条" in window.says.text()
    assert "柯国良" in words_of(window.refused)
    window.give(tmp_path / "out.json")
    seat.settle()
    assert "1 条结果已写到 out.json" in window.says.text()
    window.reject()
