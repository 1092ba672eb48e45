"""督办月报: a click on a number opens its list, the table leaves as a file."""

import csv

import pytest

from app.cases.queries.supervision_figures import month_of
from tests.app.cases.test_supervision import issued, reply
from ui.cases.supervision.figures_page import FiguresPage
from ui.cases.supervision.page import SheetsPage
from ui.core.targets import SheetsWanted


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the page of the month; one sheet was answered in time, another not at all."""
    reply(embedded_centre, issued(embedded_centre))
    issued(embedded_centre)

    def opened():
        seat = sit(embedded_centre, "director")
        page = show(FiguresPage(seat.desk))
        qtbot.waitUntil(lambda: page.model.rowCount() == 1)
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def test_a_number_opens_the_sheets_it_counts(embedded_centre, page_of, show, qtbot):
    seat, page = page_of()
    column = [each.key for each in page.columns].index("in_time")

    def click() -> bool:
        """Click, also while news has the table read anew."""
        page.table.clicked.emit(page.model.index(0, column))
        return bool(seat.sent_to)

    qtbot.waitUntil(click)
    (target,) = seat.sent_to
    since, until = month_of(page.month.value())
    assert target == SheetsWanted(
        unit_id=embedded_centre.units["municipal"],
        unit="市政养护站",
        since=since,
        until=until,
        in_time=True,
        title="2026-11 市政养护站：按时答复 1 份",
    )
    listed = show(SheetsPage(seat.desk))
    listed.show_target(target)
    qtbot.waitUntil(lambda: listed.model.rowCount() == 1)
    qtbot.waitUntil(seat.settled)
    assert listed.strip.text == "2026-11 市政养护站：按时答复 1 份"


def test_the_table_leaves_as_a_file_as_it_is_shown(page_of, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("ui.cases.supervision.figures_page.open_with_system", lambda _: None)
    seat, page = page_of()
    path = tmp_path / "月报.csv"

    page.write(path)

    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(seat.settled)
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["单位", "签发"]
    assert rows[1][:2] == ["市政养护站", "2"]
