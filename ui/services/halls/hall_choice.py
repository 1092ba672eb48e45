"""Which hall a page is about: chosen once, remembered for this person."""

from collections.abc import Callable
from uuid import UUID

from app.core.changes import Topic
from app.services.halls.queries.boards import HallRow, hall_rows
from ui.core.controls import Combo
from ui.core.hub import Refresher
from ui.core.slices import Desk

KEPT = "services.hall"
WIDTH_PX = 220


class HallChoice(Combo):
    """The halls of the area that is looked at; those where one serves come first."""

    def __init__(self, desk: Desk, chosen: Callable[[], object], *, serving: bool) -> None:
        super().__init__()
        self._desk, self._told, self._serving = desk, chosen, serving
        self.setAccessibleName(self.tr("大厅"))
        self.setMinimumWidth(WIDTH_PX)
        self.rows: tuple[HallRow, ...] = ()
        self._refresher = Refresher(desk.hub, self, self.reload, topics=frozenset({Topic.HALL}))
        desk.scope.changed.connect(self.reload)
        self.currentIndexChanged.connect(lambda _: self._chosen())
        self.reload()

    def reload(self) -> None:
        """Read the halls anew."""
        actor, region = self._desk.actor, self._desk.scope.code
        self._desk.read(lambda session: hall_rows(session, actor, region=region), self._take)

    def _take(self, rows: tuple[HallRow, ...]) -> None:
        shown = [row for row in rows if not self._serving or (row.may_serve and row.is_active)]
        if tuple(shown) == self.rows:
            return
        kept = self.hall_id() or self._remembered()
        self.rows = tuple(shown)
        self.blockSignals(True)  # noqa: FBT003  Qt's own
        self.clear()
        for row in self.rows:
            self.add(row.name, row.id)
        known = {row.id for row in self.rows}
        if kept in known:
            self.set_value(kept)
        self.blockSignals(False)  # noqa: FBT003  Qt's own
        self._told()

    def _remembered(self) -> UUID | None:
        try:
            return UUID(str(self._desk.preferences.text(KEPT)))
        except ValueError:
            return None

    def _chosen(self) -> None:
        if self.hall_id() is not None:
            self._desk.preferences.set_text(KEPT, str(self.hall_id()))
        self._told()

    def hall_id(self) -> UUID | None:
        """Return the hall that is looked at."""
        value = self.value()
        return value if isinstance(value, UUID) else None

    def hall(self) -> HallRow | None:
        """Return the same with what is known of it."""
        return next((row for row in self.rows if row.id == self.hall_id()), None)
