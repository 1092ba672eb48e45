"""What was tried against the database, as a table at the end of the run."""

from collections.abc import Iterator

import pytest

TRIED = "forbidden"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print who tried what, and what came of it."""
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == TRIED
    ]
    if rows:
        told = sorted(set(_lines(rows)))  # each comes with several reports of its test
        terminalreporter.section(f"{len(told)} forbidden things tried with a plain driver")
        for row in told:
            terminalreporter.write_line(row)


def _lines(rows: list[str]) -> Iterator[str]:
    for row in rows:
        login, what, outcome = row.split("\t")
        yield f"{login:<13}{what}  —  {outcome}"
