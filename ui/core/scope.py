"""The part of one's own area this desk looks at: chosen in the top bar, kept to by the pages."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """One entry of the scope chooser.

    Attributes:
        code: Prefix of region codes, "" for everywhere.
        name: What people call it.
    """

    code: str
    name: str


class Scope(QObject):
    """What the pages narrow their rows to; never wider than what the grants reach.

    Rows outside somebody's grants are withheld where the data is, so a page only has to add
    `code` as one more prefix to what it asks for.
    """

    changed = Signal(object)  # RegionChoice

    def __init__(self, choice: RegionChoice | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice or RegionChoice("", "")

    @property
    def choice(self) -> RegionChoice:
        """Return what is chosen."""
        return self._choice

    @property
    def code(self) -> str:
        """Return the prefix rows must have, "" for no narrowing."""
        return self._choice.code

    def choose(self, choice: RegionChoice) -> None:
        """Look at another part from now on; the pages hear of it unless it is the same."""
        if choice != self._choice:
            self._choice = choice
            self.changed.emit(choice)
