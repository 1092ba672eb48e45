from uuid import uuid4

import pytest
import shapely

from app.accounts.rules import Right
from app.core.actor import Actor, Grant, console
from app.core.database import Database
from app.territory.actions import GridDraft, RegionDraft, open_grid, save_region

STREET = "140213054"
COMMUNITY = "140213054001"
OTHER_COMMUNITY = "140213054002"
TREE = {
    "14": "山西省",
    "1402": "大同市",
    "140213": "平城区",
    STREET: "振华街道",
    "140213050": "永泰街道",
    COMMUNITY: "桥北社区居民委员会",
    OTHER_COMMUNITY: "新泉村村民委员会",
}


def square(column, row=0):
    """A grid of a hundredth of a degree; neighbours touch."""
    west, south = 113.30 + 0.01 * column, 40.08 + 0.01 * row
    return shapely.to_wkb(
        shapely.box(west, south, west + 0.01, south + 0.01), byte_order=1, output_dimension=2
    )


def worker(*rights: Right, region: str = STREET) -> Actor:
    """Somebody with some rights in one region."""
    grant = Grant(role="administrator", rights=frozenset(map(str, rights)), region=region)
    return Actor(person_id=uuid4(), name="周敏", desk="一号窗口", grants=(grant,))


@pytest.fixture
def keeper() -> Actor:
    """Somebody who keeps the territory of the street."""
    return worker(Right.MANAGE_TERRITORY, Right.READ_TERRITORY)


@pytest.fixture
def town(database: Database) -> Database:
    """A database with one street, two communities and three grids side by side."""
    return _founded(database)


@pytest.fixture
def embedded_town(embedded_database: Database) -> Database:
    """The same on SQLite, for tests in which the engine cannot matter."""
    return _founded(embedded_database)


def _founded(database: Database) -> Database:
    with database.writing(console("test")) as uow:
        for code, name in TREE.items():
            save_region(uow, RegionDraft(code, name), command_key=uuid4())
        for number in (1, 2, 3):
            draft = GridDraft(
                code=f"{COMMUNITY}{number:03d}",
                name=f"桥北第{number}网格",
                households=100 * number,
                population=250 * number,
                wkb=square(number),
            )
            open_grid(uow, draft, command_key=uuid4())
    return database
