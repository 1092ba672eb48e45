"""Set times on a server with accounts of their own: people set them, the service draws."""

from datetime import UTC, datetime

import pytest

from app.core.actor import console
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules import chore
from app.papers.schedules.actions import save_schedule
from app.papers.schedules.queries import runs, schedules
from app.papers.schedules.rules import RunState, Schedule
from tests.factories.centre import STREET

pytestmark = pytest.mark.postgres


def test_a_dispatcher_sets_a_time_that_only_the_street_sees_and_the_service_draws(
    own_server, tmp_path
):
    server = own_server
    wanted = Schedule("日报", STREET, PeriodKind.DAILY, 8 * 60, "日报", (PaperForm.WORD,))
    key = server.do("dispatcher", save_schedule, wanted)
    server.do("director", save_schedule, wanted, schedule_id=key, seen_version=1)
    with pytest.raises(NotAllowed):
        server.do("receptionist", save_schedule, wanted)

    seen = {}
    for login in ("director", "rival", "receptionist"):
        database, actor = server.desk(login)
        with database.reading() as session:
            found = schedules(session, actor, datetime(2026, 11, 24, tzinfo=UTC))
        seen[login] = [(row.version, row.person != "") for row in found]
    assert seen == {"director": [(2, True)], "rival": [], "receptionist": []}

    service = server.database
    server.register()
    with service.writing(console("test")) as uow:
        set_setting(uow, "papers_folder", str(tmp_path), command_key=new_id())
    now = service.clock.now()
    with service.reading() as session:
        (row,) = schedules(session, chore.KEEPER, now)
    claim = chore._claim(service, row, now)
    assert chore._claim(service, row, now) is None
    assert chore._draw(service, claim)
    database, actor = server.desk("director")
    with database.reading() as session:
        (found,) = runs(session, STREET, key)
    assert (found.state, found.error, len(found.files)) == (RunState.DONE, "", 1)
    assert (tmp_path / "日报" / found.files[0]).read_bytes().startswith(b"PK")
