"""What a font file is called and whether a PDF may carry it, read from its tables directly.

A few hundred files are looked at once, of which some kilobytes each matter; a font library
would parse them whole.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_FAMILY, _FULL_NAME, _TYPOGRAPHIC_FAMILY = 1, 4, 16
_RESTRICTED = 0x0002  # OS/2 fsType: must not be embedded
_MOST_FACES = 64  # in one collection; a larger number is a broken file
_CODECS = {
    (0, None): "utf-16-be",
    (1, 0): "mac_roman",
    (1, 25): "gb18030",
    (3, None): "utf-16-be",
}
"""Codec by platform and encoding of a name record; None stands for any encoding."""


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface in a font file.

    Attributes:
        path: File.
        index: Place inside a collection (.ttc), else 0.
        names: Family and full names in all languages, casefolded.
        weight: 400 is regular, 700 bold.
        slanted: True for italics.
    """

    path: Path
    index: int
    names: frozenset[str]
    weight: int
    slanted: bool


def faces_in(path: Path) -> tuple[Face, ...]:
    """Return the faces of a file that a PDF can carry; none of a file that is no such font."""
    try:
        with path.open("rb") as file:
            return tuple(_faces(file, path))
    except (OSError, struct.error):
        return ()


def _faces(file: BinaryIO, path: Path) -> Iterator[Face]:
    tag = file.read(4)
    if tag == b"ttcf":
        _, count = struct.unpack(">II", file.read(8))
        offsets = struct.unpack(f">{count}I", file.read(4 * count)) if count <= _MOST_FACES else ()
    elif tag in (b"\0\1\0\0", b"true"):
        offsets = (0,)
    else:
        offsets = ()
    for index, offset in enumerate(offsets):
        tables = _tables(file, offset)
        # reportlab embeds TrueType outlines only
        if b"glyf" not in tables or b"name" not in tables:
            continue
        weight, rights, slanted = _style(file, tables)
        if rights & 0xF != _RESTRICTED:
            names = frozenset(_names(file, *tables[b"name"]))
            yield Face(path, index, names, weight, slanted)


def _tables(file: BinaryIO, offset: int) -> dict[bytes, tuple[int, int]]:
    file.seek(offset + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(offset + 12)
    records = (struct.unpack(">4s3I", file.read(16)) for _ in range(count))
    return {tag: (start, length) for tag, _, start, length in records}


def _style(file: BinaryIO, tables: dict[bytes, tuple[int, int]]) -> tuple[int, int, bool]:
    """Return weight, embedding rights and slant as table OS/2 gives them."""
    if b"OS/2" not in tables:
        return 400, 0, False
    file.seek(tables[b"OS/2"][0])
    weight, _, rights, selection = struct.unpack(">4x3H52xH", file.read(64))
    return weight, rights, bool(selection & 1)


def _names(file: BinaryIO, start: int, length: int) -> Iterator[str]:
    file.seek(start)
    table = file.read(length)
    _, count, texts = struct.unpack_from(">3H", table)
    for place in range(count):
        platform, encoding, _, name_id, size, at = struct.unpack_from(">6H", table, 6 + 12 * place)
        if name_id not in (_FAMILY, _FULL_NAME, _TYPOGRAPHIC_FAMILY):
            continue
        codec = _CODECS.get((platform, encoding)) or _CODECS.get((platform, None))
        if codec:
            yield table[texts + at : texts + at + size].decode(codec, "ignore").casefold()
