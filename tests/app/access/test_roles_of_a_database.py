"""Roles belong to a whole server: each database keeps to its own, and to doors of this version."""

import psycopg
import pytest

from app.core.database import Database
from app.core.database.address import tag_of
from app.migrations import migrate
from app.migrations.access.roles import TagTaken
from tests.factories.server import PASSWORD, Server

pytestmark = pytest.mark.postgres


def copied(server: Server, name: str, **columns: str) -> Database:
    """Copy a database as its files are, under another name."""
    server.close()
    server.database.engine.dispose()
    made = server.cluster.create(server.name)
    with server.cluster.connect(made) as connection:
        for column, value in columns.items():
            connection.execute(f"UPDATE database_state SET {column} = %s", (value,))
    with server.cluster.connect() as connection:
        connection.execute(f'ALTER DATABASE "{made}" RENAME TO "{name}"')
    url = server.database.url.set(database=name)
    server.opened.append(Database.open(url.render_as_string(hide_password=False)))
    return server.opened[-1]


def test_a_copy_on_the_same_server_gets_logins_of_its_own(own_server):
    migrate(copied(own_server, "trial_of_the_centre"))

    with own_server.cluster.connect("trial_of_the_centre") as connection:
        (tag,) = connection.execute("SELECT role_tag FROM database_state").fetchone()
        assert tag == tag_of("trial_of_the_centre") != own_server.tag
        connection.execute("UPDATE person SET is_active = false WHERE login = 'dispatcher'")
    assert own_server.plain("dispatcher", PASSWORD).execute("SELECT 1").fetchone() == (1,)


def test_two_databases_whose_names_begin_alike_do_not_share_people(own_server):
    migrate(copied(own_server, "governance_centre_north"))

    with pytest.raises(TagTaken):
        migrate(copied(own_server, "governance_centre_south", role_tag=""))


def test_a_door_of_an_earlier_version_is_shut(own_server):
    with own_server.cluster.connect(own_server.name) as connection:
        connection.execute("CREATE FUNCTION jz.of_before() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.execute("GRANT EXECUTE ON FUNCTION jz.of_before() TO PUBLIC")
        connection.execute("COMMENT ON SCHEMA jz IS 'of before'")

    migrate(own_server.database)

    with pytest.raises(psycopg.errors.UndefinedFunction):
        own_server.plain("dispatcher").execute("SELECT jz.of_before()")
    assert own_server.plain("dispatcher").execute("SELECT jz.is_staff()").fetchone() == (True,)
