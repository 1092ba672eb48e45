"""Databases for tests: migrated once per engine, then copied; the server starts when asked for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.clock import FixedClock
from app.core.database import Database
from app.migrations import migrate
from tests.postgres_cluster import Cluster, start_cluster

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """This worker's own PostgreSQL server."""
    cluster = start_cluster()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """The name of a migrated PostgreSQL database to be copied."""
    name = cluster.create()
    _migrate(cluster.url(name))
    return name


def _migrate(url: str) -> None:
    database = Database.open(url)
    migrate(database)
    database.dispose()


@contextmanager
def _copy(request: pytest.FixtureRequest, folder: Path, template: str | None) -> Iterator[str]:
    """Give the URL of a new database on the engine that `request` was parametrised with, as a
    copy of what the fixture `<engine>_<template>` names; empty without one.
    """
    engine = request.param
    source = request.getfixturevalue(f"{engine}_{template}") if template else None
    if engine == "sqlite":
        file = folder / "jiezhi.db"
        if source:
            shutil.copyfile(source, file)
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create(source or "template0")
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(params=ENGINES)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a schema, on either engine."""
    with _copy(request, tmp_path, None) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with the present schema, on either engine: with the centre of two
    streets for a test that asks for it, else empty.
    """
    template = "centre_template" if "centre" in request.fixturenames else "template"
    with _copy(request, tmp_path, template) as url:
        yield url


@pytest.fixture
def open_database(clock: FixedClock) -> Iterator[Callable[[str], Database]]:
    """Open databases by URL as a desk does; they are closed after the test."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(Database.open(url, clock=clock))
        return opened[-1]

    yield open_one
    for database in opened:
        database.dispose()


@pytest.fixture
def database(database_url: str, open_database: Callable[[str], Database]) -> Database:
    """A database with the present schema, on either engine; see `database_url`."""
    return open_database(database_url)


@pytest.fixture
def second_desk(
    database: Database, database_url: str, open_database: Callable[[str], Database]
) -> Database:
    """The same database as another program sees it."""
    return open_database(database_url)


@pytest.fixture
def embedded_database(
    request: pytest.FixtureRequest, tmp_path: Path, open_database: Callable[[str], Database]
) -> Database:
    """The same on SQLite, for tests in which the engine cannot matter."""
    wanted = "embedded_centre" in request.fixturenames
    template = "sqlite_centre_template" if wanted else "sqlite_template"
    file = shutil.copyfile(request.getfixturevalue(template), tmp_path / "embedded.db")
    return open_database(f"sqlite:///{file}")
