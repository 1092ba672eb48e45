"""What slices add to the panel of a region beside the map: lists that follow the one looked at."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.core.slices import Desk, RegionPart


@dataclass(frozen=True, slots=True)
class RegionAsked:
    """What the map looks at.

    Attributes:
        code: Code of the region.
        days: Days of the period, today among them.
        category: Code of a kind or category of cases, None for all.
    """

    code: str
    days: int
    category: str | None = None


@dataclass(frozen=True, slots=True)
class PaneCount:
    """How many rows a list has; "60+" where not all were read."""

    text: str


class RegionPane(QWidget):
    """A list about a region; it reads for itself, and anew where a change touches the region."""

    counted = Signal(object)  # PaneCount

    def show_region(self, asked: RegionAsked) -> None:
        """Show the list of another region."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.setFocus()

    def tell_count(self, text: str) -> None:
        """Say how many rows there are."""
        self.counted.emit(PaneCount(text))


class RegionParts:
    """The parts that are offered at one desk; `desk.shared(RegionParts)` is the one of them."""

    def __init__(self, desk: Desk) -> None:
        self.parts: tuple[RegionPart, ...] = ()
