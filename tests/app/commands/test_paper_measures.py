"""What is measured of papers is what a desk prints."""

from app.commands.measures.papers import LIMIT_S, slips


def test_the_row_draws_every_slip_within_its_limit(monkeypatch, tmp_path):
    monkeypatch.setattr("app.commands.measures.papers.SLIPS", 5)

    row = slips(tmp_path, 2)

    assert (row.unit, row.yardstick, row.bound, row.runs) == ("s", None, 1, 2)
    assert "5 份" in row.what
    assert 0 < row.ours < LIMIT_S
