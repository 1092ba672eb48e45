"""The measures of very many desks run with a few, and find what they are there to find."""

import pytest

from app.commands.measures.crowd import rows
from app.commands.measures.crowd.desks import QuietDesk, Told
from app.commands.measures.crowd.rows import NEVER, Scale
from app.commands.measures.crowd.seats import make_hall
from app.core.ids import new_id
from tests.factories.server import build_server
from tests.postgres_cluster import start_cluster

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

SMALL = Scale(many=2, few=1, minutes=0.03, every_s=0.6, rooms=1)


def url_of(server) -> str:
    return server.database.url.render_as_string(hide_password=False)


def test_desks_hear_of_what_others_write_and_who_writes_is_counted(own_server, monkeypatch):
    monkeypatch.setattr(rows, "WRITING_S", 0.3)
    monkeypatch.setattr(rows, "LATE_S", 0.5)

    news, rate = rows.hearing(url_of(own_server), SMALL)

    assert 0 < news.ours < 5
    assert (news.bound, rate.bound) == (1, 2)
    assert min(rate.ours, rate.yardstick) > 0
    assert "共听到 0 次" not in news.note


def test_a_load_tells_its_writes_and_what_it_cost(own_server):
    row = rows.load(url_of(own_server), SMALL)

    assert row.ours > 0
    assert row.runs >= SMALL.many
    assert row.ratio == row.ours / row.yardstick
    assert "占一个核的" in row.note


def test_desks_come_back_to_a_server_that_was_started_again_and_nothing_is_lost_or_doubled():
    cluster = start_cluster()
    try:
        server = build_server(cluster, cluster.create())
        row = rows.restarting(url_of(server), Scale(2, 1, 0.06, 0.5, 1), cluster.restart)
        server.database.dispose()
    finally:
        cluster.stop()

    assert row.ratio != NEVER, row.note
    assert 0 <= row.ours < 30
    assert "丢失 0，重复 0" in row.note


def test_what_was_lost_or_done_twice_is_noticed(own_server):
    hall = make_hall(own_server.database, 1)
    desk = QuietDesk(hall.url, hall.seats[0], Told())
    once, twice, never = new_id(), new_id(), new_id()
    desk.register(once)
    desk.register(twice)
    desk.register(twice)  # sent again with its key: still once
    assert rows.counted(own_server.database, [str(once), str(twice)]) == (0, 0)

    with own_server.cluster.connect(own_server.name) as connection:
        connection.execute(
            "UPDATE case_file SET text = (SELECT text FROM case_file WHERE text LIKE %s)"
            " WHERE text LIKE %s",
            [f"%{twice}", f"%{once}"],
        )
    desk.leave()

    assert rows.counted(own_server.database, [str(twice), str(never)]) == (1, 1)
