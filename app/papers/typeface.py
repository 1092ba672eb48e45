"""A TrueType font in a PDF whose text can be copied out again, rare characters included."""

import struct
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

_MOST_IN_BLOCK = 100  # entries of one bfchar block (PDF 32000-1, 9.10.3)


class PaperFont(TTFont):
    """A reportlab font with a right way back to Unicode.

    # WORKAROUND reportlab 5.1 writes characters beyond U+FFFF into ToUnicode as five digits
    # instead of a surrogate pair (ttfonts.makeToUnicodeCMap), so 𠮷 is lost when copied;
    # drop this class when it writes pairs.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802  reportlab's name
        """Add the font's subsets to the document and put their Unicode maps right."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            name = b"".join(parts).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = unicode_map(name, subset)

    @property
    def place(self) -> tuple[str, int]:
        """Its file, and its place in there; as `load` named it."""
        file, _, index = str(self.fontName).rpartition(":")
        return file, int(index)

    def covers(self, character: str) -> bool:
        """Tell whether the font has a glyph of its own for the character."""
        return bool(self.face.charToGlyph.get(ord(character)))

    def ink(self, character: str) -> tuple[float, float] | None:
        """Return where a character's ink begins and ends in parts of the size, None where it has
        none. Read from the glyph itself: fonts differ in where they put a mark.
        """
        face = self.face
        glyph = face.charToGlyph.get(ord(character), 0)
        begin, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
        if begin == end:
            return None
        at = face.get_table_pos("glyf")[0] + begin + 2  # after the number of contours
        left, _, right, _ = struct.unpack(">4h", face.get_chunk(at, 8))
        return left / face.unitsPerEm, right / face.unitsPerEm


def unicode_map(name: str, subset: list[int]) -> str:
    """Return the ToUnicode map of a subset: code by code the character it stands for."""
    entries = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>"
        for code, value in enumerate(subset)
    ]
    blocks = [entries[at : at + _MOST_IN_BLOCK] for at in range(0, len(entries), _MOST_IN_BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def load(path: Path, index: int) -> PaperFont:
    """Load a face once and make it known to reportlab.

    Raises:
        reportlab.pdfbase.ttfonts.TTFError: The file is damaged.
    """
    font = PaperFont(f"{path}:{index}", str(path), subfontIndex=index)
    pdfmetrics.registerFont(font)
    return font
