"""A desk to try the shell on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.core.actor import Actor, console
from app.core.calendar_store import ensure_calendar
from app.core.clock import FixedClock
from app.core.database import Database
from tests.factories.seats import leave_desk
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator


@dataclass(frozen=True)
class Parts:
    """What the desk needs of the program below."""

    database: Database
    clock: FixedClock


@pytest.fixture
def parts(embedded_database: Database, clock: FixedClock) -> Parts:
    with embedded_database.writing(console("tests")) as uow:
        ensure_calendar(uow)
    return Parts(embedded_database, clock)


@pytest.fixture
def make_desk(qtbot, parts: Parts, tmp_path) -> Iterator[Callable[[Actor], Desk]]:
    """Make desks; their threads end with the test."""
    desks: list[Desk] = []

    def make(actor: Actor) -> Desk:
        notices = Notices()
        jobs = Jobs(notices.report)
        preferences = Preferences(tmp_path / "desk.ini")
        desks.append(Desk(parts, actor, jobs, ChangeHub(), notices, Navigator(), preferences))
        return desks[-1]

    yield make
    for each in desks:
        leave_desk(each)


@pytest.fixture
def desk(make_desk) -> Desk:
    """The desk of the person at the console."""
    return make_desk(Actor(None, "周敏", "tests", everything=True))
