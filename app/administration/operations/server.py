"""What a PostgreSQL server tells of itself: of its sessions, statements and sizes.

By the service account it is asked directly; by the account of whoever runs the system through the
functions of its schema ``jz``, which look at who asks.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.administration.operations.rows import (
    Connected,
    RunningStatement,
    ServerSeen,
    SlowStatement,
    Storage,
    TableSize,
)
from app.administration.operations.statements import CONNECTIONS, RUNNING
from app.core.database import has_own_account
from app.core.database.address import login_of
from app.core.database.program_name import read_program_name

LARGEST = 8

_SIZES = sa.text(
    "SELECT c.relname, pg_total_relation_size(c.oid) AS size_bytes,"
    " (SELECT pg_database_size(current_database()))"  # looked at once, not for each table
    " FROM pg_class c WHERE c.relkind IN ('r', 'p')"
    " AND c.relnamespace = 'public'::regnamespace ORDER BY size_bytes DESC"
)
_SIGHT_OF_SERVICE = (
    "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'usage') OR NOT EXISTS (SELECT 1"
    " FROM pg_stat_activity a WHERE a.datname = current_database() AND a.usename IS NOT NULL"
    " AND NOT pg_has_role(current_user, a.usesysid, 'usage')),"
    " EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements')"
)


def server_seen(session: Session, slow_s: float, last_at: Mapping[str, str]) -> ServerSeen:
    """Return who is connected and what runs long: five statements.

    Args:
        session: Of somebody who runs the system.
        slow_s: Seconds after which a statement counts as slow.
        last_at: Who signed in last at each computer: told where all desks share one account.
    """
    own = has_own_account(session)
    sight = session.execute(
        sa.text("SELECT * FROM jz.sight()" if own else _SIGHT_OF_SERVICE)
    ).one_or_none()
    sees_all, counts = sight or (False, False)
    connected = session.execute(
        sa.text("SELECT * FROM jz.connections()" if own else CONNECTIONS)
    ).all()
    running = session.execute(
        sa.text(
            "SELECT * FROM jz.running(make_interval(secs => :after))"
            if own
            else RUNNING.format(longer="make_interval(secs => :after)")
        ),
        {"after": slow_s},
    ).all()
    logins = {login_of(row.role) for row in (*connected, *running)} - {""}
    names = _names(session, logins)
    slow = session.execute(sa.text("SELECT * FROM jz.slow_statements()")).all() if counts else ()
    service, last_at = _service(session), {} if own else last_at
    return ServerSeen(
        tuple(_connected(row, names, service, last_at) for row in connected),
        bool(sees_all),
        bool(counts),
        tuple(
            RunningStatement(
                _name(row.role, names) or last_at.get(_desk(row.program), ""),
                _desk(row.program),
                *row[2:],
            )
            for row in running
        ),
        tuple(SlowStatement(*row) for row in slow),
    )


def server_storage(session: Session) -> Storage:
    """Return what a database takes on its server: one statement that reads no table."""
    rows = session.execute(_SIZES).all()
    attachments = sum(row.size_bytes for row in rows if row.relname.startswith("attachment"))
    largest = tuple(TableSize(row[0], row[1]) for row in rows[:LARGEST])
    return Storage(rows[0][2] if rows else 0, attachments, largest, None)


def _service(session: Session) -> str:
    """Return the account of a URL with a user, "" where everybody has their own."""
    url = session.get_bind().engine.url
    return "" if has_own_account(session) else url.username or ""


def _connected(
    row: sa.Row[tuple[object, ...]],
    names: Mapping[str, str],
    service: str,
    last_at: Mapping[str, str],
) -> Connected:
    told = read_program_name(row.program or "")
    return Connected(
        who=_name(row.role, names) or last_at.get(told.desk if told else "", ""),
        account=row.role,
        desk=told.desk if told else "",
        version=told.version if told else "",
        process=told.process if told else 0,
        address=row.address or "",
        connections=row.connections,
        since=row.since,
        changed=row.changed,
        is_busy=bool(row.busy),
        is_service=row.role == service or (not login_of(row.role) and told is not None),
    )


def _name(role: str, names: Mapping[str, str]) -> str:
    return names.get(login_of(role), "")


def _desk(program: str) -> str:
    told = read_program_name(program or "")
    return told.desk if told else ""


def _names(session: Session, logins: set[str]) -> dict[str, str]:
    asked = sa.select(Person.login, Person.name).where(Person.login.in_(sorted(logins)))
    return {row.login: row.name for row in session.execute(asked)} if logins else {}
