"""What a prepared layer holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

UNITS_PER_DEGREE = 10_000_000
"""Coordinates are whole numbers of this fraction of a degree: a centimetre."""
METRES_PER_DEGREE = 111_320.0
CODE_DIGITS = (2, 4, 6, 9, 12)
"""How many digits of a code name the regions above it, largest first."""

Whole: TypeAlias = npt.NDArray[np.int32]
Bytes: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Level:
    """The borders of all areas at one level of detail, each of them once.

    Attributes:
        tolerance_m: Bends smaller than this, in metres, were left out.
        ends: Lower longitude and latitude, upper longitude and latitude, a row a straight
            piece; the lower end has the smaller latitude, of equal ones the smaller longitude.
        sides: Number of the area to the left of the way up, and to the right; 0 for none.
        ranks: How many tiers lie between both sides: 0 within a community, 1 between
            communities, 2 between streets, and so on; the outer border has the highest.
        starts: Where the pieces of each cell of the raster begin, row by row from the south-west,
            and one more for the end. A piece belongs to the cell of its middle.
        corner: West and south of the raster in units.
        columns: Cells from west to east.
        cell: Edge of a cell in units.
        reach: Half the extent of the longest piece in units: how far a piece may reach out of
            its cell.
    """

    tolerance_m: float
    ends: Whole
    sides: Whole
    ranks: Bytes
    starts: Whole
    corner: tuple[int, int]
    columns: int
    cell: int
    reach: int

    def pieces_in(self, box: tuple[int, int, int, int]) -> npt.NDArray[np.intp]:
        """Return the places of the pieces that may touch a box: west, south, east, north."""
        cell, columns, corner = self.cell, self.columns, self.corner
        rows = (len(self.starts) - 1) // columns
        first = max(0, (box[0] - self.reach - corner[0]) // cell)
        last = min(columns - 1, (box[2] + self.reach - corner[0]) // cell)
        low = max(0, (box[1] - self.reach - corner[1]) // cell)
        high = min(rows - 1, (box[3] + self.reach - corner[1]) // cell)
        if first > last or low > high:
            return np.zeros(0, dtype=np.intp)
        row = np.arange(low, high + 1) * columns
        begins, ends = self.starts[row + first], self.starts[row + last + 1]
        counts = ends - begins
        before = np.cumsum(counts) - counts
        found: npt.NDArray[np.intp] = np.arange(int(counts.sum()), dtype=np.intp)
        found += np.repeat(begins - before, counts)
        return found


@dataclass(frozen=True, slots=True)
class Named:
    """The regions of one tier as names on the map, in the order of their codes.

    Attributes:
        digits: Digits of their codes.
        boxes: West, south, east, north of each in units.
        centres: Where the name looks right, in units.
        names: Names, UTF-8, one after another.
        starts: Where each name begins, and one more for the end.
    """

    digits: int
    boxes: Whole
    centres: Whole
    names: Bytes
    starts: Whole

    def name(self, place: int) -> str:
        """Return a name by its place, from 0."""
        return bytes(self.names[self.starts[place] : self.starts[place + 1]]).decode("utf-8")


@dataclass(frozen=True, slots=True)
class PackedLayer:
    """Areas of one tier, numbered from 1 in the order of their codes.

    Attributes:
        version: What it was made from: a layer of the same version shows the same.
        codes: Codes as ASCII, one after another; `code` reads one.
        boxes: West, south, east, north of each area in units.
        corners: Longitude and latitude of all rings in units.
        rings: Where each ring begins in `corners`, and one more for the end.
        parts: Where the rings of each area begin in `rings`, and one more for the end.
        levels: From the finest to the coarsest.
        named: Names of the regions above, largest first, and of the areas themselves at last.
        code_digits: Digits of a code.
        kept: Where it is kept on this machine, None where it is only in memory.
    """

    version: str
    codes: Bytes
    boxes: Whole
    corners: Whole
    rings: Whole
    parts: Whole
    levels: tuple[Level, ...]
    named: tuple[Named, ...]
    code_digits: int
    kept: Path | None = None

    def __len__(self) -> int:
        return len(self.boxes)

    def code(self, number: int) -> str:
        """Return the code of an area by its number, "" for 0."""
        if number <= 0:
            return ""
        at = (number - 1) * self.code_digits
        return bytes(self.codes[at : at + self.code_digits]).decode("ascii")

    def all_codes(self) -> list[str]:
        """Return all codes in their order."""
        text, digits = bytes(self.codes).decode("ascii"), self.code_digits
        return [text[at : at + digits] for at in range(0, len(text), digits)]

    def number_of(self, code: str) -> int:
        """Return the number of an area, 0 where there is none of that code."""
        first, last = self.numbers_within(code)
        return first if first == last and len(code) == self.code_digits else 0

    def numbers_within(self, code: str) -> tuple[int, int]:
        """Return the first and the last number of the areas in a region; (0, 0) for none."""
        first, end = self._place(code), self._place(code + ":")  # ":" follows the digits
        return (first, end - 1) if first < end else (0, 0)

    def _place(self, code: str) -> int:
        """Return the first number whose code is not less."""
        low, high = 1, len(self) + 1
        while low < high:
            middle = (low + high) // 2
            if self.code(middle) < code:
                low = middle + 1
            else:
                high = middle
        return low

    def name(self, number: int) -> str:
        """Return the name of an area by its number."""
        return self.named[-1].name(number - 1)

    def name_of(self, code: str) -> str:
        """Return the name of an area or of a region above by its code, "" where it is not here."""
        first, last = self.numbers_within(code)
        named = next((each for each in self.named if each.digits == len(code)), None)
        if not last or named is None:
            return ""
        if named is self.named[-1]:
            return named.name(first - 1)
        cut = self.codes.reshape(-1, self.code_digits)[:first, : len(code)]
        return named.name(int(np.any(cut[1:] != cut[:-1], axis=1).sum()))

    def box(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of the layer in degrees."""
        if not len(self):
            return None
        low, high = self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)
        west, south, east, north = (float(v) / UNITS_PER_DEGREE for v in (*low, *high))
        return west, south, east, north

    def rings_of(self, number: int) -> list[npt.NDArray[np.float64]]:
        """Return the rings of an area in degrees, outer and inner alike."""
        first, last = int(self.parts[number - 1]), int(self.parts[number])
        return [
            self.corners[self.rings[at] : self.rings[at + 1]] / UNITS_PER_DEGREE
            for at in range(first, last)
        ]

    def at(self, longitude: float, latitude: float) -> int:
        """Return the number of the area a point lies in, 0 outside all; exact."""
        return self.at_units(longitude * UNITS_PER_DEGREE, latitude * UNITS_PER_DEGREE)

    def at_units(self, x: float, y: float) -> int:
        """Return the number of the area a point in units lies in, 0 outside all; exact."""
        boxes = self.boxes
        near = (boxes[:, 0] <= x) & (boxes[:, 2] >= x) & (boxes[:, 1] <= y) & (boxes[:, 3] >= y)
        for found in np.flatnonzero(near) + 1:
            if self._holds(int(found), x, y):
                return int(found)
        return 0

    def _holds(self, number: int, x: float, y: float) -> bool:
        odd = False
        for at in range(int(self.parts[number - 1]), int(self.parts[number])):
            ring = self.corners[self.rings[at] : self.rings[at + 1]].astype(np.float64)
            (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
            crossing = (y1 > y) != (y2 > y)
            x1, y1, x2, y2 = x1[crossing], y1[crossing], x2[crossing], y2[crossing]
            odd ^= bool(np.count_nonzero(x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) % 2)
        return odd

    def mean_sizes_m(self) -> tuple[float, ...]:
        """Return the edge of a square as large as the mean area, in metres, then that of the
        mean region one tier up, and so on; nothing for an empty layer.
        """
        if not len(self):
            return ()
        box = self.box() or (0.0, 0.0, 0.0, 0.0)
        north = METRES_PER_DEGREE
        east = north * float(np.cos(np.radians((box[1] + box[3]) / 2)))
        sides = self.boxes[:, 2:].astype(np.float64) - self.boxes[:, :2]
        # a grown area fills some two thirds of its box
        total = float(np.prod(sides / UNITS_PER_DEGREE, axis=1).sum()) * east * north * 0.65
        return tuple(float(np.sqrt(total / len(each.boxes))) for each in reversed(self.named))


def packed_text(texts: Sequence[str]) -> tuple[Bytes, Whole]:
    """Return texts one after another as UTF-8, and where each begins."""
    made = [text.encode("utf-8") for text in texts]
    starts = np.zeros(len(made) + 1, dtype=np.int32)
    np.cumsum([len(each) for each in made], out=starts[1:])
    return np.frombuffer(b"".join(made), dtype=np.uint8), starts
