"""Notices out on screen: whether anything goes out, templates checked while typed, the log."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.notice_templates import TemplateDetails, save_template
from app.cases.notice_rules import Audience
from app.cases.notice_service import send_notices
from app.cases.queries.notices import templates
from app.cases.rules import EventKind
from app.core.gateways.channels import Channel
from tests.factories.gateways import fake_gateway, write_gateways
from tests.factories.paths import finished
from ui.cases.aids.notice_dialog import NoticeDialog
from ui.cases.aids.notices_page import NoticesPage
from ui.cases.notice_lines import notice_lines
from ui.cases.panel_source import read_panel


@pytest.fixture
def opened(embedded_centre, sit, show, qtbot):
    """Open the page at the director's desk."""

    def one():
        seat = sit(embedded_centre, "director")
        page = show(NoticesPage(seat.desk))
        page.activateWindow()
        qtbot.waitUntil(lambda: bool(page.says.text()))
        qtbot.waitUntil(seat.settled)
        return seat, page

    return one


def test_without_a_gateway_the_page_says_that_nothing_goes_out(opened):
    _, page = opened()

    assert "没有通道，什么都不发" in page.says.text()


def test_words_are_checked_while_they_are_typed_and_kept(embedded_centre, opened, qtbot):
    seat, page = opened()
    dialog = NoticeDialog(seat.desk, None, page)
    dialog.open()
    dialog.step.set_value(EventKind.FINISHED.value)
    dialog.text.setPlainText("您反映的{phone}已办结")
    assert "不认得" in dialog._text_field.complaint
    dialog.save()
    assert dialog.isVisible()
    dialog.text.setPlainText("您反映的“{title}”已办结，回复请写 {reference}")
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)

    with embedded_centre.database.reading() as session:
        (row,) = templates(session)
    assert (row.step, row.channel) == (EventKind.FINISHED, Channel.SMS)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.chosen() is not None


def test_the_panel_of_a_case_tells_what_went_out(embedded_centre, clock, home, opened):
    with fake_gateway() as fake:
        text = f'[sms]\nurl = "http://127.0.0.1:{fake.port}/"\n'
        write_gateways(home / "jiezhi", text)
        send_notices(embedded_centre.database)
        details = TemplateDetails(EventKind.FINISHED, Audience.CALLER, Channel.SMS, "已办结")
        embedded_centre.do("director", save_template, details)
        case_id = finished(embedded_centre)
        clock.advance(timedelta(minutes=3))
        send_notices(embedded_centre.database)
    seat, page = opened()

    with embedded_centre.database.reading() as session:
        data = read_panel(seat.desk, session, case_id)
    (line,) = notice_lines(data.notices, clock.now())

    assert line.text == "短信给反映人（尾号 6021） 已发"
    assert f"短信 127.0.0.1:{fake.port}" in page.says.text()
