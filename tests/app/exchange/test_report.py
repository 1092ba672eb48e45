import pytest

from app.exchange.report import ImportReport, Rejected, rejected_path, write_rejected

ROW = Rejected(7, "code", "代码不对")


def test_a_report_counts_each_row_once():
    report = ImportReport(new=3, changed=2, unchanged=1, rejected=(ROW,))

    assert (report.refused, report.rows) == (1, 7)


def test_the_command_line_prints_counts_and_refusals():
    report = ImportReport(new=1, rejected=(ROW,), notes=(Rejected(2, "", "已修复"),), dry_run=True)

    assert report.as_json() == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "joined": 0,
        "rejected": [{"line": 7, "field": "code", "reason": "代码不对"}],
        "notes": [{"line": 2, "field": "", "reason": "已修复"}],
        "dry_run": True,
    }


def test_refused_rows_are_listed_beside_the_file(tmp_path):
    file = tmp_path / "区划.csv"

    assert write_rejected(file, [ROW]) == rejected_path(file) == tmp_path / "区划.csv.rejected.csv"
    assert rejected_path(file).read_text("utf-8").splitlines() == [
        "line,field,reason",
        "7,code,代码不对",
    ]


def test_without_refusals_an_older_list_goes(tmp_path):
    file = tmp_path / "区划.csv"
    write_rejected(file, [ROW])

    assert write_rejected(file, []) is None
    assert not rejected_path(file).exists()


def test_a_folder_that_cannot_be_written_to_is_no_failure(tmp_path):
    nowhere = tmp_path / "没有这个文件夹" / "区划.csv"

    assert write_rejected(nowhere, [ROW]) is None


@pytest.mark.parametrize("rows", [[], [ROW]])
def test_a_report_of_nothing_is_empty(rows):
    assert ImportReport(rejected=tuple(rows)).rows == len(rows)
