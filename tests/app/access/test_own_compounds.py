"""What those who keep red compounds do at their desks passes the row rules."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.core.attachments import list_attachments, prepare
from app.core.clock import local
from app.core.shared_settings import CentreSettings
from app.party.compounds.actions import (
    CompoundDraft,
    attach_to_matter,
    begin_matter,
    finish_stage,
    keep_compound,
    serve,
    stop_serving,
)
from app.party.compounds.queries import compounds_page, coverage
from app.party.compounds.rules import STAGES, CommitteeKind
from app.territory.rules import PlaceKind
from tests.factories.compounds import due, placed
from tests.factories.files import photo
from tests.factories.party import party_on
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server with organisations whose compounds are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    server.keys["branch"] = UUID(party_on(server)["party_near"])
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_a_compound_is_kept_served_and_decides_stage_by_stage(own):
    home, station = placed(own, "安居苑"), placed(own, "党群站", PlaceKind.SERVICE_STATION)
    draft = CompoundDraft(own.keys["branch"], CommitteeKind.OWNERS, 5, 3)
    own.do("officer", keep_compound, home, None, draft)
    own.do("director", keep_compound, home, 1, draft)
    own.do("officer", serve, station, home)
    own.do("officer", stop_serving, station, home)
    own.close()
    own.do("officer", serve, station, home)
    today = local(own.database.clock.now()).date()
    matter = own.do("officer", begin_matter, home, "电梯", due(today - timedelta(days=9)))
    own.do("officer", finish_stage, matter, STAGES[0], today, "同意")
    own.do("director", finish_stage, matter, STAGES[1], today)
    own.close()
    picture = prepare(photo(), "公示.jpg", settings=CentreSettings())
    own.do("officer", attach_to_matter, matter, picture)

    database, actor = own.desk("leader")
    with database.reading() as session:
        (row,) = compounds_page(session, actor, today=today, red_percent=50).rows
        assert (row.stations, row.matters, row.red, row.may_keep) == (1, 1, True, False)
        assert coverage(session, actor).served == 1
        assert len(list_attachments(session, str(matter))) == 1
