"""What the wall knows: each reading with the moment it is of, read anew by rhythm and by news.

A reading that fails keeps its last truth; nothing here makes it younger than it is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.command.wall.beats import ScreenState, tell_of_screens
from app.command.wall.cameras import open_on_wall, wall_camera_address
from app.command.wall.figures import RHYTHM_S, Figures, Reading, WallSettings
from app.command.wall.queries import read, wall_settings
from app.core.actor import Actor
from app.core.changes import Change, Topic
from app.core.clock import Clock, ServerClock
from app.core.database import VERSION
from app.core.errors import AppError, DatabaseUnreachable
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs

TICK_MS = 250
SOON_S = 0.2
"""Between two readings that news asks for: 20 changes a second cost five readings."""
REST = 4
"""A reading that takes long is asked for after so many times that long."""
RETRY_S = 4.0
LATE_FACTOR = 2
"""A reading older than so many of its rhythms is old."""
SETTINGS_S = 60.0

_TOUCHES: dict[Topic, frozenset[Reading]] = {
    Topic.WALL: frozenset({Reading.NEWS}),
    Topic.CASE: frozenset(
        {Reading.NEWS, Reading.STANDING, Reading.PULSE, Reading.PLACES, Reading.DUE}
    ),
    Topic.DUTY: frozenset({Reading.STATE}),
    Topic.POSTURE: frozenset({Reading.STATE}),
    Topic.INCIDENT: frozenset({Reading.INCIDENT}),
    Topic.FORCE: frozenset({Reading.INCIDENT}),
    Topic.REGION: frozenset({Reading.GROUND}),
    Topic.SETTING: frozenset({Reading.PLACES, Reading.RATES}),
    Topic.EVERYTHING: frozenset(Reading),
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read.

    Attributes:
        value: The figures.
        as_of: The moment they are of, by the server's clock.
        failing: Reading them anew failed since.
    """

    value: Figures
    as_of: datetime
    failing: bool = False


@dataclass(slots=True)
class _Asked:
    """How a reading goes: when it was asked for last, how long it took, whether news came."""

    at: float = -1e9
    took: float = 0.0
    busy: bool = False
    touched: bool = False
    failed: bool = False


def is_old(reading: Reading, as_of: datetime, now: datetime) -> bool:
    """Tell whether figures are older than twice their rhythm, or of a moment still to come."""
    age = (now - as_of).total_seconds()
    return age > LATE_FACTOR * RHYTHM_S[reading] or age < -RHYTHM_S[reading]


class WallFeed(QObject):
    """Reads what the scenes on the screens need, and nothing else."""

    updated = Signal(object)  # Reading
    lost = Signal(object)  # bool: whether the database is away
    settled = Signal(object)  # WallSettings

    def __init__(self, jobs: Jobs, hub: ChangeHub, parent: QObject | None = None) -> None:
        """Begin without a database; `connect_to` gives it one."""
        super().__init__(parent)
        self._database: Any = None
        self._actor: Actor | None = None
        self._clock: Clock = ServerClock()
        self._jobs = jobs
        self._needed: frozenset[Reading] = frozenset()
        self._asked = {reading: _Asked() for reading in Reading}
        self._kept: dict[Reading, Snapshot] = {}
        self._settings_at = -1e9
        self.settings = WallSettings()
        self.is_lost = False
        self.lost_at: datetime | None = None
        self.trouble = ""  # why there is no database yet
        hub.changed.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.tick)

    @property
    def clock(self) -> Clock:
        """Server time."""
        return self._clock

    def connect_to(self, database: Any, actor: Actor) -> None:
        """Read from this database from now on, as this account."""
        self._database, self._actor, self._clock = database, actor, database.clock
        self.trouble = ""
        self._set_lost(is_lost=False)

    def fail(self, trouble: str) -> None:
        """Say why there is no database yet."""
        self.trouble = trouble
        self._set_lost(is_lost=True)
        self.lost.emit(self.is_lost)

    def start(self) -> None:
        """Read from now on."""
        self._timer.start()
        self.tick()

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._soon.stop()

    def need(self, readings: Iterable[Reading]) -> None:
        """Read these, and no others, from now on."""
        self._needed = frozenset(readings)
        self.tick()

    def at(self, reading: Reading) -> Snapshot | None:
        """Return what is known of a reading, None while it has never been read."""
        return self._kept.get(reading)

    def open_camera(
        self,
        station_id: UUID,
        done: Callable[[tuple[UUID, str]], object],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Ask for the address of a camera that stands on the wall; that is in the journal first."""
        database, actor = self._database, self._actor
        if database is None or actor is None:
            failed(DatabaseUnreachable(where=""))
            return

        def work() -> tuple[UUID, str]:
            with database.writing(actor) as uow:
                open_on_wall(uow, station_id)
            with database.reading() as session:
                now = database.clock.now()
                return station_id, wall_camera_address(session, actor, station_id, now=now)

        self._jobs.write(work, done, failed)

    def tell(self, states: Sequence[ScreenState]) -> None:
        """Tell the desks how the screens are; that the database is away is told otherwise."""
        database, actor = self._database, self._actor
        if database is None or actor is None or self.is_lost:
            return

        def work() -> None:
            with database.writing(actor) as uow:
                tell_of_screens(uow, states, VERSION)

        self._jobs.write(work, lambda _: None, self._untold)

    def _untold(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            self._jobs.report(error)

    def put(self, reading: Reading, value: Figures, as_of: datetime) -> None:
        """Take figures as read; for pictures and measuring."""
        self._kept[reading] = Snapshot(value, as_of)
        self.updated.emit(reading)

    def tick(self) -> None:
        """Ask for what it is time for."""
        if self._database is None:
            return
        now = monotonic()
        if now - self._settings_at >= SETTINGS_S:
            self._settings_at = now
            self._jobs.read(self._read_settings, self._settle, self._let_settings_be)
        for reading in self._needed:
            asked = self._asked[reading]
            if not asked.busy and now - asked.at >= self._pause(reading, asked):
                self._ask(reading, asked, now)

    def _pause(self, reading: Reading, asked: _Asked) -> float:
        if asked.failed:
            return RETRY_S
        if asked.touched:
            return max(SOON_S, REST * asked.took)
        return float(RHYTHM_S[reading])

    def _ask(self, reading: Reading, asked: _Asked, now: float) -> None:
        asked.at, asked.busy, asked.touched = now, True, False
        self._jobs.read(self._work(reading), self._take, partial(self._miss, reading))

    def _work(self, reading: Reading) -> Callable[[], tuple[Reading, Snapshot, float]]:
        database, failed = self._database, self._asked[reading].failed
        actor = self._reader()

        def work() -> tuple[Reading, Snapshot, float]:
            begun = monotonic()
            if failed:
                database.look_again()
            with database.reading() as session:
                now = database.clock.now()
                found = read(session, actor, reading, now)
            return reading, Snapshot(found, now), monotonic() - begun

        return work

    def _take(self, found: tuple[Reading, Snapshot, float]) -> None:
        reading, snapshot, took = found
        asked = self._asked[reading]
        asked.busy, asked.failed, asked.took = False, False, took
        self._kept[reading] = snapshot
        self._set_lost(is_lost=False)
        self.updated.emit(reading)
        if asked.touched:
            self._soon.start(round(1000 * self._pause(reading, asked)))

    def _miss(self, reading: Reading, error: BaseException) -> None:
        """A reading failed: what was known stays, and says so."""
        asked = self._asked[reading]
        asked.busy, asked.failed = False, True
        kept = self._kept.get(reading)
        if kept is not None and not kept.failing:
            self._kept[reading] = Snapshot(kept.value, kept.as_of, failing=True)
        self._set_lost(is_lost=True)
        if not isinstance(error, AppError):
            self._jobs.report(error)
        self.updated.emit(reading)

    def _set_lost(self, *, is_lost: bool) -> None:
        if is_lost and not self.is_lost:
            self.lost_at = self.clock.now()
        if is_lost != self.is_lost:
            self.is_lost = is_lost
            self.lost.emit(is_lost)

    def _hear(self, changes: tuple[Change, ...]) -> None:
        for reading in {r for c in changes for r in _TOUCHES.get(c.topic, ())}:
            self._asked[reading].touched = True
        self.tick()
        if any(self._asked[r].touched and not self._asked[r].busy for r in self._needed):
            self._soon.start(round(1000 * SOON_S))

    def _reader(self) -> Actor:
        if self._actor is None:
            raise RuntimeError("nobody reads yet")
        return self._actor

    def _read_settings(self) -> WallSettings:
        with self._database.reading() as session:
            return wall_settings(session, self._reader(), self._clock.now())

    def _settle(self, settings: WallSettings) -> None:
        if settings != self.settings:
            self.settings = settings
            self.settled.emit(settings)

    def _let_settings_be(self, error: BaseException) -> None:
        """What was decided before holds on; that the database is away is told by the readings."""
