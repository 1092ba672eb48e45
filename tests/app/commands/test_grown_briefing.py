"""The briefing of a grown database is measured on a small one, by somebody row rules hold for."""

import pytest

from app.commands.measures import grown_briefing
from app.commands.measures.briefings import IN_A_WEEK
from app.core.database import Database

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def test_a_briefing_is_measured_and_its_database_loaded_once(cluster):
    name = cluster.create()
    url = cluster.url(name)

    first = grown_briefing.weekly_grown(url, IN_A_WEEK, 1)
    again = grown_briefing.weekly_grown(url, IN_A_WEEK, 1)

    assert min(first.ours, again.ours) > 0
    assert (first.bound, first.runs) == (1, 1)
    assert "受行规则" in first.what
    loaded = first.note.rpartition("装入")[2]
    assert again.note.endswith(loaded)
    database = Database.open(url)
    with database.engine.connect() as connection:
        (count,) = connection.exec_driver_sql("SELECT count(*) FROM case_file").one()
    database.dispose()
    cluster.drop(name)
    assert count == IN_A_WEEK
