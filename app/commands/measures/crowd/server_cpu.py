"""How much of a core the processes of a server on this computer have taken."""

import os
from pathlib import Path

import sqlalchemy as sa

from app.core.database import Database

_PARENT, _OWN, _CHILDREN = 1, (11, 12), (13, 14)
"""Places in /proc/<pid>/stat behind the name: parent; own time; that of children that ended."""


def server_cpu_s(database: Database) -> float | None:
    """Return seconds of a core all processes of the server have taken since it started; None
    where it runs elsewhere, or the system does not tell.
    """
    with database.engine.connect() as connection:
        pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    if not _is_postgres(int(pid or 0)):
        return None
    first = int(_stat(int(pid or 0))[_PARENT])
    ticks = sum(int(_stat(first)[at]) for at in (*_OWN, *_CHILDREN))
    for each in Path("/proc").iterdir():
        if each.name.isdigit() and (told := _stat(int(each.name))) and told[_PARENT] == str(first):
            ticks += sum(int(told[at]) for at in _OWN)
    return ticks / os.sysconf("SC_CLK_TCK")


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False


def _stat(pid: int) -> list[str]:
    """Return what the system tells of a process behind its name; nothing once it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
