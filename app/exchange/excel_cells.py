"""Rows of an Excel workbook as text."""

import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from app.core.errors import AppError
from app.exchange.excel_marks import FormulaUnsaved, SheetMarks, check_size, sheet_marks

_EXACT = 1e15
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


class BrokenExcel(AppError):
    """A workbook that cannot be opened; facts: ``name``."""

    code = "exchange.broken_excel"


def excel_sheet(path: Path) -> tuple[Iterator[tuple[int, list[str]]], Collection[int]]:
    """Return row number and cells of the first sheet, as they are shown, without formats; and the
    numbers of hidden rows.

    Cells merged downwards count for every row they cover. Hidden rows are rows: a filter that
    somebody left on must not lose any.

    Raises:
        BrokenExcel: It is damaged, or a ZIP file of another kind; also while rows are read.
        WorkbookBomb: It unpacks to more than any workbook.
        FormulaUnsaved: A formula has no value: whatever wrote it did not work it out.
    """
    with path.open("rb") as file, _said(path.name):
        check_size(file, path.name)
        marks = sheet_marks(file, _part(_opened(file)))
    if marks.unsaved:
        raise FormulaUnsaved(name=path.name, cell=marks.unsaved)
    return _rows(path, marks), marks.hidden


@contextmanager
def _said(name: str) -> Iterator[None]:
    """Say in one sentence whatever damage makes the library raise."""
    try:
        yield
    except AppError:
        raise
    except Exception as error:
        raise BrokenExcel(name=name) from error


def _rows(path: Path, marks: SheetMarks) -> Iterator[tuple[int, list[str]]]:
    merged = _Merged(marks)
    with path.open("rb") as file, _said(path.name):
        sheet = _opened(file).worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones, which would cut rows off
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, merged.filled(number, [_text(cell) for cell in cells])


def _opened(file: BinaryIO) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of styles and extensions it does not keep; only values are read here.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=True)


def _part(book: Any) -> str:
    """Return where the first sheet lies in the file."""
    return str(book.worksheets[0]._worksheet_path).lstrip("/")  # noqa: SLF001  told nowhere else


class _Merged:
    """Puts what stands in the first of merged cells into those below it."""

    def __init__(self, marks: SheetMarks) -> None:
        self._begins = {
            (first, column - 1): last
            for column, runs in marks.merged.items()
            for first, last in runs
        }
        self._running: dict[int, tuple[str, int]] = {}

    def filled(self, row: int, cells: list[str]) -> list[str]:
        """Return the cells of a row with what merged ones above it say."""
        if not self._begins:
            return cells
        for column in range(len(cells)):
            last = self._begins.get((row, column))
            if last is not None:
                self._running[column] = (cells[column], last)
        for column, (value, last) in list(self._running.items()):
            if row > last:
                del self._running[column]
            elif column < len(cells):
                cells[column] = cells[column] or value
        return cells


def _text(cell: object) -> str:
    if cell is None or cell in _ERRORS:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        # A sheet keeps fifteen digits and noughts; a double has others behind them.
        return str(int(cell)) if abs(cell) < _EXACT else str(int(Decimal(f"{cell:.15g}")))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)
