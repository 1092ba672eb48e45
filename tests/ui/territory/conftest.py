"""A street of two communities with four grids side by side, and who may change it."""

from uuid import uuid4

import pytest
import shapely

from app.accounts.rules import Role, rights_of
from app.core.actor import Actor, Grant, console
from app.core.database import Database
from app.territory.actions import (
    GridDraft,
    PlaceDraft,
    PostDraft,
    RegionDraft,
    assign_post,
    open_grid,
    save_place,
    save_region,
    set_outline,
)
from app.territory.rules import GridKind, PlaceKind, PostRole, WorkerKind
from tests.factories.seats import sit
from ui.cases import SLICE as CASES
from ui.core.region_pane import RegionParts
from ui.territory.territory_page import TerritoryPage

__all__ = ["sit"]

STREET, NORTH, SOUTH = "140213054", "140213054001", "140213054002"
GRIDS = (f"{NORTH}001", f"{NORTH}002", f"{SOUTH}001", f"{SOUTH}002")
REGIONS = {
    "14": "山西省",
    "1402": "大同市",
    "140213": "平城区",
    STREET: "振华街道",
    NORTH: "桥北社区居民委员会",
    SOUTH: "桥南社区居民委员会",
}
EDGE = 0.01  # degrees


def box(column: float, row: float, width: float = 1, height: float = 1) -> bytes:
    """Return a rectangle of the street in steps of a hundredth of a degree."""
    west, south = 113.30 + EDGE * column, 40.08 + EDGE * row
    shape = shapely.box(west, south, west + EDGE * width, south + EDGE * height)
    return shapely.to_wkb(shape, byte_order=1, output_dimension=2)


def middle(grid: str) -> tuple[float, float]:
    """Return the middle of a grid."""
    at = GRIDS.index(grid)
    return 113.305 + EDGE * (at % 2), 40.095 - EDGE * (at // 2)


def do(database: Database, action, *given, **more):
    """Run an action as the console."""
    with database.writing(console("tests")) as uow:
        return action(uow, *given, command_key=uuid4(), **more)


def draw(database: Database) -> Database:
    """Make the street."""
    for code, name in REGIONS.items():
        do(database, save_region, RegionDraft(code, name))
    for at, code in enumerate(GRIDS):
        name = f"{'桥北' if at < 2 else '桥南'} {code[-2:]}"
        kind = GridKind.DEDICATED if code == GRIDS[3] else GridKind.GENERAL
        outline = box(at % 2, 1 - at // 2)
        draft = GridDraft(code, name, kind, 100 * (at + 1), 250 * (at + 1), outline)
        do(database, open_grid, draft)
    do(database, set_outline, STREET, box(0, 0, 2, 2))
    do(database, set_outline, NORTH, box(0, 1, 2, 1))
    do(database, set_outline, SOUTH, box(0, 0, 2, 1))
    since = database.clock.now().date().replace(year=2025)
    worker = PostDraft(
        GRIDS[0], PostRole.WORKER, "邓秋霞", since, WorkerKind.FULL_TIME, phone="19903520001"
    )
    do(database, assign_post, worker)
    longitude, latitude = middle(GRIDS[0])
    place = PlaceDraft("滨河花园", PlaceKind.COMPOUND, GRIDS[0], longitude, latitude)
    do(database, save_place, place)
    return database


@pytest.fixture
def street(database: Database) -> Database:
    """The street on either engine."""
    return draw(database)


@pytest.fixture
def embedded_street(embedded_database: Database) -> Database:
    """The same on SQLite, for tests in which the engine cannot matter."""
    return draw(embedded_database)


def somebody(role: Role, region: str | None = STREET, **scope) -> Actor:
    """Return somebody with one role."""
    grant = Grant(role, rights_of(role), region=region, **scope)
    return Actor(uuid4(), "马志远", "一号窗口", (grant,))


@pytest.fixture
def keeper() -> Actor:
    """Somebody who may change the territory of the street."""
    return somebody(Role.ADMINISTRATOR)


@pytest.fixture
def reader() -> Actor:
    """Somebody who may only read it."""
    return somebody(Role.DISPATCHER)


@pytest.fixture
def map_page(sit):
    """Open the map page at a database as somebody with a role, with the lists of cases."""

    def opened(database, role=Role.DISPATCHER):
        seat = sit(database, somebody(role))
        mine = (part for part in CASES.region if seat.desk.actor.may(part.right))
        seat.desk.shared(RegionParts).parts = tuple(mine)
        return seat, seat.show(TerritoryPage(seat.desk))

    return opened
