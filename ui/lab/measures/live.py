"""How soon what is registered at one desk is painted at 40 others, each a window of its own."""

import os
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_parts
from app.commands.measures.crowd.desks import QuietDesk, Told
from app.commands.measures.crowd.office import ROOMS, Office
from app.commands.measures.crowd.rows import NEVER, percentile
from app.commands.measures.crowd.seats import Hall, Seat, hall_of_one_street
from app.commands.measures.rows import BenchRow, against
from app.core.ids import new_id
from app.core.words import say
from ui.core.theme import apply_theme, load
from ui.lab.measures.second_window import Shown

DESKS = 40
LIMIT_S = 0.3
CALM_S = 0.8  # between two cases
_LAST_S = 3.0  # for the last one to be painted everywhere
_LOOK_MS = 10


def live(url: str, *, runs: int, desks: int = DESKS, rooms: int = ROOMS) -> BenchRow:
    """Measure from a commit at one desk to the row on the screens of all others.

    Args:
        url: Of the service of a server's database with streets in it.
        runs: How many cases to register.
        desks: How many windows.
        rooms: How many processes they stand in.
    """
    hall = hall_of_one_street(url, desks + 1)
    office = Office(Hall(hall.url, hall.seats[1:]), window_room, rooms)
    told = Told()
    writer = QuietDesk(hall.url, hall.seats[0], told)
    try:
        for _ in range(runs + 1):
            writer.register(new_id())
            sleep(CALM_S)
        sleep(_LAST_S)
        painted = [each for room in office.do("painted") for each in room]
        for key, _ in told.written:
            writer.put_away(UUID(key))
    finally:
        writer.leave()
        office.close()
    at = dict(told.written[1:])  # at the first one every desk is new to it
    delays = [seen - at[key] for key, seen in painted if key in at]
    row = against(say("lab.live", desks=desks), [percentile(delays, 99)], unit="s", limit=LIMIT_S)
    missed = len(at) * desks - len(delays)
    note = say("lab.live_note", p50=f"{percentile(delays, 50):.3f}", cases=len(at), missed=missed)
    return BenchRow(
        row.what, row.ours, row.unit, None, NEVER if missed else row.ratio, 1.0, len(at), 0.0, note
    )


def window_room(line: Connection, hall: Hall, seats: Sequence[Seat]) -> None:
    """Hold desks with a window each; runs in a process of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        application = QApplication(sys.argv[:1])
        apply_theme(application, load("light"))
        eyes = [_Eyes(hall, seat) for seat in seats]
    except Exception as error:  # noqa: BLE001  the border: the other process raises it
        line.send((False, repr(error)))
        return
    line.send((True, None))

    def look() -> None:
        if not line.poll():
            return
        what, _ = line.recv()
        if what == "leave":
            application.quit()
        else:
            line.send((True, [each for one in eyes for each in one.painted]))

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_LOOK_MS)
    application.exec()
    for one in eyes:
        one.shown.close()


class _Eyes(QObject):
    """Notes when each case was painted first at a desk."""

    def __init__(self, hall: Hall, seat: Seat) -> None:
        super().__init__()
        from app.accounts.actions.signing_in import sign_in

        parts = open_parts(hall.url)
        actor = sign_in(parts.database, seat.login, seat.password, desk=seat.login).actor
        self.painted: list[tuple[str, float]] = []
        self.shown = Shown(parts, actor)
        self._known: set[Any] = self.shown.keys()
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.timeout.connect(self._look)
        self.shown.page.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look once this has been painted."""
        if event.type() is QEvent.Type.Paint:
            self._look_soon.start(0)
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        now = monotonic()
        new = self.shown.keys() - self._known
        self._known |= new
        self.painted += [(str(key), now) for key in new]
