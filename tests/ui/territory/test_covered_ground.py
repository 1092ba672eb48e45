"""What rounds covered, on the map: colours, ways of a day, the list behind the figure."""

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.cases.rounds.actions.making import RoundDraft, record_round
from app.cases.rounds.rules import TrackPoint
from app.core.actor import console
from app.core.ids import new_id
from tests.factories.seats import press
from tests.ui.territory.conftest import GRIDS, do, middle
from ui.core.targets import PageWanted
from ui.territory.shading import Shade


@pytest.fixture
def walked(embedded_street):
    """A street where somebody walked through the first grid today and three days ago."""
    database, key = embedded_street, new_id()
    with database.writing(console("tests")) as uow:
        names = dict.fromkeys(("name", "pinyin", "login"), "walker")
        person = Person(id=key, initials="w", must_change_password=False, **names)
        uow.session.add(person)
    now, (longitude, latitude) = database.clock.now(), middle(GRIDS[0])
    for days in (0, 3):
        begin = now - timedelta(days=days, hours=1)
        track = tuple(
            TrackPoint(begin + timedelta(minutes=at), longitude + (at - 10) * 0.0004, latitude)
            for at in range(21)
        )
        end = begin + timedelta(hours=1)
        made = RoundDraft(begin, end, region=GRIDS[0], person_id=key, track=track)
        do(database, record_round, made)
    return database


def test_grids_are_coloured_by_what_was_walked_and_ways_are_shown_day_by_day(walked, map_page):
    seat, page = map_page(walked)
    gone = []
    seat.desk.navigator.wanted.connect(gone.append)
    page.bar.shade.set_value(Shade.COVERAGE)
    seat.wait(lambda: page.cases.shading.class_of)
    assert page.cases.shading.class_of == dict.fromkeys(GRIDS, 0)
    assert "近 7 日巡查覆盖" in page.foot.accessibleName()
    assert "走到得最少：0%" in page.plate.text()
    assert "巡查看到 4%" in page.hands.tell(GRIDS[0])
    bar = page.covered.bar
    assert bar.isVisibleTo(page)
    assert bar.rounds.text() == "2 次巡查"
    page.map.grab()
    bar.slider.setValue(4)
    assert bar.rounds.text() == "1 次巡查"
    (way,) = page.covered.lines.shown()
    spot = page.map.camera.to_px((way.points[3].longitude, way.points[3].latitude))
    assert page.covered.lines.hit(spot, page.map.camera) is way
    press(bar.rounds)
    assert gone[-1] == PageWanted("cases.rounds")
    page.bar.shade.set_value(Shade.POPULATION)
    assert not bar.isVisibleTo(page)
    assert "巡查" not in page.hands.tell(GRIDS[0])
    seat.settle()
