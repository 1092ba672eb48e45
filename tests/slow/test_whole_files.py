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
from app.exchange.mapping import load_mapping
from tests.app.exchange.real_files import ALL, BALTIMORE, DATA
from tests.factories.centre import STREET

WHO = console("test")
MOST_BYTES = 24 * 2**20


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
def test_ten_thousand_rows_take_no_more_memory_than_a_few_batches(centre, tmp_path):
    rows = len(BALTIMORE.rows())
    file = Path(shutil.copy(DATA / BALTIMORE.name, tmp_path))
    mapping = replace(load_mapping(Path(BALTIMORE.mapping)), region=STREET)

    tracemalloc.start()
    try:
        report = import_cases(centre.database, WHO, file, mapping, dry_run=True)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert report.new == rows
    assert most < MOST_BYTES
