"""Triggers of the tables of accounts, and of tables whose parts belong to different people."""

from sqlalchemy.engine import Connection

from app.migrations.access.parts import PARTS

_FOLLOWED = {
    "person": "INSERT OR UPDATE OF is_active, locked_until",
    "person_secret": "INSERT OR UPDATE",
    "role_grant": "INSERT OR UPDATE OR DELETE",
    "deputy": "INSERT OR UPDATE OR DELETE",
}
"""Tables whose changes the login roles follow."""

_JOURNALED = (
    *("person", "person_secret", "second_factor", "role_grant", "deputy", "shared_setting"),
    *("maintenance_order", "paper_template", "form_template"),
)
"""Tables whose changes must stand in the journal of the same transaction."""

_OF_MEMBERS = {"party_member_person": "UPDATE", "party_member_account": "INSERT OR DELETE"}
"""Tables of members whose changes must, and which changes: what a new member brings is told of
them.
"""

_ENDED = (
    "old.until IS DISTINCT FROM new.until AND new.until <= now() + interval '1 minute'"
    " AND (old.until IS NULL OR old.until > now())"
)
_SHUT = (
    "old.is_active AND NOT new.is_active OR old.locked_until IS DISTINCT FROM new.locked_until"
    " AND new.locked_until >= '9999-01-01+00'"
)
_ELSEWHERE = (
    "(old.person_id, old.role, old.region, old.unit_id)"
    " IS DISTINCT FROM (new.person_id, new.role, new.region, new.unit_id)"
)
_TAKEN = {
    "person": (
        "UPDATE OF is_active, locked_until",
        _SHUT,
    ),
    "person_secret": ("UPDATE", "old.password_hash <> new.password_hash"),
    "role_grant": (
        "UPDATE",
        f"{_ENDED} OR {_ELSEWHERE}",
    ),
    "deputy": ("UPDATE", f"{_ENDED} OR old.deputy_id <> new.deputy_id"),
}
"""Tables by which something is taken away from somebody, whose open connections then end, and the
changes that do: a clock of a desk may be ahead by less than a minute. Later ends come by
themselves: the rules of rows look at the time.
"""


def follow_accounts(connection: Connection) -> None:
    """Make the triggers of accounts: login roles follow, what is taken away ends what is open, and
    all of it stands in the journal.
    """
    for table in _JOURNALED:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS jz_journaled ON {table}")
        connection.exec_driver_sql(
            f"CREATE CONSTRAINT TRIGGER jz_journaled AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION jz.must_be_journaled()"
        )
    for table, events in _OF_MEMBERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS jz_journaled ON {table}")
        connection.exec_driver_sql(
            f"CREATE CONSTRAINT TRIGGER jz_journaled AFTER {events} ON {table}"
            " DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION jz.member_must_be_journaled()"
        )
    for table, events in _FOLLOWED.items():
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER jz_follow AFTER {events} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION jz.follow_accounts()"
        )
    for table, (events, only) in _TAKEN.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS jz_over ON {table}")
        connection.exec_driver_sql(
            f"CREATE CONSTRAINT TRIGGER jz_over AFTER {events} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({only})"
            " EXECUTE FUNCTION jz.end_old_sessions()"
        )
    for table, part in PARTS.items():
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER jz_own_part BEFORE UPDATE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION jz.keep_to_own_part({part.told})"
        )
