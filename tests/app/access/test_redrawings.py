"""On a server a draft is edited and published by people's own accounts, and by nobody else's."""

import psycopg
import pytest
import shapely

from app.bootstrap.parts import open_doors
from app.cases.models import CaseFile
from app.core.actor import console
from app.core.clock import local
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.territory.actions import set_outline
from app.territory.actions.publishing import publish_redrawing
from app.territory.actions.redrawings import begin_redrawing, split_grid, step_back, step_forward
from app.territory.models import Region
from app.territory.models.grids import Grid
from tests.factories.centre import COMMUNITY, GRID, STREET

pytestmark = pytest.mark.postgres

BOX = shapely.box(113.30, 40.08, 113.32, 40.10)
CUT = ((113.31, 40.07), (113.31, 40.11))


def test_a_draft_is_edited_and_published_by_own_accounts(own_server):
    server = own_server
    with server.database.writing(console("test")) as uow:
        uow.session.add(Grid(code=GRID, kind="general"))
        set_outline(uow, GRID, BOX.wkb, command_key=new_id())
    case_id = server.register(longitude=113.305, latitude=40.09)

    draft = server.do("dispatcher", begin_redrawing, STREET, "南塘调整")
    seen = server.do("dispatcher", split_grid, draft, GRID, CUT, seen_version=1)
    seen = server.do("director", step_back, draft, seen_version=seen)
    seen = server.do("dispatcher", step_forward, draft, seen_version=seen)
    door = open_doors(server.database.clock).regions
    today = local(server.database.clock.now()).date()
    for stranger in ("stranger", "handler"):
        with pytest.raises((NotFound, NotAllowed)):
            server.do(stranger, step_back, draft, seen_version=seen)
    with pytest.raises(NotAllowed):
        server.do("dispatcher", publish_redrawing, draft, today, follow=door, seen_version=seen)
    with server.plain("dispatcher") as connection, pytest.raises(psycopg.Error):
        connection.execute("UPDATE redrawing SET state = 'published' WHERE id = %s", (draft,))
    opened = server.do("director", publish_redrawing, draft, today, follow=door, seen_version=seen)

    assert opened == 2
    with server.plain("dispatcher") as connection:
        gone = connection.execute("DELETE FROM redrawing_step WHERE redrawing_id = %s", (draft,))
        assert gone.rowcount == 0  # what was published stays what it was
    with server.plain("director") as connection:
        assert connection.execute("DELETE FROM outline").rowcount == 0
        with pytest.raises(psycopg.Error):
            connection.execute("UPDATE region SET name = '' WHERE code = %s", (STREET,))
    with server.database.reading() as session:
        assert session.get_one(Region, GRID).retired_at is not None
        assert session.get_one(CaseFile, case_id).region.startswith(COMMUNITY)
        assert session.get_one(CaseFile, case_id).opened_region == GRID
