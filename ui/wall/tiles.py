"""Which tile a name in a scene file stands for."""

from PySide6.QtWidgets import QWidget

from ui.wall.chart_tiles import HeatTile, PulseTile
from ui.wall.feed import WallFeed
from ui.wall.flow_tile import FlowTile
from ui.wall.incident_tiles import (
    ArrivedTile,
    ElapsedTile,
    IncidentMapTile,
    RollCallTile,
    TasksTile,
    TimelineTile,
)
from ui.wall.map_tile import MapTile
from ui.wall.number_tile import NumberTile, RatesTile
from ui.wall.number_words import NUMBERS
from ui.wall.posture_tile import PostureTile
from ui.wall.row_tiles import ActivitiesTile, GridsTile, HoldingTile, ListsTile, LoadTile
from ui.wall.tile import Tile, UnknownTile

KINDS: dict[str, type[Tile]] = {
    "map": MapTile,
    "posture": PostureTile,
    "incident_map": IncidentMapTile,
    "elapsed": ElapsedTile,
    "tasks": TasksTile,
    "arrived": ArrivedTile,
    "roll_call": RollCallTile,
    "timeline": TimelineTile,
    "pulse": PulseTile,
    "heat": HeatTile,
    "holding": HoldingTile,
    "load": LoadTile,
    "flow": FlowTile,
    "rates": RatesTile,
    "grids": GridsTile,
    "lists": ListsTile,
    "activities": ActivitiesTile,
}
"""Name in a scene file → tile; numbers stand in `NUMBERS`."""
CAMERA = "camera"


def make_tile(show: str, feed: WallFeed, parent: QWidget | None = None) -> Tile:
    """Return the tile called `show`; one that says so where there is none of that name."""
    if show in NUMBERS:
        return NumberTile(feed, NUMBERS[show], parent)
    if show == CAMERA:
        from ui.wall.camera_tile import CameraTile  # players come with it, which few walls need

        return CameraTile(feed, parent)
    kind = KINDS.get(show)
    return kind(feed, parent) if kind is not None else UnknownTile(feed, show, parent)
