"""Red compounds at the desk: sides, a station, a matter gone through step by step, what leaves."""

import pytest

from app.party.compounds.queries import compounds_page
from app.party.compounds.rules import CommitteeKind
from app.territory.rules import PlaceKind
from tests.factories.compounds import placed
from tests.factories.lists import with_party
from tests.factories.party import TODAY, line
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.core.segmented import Choice
from ui.party.compounds.page import CompoundsPage


@pytest.fixture
def office(embedded_centre):
    """A branch, a compound and a station."""
    branch = line(embedded_centre)[2]
    with_party(embedded_centre)
    placed(embedded_centre, "安居苑")
    station = placed(embedded_centre, "南塘党群服务站", PlaceKind.SERVICE_STATION)
    embedded_centre.people["branch"], embedded_centre.people["station"] = branch, station
    return embedded_centre


def opened(office, sit, actor="party"):
    seat = sit(office.database, office.actor(actor))
    page = CompoundsPage(seat.desk)
    page.seat = seat
    seat.show(page)
    return page


def known(office):
    with office.database.reading() as session:
        told = {"today": TODAY, "red_percent": 50}
        return compounds_page(session, office.actor("party"), **told).rows[0]


def test_sides_station_and_matter_are_put_down_and_the_table_leaves_as_a_file(
    office, sit, tmp_path
):
    page = opened(office, sit)
    page.seat.wait(lambda: page.panel.row)
    assert "没有服务站" in words_of(page.panel)
    page.keep()
    form = page.dialog
    form.branch.set_choice(Choice(office.people["branch"], "南塘第二网格党支部"))
    form.committee.set_value(CommitteeKind.OWNERS)
    form.seats.setValue(5)
    form.members.setValue(6)
    form.save()
    assert "党员不能比委员多" in words_of(form)
    form.members.setValue(3)
    page.seat.save(form)
    page.seat.wait(lambda: page.panel.row.red)
    page.serve()
    page.dialog.station.set_choice(Choice(office.people["station"], "南塘党群服务站"))
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.bar.count_text == "1/1 个小区，100.0 %")
    page.begin()
    page.dialog.named.setText("加装电梯")
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.panel.matters.rows() and page.panel.row.matters == 1)
    lines = page.panel.matters.rows()[0]
    button = next(b for b in lines.findChildren(type(page.panel.keep_button)) if b.text() == "办了")
    press(button)
    page.dialog.note.setText("同意 28 户")
    page.seat.save(page.dialog)
    page.seat.wait(lambda: "同意 28 户" in words_of(page.panel))
    path = tmp_path / "小区.csv"
    page.write(path)
    page.seat.wait(path.exists)
    page.seat.settle()
    assert "业委会，3/5 名党员" in path.read_text("utf-8-sig")
    page.dialog = None
    page.print_out()
    page.seat.wait(lambda: page.dialog is not None)
    assert "覆盖" in page.dialog.windowTitle()
    assert known(office).stations == 1


def test_who_only_reads_is_offered_nothing_and_sees_no_other_street(office, sit):
    page = opened(office, sit, "next_party")
    page.seat.wait(lambda: page.bar.count_text.startswith("0/0"))
    assert page.model.rowCount() == 0
    assert page.panel.row is None
