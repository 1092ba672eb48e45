"""What keepers and watchers of cameras do at their desks passes the row rules."""

from dataclasses import replace

import pytest

from app.core.errors import NotFound
from app.territory.video.actions import (
    add_station,
    ask_address,
    change_station,
    note_export,
    open_picture,
)
from app.territory.video.queries import address_told, stations, with_addresses
from tests.app.territory.test_video import DRAFT, STREAM
from tests.factories.centre import STREET
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose cameras are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_cameras_are_entered_changed_opened_and_read_by_nobody_else(own):
    key = own.do("dispatcher", add_station, DRAFT)
    own.do("admin", change_station, key, replace(DRAFT, name="滨河路西口"), 1)
    own.do("director", open_picture, key)
    database, director = own.desk("director")
    now = database.clock.now()
    with database.reading() as session:
        assert address_told(session, director, key, now=now) == STREAM
    own.do("admin", ask_address, key)
    own.do("dispatcher", note_export, 1, STREET)
    database, admin = own.desk("admin")
    with database.reading() as session:
        assert address_told(session, admin, key, now=now) == STREAM
    database, keeper = own.desk("dispatcher")
    with database.reading() as session:
        (row,) = with_addresses(session, keeper, stations(session, keeper), STREET, now=now)
        assert (row.address, row.has_picture) == (STREAM, True)
    with database.reading() as session, pytest.raises(NotFound):
        address_told(session, keeper, key, now=now)
    own.close()
    for who, count in (("director", 1), ("receptionist", 0), ("stranger", 0)):
        database, actor = own.desk(who)
        with database.reading() as session:
            assert len(stations(session, actor)) == count
