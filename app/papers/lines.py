"""Chinese line breaking: what may begin and end a line, words and numbers kept whole; pure.

Rules after 中文排版需求 (W3C clreq) and GB/T 15834: no closing mark at the beginning of a line,
no opening mark at its end, dashes and ellipses in one piece. Two full-width marks side by side
share one blank half (标点挤压). A mark that would stand at the beginning is squeezed into the line
before where the marks there have room (推入), and takes the character before it along where they
have not (推出); what a line then lacks is spread between its Chinese characters, never within a
word or a number.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕〗］｝”’～·•％‰℃℉／,.;:?!)]}%")
NOT_AT_END = frozenset("（《〈「『【〔〖［｛“‘￥＄№／#$([{")
CLOSING = frozenset("，。、；：）》〉」』】〕〗］｝”’")
"""Marks whose right half is blank."""
OPENING = frozenset("（《〈「『【〔〖［｛“‘")
"""Marks whose left half is blank."""

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
_FULL = 0.9  # part of a Chinese character's width from which on a mark is full-width
_WITHIN = 0.5  # part of its blank half that a mark within a line can give up to take another in

Measure = Callable[[str], float]
"""Returns the width of a text in points."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph.

    Attributes:
        text: Without the spaces at its end.
        width: Natural width in points, marks side by side squeezed.
        indent: How far from the left edge it begins, in points.
        ends: True for the last line of a paragraph, which is not spread.
        start: Place of its first character in the whole text.
    """

    text: str
    width: float
    indent: float
    ends: bool
    start: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A text whose characters were measured, in points.

    Attributes:
        text: What is set.
        widths: Of each character, with the space that follows it.
        blanks: What each mark leaves blank at its blank side; 0 for what is no such mark.
    """

    text: str
    widths: tuple[float, ...]
    blanks: tuple[float, ...]

    def part(self, begin: int, end: int) -> "Measured":
        """Return a part of the text."""
        return Measured(self.text[begin:end], self.widths[begin:end], self.blanks[begin:end])


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
    shown = printable(text)
    full = _FULL * measure("国")
    widths = tuple(measure(character) for character in shown)
    blanks = tuple(
        each / 2 if each >= full and (character in CLOSING or character in OPENING) else 0.0
        for character, each in zip(shown, widths, strict=True)
    )
    return break_measured(Measured(shown, widths, blanks), width, first_indent=first_indent)


def break_measured(told: Measured, width: float, *, first_indent: float = 0.0) -> tuple[Line, ...]:
    """Break a text whose characters were measured, as `break_lines` does."""
    lines: list[Line] = []
    at = 0
    for paragraph in told.text.split("\n"):
        part = told.part(at, at + len(paragraph))
        lines += _Paragraph(part, at, width, first_indent).lines()
        at += len(paragraph) + 1
    return tuple(lines)


def places(line: Measured, width: float, *, spread: bool) -> tuple[float, ...]:
    """Return where each character of a line begins, the line from 0 to `width`.

    Args:
        line: The line's own characters.
        width: Room in points.
        spread: Whether a line that is too short is spread to the width; one that is too long
            has its marks squeezed anyway.
    """
    gaps = _cuts(line)
    spare = width - sum(line.widths) - sum(gaps)
    if spare < 0:
        gaps = _squeezed(line, gaps, -spare)
    elif spread:
        open_to = _stretchable(line.text)
        share = spare / len(open_to) if open_to else 0.0
        for at in open_to:
            gaps[at] += share
    steps = [one + gap for one, gap in zip(line.widths, gaps, strict=True)]
    return tuple(accumulate(steps[:-1], initial=0.0)) if steps else ()


def _cuts(line: Measured) -> list[float]:
    """Return what is taken away after each character where two marks stand side by side."""
    found = [0.0] * len(line.text)
    for at, (one, two) in enumerate(zip(line.text, line.text[1:], strict=False)):
        if one in CLOSING and (two in CLOSING or two in OPENING):
            found[at] = -line.blanks[at]
        elif one in OPENING and two in OPENING:
            found[at] = -line.blanks[at + 1]
    return found


def _squeezed(line: Measured, gaps: list[float], lack: float) -> list[float]:
    """Return the gaps with so much taken away that the line has room: first what the mark at
    its end leaves blank, then an even share of all others.
    """
    found, room = list(gaps), _giving(line, gaps)
    end = min(lack, room[-1])
    found[-1] -= end
    others = sum(room[:-1])
    share = min(1.0, (lack - end) / others) if others else 0.0
    for at, each in enumerate(room[:-1]):
        found[at] -= share * each
    return found


def _giving(line: Measured, gaps: Sequence[float]) -> list[float]:
    """Return how much can be taken away after each character beyond what already is."""
    found = [0.0] * len(line.text)
    for at, character in enumerate(line.text):
        blank = line.blanks[at]
        if character in CLOSING and not gaps[at]:
            found[at] += blank if at == len(found) - 1 else _WITHIN * blank
        elif character in OPENING and at and not gaps[at - 1]:
            found[at - 1] += _WITHIN * blank
    return found


def _stretchable(text: str) -> list[int]:
    """Return after which characters a line may be spread: not within words and numbers."""
    found: list[int] = []
    at = 0
    for atom in _ATOMS.findall(text):
        at += len(atom)
        found.append(at - 1)
    # a line that is one long word is spread nowhere
    return found[:-1]


class _Paragraph:
    """A paragraph being broken."""

    def __init__(self, told: Measured, start: int, width: float, indent: float) -> None:
        self._told, self._start, self._width, self._indent = told, start, width, indent
        cuts = _cuts(told)
        steps = (one + cut for one, cut in zip(told.widths, cuts, strict=True))
        self._cuts = cuts
        self._until = tuple(accumulate(steps, initial=0.0))
        self._atoms = self._fitting(width - indent)

    def lines(self) -> list[Line]:
        """Return its lines."""
        found: list[Line] = []
        at, indent, atoms = 0, self._indent, self._atoms
        while at < len(atoms) - 1:
            end = self._greedy(at, self._width - indent)
            if end < len(atoms) - 1:
                end = self._allowed(at, end, self._width - indent)
            found.append(self._line(at, end, indent))
            at, indent = end, 0.0
            while at < len(atoms) - 1 and self._text(at, at + 1).isspace():
                at += 1  # a space at a break has done its work
        return found or [Line("", 0.0, self._indent, ends=True, start=self._start)]

    def _fitting(self, room: float) -> list[int]:
        """Return where the atoms begin, those longer than a line cut into characters, and the
        end of the text.
        """
        found = [0]
        for atom in _ATOMS.findall(self._told.text):
            begin, end = found[-1], found[-1] + len(atom)
            if len(atom) > 1 and self._natural(begin, end) > room:
                found += range(begin + 1, end)
            found.append(end)
        return found

    def _natural(self, begin: int, end: int) -> float:
        """Return the width of characters that stand on a line of their own."""
        if end <= begin:
            return 0.0
        return self._until[end] - self._until[begin] - self._cuts[end - 1]

    def _text(self, at: int, end: int) -> str:
        return self._told.text[self._atoms[at] : self._atoms[end]]

    def _greedy(self, at: int, room: float) -> int:
        end = at
        while end < len(self._atoms) - 1:
            if self._natural(self._atoms[at], self._atoms[end + 1]) > room + 1e-6:
                break
            end += 1
        return max(end, at + 1)

    def _allowed(self, at: int, end: int, room: float) -> int:
        """Move a break to where the rules allow one: on where the marks give room, else back; a
        line of nothing but marks stays.
        """
        if self._may_break(end):
            return end
        on = end
        while on < len(self._atoms) - 1 and not self._may_break(on):
            on += 1
        if self._least(at, on) <= room + 1e-6:
            return on
        cut = end
        while cut > at + 1 and not self._may_break(cut):
            cut -= 1
        return cut if self._may_break(cut) else end

    def _least(self, at: int, end: int) -> float:
        """Return how narrow a line can be made by squeezing its marks."""
        begin, close = self._atoms[at], self._atoms[end]
        line = self._told.part(begin, close)
        gaps = _cuts(line)
        return sum(line.widths) + sum(gaps) - sum(_giving(line, gaps))

    def _may_break(self, at: int) -> bool:
        if at >= len(self._atoms) - 1:
            return True
        begin = self._atoms[at]
        text = self._told.text
        return text[begin - 1] not in NOT_AT_END and text[begin] not in NOT_AT_START

    def _line(self, at: int, end: int, indent: float) -> Line:
        begin = self._atoms[at]
        text = self._text(at, end).rstrip(" \u3000")
        width = min(self._natural(begin, begin + len(text)), self._width - indent)
        ends = end == len(self._atoms) - 1
        return Line(text, width, indent, ends=ends, start=self._start + begin)
