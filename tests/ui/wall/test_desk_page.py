"""The desk from which the wall is driven."""

from datetime import timedelta

import pytest

from app.cases.models import CaseFile
from app.cases.rules import MatterClass
from app.command.forces.actions.calling import call_units
from app.command.forces.actions.keeping import check_in, save_unit
from app.command.incidents.actions.opening import IncidentDraft, open_incident
from app.command.rules import IncidentKind
from app.command.wall.beats import ScreenState, tell_of_screens
from app.command.wall.figures import Reading
from app.command.wall.queries import read
from app.command.wall.rules import Severity
from app.core.actor import console
from app.core.changes import Change, Topic
from app.territory.video.actions import add_station
from tests.app.territory.test_video import DRAFT
from tests.factories.centre import COMMUNITY, GRID
from tests.factories.command import unit_draft
from tests.factories.seats import choose_from, press, words_of
from tests.factories.seats import sit as sit
from ui.wall.desk.page import WallDeskPage
from ui.wall.desk.telling import MajorWatch


@pytest.fixture
def page(embedded_centre, sit):
    seat = sit(embedded_centre.database, embedded_centre.actor("dispatcher"), at="dispatcher")
    made = WallDeskPage(seat.desk)
    made.seat = seat
    seat.show(made)
    seat.wait(lambda: bool(made.known.region))
    return made


def told(page):
    database = page.seat.desk.parts.database
    with database.reading() as session:
        now = database.clock.now()
        return read(session, page.seat.desk.actor, Reading.NEWS, now).orders[-1].wish


def done(page):
    page.seat.settle()


def test_scene_strip_and_focus_are_ordered_and_taken_back(page):
    assert "大屏自己轮流显示" in words_of(page.standing)
    press(page.scene_buttons["deadlines"])
    done(page)
    assert (told(page).scene, told(page).paused) == ("deadlines", True)
    assert page.scene_buttons["deadlines"].isChecked()

    page.message.setText("今晚八点防汛会商")
    press(page.say_button)
    done(page)
    page.place.set_region(COMMUNITY)
    page.look_at_place()
    done(page)
    wish = told(page)
    assert (wish.scene, wish.message, wish.focus) == ("deadlines", "今晚八点防汛会商", COMMUNITY)
    page.seat.wait(lambda: "时限，停住，地图看一处，横幅" in words_of(page.standing))

    press(page.whole_button)
    done(page)
    press(page.hush_button)
    done(page)
    press(page.go_button)
    done(page)
    wish = told(page)
    assert (wish.scene, wish.message, wish.focus, wish.paused) == ("", "", "", False)


def test_what_may_not_stand_on_the_wall_is_said_beside_the_field(page):
    page.message.setText("请联系 13812346021")
    press(page.say_button)
    done(page)
    assert "号码" in page.told.text()
    assert page.message.text()

    page.case.setText("没有这个编号")
    press(page.look_button)
    done(page)
    assert page.told.text()


def test_a_major_matter_is_told_once_whatever_page_is_open(page, embedded_centre):
    seat, told = page.seat, []
    seat.desk.notices.posted.connect(told.append)
    watch = MajorWatch(seat.desk, page)
    watch.play = lambda _: None
    case_id = embedded_centre.register()
    with embedded_centre.database.writing(console("test")) as uow:
        uow.session.get_one(CaseFile, case_id).matter_class = MatterClass.MAJOR
    for _ in range(2):
        seat.desk.hub.announce((Change(Topic.CASE, str(case_id)),))
        watch.look()
        done(page)

    assert [notice.text for notice in told] == ["14:05 新来重大事项 1 件"]


def test_a_camera_is_put_on_the_wall_for_a_time_and_taken_away(page, embedded_centre):
    key = embedded_centre.do("dispatcher", add_station, DRAFT)
    choose_from(page.camera.camera, "滨河", page.seat)
    press(page.camera.put_button)
    done(page)
    assert (told(page).scene, told(page).camera.station_id) == ("camera", key)
    page.seat.wait(lambda: "画面“滨河路东口”到 14:35" in words_of(page.standing))
    press(page.camera.away_button)
    done(page)
    assert (told(page).scene, told(page).camera) == ("", None)
    assert not page.camera.away_button.isEnabled()


def test_the_camera_next_to_an_incident_goes_beside_its_map_with_one_press(page, embedded_centre):
    centre = embedded_centre
    key = centre.do("dispatcher", add_station, DRAFT)
    assert page.camera.near.isHidden()
    where = {"longitude": 113.301, "latitude": 40.1}
    draft = IncidentDraft(GRID, IncidentKind.FLOOD, "滨河路内涝", "河边", **where)
    centre.do("dispatcher", open_incident, draft)
    page.reload()
    page.seat.wait(lambda: page.camera.near_buttons)
    assert "滨河路内涝" in page.camera.near.text()
    (button,) = page.camera.near_buttons
    assert button.text().startswith("滨河路东口　85 米")
    press(button)
    done(page)
    assert (told(page).scene, told(page).camera.station_id) == ("incident", key)
    press(page.camera.away_button)
    done(page)
    assert (told(page).scene, told(page).camera) == ("incident", None), "the incident goes on"


def test_the_desk_says_which_screens_are_live(page, embedded_centre):
    database = embedded_centre.database
    assert "还没有屏幕报到" in words_of(page.screens)
    with database.writing(console("大厅")) as uow:
        tell_of_screens(uow, (ScreenState(1, "HDMI-1", "3840x2160", "overview"),), "0.2.0")
    page.reload()
    done(page)
    page.seat.wait(lambda: "总览" in words_of(page.screens))
    assert "亮着" in words_of(page.screens)
    database.clock.advance(timedelta(minutes=2))
    page.reload()
    done(page)
    page.seat.wait(lambda: "没消息" in words_of(page.screens))


@pytest.mark.parametrize("hour", ["day", "night"])
def test_a_roll_call_nobody_answers_is_told_and_heard_at_the_desk(page, embedded_centre, hour):
    centre, seat, notes, heard = embedded_centre, page.seat, [], []
    clock = centre.database.clock
    if hour == "night":
        clock.advance(timedelta(hours=10))
    draft = IncidentDraft(GRID, IncidentKind.FLOOD, "滨河路内涝", "河边")
    unit = centre.do("dispatcher", save_unit, None, None, unit_draft("街口商铺"))
    centre.do("dispatcher", check_in, unit, 2, 12)
    key = centre.do("dispatcher", open_incident, draft)
    centre.do("dispatcher", call_units, key, (unit,))
    seat.desk.notices.posted.connect(notes.append)
    watch = MajorWatch(seat.desk, page)
    watch.play = heard.append
    for minutes in (0, 11, 5):
        clock.advance(timedelta(minutes=minutes))
        watch.look()
        done(page)
    assert watch._round.isActive(), "timers run out without any change"
    told = [note.text for note in notes]
    assert "1 号应急单元该应答了" in told[1]
    assert "1 号应急单元失联" in told[2]
    amber = [] if hour == "night" else [Severity.WARN]
    assert heard == [Severity.MAJOR, *amber, Severity.MAJOR]
    notes[-1].act.run()
    done(page)
    with centre.database.reading() as session:
        (order,) = read(session, seat.desk.actor, Reading.NEWS, clock.now()).orders
    assert order.acknowledged_at == clock.now()
