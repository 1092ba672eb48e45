"""Desks of the people of the test centre, on real databases, threads and windows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from app.bootstrap.parts import open_doors
from app.core.database import Database
from tests.factories.centre import Centre
from tests.factories.seats import is_settled, leave_desk
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notice, Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator

WIDE = (1440, 900)


@dataclass
class Seat:
    """One person at one desk, with everything they were told and sent to."""

    desk: Desk
    told: list[Notice] = field(default_factory=list)
    sent_to: list[object] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return [notice.text for notice in self.told]

    def settled(self) -> bool:
        return is_settled(self.desk)


Sit = Callable[..., Seat]


@pytest.fixture
def sit(qtbot, tmp_path) -> Iterator[Sit]:
    """Seat people; `sit(centre, role)` or, at another program, `sit(centre, role, database)`."""
    seats: list[Seat] = []
    leave: list[Callable[[], None]] = []

    def one(centre: Centre, role: str, database: Database | None = None) -> Seat:
        database = database or centre.database
        notices, hub = Notices(), ChangeHub()
        jobs = Jobs(notices.report)
        parts = SimpleNamespace(
            database=database,
            clock=database.clock,
            doors=open_doors(database.clock),
        )
        preferences = Preferences(tmp_path / f"{role}-{len(seats)}.ini")
        desk = Desk(parts, centre.actor(role), jobs, hub, notices, Navigator(), preferences)
        seat = Seat(desk)
        notices.posted.connect(seat.told.append)
        notices.attach()
        desk.navigator.wanted.connect(seat.sent_to.append)
        leave.append(database.subscribe(hub.announce))
        jobs.watch(database.watch, hub.announce)
        seats.append(seat)
        return seat

    yield one
    for way_out in leave:
        way_out()
    for seat in seats:
        leave_desk(seat.desk)


@pytest.fixture
def show(qtbot) -> Callable[[QWidget], QWidget]:
    """Put a page into a window of the design size and show it."""

    def shown(page: QWidget) -> QWidget:
        qtbot.addWidget(page)
        page.resize(*WIDE)
        with qtbot.waitExposed(page):
            page.show()
        return page

    return shown


@pytest.fixture
def settle(qtbot) -> Callable[[Seat], None]:
    """Wait until all that a desk asked for has been done and heard."""

    def settled(seat: Seat) -> None:
        qtbot.waitUntil(seat.settled)

    return settled
