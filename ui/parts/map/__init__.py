"""The map as a component: page, pane beside a list, picker in a form, thumbnail.

`MapView` shows areas, what lies over them, and hands a tool the mouse. Whoever embeds it gives
it areas (`Areas`), puts `Overlay`s over them and listens to its signals.
"""

from ui.parts.map.contracts import (
    AreaClicked,
    AreaHovered,
    Areas,
    BoxDragged,
    Overlay,
    ThingClicked,
    Tool,
)
from ui.parts.map.marks import Note, Pin, ScaleBar
from ui.parts.map.view import MapView

__all__ = [
    "AreaClicked",
    "AreaHovered",
    "Areas",
    "BoxDragged",
    "MapView",
    "Note",
    "Overlay",
    "Pin",
    "ScaleBar",
    "ThingClicked",
    "Tool",
]
