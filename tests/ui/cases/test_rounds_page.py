"""Rounds at the desk: planned, written down from photos, found on, taken back."""

from datetime import timedelta

import pytest

from app.cases.rounds.actions.plans import PlanDraft, plan_round
from app.cases.rounds.rules import PlanState, Rhythm, RoundKind, Stop
from app.core.clock import local
from tests.factories.centre import GRID, MADE
from tests.factories.files import photo
from tests.factories.seats import choose_from, press, words_of
from tests.factories.seats import sit as sit
from ui.cases.patrol.patrol_page import PatrolPage
from ui.cases.rounds.card import RoundsCard
from ui.cases.rounds.page import RoundsPage, RoundsView
from ui.core.segmented import Choice

TODAY = local(MADE.now()).date()
TAKEN = "2026:11:24 13:{minute:02}:00"


@pytest.fixture
def office(embedded_centre):
    """A grid that is to be walked every day."""
    centre = embedded_centre
    walker = (centre.actor("grid_worker").person_id,)
    first = TODAY - timedelta(days=9)
    stops = (Stop("桥头", (113.3001, 40.1)), Stop("后巷"))
    draft = PlanDraft(GRID, RoundKind.WALK, "南塘走巡", Rhythm.DAILY, first, walker, stops)
    centre.do("director", plan_round, draft)
    return centre


def opened(office, sit, actor, page=RoundsPage):
    seat = sit(office.database, office.actor(actor), at=actor)
    made = page(seat.desk)
    made.seat = seat
    seat.show(made)
    return made


def test_a_round_is_written_down_from_photos_and_found_on(office, sit, tmp_path):
    page = opened(office, sit, "grid_worker")
    card = page.seat.show(RoundsCard(page.seat.desk))
    page.seat.wait(lambda: "1 项巡查该走没走" in words_of(card))
    page.seat.wait(lambda: page.panel.record_button.isVisibleTo(page))
    assert "该走没走" in words_of(page.panel)
    assert not page.plan.isVisibleTo(page), "a grid worker plans none"
    files = []
    for minute in (10, 40):
        file = tmp_path / f"{minute}.jpg"
        at = TAKEN.format(minute=minute)
        file.write_bytes(photo(taken=at, place=(113.3, 40.1)))
        files.append(file)
    page.record_one()
    page.dialog.bring_in(files)
    page.seat.wait(lambda: "2 处有位置" in page.dialog.told.text())
    assert "点位 1 个" in page.dialog.told.text()
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.plans.rows[0].standing.state is PlanState.DONE)
    page.seat.wait(lambda: "没有要走的巡查" in words_of(card))
    page.show_view(RoundsView.MADE)
    page.seat.wait(lambda: page.made.rows)
    row = page.made.rows[0]
    assert (row.points, row.visited, row.stops) == (2, ("桥头",), 2)
    page.seat.wait(lambda: page.panel.find_button.isVisibleTo(page))
    press(page.panel.find_button)
    patrol = page.seat.show(PatrolPage(page.seat.desk))
    page.seat.wait(lambda: patrol.round.key() == row.id)
    finding = patrol.rows[0]
    finding.kind.set_choice(Choice("C01-003", "雨水井盖"))
    finding.region.set_choice(Choice(GRID, "南塘第二网格"))
    finding.text.setText("井盖翘起")
    patrol.register_all()
    page.seat.wait(lambda: page.made.rows and page.made.rows[0].findings == 1)
    page.seat.wait(lambda: "井盖翘起" in words_of(page.panel.cases))
    page.drop_one()
    page.dialog.why.setPlainText("日期记错了")
    page.seat.save(page.dialog)
    page.seat.wait(lambda: "日期记错了" in words_of(page.panel))


def test_a_round_is_planned_changed_and_ended_and_covered_beside_due_is_read(office, sit):
    page = opened(office, sit, "director")
    page.plan_one()
    form = page.dialog
    page.seat.save(form)
    assert "认得出的名称" in words_of(form)
    form.name.setText("滨河路轮巡")
    form.kind.set_value(RoundKind.CAMERA)
    choose_from(form.region, "南塘", page.seat)
    choose_from(form.person, "邓秋霞", page.seat)
    form.stops.setPlainText("路口东\n路口西 113.3,40.1")
    page.seat.save(form)
    page.seat.wait(lambda: len(page.plans.rows) == 2)
    table = page.tables[RoundsView.PLANS]
    mine = next(row for row in page.plans.rows if row.kind is RoundKind.CAMERA)
    assert [stop.point for stop in mine.stops] == [None, (113.3, 40.1)]
    table.selectRow(page.plans.position_of(mine.id))
    page.change_one()
    page.dialog.rhythm.set_value(Rhythm.WEEKLY)
    press(page.dialog.clear)
    page.seat.save(page.dialog)
    page.seat.wait(lambda: any(r.rhythm is Rhythm.WEEKLY and not r.people for r in page.plans.rows))
    page.end_one()
    press(page.dialog.do_button)
    page.seat.wait(lambda: len(page.plans.rows) == 1)
    for view in (RoundsView.MADE, RoundsView.GRIDS, RoundsView.PEOPLE):
        page.next_view()
        assert page.shown is view
        page.seat.settle()
    page.seat.wait(lambda: page.people.rows)
    (row,) = page.people.rows
    assert (row.name, row.tally.planned, row.tally.done) == ("邓秋霞", 7, 0)
    assert "该走 7 次，走到 0 次" in page.foot.text


def test_a_recorded_track_fills_in_when_and_where_and_what_was_passed(office, sit, tmp_path):
    page = opened(office, sit, "grid_worker")
    page.seat.wait(lambda: page.panel.record_button.isVisibleTo(page))
    page.record_one()
    form, file = page.dialog, tmp_path / "走一圈.gpx"
    file.write_text("<gpx></gpx>", "utf-8")
    form.bring_in([file])
    page.seat.wait(lambda: "GPX" in form.told.text())
    at = '<trkpt lat="40.1" lon="113.3"><time>2026-11-24T0{hour}:10:00Z</time></trkpt>'
    walked = "".join(at.format(hour=hour) for hour in (1, 2))
    file.write_text(f"<gpx><trk><trkseg>{walked}</trkseg></trk></gpx>", "utf-8")
    other = tmp_path / "再走.gpx"
    other.write_text(f"<gpx><trk><trkseg>{at.format(hour=3)}</trkseg></trk></gpx>", "utf-8")
    form.bring_in([file, other, tmp_path / "门口.jpg"])
    page.seat.wait(lambda: "轨迹 3 个点，经过的点位 1 个" in form.told.text())
    assert "2 个文件合成一条轨迹" in form.told.text()
    assert "另外 1 个文件没有读" in form.told.text()
    assert form.begin.text() == "2026-11-24 09:10"
    page.seat.save(form)
    page.show_view(RoundsView.MADE)
    page.seat.wait(lambda: page.made.rows)
    assert (page.made.rows[0].points, page.made.rows[0].visited) == (3, ("桥头",))
    page.seat.settle()
