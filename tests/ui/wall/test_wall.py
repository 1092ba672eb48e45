"""The wall: what a desk ordered is carried out, what is major takes it, a restart goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.command.posture.rules import PostureLevel, WallScene
from app.command.rules import IncidentKind
from app.command.wall.figures import CentreState, IncidentState, MajorCase, Reading, WallNews
from app.command.wall.rules import Severity, WallOrderRow, WallWish
from app.command.wall.scenes import Scene, scenes
from app.command.wall_state import WallIncident, WallPosture
from tests.ui.wall.conftest import NOW, STANDING
from ui.wall.sound import RATE, samples
from ui.wall.state import load
from ui.wall.wall import Wall

SCENES = scenes()
FIRE = IncidentKind.FIRE


@pytest.fixture
def heard():
    return []


@pytest.fixture
def wall(feed, heard, tmp_path):
    made = Wall(feed, SCENES, kept=tmp_path / "wall.json", play=heard.append)
    feed.tick = lambda: None  # nothing is read: figures are put in
    made.begin()
    yield made
    made.end()


def shown(wall):
    return wall.windows[0].view.scene.name


def ordered(wall, wish, at=NOW, seen=None, major=()):
    row = WallOrderRow(0, at, wish, seen)
    wall.feed.put(Reading.NEWS, WallNews((row,), tuple(major)), NOW)


def test_an_order_is_carried_out_at_once_on_the_window(wall):
    assert shown(wall) == "overview"
    ordered(wall, WallWish("deadlines", paused=True, message="今晚会商"))

    view = wall.windows[0].view
    assert (view.scene.name, view.message) == ("deadlines", "今晚会商")
    assert wall.windows[0].course.is_paused

    ordered(wall, WallWish("cases"), NOW + timedelta(seconds=1))
    assert (shown(wall), view.message) == ("cases", "")


def test_a_new_major_matter_takes_the_wall_sounds_and_goes_when_it_was_seen(wall, heard, clock):
    ordered(wall, WallWish("deadlines", paused=True))
    ordered(wall, WallWish("deadlines", paused=True), major=[MajorCase(NOW, "1", 1)])

    assert shown(wall) == "overview"
    assert "新来重大事项" in wall.windows[0].view.message
    assert heard == [Severity.MAJOR]

    clock.advance(timedelta(seconds=5))
    ordered(
        wall,
        WallWish("deadlines", paused=True),
        NOW + timedelta(seconds=5),
        seen=NOW + timedelta(seconds=5),
        major=[MajorCase(NOW, "1", 1)],
    )
    assert (shown(wall), wall.windows[0].view.message) == ("deadlines", "")


def test_more_late_cases_are_told_of_and_heard_only_outside_the_quiet_hours(wall, heard, clock):
    wall.feed.put(Reading.STANDING, STANDING, NOW)
    wall.feed.put(Reading.STANDING, replace(STANDING, late=5), NOW)
    assert "新超时 2 件" in wall.windows[0].view.message
    assert heard == [Severity.WARN]

    clock.advance(timedelta(hours=9))
    wall.feed.put(Reading.STANDING, replace(STANDING, late=9), clock.now())
    assert heard == [Severity.WARN]
    assert "新超时 4 件" in wall.windows[0].view.message


def test_a_posture_holds_its_scene_and_an_incident_takes_the_wall(wall, heard):
    def state(level, scene, since):
        wall.feed.put(Reading.STATE, CentreState(WallPosture(level, FIRE, scene, since), ()), NOW)

    wall.feed.put(Reading.INCIDENT, IncidentState((), ()), NOW)
    state(PostureLevel.NORMAL, WallScene.OVERVIEW, None)
    state(PostureLevel.III, WallScene.DEADLINES, NOW)
    assert (shown(wall), wall.windows[0].course.is_paused) == ("deadlines", True)

    fire = WallIncident("i", FIRE, None, None, NOW, 3, 0, is_rehearsal=False)
    drill = WallIncident("d", FIRE, None, None, NOW, 3, 0, is_rehearsal=True)
    wall.feed.put(Reading.INCIDENT, IncidentState((drill,), ()), NOW)
    assert heard == []
    wall.feed.put(Reading.INCIDENT, IncidentState((drill, fire), ()), NOW)
    assert (shown(wall), heard) == ("incident", [Severity.MAJOR])
    assert "火灾突发事件已启动" in wall.windows[0].view.message

    ordered(wall, WallWish(), seen=NOW + timedelta(seconds=1))
    assert shown(wall) == "deadlines"
    state(PostureLevel.NORMAL, WallScene.OVERVIEW, NOW + timedelta(hours=1))
    assert not wall.windows[0].course.is_paused


def test_keys_stay_and_go_on_and_a_restart_takes_up_what_was_shown(wall, feed, tmp_path):
    view = wall.windows[0].view
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Q)  # without Ctrl nothing ends
    assert (shown(wall), wall.windows[0].course.is_paused) == ("deadlines", True)
    wall.end()

    again = Wall(feed, SCENES, kept=tmp_path / "wall.json")
    again.begin()

    assert (shown(again), again.windows[0].course.is_paused) == ("deadlines", True)
    assert load(tmp_path / "wall.json").screens[0].size == (800, 800)
    again.end()
    (tmp_path / "wall.json").write_text('{"windows": {"x": 3}}')
    assert load(tmp_path / "wall.json").screens == {}


def test_scenes_that_were_edited_are_taken_and_a_broken_file_is_shown_as_such(wall):
    broken = Scene("overview", "overview", 10, trouble="第 3 行")
    wall.renew((broken, *SCENES[1:]))

    view = wall.windows[0].view
    assert view.scene is broken
    assert view.tiles[0].title() == "场景文件读不了"
    assert "第 3 行" in view.tiles[0]._show


def test_each_severity_has_a_tone_of_its_own():
    lengths = [len(samples(severity)) / 2 / RATE for severity in Severity]
    assert lengths == sorted(lengths)
    assert lengths[-1] == pytest.approx(1.2)
