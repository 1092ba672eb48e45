"""A camera on the wall: opened by an order, said when it does not answer, away when its time is."""

import math
import socket
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from app.command.wall.errors import CameraNotOnWall
from app.command.wall.figures import Reading, WallNews
from app.command.wall.rules import CameraWish, WallOrderRow, WallWish
from app.command.wall.scenes import scenes
from app.core.ids import new_id
from tests.factories.streams import LiveCamera
from tests.ui.wall.conftest import NOW, picture
from ui.parts.video_pane import PaneState
from ui.wall.camera_tile import CameraTile
from ui.wall.incident_tiles import UNIT_RADIUS, IncidentMapTile, apart
from ui.wall.scene_view import SceneView
from ui.wall.wall import Wall

HOUR = timedelta(hours=1)
CAMERA = CameraWish(new_id(), NOW + HOUR, "1")


@pytest.fixture
def asked(feed):
    """What was asked for; an answer is given by hand."""
    made = []
    feed.open_camera = lambda *given: made.append(given)
    return made


@pytest.fixture
def tile(feed, asked, qtbot):
    made = CameraTile(feed)
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.show()
    yield made
    made.set_camera(None)


def test_a_camera_that_never_answers_says_so_in_its_own_tile_and_is_tried_again(tile, asked, qtbot):
    assert tile.age() == ""
    tile.set_camera(CAMERA)
    assert (tile.age(), len(asked)) == ("正在接通", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        tile.pane._answer_s = 0.3
        station, done, _ = asked[0]
        done((station, f"rtsp://127.0.0.1:{silent.getsockname()[1]}/live"))
        assert not tile.is_old
        qtbot.waitUntil(lambda: tile.pane.state is PaneState.WAITING, timeout=5_000)
        assert (tile.is_old, tile.age()) == (True, "没有画面")
        assert "接不通" in tile.pane.words()
        assert not picture(tile).isNull()
        qtbot.waitUntil(lambda: tile.pane.state is PaneState.OPENING, timeout=5_000)
    assert len(asked) == 1, "the address is still good"


def test_the_picture_goes_when_its_time_is_over_whatever_else_fails(tile, asked, clock):
    tile.set_camera(CAMERA)
    tile.set_camera(CameraWish(CAMERA.station_id, NOW + 2 * HOUR, "1"))
    assert len(asked) == 1, "longer, and the same picture"
    clock.set(NOW + 2 * HOUR)
    tile.look()
    assert tile.camera is None
    station, done, failed = asked[0]
    done((station, "rtsp://10.0.0.8/1"))
    failed(CameraNotOnWall())
    assert (tile.pane.state, tile.pane.isHidden()) == (PaneState.EMPTY, True)
    tile.set_camera(CAMERA)
    assert tile.camera is None, "what is over is not opened"


def test_an_address_that_is_not_told_is_said_and_asked_for_again(tile, asked):
    tile.set_camera(CAMERA)
    asked[0][2](CameraNotOnWall())
    assert (tile.is_old, tile._trouble) == (True, "这路画面已经撤下。")
    picture(tile)
    tile.look()
    assert len(asked) == 1, "not at once"
    tile._again = 0.1
    tile.look()
    assert len(asked) == 2


def test_an_order_puts_the_camera_on_its_screen_and_the_screens_tell_of_themselves(
    feed, asked, tmp_path
):
    told = []
    feed.tick = lambda: None
    feed.tell = told.append
    wall = Wall(feed, scenes(), kept=tmp_path / "wall.json")
    wall.begin()
    try:
        wish = WallWish("camera", paused=True, camera=CAMERA)
        feed.put(Reading.NEWS, WallNews((WallOrderRow(0, NOW, wish, None),), ()), NOW)
        (tile,) = (t for t in wall.windows[0].view.tiles if isinstance(t, CameraTile))
        assert tile.camera == CAMERA
        assert [state.scene for (state,) in told] == ["overview", "camera"]
        assert (told[-1][0].screen, "x" in told[-1][0].size) == (1, True)
        feed.put(Reading.NEWS, WallNews((), ()), NOW)
        assert tile.camera is None
    finally:
        wall.end()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # no graphics here
def test_an_incident_has_the_live_picture_beside_its_map_for_as_long_as_it_is_ordered(
    feed, asked, clock, qtbot
):
    view = SceneView(feed)
    qtbot.addWidget(view)
    view.resize(960, 540)
    view.show_scene(next(scene for scene in scenes() if scene.name == "incident"))
    view.show()
    map_ = next(tile for tile in view.tiles if isinstance(tile, IncidentMapTile))
    whole = map_.height()
    assert not any(isinstance(tile, CameraTile) for tile in view.tiles), "no player before"

    view.set_camera(CAMERA)
    (shown,) = (tile for tile in view.tiles if isinstance(tile, CameraTile))
    assert map_ in view.tiles, "what stays is not made anew"
    assert map_.height() < whole * 0.55
    assert not map_.geometry().intersects(shown.geometry())
    camera = LiveCamera()
    try:
        shown.pane._answer_s = 20.0
        asked[0][1]((CAMERA.station_id, camera.address))
        qtbot.waitUntil(lambda: shown.age() == "直播", timeout=30_000)
        seen = picture(shown).toImage()
        middle = QColor(seen.pixel(seen.width() // 2, seen.height() * 2 // 3))
        assert middle.blue() > 120 > middle.red(), "what the camera sees"
        clock.set(NOW + HOUR)
        view.set_camera(CAMERA)
        assert map_.height() == whole, "its time is over"
        assert not any(isinstance(tile, CameraTile) for tile in view.tiles)
        assert shown.pane._player is None
    finally:
        camera.vanish()


def test_units_at_the_same_place_stand_beside_each_other():
    here = QPointF(100, 100)
    placed = apart([here, here, here, QPointF(400, 100)])
    assert (placed[0], placed[3]) == (here, QPointF(400, 100))
    for one, other in combinations(placed, 2):
        assert math.hypot(one.x() - other.x(), one.y() - other.y()) >= 2 * UNIT_RADIUS
    assert len(apart([here] * 90)) == 90, "more than there is room for are all there"
