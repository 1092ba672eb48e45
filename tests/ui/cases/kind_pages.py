"""The page of kinds and limits at desks, and short ways to move about on it."""

from dataclasses import replace

import pytest

from app.cases.actions.kinds import (
    KindChange,
    LimitsToPublish,
    change_kind,
    publish_limits,
)
from app.cases.limit_edit import LimitClock, with_limit
from app.cases.limits import limits_now
from app.cases.queries.kinds import kind_seen
from app.cases.rules import Level
from app.core.ids import new_id
from tests.factories.seats import sit, write
from ui.cases.kinds.kind_editor import LIMITS
from ui.cases.kinds.kinds_page import KindsPage

__all__ = [
    "CELL",
    "COVER",
    "LAMP",
    "amount",
    "change",
    "choose",
    "house",
    "kind",
    "limits",
    "open_page",
    "publish",
    "set_limit",
    "sit",
    "small_house",
]

LAMP, COVER = "C01-010", "C01-003"
CELL = (LimitClock.HANDLE, Level.NORMAL)


@pytest.fixture
def house(centre):
    """A centre of two streets, on either engine."""
    return centre


@pytest.fixture
def small_house(embedded_centre):
    """The same on SQLite, for tests in which the engine cannot matter."""
    return embedded_centre


@pytest.fixture
def open_page(sit):
    def opened(centre, who="director", at="one", code=LAMP):
        seat = sit(centre.database, centre.actor(who), at)
        page = seat.show(KindsPage(seat.desk))
        choose(seat, page, code)
        return seat, page

    return opened


def choose(seat, page, code):
    page.tree.setCurrentItem(page.tree._items[code])
    seat.settle()


def kind(centre, code=LAMP):
    with centre.database.reading() as session:
        return kind_seen(session, code)


def limits(centre):
    with centre.database.reading() as session:
        return limits_now(session)


def change(centre, who="administrator", code=LAMP, **values):
    now = kind(centre, code)
    order = KindChange(code, now.version, replace(now.body, **values))
    with centre.database.writing(centre.actor(who)) as uow:
        change_kind(uow, order, command_key=new_id())


def publish(centre, code, limit, who="administrator"):
    now = limits(centre)
    body = with_limit(now.body, code, *CELL, limit)
    with centre.database.writing(centre.actor(who)) as uow:
        publish_limits(uow, LimitsToPublish(now.number, body, "别人改的"), command_key=new_id())


def amount(page, clock=LimitClock.HANDLE, level=Level.NORMAL):
    return page.editor.grid.cells[clock, level].amount


def set_limit(page, text, clock=LimitClock.HANDLE, level=Level.NORMAL):
    page.editor.show_part(LIMITS)
    write(amount(page, clock, level), text)
    amount(page, clock, level).textEdited.emit(text)
