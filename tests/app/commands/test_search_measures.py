"""The measures of the search find what they are said to find."""

import pytest

from app.commands.measures import searching
from app.demo.many import fill_with_many
from tests.app.demo.small import small_street

CASES = 300


@pytest.fixture
def url(embedded_database, clock, monkeypatch) -> str:
    with small_street():
        fill_with_many(embedded_database, CASES, clock_now=clock.now())
    url = f"sqlite:///{embedded_database.url.database}"
    monkeypatch.setattr(searching, "million", lambda _url, _cases: url)
    return url


def test_every_measure_that_is_offered_gives_a_row(url):
    found = searching.rows("", 1, CASES)

    assert set(found) == set(searching.NAMES)
    rows = [measure() for measure in found.values()]
    assert all(row.ours > 0 and row.bound == 1 for row in rows)
