"""A grid is redrawn: its cases move with their place and are found under both codes."""

import pytest
import shapely

from app.accounts.models import RoleGrant
from app.bootstrap.parts import open_doors
from app.cases.documents import untrue_documents
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models import CaseFile
from app.cases.queries.queue import QueueFilter, QueueView, queue_page
from app.core.actor import console
from app.core.clock import local
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.territory.actions import set_outline
from app.territory.actions.publishing import publish_redrawing
from app.territory.actions.redrawings import begin_redrawing, merge_grids, split_grid, step_back
from app.territory.models.grids import Grid
from app.territory.queries.redrawings import redrawing
from tests.factories.centre import COMMUNITY, GRID, STREET

BOX = shapely.box(113.30, 40.08, 113.32, 40.10)
CUT = ((113.31, 40.07), (113.31, 40.11))
WEST, EAST = f"{COMMUNITY}003", f"{COMMUNITY}004"


@pytest.fixture
def drawn(centre):
    with centre.database.writing(console("test")) as uow:
        uow.session.add(Grid(code=GRID, kind="general"))
        set_outline(uow, GRID, BOX.wkb, command_key=new_id())
    return centre


def version(centre, draft):
    today = local(centre.database.clock.now()).date()
    with centre.database.reading() as session:
        return redrawing(session, centre.actor("director"), draft, today).row.version


def publish(centre):
    draft = centre.do("dispatcher", begin_redrawing, STREET, "南塘调整")
    cut = ((113.309, 40.07), (113.309, 40.11))
    centre.do("dispatcher", split_grid, draft, GRID, cut, seen_version=1)
    today = local(centre.database.clock.now()).date()
    doors = open_doors(centre.database.clock)
    seen = version(centre, draft)
    centre.do("director", publish_redrawing, draft, today, follow=doors.regions, seen_version=seen)


def regions(centre, case_id):
    with centre.database.reading() as session:
        case = session.get_one(CaseFile, case_id)
        return case.region, case.desk_region, case.opened_region


def found(centre, code, actor="dispatcher"):
    rules = Filter((Clause(FilterField.REGION, Operator.IS, (code,)),))
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        page = queue_page(
            session,
            centre.actor(actor),
            QueueView.ALL_OPEN,
            now=now,
            narrowed=QueueFilter(rules=rules),
        )
        return {row.id for row in page.rows}


def test_cases_move_with_their_point_and_keep_the_code_they_were_opened_with(drawn):
    west = drawn.register(longitude=113.305, latitude=40.09)
    east = drawn.register(longitude=113.315, latitude=40.09)
    nowhere = drawn.register()
    before = drawn.version(west)

    publish(drawn)

    assert regions(drawn, west) == (WEST, WEST, GRID)
    assert regions(drawn, east) == (EAST, EAST, GRID)
    assert regions(drawn, nowhere) == (EAST, EAST, GRID)  # the larger part
    assert drawn.version(west) == before
    with drawn.database.reading() as session:
        assert list(untrue_documents(session, [west, east, nowhere])) == []


def test_cases_are_found_under_the_old_code_and_under_the_new_one(drawn):
    west = drawn.register(longitude=113.305, latitude=40.09)
    east = drawn.register(longitude=113.315, latitude=40.09)

    publish(drawn)

    assert found(drawn, GRID) == {west, east}
    assert found(drawn, WEST) == {west}
    assert found(drawn, EAST) == {east}
    assert found(drawn, COMMUNITY) == {west, east}


def test_whoever_drafts_may_not_publish_and_edits_by_their_right_alone(drawn):
    draft = drawn.do("dispatcher", begin_redrawing, STREET, "南塘调整")
    drawn.do("director", split_grid, draft, GRID, CUT, seen_version=1)
    drawn.do("dispatcher", step_back, draft, seen_version=version(drawn, draft))
    for stranger in ("handler", "receptionist", "stranger"):
        with pytest.raises((NotAllowed, NotFound)):  # a server does not even show it
            drawn.do(stranger, merge_grids, draft, (GRID, GRID), seen_version=1)


def test_who_works_within_the_old_grid_is_named_before_it_ends(drawn):
    draft = drawn.do("dispatcher", begin_redrawing, STREET, "南塘调整")
    drawn.do("dispatcher", split_grid, draft, GRID, CUT, seen_version=1)
    with drawn.database.writing(console("test")) as uow:
        person = drawn.actor("handler").person_id
        grant = {"role": "grid_worker", "region": GRID, "since": uow.now}
        uow.session.add(RoleGrant(id=new_id(), person_id=person, unit_id=None, **grant))
    today = local(drawn.database.clock.now()).date()

    with drawn.database.reading() as session:
        view = redrawing(session, drawn.actor("director"), draft, today)

    assert drawn.actor("handler").name in view.scoped
