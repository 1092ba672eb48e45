"""What a sheet of labels is asked for by: which cases, on which sheet, from which label; pure."""

import re
from dataclasses import dataclass
from uuid import UUID

from app.core.errors import AppError, NotFound

PAGE_MM = (210.0, 297.0)
MOST_CASES = 1_000
_LEAST_MM = 15.0
_JOINT = "|"
_TYPED = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s+(\d{1,2})\s*[x×*]\s*(\d{1,2})\s*"
)


class BadLabelSheet(AppError):
    """No A4 sheet can have such labels; facts: ``typed``."""

    code = "cases.bad_label_sheet"


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """An A4 sheet of labels, in the middle of it and without gaps.

    Attributes:
        width: Of a label, in millimetres.
        height: Of a label, in millimetres.
        columns: Labels side by side.
        rows: Labels one under the other.
    """

    width: float
    height: float
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """Labels of a sheet."""
        return self.columns * self.rows

    @property
    def left(self) -> float:
        """Left edge of the first label, in millimetres."""
        return (PAGE_MM[0] - self.columns * self.width) / 2

    @property
    def top(self) -> float:
        """Upper edge of the first label, in millimetres."""
        return (PAGE_MM[1] - self.rows * self.height) / 2

    def written(self) -> str:
        """Return it as one types it: 70×37 3×8."""
        return f"{self.width:g}×{self.height:g} {self.columns}×{self.rows}"

    @staticmethod
    def read(typed: str) -> "LabelSheet":
        """Return what was typed.

        Raises:
            BadLabelSheet: It is no sheet, or does not fit on A4.
        """
        found = _TYPED.fullmatch(typed)
        if found is None:
            raise BadLabelSheet(typed=typed)
        sheet = LabelSheet(float(found[1]), float(found[2]), int(found[3]), int(found[4]))
        small = min(sheet.width, sheet.height) < _LEAST_MM
        if not sheet.count or small or sheet.left < 0 or sheet.top < 0:
            raise BadLabelSheet(typed=typed)
        return sheet


SHEETS = (
    LabelSheet(70, 37, 3, 8),
    LabelSheet(105, 37, 2, 8),
    LabelSheet(70, 42.3, 3, 7),
    LabelSheet(99, 57, 2, 5),
)
"""Sheets that are sold; others are typed."""


@dataclass(frozen=True, slots=True)
class LabelWish:
    """Labels of cases.

    Attributes:
        cases: In the order of the labels.
        sheet: What they are printed on.
        first: Number of the first label that is still there, from 1.
    """

    cases: tuple[UUID, ...]
    sheet: LabelSheet
    first: int = 1

    def write(self) -> str:
        """Return it as the key of a paper."""
        keys = ",".join(map(str, self.cases))
        return _JOINT.join((self.sheet.written(), str(self.first), keys))

    @staticmethod
    def read(key: str) -> "LabelWish":
        """Return what `write` wrote.

        Raises:
            NotFound: It is no such key.
            BadLabelSheet: There is no such sheet.
        """
        try:
            typed, first, keys = key.split(_JOINT)
            cases = tuple(map(UUID, keys.split(",")))
            at = int(first)
        except ValueError as error:
            raise NotFound(key=key) from error
        sheet = LabelSheet.read(typed)
        if not 1 <= at <= sheet.count or len(cases) > MOST_CASES:
            raise NotFound(key=key)
        return LabelWish(cases, sheet, at)
