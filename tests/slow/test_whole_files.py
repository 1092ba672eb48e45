"""The four real files whole, from the first row to the last, on both databases."""

import shutil
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.actor import console
from app.exchange.cases import import_cases
from app.exchange.mapping_files import load_mapping
from tests.app.exchange.real_files import ALL, BALTIMORE, DATA
from tests.factories.centre import STREET

WHO = console("test")
MOST_BYTES = 2 * 2**20
"""What five times the rows may take besides: the numbers seen, and nothing else."""

pytestmark = pytest.mark.timeout(1_800)


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.mapping)
def test_a_whole_file_is_accounted_for_to_the_row_and_the_second_run_changes_nothing(
    centre, tmp_path, real
):
    rows = real.rows()
    messages, further, contradicting = real.counts(rows)
    file = Path(shutil.copy(DATA / real.name, tmp_path))
    mapping = replace(load_mapping(Path(real.mapping)), region=STREET)

    reports = [import_cases(centre.database, WHO, file, mapping) for _run in range(2)]

    told = [
        (report.new, report.changed, report.unchanged, report.joined, report.refused)
        for report in reports
    ]
    assert told == [
        (messages, 0, 0, further, contradicting),
        (0, 0, messages, further, contradicting),
    ]
    assert reports[0].rows == len(rows)
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(CaseFile.id))) == messages


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_times_the_rows_take_no_more_memory(centre, tmp_path):
    mapping = replace(load_mapping(Path(BALTIMORE.mapping)), region=STREET)

    def most_bytes(count: int) -> int:
        file = tmp_path / "a.csv"
        BALTIMORE.write(file, BALTIMORE.rows()[:count])
        tracemalloc.start()
        try:
            report = import_cases(centre.database, WHO, file, mapping, dry_run=True)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert report.new == count
        return most

    most_bytes(200)  # what is made once and kept
    few, many = most_bytes(600), most_bytes(3_000)

    assert many - few < MOST_BYTES
