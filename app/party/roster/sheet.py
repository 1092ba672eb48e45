"""A sheet as it is walked through: its header once, then every row with the branch above it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from app.core.errors import AppError
from app.party.roster.heads import (
    LOOKED_AT,
    SheetHead,
    is_beside,
    repeats,
    sheet_head,
    title_of,
)
from app.party.roster.told_rows import RowReader, RowWrong, ToldMember

Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot land.

    Attributes:
        line: Row of the sheet, from 1.
        column: As the sheet heads it, "" where the whole row is wrong.
        error: Why, with nothing personal in it.
        name: Of whom it tells, as it stands there.
    """

    line: int
    column: str
    error: AppError
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that has been opened: its header, and what its rows tell as they are asked for."""

    head: SheetHead
    rows: Iterator[ToldMember | WrongRow]


def read_sheet(rows: Iterable[Numbered], *, today: date) -> Sheet:
    """Open the rows of a sheet.

    Titles above the header and sums, signatures and remarks below it are passed over, and so is
    a header that stands there again. A row with nothing but one text names the branch of the
    rows below it.

    Args:
        rows: Row number and cells, cleaned of outer blanks; empty rows are passed over.
        today: The day it is.

    Raises:
        NoHeader: No row looks like the header of a roster.
    """
    filled = ((line, cells) for line, cells in rows if any(cells))
    first = list(islice(filled, LOOKED_AT))
    head = sheet_head([cells for _, cells in first])
    names = [cells for _, cells in first[head.first : head.after]]
    above = next(
        (said for _, cells in reversed(first[: head.first]) if (said := _branch(cells))), ""
    )
    later = chain(first[head.after :], filled)
    return Sheet(head, _told(later, head, names, above, today))


def _told(
    rows: Iterable[Numbered], head: SheetHead, names: list[list[str]], above: str, today: date
) -> Iterator[ToldMember | WrongRow]:
    reader = RowReader(head, today=today)
    for line, cells in rows:
        if is_beside(cells) or repeats(cells, names):
            continue
        branch = _branch(cells)
        if branch or (title_of(cells) and _is_beside_columns(cells, head)):
            above = branch or above
            continue
        try:
            yield reader.told(line, cells, organisation=above)
        except RowWrong as wrong:
            yield WrongRow(line, wrong.column, wrong.error, reader.name(cells))


def _branch(cells: list[str]) -> str:
    """Return the branch that a title names, as in ``南塘第二网格党支部党员花名册``."""
    said = title_of(cells).replace(" ", "")
    for end in ("党支部", "党总支", "党小组", "党委", "党工委", "支部", "总支"):
        if end in said:
            return said[: said.rindex(end) + len(end)]
    return ""


def _is_beside_columns(cells: list[str], head: SheetHead) -> bool:
    """Tell whether the only filled cell stands in no column that is known: a remark."""
    at = next(place for place, cell in enumerate(cells) if cell)
    return at >= len(head.columns) or head.columns[at].field is None
