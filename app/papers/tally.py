"""How many lines of a text stand on its page, and where it goes overleaf early; pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """The lines of a text that is being drawn.

    Attributes:
        lines: How many were drawn.
        on_page: How many of these stand on the present page.
        cut: After how many the text goes overleaf though the page has room; None for never.
    """

    lines: int = 0
    on_page: int = 0
    cut: int | None = None

    def room(self, fits: int) -> int:
        """Return how many more lines may stand on the page that has room for so many."""
        return fits if self.cut is None else min(fits, self.cut - self.lines)

    def drew(self, lines: int) -> None:
        """Count lines that were drawn on the page."""
        self.lines += lines
        self.on_page += lines

    def turned(self, least: int = 2) -> None:
        """Begin another page for what has so many lines at least that are not torn."""
        self.on_page = 0
        if self.cut is not None and self.cut - self.lines < least:
            self.cut = None  # here it was wanted, or a line before, where a row is not torn
