"""Real files of other systems, and what they hold as counted without our readers."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

DATA = Path(__file__).parents[4] / "shared/data"

Row = dict[str, str]


def csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def json_rows(path: Path) -> list[Row]:
    return json.loads(path.read_text("utf-8"))


def excel_rows(path: Path) -> list[Row]:
    book = load_workbook(path, read_only=True)
    head, *cells = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    # The real workbook ends in 64,000 empty rows.
    return [dict(zip(head, row, strict=True)) for row in cells if any(row)]


def write_csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_json(path: Path, rows: list[Row]) -> None:
    path.write_text(json.dumps(rows), "utf-8")


def write_excel(path: Path, rows: list[Row]) -> None:
    book = Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)


@dataclass(frozen=True)
class RealFile:
    """A file, its mapping, and where its own numbers stand.

    Attributes:
        quick: So many rows make a test of seconds.
        has_steps: Whether a number's further rows are steps of it, not doubles.
    """

    name: str
    mapping: str
    number: str
    read: Callable[[Path], list[Row]]
    write: Callable[[Path, list[Row]], None]
    quick: int
    has_steps: bool = False

    @cache  # noqa: B019  four files, read once
    def rows(self) -> list[Row]:
        """Return the file as the standard reader of its form reads it; skip where it is absent."""
        if not (DATA / self.name).exists():
            pytest.skip("the real files lie beside the repository")
        return self.read(DATA / self.name)

    def counts(self, rows: list[Row]) -> tuple[int, int, int]:
        """Return how many rows are messages, further rows of one, and rows that contradict one."""
        first: dict[str, Row] = {}
        further = contradicting = 0
        for row in rows:
            known = first.setdefault(str(row[self.number]).strip(), row)
            if known is not row:
                further += self.has_steps
                contradicting += not self.has_steps and known != row
        return len(first), further, contradicting


BALTIMORE = RealFile(
    "baltimore311_2018_10k.csv", "baltimore311", "ServiceRequestNum", csv_rows, write_csv, 150
)
DONGGUAN = RealFile(
    "dongguan_sun0769_60.json", "dongguan_sun0769", "number", json_rows, write_json, 60
)
WABO = RealFile(
    "receipt_wabo_municipal_permits.csv",
    "wabo_permits",
    "case:concept:name",
    csv_rows,
    write_csv,
    400,
    has_steps=True,
)
LETTERS = RealFile(
    "taidi2020C_att2_sample495_labelled.xlsx",
    "taidi2020",
    "留言编号",
    excel_rows,
    write_excel,
    100,
)
ALL = (BALTIMORE, DONGGUAN, WABO, LETTERS)
