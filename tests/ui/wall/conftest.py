"""A wall without a database: figures are put in by hand, and time stands until it is moved."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QPixmap

from app.command.wall.figures import Ground, Places, Pulse, Reading, Standing
from app.core.actor import console
from app.core.clock import SHANGHAI, FixedClock
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, load
from ui.wall.feed import WallFeed

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)
STANDING = Standing(223, 3, 5, 2, datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI), NOW, 39, 22, 0)
PULSE = Pulse(14, (1,) * 15, (0,) * 24, (3,) * 24, (10, 20))


@pytest.fixture
def dressed(qapp):
    """The application in the dress of the wall."""
    apply_theme(qapp, load("wall"))
    yield qapp
    apply_theme(qapp, load("light"))


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def feed(dressed, clock):
    """What the wall knows; its readings are put in by hand."""
    failures = []
    jobs = Jobs(failures.append)
    made = WallFeed(jobs, ChangeHub())
    made.connect_to(SimpleNamespace(clock=clock), console("wall"))
    made.put(Reading.STANDING, STANDING, NOW)
    made.put(Reading.PULSE, PULSE, NOW)
    made.put(Reading.GROUND, Ground((), ()), NOW)
    made.put(Reading.PLACES, Places((), (), more=False), NOW)
    yield made
    made.stop()
    jobs.stop()


def picture(widget) -> QPixmap:
    """Draw a widget."""
    return widget.grab()
