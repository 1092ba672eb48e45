"""What a map view and those who embed it promise each other."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from ui.parts.map_shapes import Box, Camera


class Areas(Protocol):
    """What covers the ground: regions in their colours, under everything else.

    One that paints the ground beside its areas as well says so by a true `fills_view`.
    """

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view, in pixels of the widget."""
        ...

    def code_at(self, at: QPointF, camera: Camera) -> str:
        """Return the code of the area under a pixel, "" where there is none."""
        ...

    def box(self) -> Box | None:
        """Return west, south, east, north of all areas, None without any."""
        ...


class Overlay(Protocol):
    """Something drawn over the areas; overlays are painted in their order."""

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view, in pixels of the widget."""
        ...

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return what lies under a pixel, None to let what is below answer."""
        ...


class Tool:
    """Takes the mouse over for as long as it is set: measuring, drawing, boxes.

    Each method is asked before the map does anything itself; True means that the tool has dealt
    with it. What the tool paints lies over all overlays.
    """

    cursor: Qt.CursorShape | None = Qt.CursorShape.CrossCursor

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """A button went down."""
        return False

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """The mouse moved, with or without a button."""
        return False

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """A button came up."""
        return False

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """A button was pressed for the second time in short."""
        return False

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """A key was pressed."""
        return False

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is being made."""

    def leave(self) -> None:
        """Another tool, or none, takes its place: drop what was begun."""

    def cursor_at(self, at: QPointF, camera: Camera) -> Qt.CursorShape | None:
        """Return the cursor over a pixel, None for the one of the map."""
        return self.cursor


@dataclass(frozen=True, slots=True)
class AreaClicked:
    """The ground was clicked where no overlay answered.

    Attributes:
        code: Code of the area, "" beside all.
        longitude: Where; CGCS2000 degrees.
        latitude: Where; CGCS2000 degrees.
        adds: Ctrl or Shift was held: add to what is chosen.
    """

    code: str
    longitude: float
    latitude: float
    adds: bool = False


@dataclass(frozen=True, slots=True)
class AreaHovered:
    """The mouse came over another area; "" when it left them all."""

    code: str


@dataclass(frozen=True, slots=True)
class ThingClicked:
    """Something of an overlay was clicked.

    Attributes:
        thing: What the overlay's `hit` answered.
        adds: Ctrl or Shift was held.
    """

    thing: object
    adds: bool = False


@dataclass(frozen=True, slots=True)
class BoxDragged:
    """A rectangle was drawn in box mode.

    Attributes:
        box: West, south, east, north; CGCS2000 degrees.
        adds: Ctrl or Shift was held.
    """

    box: Box
    adds: bool = False
