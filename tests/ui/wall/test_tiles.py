"""Tiles tell the truth: how old it is, that it is old, and what they cannot show."""

import math
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app.command.forces.rules import UnitAnswer
from app.command.incidents.rules import EntrySort
from app.command.posture.rules import PostureLevel
from app.command.rules import IncidentKind
from app.command.wall.figures import (
    Area,
    CentreState,
    CommunityLoad,
    DueWeek,
    Ground,
    IncidentState,
    MonthRates,
    Place,
    Places,
    Reading,
    Stream,
)
from app.command.wall.scenes import scenes
from app.command.wall_state import WallEntry, WallIncident, WallPosture, WallUnit
from app.core.errors import DatabaseUnreachable
from tests.ui.wall.conftest import NOW, PULSE, STANDING, picture
from ui.core.theme import load
from ui.wall.findings import finding
from ui.wall.flow_tile import GAP, LINE, apart
from ui.wall.ground_paint import camera_for, turn_inward
from ui.wall.ink import number
from ui.wall.number_tile import figure_size
from ui.wall.number_words import NUMBERS, percent, span
from ui.wall.scene_view import SceneView
from ui.wall.tiles import KINDS, make_tile

SQUARE = (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),)
FLOOD = WallIncident(
    "i", IncidentKind.FLOOD, None, None, NOW - timedelta(minutes=49), 9, 4, is_rehearsal=False
)
NOWHERE = WallUnit("i", 7, None, None, UnitAnswer.COMING, NOW - timedelta(minutes=16))
GROUND = Ground((Area("1", "和平社区", False, SQUARE, (0.5, 0.5)),), ())


@pytest.fixture
def view(feed, qtbot):
    made = SceneView(feed)
    qtbot.addWidget(made)
    made.resize(960, 540)
    return made


def tile_of(feed, qtbot, show):
    made = make_tile(show, feed)
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def test_a_tile_says_how_old_its_figures_are_and_greys_after_twice_their_rhythm(feed, qtbot, clock):
    tile = tile_of(feed, qtbot, "late")
    clock.set(NOW + timedelta(seconds=8))
    assert (tile.age(), tile.is_old) == ("8 秒前", False)
    fresh = picture(tile).toImage()

    clock.set(NOW + timedelta(seconds=31))

    assert (tile.age(), tile.is_old) == ("14:05 的数", True)
    assert tile.why_old() == "1 分钟没更新"
    assert picture(tile).toImage() != fresh


def test_the_database_gone_is_said_on_every_tile_and_the_last_truth_stays(feed, view, clock):
    view.show_scene(scenes()[0])
    feed._miss(Reading.STANDING, DatabaseUnreachable(where="x"))

    tile = view.tiles[0]
    assert tile.is_old
    assert "断开前" in tile.why_old()
    assert tile.snapshot.value == STANDING
    assert "连不上数据库" in view._lost_words()
    clock.advance(timedelta(minutes=10))
    assert all(each.is_old for each in view.tiles if each.snapshot is not None)


def test_figures_of_a_moment_to_come_are_not_taken_for_fresh(feed, qtbot):
    feed.put(Reading.STANDING, STANDING, NOW + timedelta(minutes=9))
    tile = tile_of(feed, qtbot, "late")

    assert tile.is_old
    assert "时间在前头" in tile.age()


@pytest.mark.parametrize(
    ("value", "told"),
    [(3, "3"), (1234567, "1,234,567"), (2.5, "2.5"), (math.nan, "—"), (-4, "—"), (None, "—")],
)
def test_what_is_no_figure_is_a_dash(value, told):
    assert number(value) == told


def test_shares_and_spans_are_words():
    assert [percent(each) for each in (0.985, 1.0, math.nan, -1, None)] == [
        *("98.5", "100", "—", "—", "—"),
    ]
    assert [span(timedelta(minutes=m)) for m in (-5, 25, 90, 1620)] == [
        *("0 分", "25 分", "1 时 30 分", "1 日 3 时"),
    ]


@pytest.mark.parametrize("show", [*KINDS, *NUMBERS, "camera", "nonsense"])
def test_every_kind_of_tile_paints_before_anything_was_read_and_with_odd_figures(feed, qtbot, show):
    tile = tile_of(feed, qtbot, show)
    picture(tile)
    odd = replace(STANDING, late=-3, open=0, oldest=None, next=None, ahead=4)
    feed.put(Reading.STANDING, odd, NOW)
    feed.put(Reading.PULSE, replace(PULSE, low=(), high=(), usual_so_far=None), NOW)
    feed.put(Reading.DUE, DueWeek((NOW.date(),) * 7, ((0,) * 24,) * 7), NOW)
    feed.put(Reading.RATES, MonthRates(2, None, None, math.nan), NOW)
    feed.put(Reading.FLOW, (Stream("来电", "", few=True, result="strange", cases=-1),), NOW)
    feed.put(Reading.HOLDING, (), NOW)
    feed.put(Reading.STATE, CentreState(WallPosture(), ()), NOW)
    feed.put(Reading.INCIDENT, IncidentState((FLOOD,), (NOWHERE,)), NOW)

    assert not picture(tile).isNull()
    assert tile.title()


def test_ten_thousand_cases_on_one_spot_are_one_mark_and_a_count(feed, qtbot):
    many = (Place(0.5, 0.5, is_urgent=False, is_late=True, is_dim=False),) * 10_000
    feed.put(Reading.GROUND, GROUND, NOW)
    feed.put(Reading.PLACES, Places(many, (CommunityLoad("1", 10_000, 10_000),), more=True), NOW)
    tile = tile_of(feed, qtbot, "map")
    tile.resize(800, 600)

    image = picture(tile).toImage()

    assert len(tile._spots) == 1
    assert tile.title() == "和平最密"
    over = QColor(load("wall").colors.over)
    assert any(image.pixelColor(x, y) == over for x in range(380, 560) for y in range(250, 400))


def test_the_sentence_of_a_scene_says_what_it_finds(feed):
    assert finding("day", feed) == "今天 39 件，比往常多；3 件超时要清"
    feed.put(Reading.STANDING, replace(STANDING, came=15, late=0), NOW)
    assert finding("day", feed) == "今天 15 件，和往常一样；没有超时"
    assert finding("nonsense", feed) == ""


def test_numbers_with_a_unit_are_as_large_as_each_other_however_few_digits_they_have(qapp):
    sizes = [figure_size(each, "%", 420, 560) for each in ("1.3", "98.5", "100", "0")]
    assert len(set(sizes)) == 1
    assert figure_size("12,345", "%", 420, 560) < sizes[0]


def test_the_map_of_an_incident_at_the_border_looks_inward_and_keeps_the_incident_in_view():
    street = (0.0, 0.0, 1.0, 1.0)
    for x, wanted in ((0.0, 0.3), (1.0, 0.7), (0.5, 0.5)):
        camera = camera_for((x - 0.1, 0.4, x + 0.1, 0.6), QRectF(0, 0, 1000, 1000))
        turn_inward(camera, street)
        assert camera.to_px((x, 0.5)).x() == pytest.approx(wanted * 1000, abs=1)
        assert camera.to_px((x, 0.5)).y() == pytest.approx(500, abs=1)


def test_names_beside_thin_bars_of_the_flow_do_not_touch_each_other():
    body = QRectF(0, 0, 100, 400)
    placed = apart([100, 200, 385, 393, 399], body)
    assert placed[:2] == [100, 200], "what has room stays beside its bar"
    steps = [low - high for high, low in pairwise(placed)]
    assert min(steps) >= LINE
    assert placed[-1] + LINE / 2 <= body.bottom() + GAP


def test_a_wide_screen_has_places_of_its_own(view):
    view.show()
    view.show_scene(scenes()[0])
    before = view.tiles[0].geometry()
    view.resize(2880, 540)

    assert view.is_wide
    assert view.tiles[0].geometry().height() > before.height()
    assert view.scale == 0.5


def test_an_emergency_is_unmistakable_and_a_lost_unit_is_said_in_words(feed, view, qtbot):
    roll_call = tile_of(feed, qtbot, "roll_call")
    feed.put(Reading.INCIDENT, IncidentState((FLOOD,), (NOWHERE,)), NOW)
    view.show()
    view.show_scene(next(scene for scene in scenes() if scene.name == "incident"))
    calm = picture(view).toImage()
    feed.put(Reading.STATE, CentreState(WallPosture(PostureLevel.III, since=NOW), ()), NOW)

    assert picture(view).toImage() != calm
    assert finding("incident", feed) == "防汛：任务做完 4 / 9，1 组失联"
    assert roll_call._missing({7: roll_call.mark(NOWHERE)})[0] == "7 号失联"
    timeline = tile_of(feed, qtbot, "timeline")
    entries = (
        WallEntry("i", EntrySort.ANSWERED, NOW, 2),
        WallEntry("other", EntrySort.NOTE, NOW, 1),
        WallEntry("i", EntrySort.OPENED, NOW - timedelta(minutes=49), 1),
    )
    happened = IncidentState((FLOOD,), (NOWHERE,), entries)
    assert timeline.lines(happened) == [("14:05", "应答 2 次"), ("13:16", "启动")]
    feed.put(Reading.INCIDENT, happened, NOW)
    assert not picture(timeline).isNull()
    feed.put(Reading.INCIDENT, IncidentState((), ()), NOW)
    assert finding("incident", feed) == "现在没有突发事件"
