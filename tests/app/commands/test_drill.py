"""The drill tells the truth: it finds what gets lost, and leaves no trace in anybody's work."""

import json

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.commands import main
from app.commands.drill import rounds
from app.core.database import Database
from app.core.database.tables import ChangeFeed, JournalEntry

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(cluster, postgres_template):
    name = cluster.create(postgres_template)
    yield cluster.url(name)
    cluster.drop(name)


def drill(url, capsys):
    """Hold a drill; return its exit code and what it tells programs."""
    code = main(["drill", "outage", "--database", url, "--notes", "8", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_drill_measures_both_ways_a_server_goes_and_touches_no_case(url, capsys, monkeypatch):
    monkeypatch.setattr("app.core.database.wire.GIVE_UP_S", 1.2)
    monkeypatch.setattr(rounds, "SURELY_S", 0.2)

    code, told = drill(url, capsys)

    assert code == 0
    assert [each["way"] for each in told["rounds"]] == ["cut", "silent"]
    for each in told["rounds"]:
        assert each["noticed_s"] < 5  # on a busy machine; `test_link` holds it to two
        assert (each["kept"], each["replayed"]) == (6, 6)
        assert (each["lost"], each["doubled"]) == (0, 0)
    database = Database.open(url)
    with database.reading() as session:
        count = sa.select(sa.func.count())
        assert session.scalar(count.select_from(CaseFile)) == 0
        assert session.scalar(count.select_from(ChangeFeed)) == 0
        actions = set(session.scalars(sa.select(JournalEntry.action)))
    database.dispose()
    assert actions == {"drill.note", "drill.outage"}


def test_a_drill_in_which_something_gets_lost_fails(url, capsys, monkeypatch):
    monkeypatch.setattr("app.commands.drill.Way", [rounds.Way.CUT])
    monkeypatch.setattr(rounds.DrillDesk, "send", lambda _desk: 0)

    code, told = drill(url, capsys)

    assert code == 1
    assert not told["good"]
    assert told["rounds"][0]["lost"] == 5  # the one whose answer was lost is there


def test_an_embedded_file_has_no_outage(embedded_database, capsys):
    code = main(["drill", "outage", "--database", str(embedded_database.url)])

    assert code == 1
    assert "没有断网" in capsys.readouterr().err
