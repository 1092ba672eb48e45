"""The cards of the Today page: one reading of the day, kept true."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.actions.families import Joining, merge_cases
from ui.cases.today import TODAY
from ui.cases.today.reading import TodayReading
from ui.cases.today.tiles import Tile


@pytest.fixture
def day(embedded_centre, sit, show, settle):
    """Return the dispatcher's cards, shown and filled, and the readings that came."""
    seat = sit(embedded_centre, "dispatcher")
    readings = []
    seat.desk.shared(TodayReading).arrived.connect(readings.append)
    page = QWidget()
    column = QVBoxLayout(page)
    for part in TODAY:
        column.addWidget(part.build(seat.desk))
    show(page)
    settle(seat)
    return seat, page, readings


def spoken(page, name):
    return page.findChild(Tile, f"tile.{name}").accessibleName()


def test_the_first_page_is_read_once_for_all_cards(day):
    _, page, readings = day

    assert len(readings) == 1
    assert spoken(page, "registered") == "待分流 0，没有在等的"


def test_a_change_is_read_once_and_seen_on_every_card(day, embedded_centre, qtbot):
    seat, page, readings = day

    embedded_centre.register()
    qtbot.waitUntil(lambda: len(readings) == 2 and seat.settled())

    assert spoken(page, "registered").startswith("待分流 1，")
    assert spoken(page, "new_today").startswith("今日新增 1，")
    assert len(readings) == 2


def test_a_hidden_page_reads_when_it_is_shown_again(day, embedded_centre, qtbot, settle):
    seat, page, readings = day
    page.hide()

    embedded_centre.register()
    settle(seat)
    assert len(readings) == 1

    page.show()
    qtbot.waitUntil(lambda: len(readings) == 2)


def test_a_tile_says_how_many_matters_the_reports_are(embedded_centre, day, qtbot):
    centre, (_, page, _) = embedded_centre, day
    lead, case_id = centre.register(), centre.register()
    joining = (Joining(case_id, centre.version(case_id)),)
    centre.do("dispatcher", merge_cases, lead, joining, "")

    qtbot.waitUntil(lambda: spoken(page, "new_today").startswith("今日新增 · 合 1 事 2，"))
