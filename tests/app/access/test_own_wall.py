"""A camera on the wall, and what its screens tell, pass the row rules."""

from dataclasses import replace

import pytest

from app.command.wall.beats import ScreenState, screens_of, tell_of_screens
from app.command.wall.cameras import open_on_wall, wall_camera_address
from app.command.wall.figures import Reading
from app.command.wall.orders import standing_orders
from app.command.wall.queries import read
from app.migrations import migrate
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import build_server
from tests.factories.wall import tell, wall_on

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose wall is driven."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_the_wall_opens_what_a_desk_put_there_and_tells_of_its_screens(own):
    wall_on(own)
    tell(own)
    database, wall = own.desk("wall")
    now = database.clock.now()
    with database.reading() as session:
        orders = read(session, wall, Reading.NEWS, now).orders
    (shown,) = [order.wish.camera for order in orders if order.wish.camera]
    with database.writing(wall) as uow:
        open_on_wall(uow, shown.station_id)
    with database.reading() as session:
        assert wall_camera_address(session, wall, shown.station_id, now=now) == "rtsp://h/2"
    own.close()
    for who, count in (("dispatcher", 1), ("director", 1), ("stranger", 0)):
        database, actor = own.desk(who)
        with database.reading() as session:
            screens = screens_of(session, actor, STREET, now=now)
            assert sum(row.machine != "大屏2" for row in screens) == count  # another test's
            told = standing_orders(session, actor, STREET)
        assert sum(row.order.wish.camera is not None for row in told) == count


def test_whoever_takes_the_name_of_its_computer_does_not_silence_a_wall(own):
    """Another street's desk, or the account this computer had before."""
    for who, region in (("stranger", OTHER_STREET), ("dispatcher", STREET)):
        with own.plain(who) as connection:
            connection.execute(
                "INSERT INTO wall_beat (machine, screen, region, person_id, name, size, scene,"
                " version, at) VALUES ('大屏2', 1, %s, jz.me(), 'x', '1x1', 'x', '0', now())",
                [region],
            )
    database, wall = own.desk("wall")
    own.opened.append(database)
    with database.writing(replace(wall, desk="大屏2")) as uow:
        tell_of_screens(uow, (ScreenState(1, "HDMI-1", "3840x2160", "overview"),), "0.2.0")
    with database.reading() as session:
        told = screens_of(session, own.desk("dispatcher")[1], STREET, now=database.clock.now())
    assert [row.name for row in told if row.machine == "大屏2"] == ["HDMI-1"]
    own.close()


def test_a_door_that_gave_back_fewer_columns_is_made_anew(own):
    with own.cluster.connect(own.name) as connection:
        for door in ("wall_orders", "wall_incidents"):
            connection.execute(f"DROP FUNCTION jz.{door}()")
            connection.execute(
                f"CREATE FUNCTION jz.{door}() RETURNS TABLE (screen integer)"
                " LANGUAGE sql AS 'SELECT 1'"
            )
        connection.execute("COMMENT ON SCHEMA jz IS 'before'")
        connection.commit()
    migrate(own.database)
    database, wall = own.desk("wall")
    with database.reading() as session:
        read(session, wall, Reading.NEWS, database.clock.now())
        read(session, wall, Reading.INCIDENT, database.clock.now())
