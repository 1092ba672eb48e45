"""How the system runs, for whoever runs it: a bounded number of statements, whatever its size."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import DeskSeen, Person
from app.accounts.rules import Right
from app.administration.operations.rows import (
    DeskProgram,
    LastBackup,
    Operations,
    Storage,
)
from app.administration.operations.server import server_seen, server_storage
from app.administration.operations.statements import MOST_UNSEALED
from app.core.actor import Actor
from app.core.attachments.tables import Attachment
from app.core.chores import chore_statuses, keeper
from app.core.database import VERSION, Database, has_own_account
from app.core.database.maintenance import read_maintenance
from app.core.database.tables import JournalEntry, JournalSeal
from app.core.shared_settings import settings_at

MOST_DESKS = 1_000
"""Computers listed, those used last first: a district has 400."""
_MOST_BYTES = 1 << 63
BACKUP, BACKED_UP = "backup", "administration.backup"
"""Subject and action of the journal row a finished backup leaves."""


def read_operations(database: Database, actor: Actor) -> Operations:
    """Return how the system runs: at most 13 statements in one reading.

    Raises:
        NotAllowed: The actor does not run the system.
        NotForAll: They run some of the centres in it only, and it shows everybody's desks.
    """
    actor.require_for_all(Right.OPERATE)
    state, now = database.state, database.clock.now()
    with database.reading() as session:
        settings = settings_at(session, now)
        backup, unsealed, sealed_at = _housekeeping(session)
        is_file, desks = database.is_sqlite, _desks(session)
        last_at = {row.desk: row.who for row in desks}
        return Operations(
            as_of=now,
            engine=_engine(session),
            revision=state.revision,
            min_client=state.min_client,
            version=VERSION,
            wanted_version=settings.wanted_version,
            package_place=settings.package_place,
            maintenance=read_maintenance(session.connection()),
            keeper=keeper(session, now),
            chores=chore_statuses(session),
            storage=_file_storage(session, database) if is_file else server_storage(session),
            backup=backup,
            unsealed=unsealed,
            sealed_at=sealed_at,
            desks=desks,
            server=None if is_file else server_seen(session, settings.slow_statement_s, last_at),
        )


def _engine(session: Session) -> str:
    dialect = session.get_bind().dialect
    if dialect.name == "sqlite":
        return f"SQLite {session.scalar(sa.text('SELECT sqlite_version()'))}"
    version = str(session.scalar(sa.text("SHOW server_version")))
    return f"PostgreSQL {version.split()[0]}"  # what follows says who built it


def _file_storage(session: Session, database: Database) -> Storage:
    """Return what an embedded file takes, its log beside it included."""
    file = Path(database.url.database or "").absolute()
    parts = (file, file.with_name(f"{file.name}-wal"))
    size = sum(part.stat().st_size for part in parts if part.exists())
    attachments = session.scalar(sa.select(sa.func.sum(Attachment.size_bytes))) or 0
    free = shutil.disk_usage(file.parent).free if file.parent.exists() else None
    return Storage(size, attachments, (), free)


def _housekeeping(session: Session) -> tuple[LastBackup | None, int, datetime | None]:
    """Return the last backup, the rows not sealed, and when rows were last sealed."""
    if has_own_account(session):
        told = session.execute(sa.text("SELECT * FROM jz.housekeeping()")).one()
        backup = _backup(told[:4]) if told[0] is not None else None
        return backup, told[4], told[5]
    entry = (JournalEntry.at, JournalEntry.person_name, JournalEntry.desk, JournalEntry.facts)
    last = session.execute(
        sa.select(*entry)
        .where(JournalEntry.subject == BACKUP, JournalEntry.action == BACKED_UP)
        .order_by(JournalEntry.at.desc())
        .limit(1)
    ).one_or_none()
    seal = session.execute(
        sa.select(JournalSeal.last_serial, JournalSeal.at)
        .order_by(JournalSeal.number.desc())
        .limit(1)
    ).one_or_none()
    after, sealed_at = seal or (0, None)
    rows = sa.select(JournalEntry.serial).where(JournalEntry.serial > after)
    count = sa.select(sa.func.count()).select_from(rows.limit(MOST_UNSEALED + 1).subquery())
    return (_backup(last) if last else None), session.scalar(count) or 0, sealed_at


def _backup(told: Any) -> LastBackup:
    """Return what a journal row tells; its facts may be anything, and only the sound ones count."""
    at, who, desk, facts = told
    facts = facts if isinstance(facts, dict) else {}
    file, size = facts.get("file"), facts.get("bytes")
    is_encrypted = facts.get("encrypted") is True
    return LastBackup(
        at,
        who,
        desk,
        file if isinstance(file, str) else "",
        size if type(size) is int and 0 <= size < _MOST_BYTES else 0,
        is_encrypted=is_encrypted,
    )


def _desks(session: Session) -> tuple[DeskProgram, ...]:
    """Return the last sign-in at each computer."""
    newest = sa.func.row_number().over(partition_by=DeskSeen.desk, order_by=DeskSeen.at.desc())
    told = sa.select(DeskSeen, newest.label("place")).subquery()
    rows = session.execute(
        sa.select(told.c.desk, Person.name, told.c.at, told.c.version)
        .join(Person, Person.id == told.c.person_id)
        .where(told.c.place == 1)
        .order_by(told.c.at.desc(), told.c.desk)
        .limit(MOST_DESKS)
    )
    return tuple(DeskProgram(*row) for row in rows)
