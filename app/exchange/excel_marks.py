"""What a workbook says beside its values: merged cells, hidden rows, formulas never worked out.

The library that reads the values passes over these, or holds the whole sheet in memory. So the
sheet's text is gone through once before, piece by piece.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO

from app.core.errors import AppError

MOST_BYTES = 2_000_000_000
"""Unpacked; a sheet of a million rows has a tenth of that."""
MOST_SHARED_BYTES = 400_000_000
"""Of the texts a sheet shares, which are held in memory."""
SUSPICIOUS = 400
"""Times that a part grows on unpacking; sheets grow ten- to fiftyfold."""
_SMALL = 50_000_000
_PIECE = 1 << 20
_OVERLAP = 4_096  # no element that is looked for is longer


class WorkbookBomb(AppError):
    """A workbook unpacks to so much that it is none; facts: ``name``."""

    code = "exchange.workbook_bomb"


class FormulaUnsaved(AppError):
    """A cell holds a formula whose value was never saved; facts: ``name``, ``cell``."""

    code = "exchange.formula_unsaved"


@dataclass(slots=True)
class SheetMarks:
    """What was found in a sheet; rows and columns count from 1.

    Attributes:
        merged: Column → first rows and last rows of cells merged downwards.
        hidden: Numbers of hidden rows.
        unsaved: Name of the first cell with a formula without a value, "" where there is none.
    """

    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    unsaved: str = ""


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*?\shidden="(?:1|true)")[^>]*?\br="(\d+)"')
_UNSAVED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?'
    rb"(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def check_size(file: BinaryIO, name: str) -> None:
    """Raise `WorkbookBomb` where unpacking would fill memory or take for ever.

    Raises:
        zipfile.BadZipFile: It is no whole ZIP file.
    """
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    shared = sum(p.file_size for p in parts if p.filename.endswith("sharedStrings.xml"))
    blown = any(
        p.file_size > _SMALL and p.file_size > SUSPICIOUS * max(p.compress_size, 1) for p in parts
    )
    if total > MOST_BYTES or shared > MOST_SHARED_BYTES or blown:
        raise WorkbookBomb(name=name)


def sheet_marks(file: BinaryIO, part: str) -> SheetMarks:
    """Return what a sheet says beside its values.

    Args:
        file: The workbook.
        part: Where the sheet lies in it.
    """
    found = SheetMarks()
    with zipfile.ZipFile(file) as archive, archive.open(part) as sheet:
        rest = b""
        while piece := sheet.read(_PIECE):
            text = rest + piece
            _look(text, found)
            rest = text[-_OVERLAP:]
    return found


def _look(text: bytes, found: SheetMarks) -> None:
    if b"mergeCell " in text:
        for column, first, last in _MERGED.findall(text):
            if first != last:
                runs = found.merged.setdefault(_number(column), [])
                if (run := (int(first), int(last))) not in runs[-50:]:
                    runs.append(run)
    if b"hidden=" in text:
        found.hidden.update(map(int, _HIDDEN.findall(text)))
    if not found.unsaved and b"<f" in text and (unsaved := _UNSAVED.search(text)):
        found.unsaved = unsaved[1].decode()


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found
