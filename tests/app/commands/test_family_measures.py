"""Looking for likely duplicates is measured on cases that are alike."""

import pytest

from app.cases.models.family import LikelyPair
from app.commands.measures import families
from app.core.database import Database


@pytest.mark.slow
def test_both_rows_are_made_and_the_night_finds_pairs(tmp_path, monkeypatch):
    night_file = f"sqlite:///{tmp_path / 'night.db'}"
    monkeypatch.setattr(families, "million", lambda *_: night_file)
    found = families.rows(tmp_path, runs=2, cases=300, new=400)

    night, likely = found["nightly"](), found["likely"]()

    assert (likely.unit, likely.runs, likely.ratio) == ("ms", 2, likely.ours / 50.0)
    assert (night.unit, night.runs, night.ratio) == ("s", 1, night.ours / 60.0)
    database = Database.open(night_file)
    with database.reading() as session:
        assert session.query(LikelyPair).count() > 0
    database.dispose()
