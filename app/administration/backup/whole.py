"""Backing a database up into one file, and putting such a file back.

The engines differ in everything here (`sqlite`, `postgres`); what they share is that a file
appears whole and proven or not at all, that nothing is touched before a file has been read to
its end, and that a restore raises the epoch, by which every desk notices that time went back.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.rules import Right
from app.administration.backup import postgres, sqlite
from app.administration.backup.bodies import (
    FOLDER,
    Bodies,
    bodies_for,
    list_of,
    read_list,
)
from app.administration.backup.errors import (
    BackupDamaged,
    BackupIsDatabase,
    BackupMissing,
    BackupOfOtherEngine,
    NotABackup,
    RestoreNeedsYes,
)
from app.administration.backup.locks import Keys, Lock
from app.administration.backup.wrapping import (
    BackupFormat,
    Manifest,
    Source,
    Target,
    check_is_backup,
    format_of,
    has_mark,
    opened,
)
from app.cases.models import CaseFile
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import SCHEMA, VERSION, Database
from app.core.errors import NoDatabase
from app.core.whole_files import whole_file

SUBJECT = "backup"


class Proof(StrEnum):
    """How far a backup was proven before it got its name."""

    RESTORED = "restored"  # restored elsewhere; all tables and the journal's last seal are there
    READ = "read"  # read back and compared; there was no room to restore into, or no right to
    NONE = "none"  # nobody wanted it


@dataclass(frozen=True, slots=True)
class How:
    """How a backup is made.

    Attributes:
        lock: What it is encrypted with, None for not at all.
        keys: Of this process; it opens what it locked itself.
        proof: How far it is proven before it gets its name, where that is possible.
        apart: Bodies of attachments go beside it, each of them once for all backups there.
    """

    lock: Lock | None = None
    keys: Keys = field(default_factory=Keys)
    proof: Proof = Proof.RESTORED
    apart: bool = False


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A finished backup.

    Attributes:
        file: Where it is.
        size_bytes: How large it is.
        revision: Schema revision of what it holds.
        proof: How far it was proven.
        rows: Rows in it, of all tables.
        seal: Number of the journal's last seal in it, 0 before the first.
        bodies: Attachments it needs beside it.
        added: Of these, copied this time.
        damaged: Attachments left out: their bytes are not those they were stored with.
        took_s: How long it took.
    """

    file: Path
    size_bytes: int
    revision: str
    proof: Proof
    rows: int
    seal: int
    bodies: int = 0
    added: int = 0
    damaged: int = 0
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore.

    Attributes:
        revision: Schema revision the database has now.
        needs_migration: True when that is older than this program.
        damaged: Attachments not put back: no bytes were there that they were stored with.
    """

    revision: str
    needs_migration: bool
    damaged: int = 0


def identity_of(database: Database) -> str:
    """Return what stands for a database in all its backups, and tells nothing else. A copy of it
    under another name, for training perhaps, is another one.
    """
    name = (database.url.database or "").encode()
    return hashlib.sha256(b"backup" + database.state.pepper + name).hexdigest()[:12]


def backup(database: Database, actor: Actor, file: Path, how: How | None = None) -> BackedUp:
    """Copy everything into `file` while desks go on working; an older backup there is replaced.

    Raises:
        NotAllowed: Backups hold everything, personal values included.
        NotABackup: `file` exists and is something else.
        BackupIsDatabase: `file` is the database itself.
        BackupNotProven: What was written does not restore to what the database held.
        DiskFull: No room; an older backup of that name is still whole.
        AppError: Any other trouble, in one sentence; nothing half-written is left.
    """
    actor.require(Right.MANAGE_SETTINGS)
    database.look_again().check_writable()  # half a restore is nothing to keep
    _check_target(database, file)
    how = how or How()
    begun = time.monotonic()
    with whole_file(file) as part:
        bodies = bodies_for(file.absolute().parent, how.lock, how.keys) if how.apart else None
        manifest = _write(database, part, how, bodies)
        proof = _prove(database, part, how)
        if bodies is not None:
            bodies.write_list(file)
    if bodies is None:
        list_of(file).unlink(missing_ok=True)
    done = BackedUp(
        file,
        file.stat().st_size,
        manifest.revision,
        proof,
        sum(manifest.holding.counts.values()),
        manifest.holding.seal,
        manifest.bodies,
        bodies.added if bodies is not None else 0,
        bodies.damaged if bodies is not None else 0,
        time.monotonic() - begun,
    )
    _record(database, actor, done, encrypted=how.lock is not None)
    return done


def _record(database: Database, actor: Actor, done: BackedUp, *, encrypted: bool) -> None:
    with database.writing(actor, maintains=True) as uow:
        uow.record(
            "administration.backup",
            Topic.SETTING,
            SUBJECT,
            file=str(done.file.absolute()),
            bytes=done.size_bytes,
            proof=done.proof,
            encrypted=encrypted,
            seal=done.seal,
            damaged=done.damaged,
        )


def restore(
    database: Database,
    actor: Actor,
    file: Path,
    *,
    overwrite: bool = False,
    keys: Keys | None = None,
    settle: Callable[[], object] = lambda: None,
) -> Restored:
    """Make the database what it was when `file` was written; all or nothing.

    Args:
        database: What is replaced; may be empty or absent.
        actor: Who does it; journaled in the restored database.
        file: A backup of the same engine.
        overwrite: Must be said to replace a database with data that are not made up.
        keys: What an encrypted backup is opened with.
        settle: Called on a server before people may work again, where the schema is that of this
            program: writes the roles of that server, who owns what, who may see it.

    Raises:
        RestoreNeedsYes: There are real data, and `overwrite` was not said.
        NotABackup: The file is something else, or damaged.
        SchemaTooNew: It was written by a newer program.
        AppError: Any other trouble, in one sentence; the database is as it was, unless the
            sentence says that it is unfinished.
    """
    actor.require(Right.MANAGE_SETTINGS)
    if not file.is_file():
        raise BackupMissing(file=file)
    _refuse_itself(database, file)
    with opened(file, keys or Keys()) as source:
        _check_source(database, source)
        bodies = _bodies_of(source, keys or Keys())
        if not overwrite and holds_real_data(database):
            raise RestoreNeedsYes(where=database.where)
        _load(database, source, bodies, settle)
    state = database.look_again()
    needs_migration = state.revision < SCHEMA
    if not needs_migration:
        with database.writing(actor, maintains=True) as uow:
            uow.record("administration.restore", Topic.SETTING, SUBJECT, file=file.name)
            uow.touched(Topic.EVERYTHING, "")
    damaged = bodies.damaged if bodies is not None else 0
    return Restored(state.revision, needs_migration, damaged)


def holds_real_data(database: Database) -> bool:
    """Tell whether a database has people or cases that are not made up. What an unfinished
    restore left is no data of its own: the backup has it.
    """
    try:
        state = database.look_again()
    except NoDatabase:
        return False
    if state.is_demo or state.is_unfinished:
        return False
    with database.reading() as session:
        return any(
            session.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None
            for table in (Person, CaseFile)
        )


def size_of(database: Database) -> int:
    """Return how many bytes a database takes where it is."""
    if database.is_sqlite:
        return _sqlite_file(database).stat().st_size
    return postgres.size_bytes(database)


def _write(database: Database, part: Path, how: How, bodies: Bodies | None) -> Manifest:
    at = database.clock.now().isoformat(timespec="seconds")
    target = Target(part, how.lock, how.keys)
    keep = bodies.keep if bodies is not None else None
    try:
        if database.is_sqlite:
            holding = sqlite.save(_sqlite_file(database), target, keep)
        else:
            holding = postgres.save(database, target, keep)
        manifest = Manifest(
            VERSION,
            database.state.revision,
            _format_wanted(database),
            at,
            identity_of(database),
            holding,
            f"{FOLDER}/{bodies.place.name}" if bodies is not None else "",
            len(bodies.needed) if bodies is not None else 0,
        )
        target.finish(manifest)
    finally:
        target.close()
    return manifest


def _prove(database: Database, part: Path, how: How) -> Proof:
    if how.proof is Proof.NONE:
        return Proof.NONE
    with opened(part, how.keys) as source:
        source.check_whole()
        if how.proof is Proof.READ:
            return Proof.READ
        if database.is_sqlite:
            sqlite.prove(_sqlite_file(database), source)
        elif postgres.may_prove(database):
            postgres.prove(database, source)
        else:
            return Proof.READ
    return Proof.RESTORED


def _load(
    database: Database, source: Source, bodies: Bodies | None, settle: Callable[[], object]
) -> None:
    fill = bodies.fill if bodies is not None else None
    if database.is_sqlite:
        sqlite.load(source, _sqlite_file(database), fill)
        database.engine.dispose()
        return
    postgres.load(database, source)
    database.engine.dispose()
    if fill is not None:
        with database.engine.begin() as connection:
            fill(connection)
    if database.look_again().revision == SCHEMA:
        settle()
    postgres.finish(database)


def _bodies_of(source: Source, keys: Keys) -> Bodies | None:
    """Return the folder of bodies a backup needs, once all of them are seen to be there and one
    to open with `keys`.
    """
    manifest = source.manifest
    if manifest is None or not manifest.store:
        return None
    place, names = read_list(source.file)
    if (manifest.store, manifest.bodies) != (f"{FOLDER}/{place}", len(set(names))):
        raise BackupDamaged(file=list_of(source.file).name, why="list")
    bodies = Bodies(source.file.absolute().parent / FOLDER / place, None, keys)
    bodies.check_there(names)
    bodies.check_opens(names)
    return bodies


def _check_target(database: Database, file: Path) -> None:
    if not file.exists():
        return
    _refuse_itself(database, file)
    if file.is_file() and has_mark(file):
        return
    found = format_of(file) if file.is_file() else None
    foreign = found is BackupFormat.SQLITE and not sqlite.is_backup(file)
    if found is None or foreign:
        raise NotABackup(file=file.name)


def _check_source(database: Database, source: Source) -> None:
    """Read a backup to its end before anything is touched."""
    found, wanted = check_is_backup(source), _format_wanted(database)
    if found is not wanted:
        raise BackupOfOtherEngine(file=source.file.name, found=found, wanted=wanted)
    source.check_whole()
    if not database.is_sqlite:
        postgres.check_readable(database, source)


def _format_wanted(database: Database) -> BackupFormat:
    return BackupFormat.SQLITE if database.is_sqlite else BackupFormat.POSTGRES


def _refuse_itself(database: Database, file: Path) -> None:
    own = _sqlite_file(database)
    if database.is_sqlite and own.exists() and file.samefile(own):
        raise BackupIsDatabase(file=file.name)


def _sqlite_file(database: Database) -> Path:
    return Path(database.url.database or "")
