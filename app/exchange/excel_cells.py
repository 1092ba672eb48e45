"""Rows of an Excel workbook as text."""

import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.core.errors import AppError

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


class BrokenExcel(AppError):
    """A workbook that cannot be opened; facts: ``name``."""

    code = "exchange.broken_excel"


def excel_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of the first sheet, as they are shown, without formats.

    Raises:
        BrokenExcel: It is damaged, or a ZIP file of another kind.
    """
    with path.open("rb") as file:
        try:
            yield from _rows(file)
        except Exception as error:  # the border: the reader raises whatever damage makes it
            raise BrokenExcel(name=path.name) from error


def _rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of styles and extensions it does not keep; only values are read here.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # some programs write wrong ones, which would cut rows off
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if cell is None or cell in _ERRORS:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)
