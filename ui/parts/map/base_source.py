"""Tiles of the raster base: asked for off the GUI thread, the newest wish first, and kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.core.changes import Change, Topic
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings, settings_at
from app.territory.base_map import BaseMap, Matrix, Tile, TilesUnreachable, open_base_map
from ui.core.slices import Desk

MOST_TILES = 320  # about 80 MiB
REST_S = 30.0  # after a server that did not answer


@dataclass(frozen=True, slots=True)
class _Told:
    """What the thread says: which base stands, or one of its tiles."""

    named: str
    matrix: Matrix | None = None
    trouble: AppError | None = None
    tile: Tile | None = None
    picture: QImage | None = None


class _Wishes:
    """Which tiles are wanted, between the window and the thread that fetches them."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._named: str | None = None
        self._tiles: list[Tile] = []

    def name(self, named: str) -> None:
        with self._news:
            self._named, self._tiles = named, []
            self._news.notify()

    def want(self, tiles: list[Tile]) -> None:
        """Want these and nothing that was wanted before: it is out of view by now."""
        with self._news:
            self._tiles = tiles
            self._news.notify()

    def next(self) -> tuple[str | None, Tile | None]:
        """Return the base that is wanted and one of its tiles, once there is either."""
        with self._news:
            if self._named is None and not self._tiles:
                self._news.wait(0.5)
            named, self._named = self._named, None
            return named, self._tiles.pop(0) if self._tiles and named is None else None


class BaseSource(QObject):
    """The raster base of a desk, for all its maps.

    Attributes:
        matrix: Where its tiles lie, None while there is no base.
        trouble: Why there is none although one is named; None where it stands.
        credit: What is written in its corner.
        opacity: How much of it shows over the areas, 0 to 1.
    """

    changed = Signal()  # there is another base, or none any more
    came = Signal()  # some of its tiles

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.hub)
        self._desk = desk
        self._wishes = _Wishes()
        self._tiles: OrderedDict[Tile, QImage | None] = OrderedDict()
        self._named = ""
        self._stop: threading.Event | None = None
        self.matrix: Matrix | None = None
        self.trouble: AppError | None = None
        self.credit, self.opacity = "", 1.0
        desk.hub.changed.connect(self._heard)
        self._read()

    def picture(self, tile: Tile) -> QImage | None:
        """Return the picture of a tile if it is here."""
        if tile in self._tiles:
            self._tiles.move_to_end(tile)
        return self._tiles.get(tile)

    def want(self, tiles: list[Tile]) -> None:
        """Have those tiles fetched that are not here, in this order."""
        missing = [tile for tile in tiles if tile not in self._tiles]
        if missing:
            self._wishes.want(missing)

    def _heard(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in (Topic.SETTING, Topic.EVERYTHING) for change in changes):
            self._read()

    def _read(self) -> None:
        now = self._desk.parts.clock.now()
        self._desk.look_up(lambda session: settings_at(session, now), self._take)

    def _take(self, settings: CentreSettings) -> None:
        self.credit, self.opacity = settings.base_map_credit, settings.base_map_percent / 100
        if settings.base_map == self._named:
            return
        self._named = settings.base_map
        self._forget()
        if self._named and self._stop is None:
            self._stop = self._desk.jobs.watch(partial(_fetch, self._wishes), self._told)
        self._wishes.name(self._named)
        self.changed.emit()

    def _forget(self) -> None:
        self._tiles.clear()
        self.matrix = self.trouble = None

    def _told(self, told: _Told) -> None:
        if told.named != self._named:
            return
        if told.tile is None:
            self.matrix, self.trouble = told.matrix, told.trouble
            self.changed.emit()
            return
        self._tiles[told.tile] = told.picture
        while len(self._tiles) > MOST_TILES:
            self._tiles.popitem(last=False)
        self.came.emit()


def base_of(desk: Desk) -> BaseSource:
    """Return the raster base of a desk; all its maps share one."""
    return desk.shared(BaseSource)


def _fetch(wishes: _Wishes, stop: threading.Event, emit: Callable[[_Told], None]) -> None:
    """Open bases and fetch tiles until `stop` is set; runs in a thread of its own."""
    base: BaseMap | None = None
    named = ""
    while not stop.is_set():
        wanted, tile = wishes.next()
        if wanted is not None:
            named, base = wanted, _opened(wanted, base, emit)
        elif tile is not None and base is not None:
            try:
                body = base.tile(tile)
            except TilesUnreachable as error:
                emit(_Told(named, base.matrix, error))
                stop.wait(REST_S)
                continue
            picture = QImage.fromData(body) if body else QImage()
            emit(_Told(named, tile=tile, picture=None if picture.isNull() else picture))
    if base is not None:
        base.close()


def _opened(named: str, before: BaseMap | None, emit: Callable[[_Told], None]) -> BaseMap | None:
    if before is not None:
        before.close()
    if not named:
        return None
    try:
        base = open_base_map(named)
    except AppError as error:
        emit(_Told(named, trouble=error))
        return None
    emit(_Told(named, base.matrix))
    return base
