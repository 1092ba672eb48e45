"""What the wall counts: the same by the doors of a server and in an embedded file, and no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.rules import Role, rights_of
from app.cases.rules import Source
from app.command.wall.figures import CommunityLoad, Place, Reading
from app.command.wall.queries import Eyes, read, wall_settings
from app.core.actor import Grant, console
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET

SPOT = {"longitude": 113.2950612, "latitude": 40.0763987}
DOORS_BY_ROWS = ("wall_standing", "wall_today", "wall_communities", "wall_holding", "wall_flow")


@pytest.fixture
def wall(centre):
    """The account of a wall of screens in a street."""
    grant = Grant(role=Role.WALL, rights=rights_of(Role.WALL), region=STREET, unit_id=None)
    centre.people["wall"] = replace(centre.actor("receptionist"), name="大屏", grants=(grant,))
    return centre


def seen(centre, reading, who="wall"):
    with centre.database.reading() as session:
        return read(session, centre.actor(who), reading, centre.database.clock.now())


def decide(centre, name, value):
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, name, value, command_key=new_id())


def test_only_cases_of_its_own_region_are_counted_and_late_ones_apart(wall, clock):
    wall.register()
    wall.register(region=GRID)
    wall.register(actor="stranger", region=OTHER_STREET)

    standing = seen(wall, Reading.STANDING)
    assert (standing.open, standing.late, standing.came, standing.done) == (2, 0, 2, 0)
    assert standing.next is not None
    assert seen(wall, Reading.PLACES).communities == (CommunityLoad(COMMUNITY, 2, 0),)
    assert seen(wall, Reading.STANDING, "auditor").open == 0

    clock.advance(timedelta(days=30))
    standing = seen(wall, Reading.STANDING)
    assert (standing.late, standing.came) == (2, 0)
    assert standing.oldest is not None


def test_what_says_it_came_in_after_now_is_counted_apart_and_is_in_no_hour(wall, clock):
    wall.register()
    clock.set(clock.now() - timedelta(hours=2))

    standing = seen(wall, Reading.STANDING)
    assert (standing.came, standing.ahead) == (0, 1)
    assert sum(seen(wall, Reading.PULSE).today) == 0


def test_points_are_rounded_and_leave_out_what_is_confidential_or_nowhere(wall):
    wall.register(**SPOT)
    wall.register(**SPOT, is_confidential=True)
    wall.register()

    (place,) = seen(wall, Reading.PLACES).places

    assert place == Place(113.295, 40.076, is_urgent=False, is_late=False, is_dim=False)


@pytest.mark.parametrize("named", ["C01-003", "C01"])
def test_a_kind_is_shown_dimly_or_not_at_all_where_the_centre_says_so(wall, clock, named):
    wall.register(**SPOT)
    clock.advance(timedelta(days=30))
    decide(wall, "wall_dimmed_kinds", f"C99、{named}")

    (place,) = seen(wall, Reading.PLACES).places
    assert place == Place(113.3, 40.08, is_urgent=False, is_late=False, is_dim=True)

    clock.advance(timedelta(seconds=1))
    decide(wall, "wall_hidden_kinds", named)
    assert seen(wall, Reading.PLACES).places == ()


def test_what_are_few_of_a_source_or_a_unit_are_told_of_neither_by_name(wall):
    for _ in range(3):
        wall.assign(wall.register())
    wall.register(source=Source.MAILBOX)

    streams = seen(wall, Reading.FLOW)

    assert {(s.source, s.unit, s.few, s.cases) for s in streams} == {
        ("来电", "市政养护站", False, 3),
        ("", "", True, 1),
    }
    (unit,) = seen(wall, Reading.HOLDING)
    assert (unit.name, unit.open, unit.hours) == ("市政养护站", 3, None)


def test_rates_of_too_few_call_backs_are_none(wall):
    rates = seen(wall, Reading.RATES)

    assert (rates.valid, rates.in_time, rates.solved, rates.satisfied) == (0, None, None, None)


@pytest.mark.postgres
def test_the_doors_of_a_server_tell_what_the_same_statements_tell(own_server):
    server = own_server
    for _ in range(3):
        server.assign(server.register(**SPOT))
    server.register(source=Source.MAILBOX)
    database, actor = server.desk("wall")
    now = database.clock.now()

    with database.reading() as session, server.database.reading() as plain:
        own = replace(actor)
        told = {door: Eyes(session, actor, now).rows(door) for door in DOORS_BY_ROWS}
        here = {door: Eyes(plain, own, now).rows(door) for door in DOORS_BY_ROWS}
        every = [read(session, actor, reading, now) for reading in Reading]
        settings = wall_settings(session, actor, now)

    assert told == here
    assert len(every) == len(Reading)
    assert settings.wall_major_s == 120
