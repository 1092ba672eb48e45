"""Chinese line breaking: what may begin and end a line, words and numbers kept whole; pure.

Rules after 中文排版需求 (W3C clreq) and GB/T 15834: no closing mark at the beginning of a line,
no opening mark at its end, dashes and ellipses in one piece. A mark that would stand at the
beginning takes the character before it along (推出); the line it leaves is spread to the width.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕〗］｝”’～·•％‰℃℉／,.;:?!)]}%")
NOT_AT_END = frozenset("（《〈「『【〔〖［｛“‘￥＄№／#$([{")

_ATOMS = re.compile(
    r"\n"
    r"|——|……"
    r"|[ \u3000]+"
    r"|[0-9A-Za-z\u00c0-\u024f][0-9A-Za-z\u00c0-\u024f.,:/@_+&'%℃-]*(?<![,.:/-])"  # word, number
    r"|."
)
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f]")

Measure = Callable[[str], float]
"""Returns the width of a text in points."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph.

    Attributes:
        text: Without the spaces at its end.
        width: Natural width in points.
        indent: How far from the left edge it begins, in points.
        ends: True for the last line of a paragraph, which is not spread.
    """

    text: str
    width: float
    indent: float
    ends: bool


def printable(text: str) -> str:
    """Return the text with plain spaces, and without characters that have no shape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", _SPACES.sub(" ", lines))


def break_lines(
    text: str, width: float, measure: Measure, *, first_indent: float = 0.0
) -> tuple[Line, ...]:
    """Break a text into lines; a line feed begins a new paragraph.

    Args:
        text: What to set.
        width: Room of a line in points, more than any single character needs.
        measure: Width of a text.
        first_indent: Indent of each paragraph's first line in points.
    """
    lines: list[Line] = []
    for paragraph in printable(text).split("\n"):
        lines += _paragraph(paragraph, width, measure, first_indent)
    return tuple(lines)


def _paragraph(text: str, width: float, measure: Measure, indent: float) -> list[Line]:
    atoms = _fitting(_ATOMS.findall(text), width - indent, measure)
    widths = [measure(atom) for atom in atoms]
    lines: list[Line] = []
    start = 0
    while start < len(atoms):
        end = _greedy(widths, start, width - indent)
        if end < len(atoms):
            end = _allowed(atoms, start, end)
        lines.append(_line(atoms[start:end], measure, indent, ends=end == len(atoms)))
        start, indent = end, 0.0
        while start < len(atoms) and atoms[start].isspace():
            start += 1  # a space at a break has done its work
    if not lines:
        return [Line("", 0.0, indent, ends=True)]
    return lines


def _fitting(atoms: list[str], width: float, measure: Measure) -> list[str]:
    """Cut atoms longer than a line into characters."""
    found: list[str] = []
    for atom in atoms:
        if len(atom) > 1 and measure(atom) > width:
            found += atom
        else:
            found.append(atom)
    return found


def _greedy(widths: list[float], start: int, room: float) -> int:
    used, end = 0.0, start
    while end < len(widths) and used + widths[end] <= room + 1e-6:
        used += widths[end]
        end += 1
    return max(end, start + 1)


def _allowed(atoms: list[str], start: int, end: int) -> int:
    """Move a break back to where the rules allow one; a line of nothing but marks stays."""
    cut = end
    while cut > start + 1 and not _may_break(atoms[cut - 1], atoms[cut]):
        cut -= 1
    return cut if _may_break(atoms[cut - 1], atoms[cut]) else end


def _may_break(before: str, after: str) -> bool:
    return before[-1] not in NOT_AT_END and after[0] not in NOT_AT_START


def _line(atoms: list[str], measure: Measure, indent: float, *, ends: bool) -> Line:
    text = "".join(atoms).rstrip(" \u3000")
    return Line(text, measure(text), indent, ends)
