"""Tables that leave as CSV, Excel or JSON files, row by row, whole or not at all."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path

from app.core.clock import local
from app.core.errors import AppError
from app.core.text import guarded
from app.core.whole_files import whole_file
from app.core.words import label

_SPECIAL = ("=", "#")
"""What the library takes for the beginning of a formula or the name of an error."""

_SHEET_ROWS = 1_048_576


class UnknownForm(AppError):
    """A file name ends in no form that can be written; facts: ``name``, ``known``."""

    code = "exchange.unknown_form"


class TooManyRows(AppError):
    """More rows than a sheet of Excel holds; facts: ``most``."""

    code = "exchange.too_many_rows"


class TableForm(StrEnum):
    """In which form a table is written; told by the end of the file name."""

    CSV = ".csv"
    EXCEL = ".xlsx"
    JSON = ".json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: What programs call it (JSON).
        title: What people call it (CSV, Excel).
    """

    key: str
    title: str


Rows = Iterable[Sequence[object]]


def form_of(path: Path) -> TableForm:
    """Return the form a file name asks for.

    Raises:
        UnknownForm: It ends in something else.
    """
    try:
        return TableForm(path.suffix.lower())
    except ValueError as error:
        raise UnknownForm(name=path.name, known="、".join(TableForm)) from error


def write_table(
    path: Path, columns: Sequence[Column], rows: Rows, *, for_excel: bool = False
) -> int:
    """Write a table and return how many rows it has.

    In CSV and Excel times are local and choices are told in words; a text that a spreadsheet
    would take for a formula gets an apostrophe in CSV, and is marked as text in Excel. JSON
    carries values as they are.

    Args:
        path: Where to; its end says the form.
        columns: Header.
        rows: Values in the order of columns; read as they are written.
        for_excel: Begin a CSV file with the mark by which Excel knows UTF-8.
    """
    form = form_of(path)
    with whole_file(path) as part:
        if form is TableForm.CSV:
            return _write_csv(part, columns, rows, for_excel=for_excel)
        if form is TableForm.EXCEL:
            return _write_excel(part, columns, rows)
        return _write_json(part, columns, rows)


def _write_csv(path: Path, columns: Sequence[Column], rows: Rows, *, for_excel: bool) -> int:
    encoding = "utf-8-sig" if for_excel else "utf-8"
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(column.title) for column in columns])
        for row in rows:
            writer.writerow([guarded(v) if isinstance(v, str) else v for v in map(_shown, row)])
            count += 1
    return count


def _write_excel(path: Path, columns: Sequence[Column], rows: Rows) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"

    def cell(value: object) -> object:
        shown = _shown(value)
        if shown == "":
            return None  # an empty cell, and none that holds nothing
        if not isinstance(shown, str):
            return shown
        if shown[0] not in _SPECIAL and shown.isprintable():
            return shown  # which the library takes for text by itself, digits as well
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", shown))
        made.data_type = "s"  # neither a formula nor the name of an error
        return made

    sheet.append([cell(column.title) for column in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count == _SHEET_ROWS:
            raise TooManyRows(most=_SHEET_ROWS - 1)
        sheet.append([cell(value) for value in row])
    book.save(path)
    return count


def _write_json(path: Path, columns: Sequence[Column], rows: Rows) -> int:
    keys = [column.key for column in columns]
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            file.write(",\n" if count else "\n")
            told = dict(zip(keys, row, strict=True))
            file.write(json.dumps(told, ensure_ascii=False, default=_as_json))
            count += 1
        file.write("\n]\n")
    return count


def _as_json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _shown(value: object) -> object:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return label(value)
    if isinstance(value, datetime):
        return local(value).isoformat(" ", "seconds")[:19]
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value
