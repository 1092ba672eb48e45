"""A city database follows those of two streets; people read it, and nobody writes there."""

from contextlib import contextmanager
from time import monotonic, sleep

import psycopg
import pytest
import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.assign import Assignment, assign_case
from app.cases.queries.queue import QueueView, queue_page
from app.cases.rules import CaseState
from app.core.database.tables import ChangeFeed
from app.core.errors import ReadOnly
from tests.factories.centre import OTHER_STREET
from tests.factories.server import build_server
from tests.postgres_cluster import RECIPE, start_cluster

pytestmark = pytest.mark.postgres

PASSWORD = "told-to-the-city-26"
PATIENCE_S = 60
LOGICAL = "wal_level = logical\nmax_replication_slots = 8\n"


@contextmanager
def clusters():
    """Give the server of two streets and that of the city."""
    streets, city = start_cluster(settings=LOGICAL), start_cluster(settings=LOGICAL)
    try:
        yield streets, city
    finally:
        city.stop()
        streets.stop()


def recipe(server, name):
    """Do on a server what the recipe says."""
    with server.cluster.connect(server.name) as connection:
        connection.execute((RECIPE / name).read_text("utf-8"))


def follow(city, street, number):
    """Let the city follow a street."""
    at = street.cluster
    where = f"host=127.0.0.1 port={at.port} dbname={street.name} user=jiezhi_city"
    with city.cluster.connect(city.name) as connection:
        connection.execute(
            f"CREATE SUBSCRIPTION street_{number} CONNECTION '{where} password={PASSWORD}'"
            " PUBLICATION jiezhi_city"
        )


def states(city) -> dict[object, CaseState]:
    """Return the open cases that a supervisor of the whole county sees at a desk of the city."""
    database, actor = city.desk("supervisor")
    with database.reading() as session:
        now = database.clock.now()
        page = queue_page(session, actor, QueueView.ALL_OPEN, now=now)
    database.dispose()
    return {row.id: row.state for row in page.rows}


def wait_for(true) -> None:
    end = monotonic() + PATIENCE_S
    while not true():
        assert monotonic() < end, "it does not arrive"
        sleep(0.1)


def test_cases_of_two_streets_come_together_in_a_city_that_only_reads():
    with clusters() as (streets, cities):
        one, two = (build_server(streets, streets.create()) for _ in range(2))
        city = build_server(cities, cities.create())
        with streets.connect() as connection:
            connection.execute(
                f"CREATE ROLE jiezhi_city LOGIN REPLICATION BYPASSRLS PASSWORD '{PASSWORD}'"
            )
        before = one.register()
        for street in (one, two):
            recipe(street, "street-to-city.sql")
        recipe(city, "city.sql")
        for number, street in enumerate((one, two)):
            follow(city, street, number)
        after = two.register("stranger", region=OTHER_STREET)

        wait_for(lambda: set(states(city)) == {before, after})
        order = Assignment(before, one.version(before), one.units["municipal"])
        one.do("dispatcher", assign_case, order)
        wait_for(lambda: states(city)[before] is CaseState.ASSIGNED)

        told = {str(before), str(after)}
        with city.database.reading() as session:
            assert set(session.scalars(sa.select(ChangeFeed.key))) >= told
            assert session.scalar(sa.text("SELECT count(*) FROM case_person")) == 0
        database, actor = city.desk("dispatcher")
        assert actor.may(Right.REGISTER_CASE)
        with pytest.raises(ReadOnly):
            city.register()
        with pytest.raises(psycopg.Error), city.plain("dispatcher") as connection:
            connection.execute("UPDATE case_file SET title = 'x'")
        _knows_nobody(one)
        database.dispose()
        for server in (city, one, two):
            server.close()
            server.database.dispose()


def _knows_nobody(street) -> None:
    """What the city signs in with reads the cases of a street, and nobody's name."""
    with street.cluster.connect(street.name, user="jiezhi_city", password=PASSWORD) as connection:
        assert connection.execute("SELECT count(*) FROM case_file").fetchone() == (1,)
        for table in ("case_person", "person_secret", "journal", "database_state"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT 1 FROM {table}")
