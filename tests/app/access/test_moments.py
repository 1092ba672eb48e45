"""No moment without an end is written by anybody, in any table."""

import psycopg
import pytest

from app.accounts.actions import lock_person
from app.migrations.access.moments import END, FIRST, NAME

pytestmark = pytest.mark.postgres

_WITHOUT = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
   AND a.atttypid IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = %s
                      AND a.attnum = ANY (k.conkey))
"""


def test_every_column_of_time_is_held_to_a_few_lifetimes(street_server):
    with street_server.cluster.connect(street_server.name) as connection:
        assert connection.execute(_WITHOUT, [NAME]).fetchall() == []


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 BC", "1799-12-31", END])
def test_endless_and_absurd_moments_are_refused(street_server, moment):
    with street_server.cluster.connect(street_server.name) as connection:
        connection.autocommit = False
        with pytest.raises(psycopg.errors.CheckViolation, match=NAME):
            connection.execute("UPDATE person SET locked_until = %s", [moment])
        connection.rollback()
        connection.execute("UPDATE person SET locked_until = %s", [FIRST])
        connection.rollback()


def test_an_account_is_locked_for_good_all_the_same(own_server):
    own_server.do("chief", lock_person, own_server.keys["grid"])
