"""Slips of many rows of the queue come as one document, and who got none is told."""

import pytest
from PySide6.QtCore import Qt

from app.cases.actions.refusing import Decline, decline_case
from app.cases.queries.queue import QueueView
from app.cases.rules import DeclineReason
from ui.cases.queue_page import QueuePage
from ui.cases.slip_batch import MOST_TOLD


@pytest.fixture
def queue(embedded_centre, sit, show, qtbot):
    """Open a view of the queue at the dispatcher's and wait for its rows."""

    def opened(view, rows):
        seat = sit(embedded_centre, "dispatcher")
        page = show(QueuePage(seat.desk))
        page.show_view(view)
        qtbot.waitUntil(lambda: len(page.model.rows) == rows)
        page.table.selectAll()
        return seat, page

    return opened


def declined(centre, **given):
    case_id = centre.register(**given)
    order = Decline(case_id, centre.version(case_id), DeclineReason.NOT_OURS, "归供水公司")
    centre.do("dispatcher", decline_case, order)
    return case_id


def test_the_slips_of_the_rows_chosen_are_shown_as_one_file(embedded_centre, queue, qtbot):
    for number in range(3):
        embedded_centre.register(title=f"第 {number} 件")
    seat, page = queue(QueueView.ALL_OPEN, 3)
    opened = []
    page.slips.receipt.open_file = lambda path: not opened.append(path)

    menu = page.table.context_menu()
    entry = next(each for each in menu.actions() if each.text() == "打印这 3 件的回执")

    with qtbot.waitSignal(page.slips.receipt.shown, timeout=20_000) as asked:
        entry.trigger()
    assert seat.sentences == ["正在画 3 份回执…"]
    assert opened == []
    window = asked.args[0]
    assert (len(window.pages), window.thumbs.count()) == (3, 3)
    qtbot.mouseClick(window.open_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(opened) == 1)
    window.close()
    assert opened[0].name.startswith("受理回执 3 份")
    assert opened[0].read_bytes().startswith(b"%PDF")


def test_who_gets_no_slip_is_told_before_the_rest_is_opened(embedded_centre, queue, qtbot):
    embedded_centre.register(title="井盖")
    gone = embedded_centre.register(title="水表")
    _, page = queue(QueueView.ALL_OPEN, 2)
    rows = page.table.chosen_rows()
    order = Decline(gone, embedded_centre.version(gone), DeclineReason.NOT_OURS, "归供水公司")
    embedded_centre.do("dispatcher", decline_case, order)  # at another desk, meanwhile

    with qtbot.waitSignal(page.slips.receipt.shown, timeout=20_000) as asked:
        page.slips.draw(rows)

    window = asked.args[0]
    assert window.windowTitle() == "1 份受理回执"
    words = window.told
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    told = words.text().splitlines()
    assert told[-2] == "1 件没有画成："
    assert told[-1].endswith("水表：这件事没有可打印的受理回执。")
    window.close()


def test_where_no_slip_can_be_drawn_a_sentence_says_why(embedded_centre, queue, qtbot):
    for number in range(MOST_TOLD + 2):
        declined(embedded_centre, title=f"第 {number} 件")
    seat, page = queue(QueueView.DECLINED, MOST_TOLD + 2)

    page.slips.draw(page.table.chosen_rows())

    qtbot.waitUntil(lambda: len(seat.sentences) == 2, timeout=20_000)
    assert seat.sentences[1].startswith("一份回执也没有画成。8 件没有画成：")
    assert seat.sentences[1].endswith("另有 2 件也没有画成。")
