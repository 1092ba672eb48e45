"""The measures of the government page of GB/T 9704-2012 and how its texts look; pure, in points."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from app.papers.fonts import FontRole


@dataclass(frozen=True, slots=True)
class PageGrid:
    """Measures of a page in points.

    Attributes:
        width: Of the paper.
        height: Of the paper.
        left: Binding margin.
        top: Upper margin.
        type_width: Of the type area.
        type_height: Of the type area.
        lines: Lines of the type area.
        characters: Characters of a line.
    """

    width: float = 210 * mm
    height: float = 297 * mm
    left: float = 28 * mm
    top: float = 37 * mm
    type_width: float = 156 * mm
    type_height: float = 225 * mm
    lines: int = 22
    characters: int = 28

    @property
    def line_pitch(self) -> float:
        """Distance of two base lines, 28.99 pt."""
        return self.type_height / self.lines

    @property
    def character_pitch(self) -> float:
        """Distance of two characters on the grid, 15.79 pt."""
        return self.type_width / self.characters

    @property
    def right(self) -> float:
        """Right edge of the type area."""
        return self.left + self.type_width

    @property
    def bottom(self) -> float:
        """Lower edge of the type area, from the top of the paper."""
        return self.top + self.type_height


GB_9704 = PageGrid()
BODY_PT = 15.75  # 3号
PAGE_NUMBER_PT = 14.0  # 4号
BASE_LINE = 0.86  # of the em box, from its upper edge: where Chinese fonts put it


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks.

    Attributes:
        role: Which font.
        size: In points.
        leading: Height of its line in points.
        grey: 0 is black, 1 white.
        red: Drawn in the red of government headings.
        tracking: Extra space after each character in points.
    """

    role: FontRole
    size: float
    leading: float
    grey: float = 0.0
    red: bool = False
    tracking: float = 0.0


def on_grid(role: FontRole, *, size: float = BODY_PT) -> Style:
    """Return a style whose characters stand on the grid of 22 lines and 28 characters."""
    tracking = GB_9704.character_pitch - size
    return Style(role, size, GB_9704.line_pitch, tracking=tracking)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one style.

    Attributes:
        text: What it says.
        style: How it looks; the paragraph's lines are as high as its first span's.
        key: What a reader who points at it is told about, "" for nothing.
    """

    text: str
    style: Style
    key: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a span with a key was drawn, a piece a line; in points from the upper left corner.

    Attributes:
        key: Of the span.
        leaf: Page, from 0.
    """

    key: str
    leaf: int
    x: float
    top: float
    width: float
    height: float
