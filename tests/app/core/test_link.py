"""A desk knows within two seconds that its server is away, and waits for it in vain no longer."""

import threading
from contextlib import contextmanager
from time import monotonic

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.database import Database
from app.core.database.mirror import image_of, open_image
from app.core.errors import AppError, DatabaseUnreachable
from tests.factories.cable import LISTENS, laid_cable, through

pytestmark = pytest.mark.postgres

NOTICED_S = 2.0
ENOUGH_S = 20
TRIES = 3  # a busy machine is slow now and then


@pytest.fixture(scope="module")
def url(cluster, postgres_template):
    """The database of this module; nothing is written into it."""
    name = cluster.create(postgres_template)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def cable(cluster):
    with laid_cable(cluster.port) as laid:
        yield laid


class Desk:
    """A desk that watches, and what it was told of its server."""

    def __init__(self, database):
        self.database = database
        self.told = []
        self.moved = threading.Condition()
        database.link.subscribe(self._take)

    def _take(self, state):
        with self.moved:
            self.told.append((monotonic(), state.is_well))
            self.moved.notify_all()

    def wait_until(self, *, well):
        """Wait until it was told so; return when."""
        with self.moved:
            assert self.moved.wait_for(lambda: self.told and self.told[-1][1] is well, ENOUGH_S)
            return self.told[-1][0]


@pytest.fixture
def desk(cable, url):
    with watching(Database.open(through(cable, url))) as desk:
        yield desk


@contextmanager
def watching(database):
    desk, stop = Desk(database), threading.Event()
    thread = threading.Thread(target=database.watch, args=(stop, lambda _: None))
    thread.start()
    listens = f"SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND {LISTENS}"
    with database.reading() as session:
        while session.execute(sa.text(listens)).first() is None:
            session.rollback()
    yield desk
    stop.set()
    thread.join()
    database.dispose()


def read(database):
    with database.reading() as session:
        return session.execute(sa.text("SELECT 1")).scalar_one()


@pytest.mark.parametrize("way", ["pull", "cut"])
def test_a_server_that_is_away_is_noticed_within_two_seconds_and_its_return_too(desk, cable, way):
    took = []
    while len(took) < TRIES and min(took, default=NOTICED_S) >= NOTICED_S:
        began = monotonic()
        getattr(cable, way)()
        took.append(desk.wait_until(well=False) - began)
        cable.mend()
        desk.wait_until(well=True)

    assert min(took) < NOTICED_S
    assert read(desk.database) == 1
    assert desk.database.link.state.answered_at is not None


def test_while_the_server_is_away_nobody_waits_for_it(desk, cable):
    cable.pull()
    desk.wait_until(well=False)

    began = monotonic()
    with pytest.raises(DatabaseUnreachable):
        read(desk.database)
    with pytest.raises(DatabaseUnreachable), desk.database.writing(console("test")):
        pass

    assert monotonic() - began < 0.1


def engine_that_answers(session):
    assert session.scalar(sa.text("SELECT 1")) == 1
    return session.get_bind().dialect.name


def test_who_looks_something_up_before_anybody_noticed_has_it_from_the_copy(cable, url):
    database = Database.open(through(cable, url))
    database.mirror = open_image(image_of(()))
    cable.cut()
    assert database.link.is_well

    engine = database.look_up(engine_that_answers)

    assert engine == "sqlite"
    database.mirror.dispose()
    database.dispose()


def test_what_waits_in_a_dead_socket_fails_once_the_server_is_given_up(desk, cable, monkeypatch):
    monkeypatch.setattr("app.core.database.wire.GIVE_UP_S", 1.5)
    began, failed = monotonic(), []

    def ask():
        try:
            with desk.database.reading() as session:
                session.execute(sa.text("SELECT 1"))
                cable.pull()
                session.execute(sa.text("SELECT pg_sleep(0.2)"))
        except AppError as error:
            failed.append(error)

    job = threading.Thread(target=ask)
    job.start()
    job.join(ENOUGH_S)

    assert [type(error) for error in failed] == [DatabaseUnreachable]
    assert monotonic() - began < 6


def test_a_server_that_was_only_slow_goes_on_with_what_it_was_asked(desk, cable):
    answers = []

    def ask():
        with desk.database.reading() as session:
            session.execute(sa.text("SELECT 1"))
            cable.pull()
            answers.append(session.execute(sa.text("SELECT 7")).scalar_one())

    job = threading.Thread(target=ask)
    job.start()
    desk.wait_until(well=False)
    cable.mend()
    job.join(ENOUGH_S)
    desk.wait_until(well=True)

    assert answers == [7]
