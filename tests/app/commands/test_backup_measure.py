"""The measure of backups finds a database with steps and files, and gives a row."""

import shutil
from datetime import datetime

import pytest
import sqlalchemy as sa

from app.cases.models.life import CaseEvent
from app.commands.measures import backups
from app.core.attachments.tables import Attachment
from app.core.clock import SHANGHAI
from app.core.database import Database
from app.demo.laden import STEPS, add_weight
from app.demo.many import fill_with_many
from tests.app.demo.small import small_street

CASES = 300
NOON = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def street(sqlite_template, tmp_path_factory):
    """Three hundred cases without a step; made once."""
    file = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("many") / "light.db")
    database = Database.open(f"sqlite:///{file}")
    with small_street():
        fill_with_many(database, CASES, clock_now=NOON)
    yield database
    database.dispose()


def weight(database) -> tuple[int, int]:
    with database.reading() as session:
        counted = (
            sa.select(sa.func.count()).select_from(table) for table in (CaseEvent, Attachment)
        )
        return tuple(session.scalar(each) for each in counted)


def test_a_backup_is_measured_on_a_heavy_database_and_the_light_one_stays(
    street, tmp_path, monkeypatch
):
    url = f"sqlite:///{street.url.database}"
    monkeypatch.setattr(backups, "million", lambda _url, _cases: url)
    light = weight(street)
    folder = tmp_path / "bench"
    folder.mkdir()

    row = backups.backing_up(folder, "", 1, CASES)

    assert (row.bound, row.ours > 0, row.yardstick > 0) == (1.3, True, True)
    assert weight(street) == light


def test_every_case_gets_its_steps_once(street):
    events, files = weight(street)
    add_weight(street)
    heavy = weight(street)
    add_weight(street)

    assert heavy == weight(street)
    assert heavy[0] - events == len(STEPS) * CASES
    assert heavy[1] - files == 3
