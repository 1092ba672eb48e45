"""Colours and widths of borders at a scale; read from the theme on the GUI thread."""

from PySide6.QtGui import QColor

from app.territory.layers.squares import Line, Rgb
from ui.parts.map_paint import map_color

# Which line separates two areas whose codes have so many digits, as a place in `_LINES`.
_LOWEST = {15: 0, 12: 1}
# token, width, and how large the regions between them show when the line begins to be seen and
# when it is all there: from afar dark lines would hide the colours between them
_LINES = (
    ("line_grid", 1.0, 6.5, 13.0),
    ("line_community", 1.3, 14.0, 40.0),
    ("line_street", 2.2, 24.0, 90.0),
    ("line_street", 2.5, 24.0, 90.0),
    ("line_street", 2.8, 24.0, 90.0),
    ("line_street", 3.2, 24.0, 90.0),
)


def rgb(color: QColor) -> Rgb:
    """Return red, green, blue."""
    return color.red(), color.green(), color.blue()


def lines_for(
    code_digits: int, sizes_px: tuple[float, ...], ratio: float, *, shaded: bool
) -> tuple[Line, ...]:
    """Return the borders that show at a scale, the least first.

    Args:
        code_digits: Digits of the codes of the areas.
        sizes_px: How large the mean area, the mean region one tier up, and so on, show.
        ratio: Pixels of the screen a pixel of the widget.
        shaded: The areas carry colours; else lines on the plain ground are darker.
    """
    found = []
    lowest = _LOWEST.get(code_digits, 2)
    for rank, size in enumerate((*sizes_px, 1e9)):
        token, width, unseen, clear = _LINES[min(lowest + rank, len(_LINES) - 1)]
        if token == "line_grid" and not shaded:
            token = "line_grid_plain"
        alpha = min(1.0, max(0.0, (size / ratio - unseen) / (clear - unseen)))
        if alpha > 0.0:
            # from afar lines grow thin, so that the colours between them can still be seen
            thin = min(1.0, max(0.5, size / ratio / 120.0))
            width_px = max(1.0, width * thin) * ratio
            found.append(Line(rank, rgb(map_color(token)), alpha, width_px))
    return tuple(found)
