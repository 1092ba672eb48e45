"""A database that has grown is whole, and what is measured on it runs on a small one."""

import pytest
import sqlalchemy as sa

from app.cases.documents import missing_documents, untrue_documents
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.commands.measures import growth
from app.core.database import Database
from tests.app.demo.small import small_street

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

CASES = 400


@pytest.fixture(scope="module")
def rows(cluster, postgres_template):
    """What is measured, and the database it was measured on."""
    name = cluster.create(postgres_template)
    url = cluster.url(name)
    with cluster.connect(name) as connection:
        before = _ways(connection)
    with small_street():
        measured = growth.growth(url, CASES, 1)
    database = Database.open(url)
    with cluster.connect(name) as connection:
        yield measured, database, before, _ways(connection)
    database.dispose()
    cluster.drop(name)


def _ways(connection):
    """Return all indexes and references of a database."""
    indexes = connection.execute("SELECT tablename, indexname FROM pg_indexes").fetchall()
    references = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
        " FROM pg_constraint"
    ).fetchall()
    return {*indexes, *references}


def test_queue_and_search_are_measured_for_narrow_scopes(rows):
    queue, search = rows[0]

    assert min(queue.ours, queue.yardstick, search.ours, search.yardstick) > 0
    assert (queue.bound, search.bound) == (2, 2)
    assert "case_words" in queue.note
    assert search.note.count("部门的人") == 3


def test_what_was_loaded_has_its_events_its_documents_and_all_ways_to_find_it(rows):
    _, database, before, after = rows
    with database.reading() as session:
        ids = session.scalars(sa.select(CaseFile.id)).all()
        steps = sa.select(sa.func.count()).where(CaseEvent.person_name == "演示")
        assert session.scalar(steps.where(CaseEvent.person_id.is_(None))) >= 2 * CASES
        assert list(missing_documents(session)) == []
        assert list(untrue_documents(session, ids)) == []
    assert len(ids) >= CASES
    assert after.symmetric_difference(before) == set()


def test_it_is_loaded_once(rows):
    database = rows[1]

    assert growth._loaded(database, CASES).isdecimal()
