"""In which encoding a text file is written, recognised strictly and line by line."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.core.errors import AppError

# So many Chinese characters in a line that is valid UTF-8 cannot be GB18030 by chance.
_PROOF = 3
_FIRST_CHINESE = "\u2e80"
_BLOCK = 1 << 20  # bytes


class MixedEncodings(AppError):
    """A file is not one text in one encoding; facts: ``line``, the first that does not fit."""

    code = "exchange.mixed_encodings"


@dataclass(slots=True)
class _Seen:
    """What the lines of a file can be; line numbers from 1, 0 for none.

    Attributes:
        utf8: Lines that are UTF-8 without doubt.
        first_utf8: The first of them.
        other: Lines that are no UTF-8.
        first_other: The first of them.
        first_neither: The first line that is no GB18030 either.
    """

    utf8: int = 0
    first_utf8: int = 0
    other: int = 0
    first_other: int = 0
    first_neither: int = 0


def text_encoding(path: Path) -> str:
    """Return the encoding of a file as Python names it.

    A line of GB18030 can look like UTF-8 and the other way round, so the whole file is
    looked at: it is GB18030 if some line is no UTF-8, every line is valid GB18030, and no
    line proves to be UTF-8.

    Raises:
        MixedEncodings: Lines contradict each other, or are no text at all.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            _check_utf16(file)
            return "utf-16"
        if _is_utf8(file):
            return "utf-8-sig"
        file.seek(0)
        seen = _Seen()
        for number, line in enumerate(file, 1):
            if not line.isascii():
                _look(seen, number, line)
    if start.startswith(codecs.BOM_UTF8) or seen.utf8 >= seen.other:
        raise MixedEncodings(line=seen.first_other)
    if seen.utf8 or seen.first_neither:
        raise MixedEncodings(line=seen.first_utf8 or seen.first_neither)
    return "gb18030"


def _check_utf16(file: BinaryIO) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-16")()
    line = 1
    try:
        while block := file.read(_BLOCK):
            line += decoder.decode(block).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        read = error.object[: error.start].decode(error.encoding, "ignore")
        raise MixedEncodings(line=line + read.count("\n")) from error


def _is_utf8(file: BinaryIO) -> bool:
    """Tell whether the whole file is valid; by far the most common case, and the quickest."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _look(seen: _Seen, number: int, line: bytes) -> None:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        seen.other += 1
        seen.first_other = seen.first_other or number
    else:
        if sum(sign >= _FIRST_CHINESE for sign in text) >= _PROOF:
            seen.utf8 += 1
            seen.first_utf8 = seen.first_utf8 or number
        return
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        seen.first_neither = seen.first_neither or number
