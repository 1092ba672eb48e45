"""Large layers for maps: the kept one at once, the present one as soon as it is made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.changes import Change, Topic
from app.territory.queries.layers import (
    LayerRows,
    LayerState,
    kept_layer,
    layer_key,
    layer_rows,
    layer_state,
    make_layer,
)
from app.territory.rules import Tier
from ui.core.slices import Desk

if TYPE_CHECKING:
    from app.territory.layers.packed import PackedLayer

LARGE = 5_000  # areas: making them ready takes long, so changes are gathered for a while
PATIENCE_MS = 60_000
_TOPICS = (Topic.REGION, Topic.EVERYTHING)


@dataclass(frozen=True, slots=True)
class LayerReady:
    """A layer to be shown; None where nothing is drawn in that region."""

    prefix: str
    tier: Tier
    layer: "PackedLayer | None"


@dataclass(frozen=True, slots=True)
class LayerBeingMade:
    """The outlines have changed, or are seen for the first time: it takes a while."""

    prefix: str
    tier: Tier
    count: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands for a layer: what is kept, then its state, then what it is made from."""

    wanted: tuple[str, Tier]
    layer: "PackedLayer | None" = None
    state: LayerState | None = None
    rows: LayerRows | None = None


class LayerSource(QObject):
    """Reads, makes and keeps the layers of one map."""

    ready = Signal(object)  # LayerReady
    making = Signal(object)  # LayerBeingMade

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: tuple[str, Tier] | None = None
        self._version = ""
        self._count = 0
        self._busy = False
        self._again = False
        self.later = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self.later.timeout.connect(self._check)
        desk.hub.changed.connect(self._changed)

    def ask(self, prefix: str, tier: Tier) -> None:
        """Have a layer told by `ready`: as it is kept, and again once it turns out to be old."""
        self._wanted, self._version = (prefix, tier), ""
        wanted = self._wanted

        def kept(session: Any) -> _Found:
            return _Found(wanted, kept_layer(layer_key(session, prefix, tier)))

        self._desk.look_up(kept, self._kept)

    def _kept(self, found: _Found) -> None:
        if found.wanted != self._wanted:
            return
        if found.layer is not None:
            self._tell(found.wanted, found.layer)
        self._check()

    def _changed(self, changes: tuple[Change, ...]) -> None:
        if self._wanted is None or not any(change.topic in _TOPICS for change in changes):
            return
        if self._count < LARGE:
            self._check()
        elif not self.later.isActive():
            self.later.start()

    def _check(self) -> None:
        """Ask whether what is shown still holds; one question at a time."""
        self.later.stop()
        if self._busy or self._wanted is None:
            self._again = self._busy
            return
        self._busy, wanted, version = True, self._wanted, self._version

        def asked(session: Any) -> _Found:
            state = layer_state(session, *wanted)
            if state.version == version or not state.count:
                return _Found(wanted, state=state)
            return _Found(wanted, state=state, rows=layer_rows(session, *wanted))

        self._desk.look_up(asked, self._asked, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._desk.jobs.report(error)

    def _asked(self, found: _Found) -> None:
        state, rows = found.state, found.rows
        if state is None or rows is None or found.wanted != self._wanted:
            if state is not None and not state.count and found.wanted == self._wanted:
                self.ready.emit(LayerReady(*found.wanted, None))
            self._done()
            return
        self.making.emit(LayerBeingMade(*found.wanted, state.count))
        wanted = found.wanted
        self._desk.jobs.prepare(
            lambda: _Found(wanted, make_layer(rows, state), state), self._made, self._failed
        )

    def _made(self, found: _Found) -> None:
        if found.wanted == self._wanted and found.layer is not None:
            self._tell(found.wanted, found.layer)
        self._done()

    def _tell(self, wanted: tuple[str, Tier], layer: "PackedLayer") -> None:
        self._version, self._count = layer.version, len(layer)
        self.ready.emit(LayerReady(*wanted, layer))

    def _done(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self._check()
