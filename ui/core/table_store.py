"""The rows of a table: those near at hand as they are, all others packed small.

A row of the queue takes over a kilobyte in a dozen objects. Whoever scrolls through fifty thousand
of them would hold sixty megabytes and never look at most of them again. So each page is packed as
it arrives, on the reader thread, to about a tenth of that, and its rows are made again when
somebody asks for one: nothing is read twice, and what was shown stands as it was shown.
"""

import pickle
import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.paging import Head

UNPACKED = 40
"""Packed pages whose rows are held as well: some screens either way from where one reads."""

_FAST = 1  # zlib's level: a page is packed in a fraction of a frame


@dataclass(slots=True)
class _Block:
    """A page of rows.

    Attributes:
        start: Position of its first row.
        hashes: Hashes of the keys of its rows, by which a key is found without unpacking.
        packed: Its rows packed; None where they stay as they are.
        rows: Its rows; None while they are only held packed.
    """

    start: int
    hashes: "array[int]"
    packed: bytes | None
    rows: Sequence[Any] | None

    @property
    def end(self) -> int:
        """Position after its last row."""
        return self.start + len(self.hashes)


def packed(rows: Sequence[Any]) -> bytes | None:
    """Return rows as bytes; None where something in them cannot be packed, so they stay whole."""
    try:
        return zlib.compress(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL), _FAST)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


def _unpacked(data: bytes) -> Sequence[Any]:
    rows: Sequence[Any] = pickle.loads(zlib.decompress(data))  # noqa: S301  never left this process
    return rows


class RowStore:
    """Rows, and heads of groups among them, in order; only ever added to at the end."""

    def __init__(self, key_of: Callable[[Any], object], rows: Sequence[Any] = ()) -> None:
        """Begin with `rows`, which stay as they are: a reload compares with them.

        Args:
            key_of: The key of a row or head.
            rows: The first ones.
        """
        self._key_of = key_of
        self._blocks: list[_Block] = []
        self._starts: list[int] = []
        self._heads: dict[int, Head] = {}
        self._unpacked: OrderedDict[int, None] = OrderedDict()  # the one used last stands last
        self._here: Sequence[Any] = ()  # the page asked for last: the next cell is mostly in it
        self._from = self._to = 0  # its positions
        self._length = 0
        if rows:
            self.add(rows, None)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        for block in self._blocks:
            yield from self._rows_of(block)

    def __getitem__(self, position: int) -> Any:
        if not self._from <= position < self._to:
            self._turn_to(position)
        return self._here[position - self._from]

    @property
    def rows(self) -> int:
        """How many rows there are, heads left out."""
        return self._length - len(self._heads)

    def head_at(self, position: int) -> Head | None:
        """Return the head at a position, None where a row or nothing stands; never unpacks."""
        return self._heads.get(position)

    def position_of(self, key: object) -> int | None:
        """Return where what has that key stands, None where nothing has."""
        wanted = hash(key)
        for block in self._blocks:
            if wanted not in block.hashes:
                continue
            for offset, row in enumerate(self._rows_of(block)):
                if block.hashes[offset] == wanted and self._key_of(row) == key:
                    return block.start + offset
        return None

    def add(self, rows: Sequence[Any], data: bytes | None) -> None:
        """Take a page at the end.

        Args:
            rows: The page, not empty.
            data: The same `packed`; None to hold the rows as they are.
        """
        hashes = array("q", (hash(self._key_of(row)) for row in rows))
        block = _Block(self._length, hashes, data, rows)
        for offset, row in enumerate(rows):
            if isinstance(row, Head):
                self._heads[self._length + offset] = row
        self._starts.append(block.start)
        self._blocks.append(block)
        self._length = block.end
        if data is not None:
            self._hold(len(self._blocks) - 1)

    def _turn_to(self, position: int) -> None:
        """Take out the page of a position, unpacked if need be."""
        if not 0 <= position < self._length:
            raise IndexError(position)
        at = bisect_right(self._starts, position) - 1
        block = self._blocks[at]
        block.rows = self._here = self._rows_of(block)
        self._from, self._to = block.start, block.end
        if block.packed is not None:
            self._hold(at)

    def _hold(self, at: int) -> None:
        """Note that a page was used, and let go of the rows of the one used longest ago."""
        self._unpacked[at] = None
        self._unpacked.move_to_end(at)
        if len(self._unpacked) > UNPACKED:
            self._blocks[self._unpacked.popitem(last=False)[0]].rows = None

    @staticmethod
    def _rows_of(block: _Block) -> Sequence[Any]:
        """Return the rows of a page without keeping them: whoever passes all holds none."""
        if block.rows is not None or block.packed is None:
            return block.rows or ()
        return _unpacked(block.packed)
