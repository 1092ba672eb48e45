"""A street with three grids, of which one has a branch, and the page of its organisations."""

import pytest

from app.core.actor import console
from app.territory.models import Region
from app.territory.models.grids import Grid
from tests.app.papers.conftest import poppler
from tests.factories.centre import COMMUNITY, GRID
from tests.factories.party import join, line
from tests.factories.seats import sit
from ui.party.organisations_page import OrganisationsPage

__all__ = ["poppler", "sit"]

SECOND, THIRD = f"{COMMUNITY}003", f"{COMMUNITY}009"


@pytest.fixture
def party(embedded_centre):
    """The centre with organisations and members: two live where no branch is."""
    centre = embedded_centre
    with centre.database.writing(console("test")) as uow:
        for code in (SECOND, THIRD):
            name = {"code": code, "name": f"南塘 {code[-2:]}", "pinyin": code, "initials": ""}
            uow.session.add(Region(**name, tier="grid", parent_code=COMMUNITY))
        uow.session.flush()
        for code in (GRID, SECOND, THIRD):
            uow.session.add(Grid(code=code, kind="general"))
    _, community, branch = line(centre)
    for name, grid in (("邓秋霞", SECOND), ("尹海龙", SECOND), ("鲁玉芬", SECOND)):
        join(centre, community, name, grid_code=grid)
    join(centre, community, "蔡晓峰", grid_code=THIRD)
    for name in ("叶建平", "柯国良", "姚丽萍"):
        join(centre, branch, name, skills=("急救",))
    join(centre, branch, "邹雪梅", grid_code=None)
    return centre


@pytest.fixture
def opened(party, sit):
    """Open the page at somebody's desk."""

    def open_(role="officer"):
        seat = sit(party.database, party.actor(role))
        page = seat.show(OrganisationsPage(seat.desk))
        seat.settle()
        return seat, page

    return open_
