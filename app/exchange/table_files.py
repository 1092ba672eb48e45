"""Tables that arrive as CSV, Excel or JSON files, read row by row with their line numbers.

What a file is, is told by its content, not by its name. Encodings are recognised strictly:
UTF-8 (with or without BOM), UTF-16 with BOM, GB18030; a file that mixes them is refused with
the first line that does not fit, because guessing would spoil names for good.
"""

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from app.core.errors import AppError
from app.exchange.excel_cells import excel_sheet
from app.exchange.json_rows import json_rows
from app.exchange.text_encoding import text_encoding

TITLE_ROWS = 10  # the header is looked for so far down: sheets often begin with a title
JSON_HEAD = 50  # objects that are looked at for a missing key: many leave out what is empty
FIELD_LIMIT = 10_000_000  # characters; csv's own limit is too small for a pasted document
_OUTER = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\ufeff"


class FileMissing(AppError):
    """There is no such file, or it may not be read; facts: ``name``."""

    code = "exchange.file_missing"


class EmptyFile(AppError):
    """A file without a header; facts: ``name``."""

    code = "exchange.empty_file"


class OldExcel(AppError):
    """An .xls file of the nineties, or one under a password; facts: ``name``."""

    code = "exchange.old_excel"


class ColumnsMissing(AppError):
    """The header lacks columns; facts: ``missing``, ``found``."""

    code = "exchange.columns_missing"


class ColumnsTwice(AppError):
    """The header names a column twice; facts: ``columns``."""

    code = "exchange.columns_twice"


class BrokenTable(AppError):
    """A CSV line that cannot be taken apart; facts: ``line``."""

    code = "exchange.broken_table"


class ShiftedRow(AppError):
    """A row has more cells than the header."""

    code = "exchange.shifted_row"


class SourceRow(NamedTuple):
    """One row of a file.

    Attributes:
        line: Line it begins on (row number in Excel), from 1.
        values: Column name → text without outer blanks; "" where the cell is empty.
        has_surplus: True when it has more cells than the header: a stray comma has shifted
            them, and no value can be trusted.
        is_hidden: True where a workbook hides the row.
        is_plain: True where every value is one line whose only blanks are single plain spaces:
            nothing about them has to be cleaned.
    """

    line: int
    values: Mapping[str, str]
    has_surplus: bool = False
    is_plain: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file that has been opened: its columns, and its rows as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[SourceRow]


Cells = tuple[int, list[str]]


def read_table(path: Path, required: Collection[str] = ()) -> Table:
    """Open a table; rows are read while they are asked for, never all at once.

    Args:
        path: CSV (comma, semicolon or tab), XLSX (first sheet) or a JSON list of objects.
        required: Columns the header must have; it may follow some title rows. In JSON one of
            the first objects must have them, ``place.lon`` reaches into nested ones.

    Raises:
        FileMissing: It cannot be opened.
        MixedEncodings: It is not one text from beginning to end.
        ColumnsMissing: The header lacks required columns.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileMissing(name=path.name) from error
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldExcel(name=path.name)
    if start.startswith(b"PK\x03\x04"):
        rows, hidden = excel_sheet(path)
        return _with_hidden(_table(path, rows, required), hidden)
    encoding = text_encoding(path)
    if start.decode(encoding, "replace").lstrip("\ufeff \t\r\n").startswith(("[", "{")):
        return _json_table(path, encoding, required)
    return _table(path, _csv_rows(path, encoding), required)


def read_cells(path: Path) -> Iterator[Cells]:
    """Yield row number and cells of a table without asking which row is its header.

    Cells are cleaned of outer blanks; empty rows are passed over, hidden ones are not.

    Args:
        path: CSV (comma, semicolon or tab) or XLSX (first sheet).

    Raises:
        FileMissing: It cannot be opened.
        MixedEncodings: It is not one text from beginning to end.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise FileMissing(name=path.name) from error
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldExcel(name=path.name)
    if start.startswith(b"PK\x03\x04"):
        return _filled(excel_sheet(path)[0])
    return _filled(_csv_rows(path, text_encoding(path)))


def _with_hidden(table: Table, hidden: Collection[int]) -> Table:
    if not hidden:
        return table
    marked = (row._replace(is_hidden=row.line in hidden) for row in table.rows)
    return Table(table.columns, marked)


def _csv_rows(path: Path, encoding: str) -> Iterator[Cells]:
    csv.field_size_limit(FIELD_LIMIT)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise BrokenTable(line=line) from error


def _table(path: Path, rows: Iterator[Cells], required: Collection[str]) -> Table:
    filled = _filled(rows)
    head: list[Cells] = []
    for line, cells in filled:
        head.append((line, cells))
        if set(required) <= set(cells) or len(head) == TITLE_ROWS:
            break
    if not head:
        raise EmptyFile(name=path.name)
    place = _header_place(head, required)
    columns = tuple(_without_empty_end(head[place][1]))
    _check_columns(columns, required)
    return Table(columns, _source_rows(columns, chain(head[place + 1 :], filled)))


def _filled(rows: Iterator[Cells]) -> Iterator[Cells]:
    """Yield the rows that say something, their cells cleaned."""
    for line, raw in rows:
        cells = [cell.strip(_OUTER) for cell in raw]
        together = "".join(cells)
        if together:
            yield line, [_clean(cell) for cell in cells] if '="' in together else cells


def _header_place(head: list[Cells], required: Collection[str]) -> int:
    """Return which row is the header: the last one looked at if it fits, else the first."""
    return len(head) - 1 if set(required) <= set(head[-1][1]) else 0


def _source_rows(columns: tuple[str, ...], rows: Iterable[Cells]) -> Iterator[SourceRow]:
    width = len(columns)
    for line, cells in rows:
        if len(cells) == width:
            values = dict(zip(columns, cells, strict=True))
            yield SourceRow(line, values, is_plain=_is_plain("".join(cells)))
        else:
            padded = cells + [""] * (width - len(cells))
            values = dict(zip(columns, padded, strict=False))
            yield SourceRow(line, values, has_surplus=any(cells[width:]))


def _is_plain(text: str) -> bool:
    return text.isprintable() and "  " not in text


def _json_table(path: Path, encoding: str, required: Collection[str]) -> Table:
    rows = json_rows(path, encoding, required)
    head = list(islice(rows, 1))
    if not head:
        raise EmptyFile(name=path.name)
    if not set(required) <= set(head[0][1]):
        head += islice(rows, JSON_HEAD)
    columns = tuple(dict.fromkeys(key for _line, values in head for key in values))
    _check_columns(columns, required)
    expected = tuple(dict.fromkeys((*head[0][1], *required)))

    def source_rows() -> Iterator[SourceRow]:
        for line, values in chain(head, rows):
            clean = {column: _clean(values.get(column, "")) for column in expected}
            clean |= {key: _clean(text) for key, text in values.items() if key not in clean}
            yield SourceRow(line, clean)

    return Table(columns, source_rows())


def _check_columns(columns: tuple[str, ...], required: Collection[str]) -> None:
    there = set(columns)
    missing = [column for column in required if column not in there]
    if missing:
        found = "、".join(filter(None, columns))
        raise ColumnsMissing(missing="、".join(missing), found=found)
    twice = sorted(column for column, count in Counter(columns).items() if column and count > 1)
    if twice:
        raise ColumnsTwice(columns="、".join(twice))


def _without_empty_end(cells: list[str]) -> list[str]:
    filled = [place for place, cell in enumerate(cells) if cell]
    return cells[: filled[-1] + 1]


def _clean(cell: str) -> str:
    text = cell.strip(_OUTER)
    # ="140213": how spreadsheets are told to leave digits alone
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text
