"""The boxes somebody is drawing on a picture: which is chosen, kept on the picture, and undone."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.attachments import Box
from app.core.attachments.boxes import MOST_BOXES


class CoverBoxes:
    """Boxes in whole pixels of a picture; what is done to them always leaves them on it."""

    def __init__(self, width_px: int, height_px: int, boxes: Sequence[Box] = ()) -> None:
        self.width_px = width_px
        self.height_px = height_px
        self.all: tuple[Box, ...] = tuple(boxes)
        self.chosen: int | None = None
        self._first = self.all
        self._before: list[tuple[Box, ...]] = []

    @property
    def changed(self) -> bool:
        """Whether anything is different from what it began with."""
        return self.all != self._first

    @property
    def can_undo(self) -> bool:
        """Whether there is a way back."""
        return bool(self._before)

    @property
    def full(self) -> bool:
        """Whether no more boxes are taken."""
        return len(self.all) >= MOST_BOXES

    @property
    def box(self) -> Box | None:
        """The chosen box."""
        return self.all[self.chosen] if self.chosen is not None else None

    # -- choosing ------------------------------------------------------------------------------

    def choose(self, position: int | None) -> None:
        """Choose a box by its position, or none."""
        self.chosen = position

    def choose_next(self, step: int) -> bool:
        """Choose the next box (1) or the one before (-1); past the last there is none: False."""
        if not self.all:
            return False
        if self.chosen is None:
            self.chosen = 0 if step > 0 else len(self.all) - 1
            return True
        found = self.chosen + step
        self.chosen = found if 0 <= found < len(self.all) else None
        return self.chosen is not None

    # -- changing ------------------------------------------------------------------------------

    def add(self, box: Box) -> bool:
        """Add a box and choose it; False when there are too many."""
        if self.full:
            return False
        self.remember()
        self.all = (*self.all, self.clamped(box))
        self.chosen = len(self.all) - 1
        return True

    def remember(self) -> None:
        """Make what is there now what `undo` goes back to."""
        self._before.append(self.all)

    def put(self, box: Box) -> None:
        """Put another box in place of the chosen one, as a hand moves it; see `remember`."""
        if self.chosen is not None:
            boxes = list(self.all)
            boxes[self.chosen] = self.clamped(box)
            self.all = tuple(boxes)

    def move(self, right: int, down: int) -> None:
        """Move the chosen box."""
        if self.box is not None:
            self.remember()
            self.put(replace(self.box, left=self.box.left + right, top=self.box.top + down))

    def grow(self, right: int, down: int) -> None:
        """Move the right and lower edge of the chosen box; it ends at the edge of the picture."""
        box = self.box
        if box is None:
            return
        self.remember()
        width = min(max(1, box.width + right), self.width_px - box.left)
        height = min(max(1, box.height + down), self.height_px - box.top)
        self.put(replace(box, width=width, height=height))

    def remove(self) -> None:
        """Take the chosen box away; the next one is chosen."""
        if self.chosen is None:
            return
        self.remember()
        at = self.chosen
        self.all = self.all[:at] + self.all[at + 1 :]
        self.chosen = min(at, len(self.all) - 1) if self.all else None

    def undo(self) -> None:
        """Go back by one change."""
        if not self._before:
            return
        self.all = self._before.pop()
        if self.chosen is not None and self.chosen >= len(self.all):
            self.chosen = None

    def clamped(self, box: Box) -> Box:
        """Return the box moved onto the picture, and made smaller where it is larger than it."""
        width = min(max(1, box.width), self.width_px)
        height = min(max(1, box.height), self.height_px)
        left = min(max(0, box.left), self.width_px - width)
        top = min(max(0, box.top), self.height_px - height)
        return Box(left, top, width, height)

    def spanned(self, left: int, top: int, right: int, bottom: int) -> Box:
        """Return the box between two corners, cut off at the edges of the picture."""
        left, right = sorted((min(max(0, left), self.width_px), min(max(0, right), self.width_px)))
        top, bottom = sorted(
            (min(max(0, top), self.height_px), min(max(0, bottom), self.height_px))
        )
        return self.clamped(Box(left, top, right - left, bottom - top))
