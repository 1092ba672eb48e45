"""The PostgreSQL server of the tests is a real one: it asks for a password and means it."""

import psycopg
import pytest

from app.core.database import Database
from app.core.errors import DatabaseUnreachable
from tests.postgres_cluster import OWNER, Cluster

pytestmark = pytest.mark.postgres


def test_a_wrong_password_is_refused(cluster: Cluster):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        cluster.connect(user=OWNER, password="wrong")


def test_the_right_password_opens_and_is_kept_as_scram(cluster: Cluster):
    with cluster.connect(user=OWNER) as connection:
        method = connection.execute("SELECT current_setting('password_encryption')").fetchone()
    with cluster.connect() as connection:
        kept = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", (OWNER,)
        ).fetchone()

    assert method == ("scram-sha-256",)
    assert kept is not None
    assert kept[0].startswith("SCRAM-SHA-256$")


def test_the_owner_of_the_data_is_no_superuser(cluster: Cluster):
    with cluster.connect(user=OWNER) as connection:
        row = connection.execute("SELECT current_setting('is_superuser')").fetchone()

    assert row == ("off",)


def test_the_program_says_unreachable_when_the_password_is_wrong(cluster: Cluster):
    url = cluster.url("postgres").replace(cluster.passwords[OWNER], "wrong")
    database = Database.open(url)

    with pytest.raises(DatabaseUnreachable) as refused, database.reading() as session:
        session.connection()
    database.dispose()

    assert "wrong" not in str(refused.value)
