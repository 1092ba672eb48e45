"""Reading what the light map draws, kept per street for as long as nothing changes there."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.changes import Change, Topic
from app.territory.queries import map_lines, outlines
from app.territory.rules import Tier
from ui.core.slices import Desk
from ui.parts.map_shapes import MapShapes

STREET_DIGITS = 9
_TOPICS = (Topic.REGION, Topic.EVERYTHING)


@dataclass(frozen=True, slots=True)
class MapReady:
    """The shapes of a street are there."""

    street: str
    shapes: MapShapes


class MapSource(QObject):
    """Grid outlines and lines of streets; a page and its panels share one."""

    ready = Signal(object)  # MapReady

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: dict[str, MapShapes] = {}
        self._asked: set[str] = set()
        desk.hub.changed.connect(self._forget)

    def ask(self, region: str) -> None:
        """Have the street around a region told by `ready`: at once if it is known, else soon."""
        street = region[:STREET_DIGITS]
        kept = self._kept.get(street)
        if kept is not None:
            self.ready.emit(MapReady(street, kept))
        elif street not in self._asked:
            self._asked.add(street)
            self._desk.look_up(
                lambda session: MapReady(
                    street,
                    MapShapes(outlines(session, street, Tier.GRID), map_lines(session, street)),
                ),
                self._keep,
            )

    def _keep(self, ready: MapReady) -> None:
        self._asked.discard(ready.street)
        self._kept[ready.street] = ready.shapes
        self.ready.emit(ready)

    def _forget(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in _TOPICS for change in changes):
            self._kept.clear()
