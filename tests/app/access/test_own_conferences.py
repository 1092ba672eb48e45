"""The conference log passes the row rules for whoever commands, and nobody else."""

import pytest

from app.command.conferences.actions import correct_conference, record_conference
from app.command.conferences.queries import conference_detail, conferences_page
from app.command.conferences.rules import ConferenceView
from tests.factories.conferences import CAME, HOUR, LATE, conference, station
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose log is written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_a_conference_is_recorded_corrected_and_read_where_it_belongs(own):
    one, host = station(own, "H1"), station(own, "H2")
    now = own.database.clock.now()
    held = {"held_from": now - HOUR, "held_to": now, "host_id": host, "case_id": own.register()}
    key = own.do("dispatcher", record_conference, conference({one: CAME}, **held))
    last = own.do("director", correct_conference, key, "晚到", conference({one: LATE}, **held))
    own.close()
    for who, count in (("dispatcher", 1), ("leader", 1), ("supervisor", 1), ("stranger", 0)):
        database, actor = own.desk(who)
        with database.reading() as session:
            rows = conferences_page(session, actor, ConferenceView.ALL, now=now).rows
            told = conference_detail(session, actor, last)
        assert (len(rows), len(told.seats), len(told.earlier)) == (count, count, count)
        assert all(row.host == "H2会场" for row in rows)
