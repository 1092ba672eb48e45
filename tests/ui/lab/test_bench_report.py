"""The ratio table as a file."""

import getpass
import platform
from datetime import datetime

from app.commands.measures.rows import against, paired
from app.core.calendar import CHINA
from ui.lab.bench_report import write_report

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=CHINA)


def test_each_row_says_whether_its_bound_is_held(tmp_path):
    held = against("快的", [0.02, 0.04], unit="s", limit=0.1)
    missed = paired("慢的", lambda: 3.0, lambda: 1.0, bound=2.0, runs=3)

    write_report(tmp_path / "bench.md", [held, missed], NOW)

    lines = (tmp_path / "bench.md").read_text(encoding="utf-8").splitlines()
    assert "| 快的 | 0.030 s |  | 0.30 | 1 | 2 次，0.20 | 达标 |" in lines
    assert "| 慢的 | 3.000 s | 1.000 s | 3.00 | 2 | 3 次，0.00 | 未达标 |" in lines


def test_the_machine_is_told_and_nobody_is_named(tmp_path):
    write_report(tmp_path / "bench.md", [], NOW)

    told = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert "2026-11-24 14:05" in told
    assert f"Python {platform.python_version()}" in told
    assert platform.node() not in told
    assert getpass.getuser() not in told
