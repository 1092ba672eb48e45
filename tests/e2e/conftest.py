"""The office of the journeys, and the computers in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.clock import ServerClock
from app.core.database import Database
from tests.e2e.office import Office, found_office
from tests.factories.windows import Seat
from ui.shell.program import Order

Computer = Callable[..., Seat]


@pytest.fixture
def clock() -> ServerClock:
    """The real one: desks, command line and processes have to agree what time it is."""
    return ServerClock()


@pytest.fixture
def office(database_url: str, database: Database) -> Office:
    """A centre whose people can sign in, on either engine."""
    return found_office(database_url, database)


@pytest.fixture
def embedded_office(embedded_database: Database) -> Office:
    """The same on SQLite, for journeys in which the engine cannot matter."""
    url = embedded_database.url.render_as_string(hide_password=False)
    return found_office(url, embedded_database)


@pytest.fixture
def computer(qapp, tmp_path: Path) -> Iterator[Computer]:
    """Switch on one computer after the other: `computer(url)` gives who sits at it a seat."""
    seats: list[Seat] = []

    def switch_on(url: str, *, kept: str = "") -> Seat:
        folder = tmp_path / (kept or f"computer-{len(seats)}")
        seat = Seat(Order(url), folder)
        seats.append(seat)
        seat.sit_down()
        return seat

    yield switch_on
    for seat in seats:
        seat.leave()
