"""Desks without a window: they listen, look at their queue and register, as the program does."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.signing_in import sign_in
from app.accounts.models import Unit
from app.bootstrap.parts import present
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.intake import Intake, register_case
from app.cases.models import CaseFile
from app.cases.queries.queue import QueueView, queue_page
from app.cases.rules import Level, Source
from app.commands.measures.crowd.seats import Hall, Seat
from app.core.changes import Change, Topic
from app.core.database import Database
from app.core.database.link import LinkState
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id

TEXT = "测速：{key}"
"""What a case says that is registered here: by it is counted how often it was done."""
CATEGORY = "C01-003"
NOTE = "bench.note"
_AGAIN_S = 0.1  # pause before what could not be written is tried again


@dataclass(slots=True)
class Told:
    """What desks of one process tell of themselves; moments are seconds of the machine's clock.

    Attributes:
        pages: Seconds each first page of the queue took.
        writes: Seconds each registering took.
        keys: Command keys of what was registered, as far as the desk was told so.
        left: How many commands were not through when time was up.
        heard: When each desk was told of what change.
        well: When which desk knew that the server was back.
        written: When which case was committed.
        troubles: What went wrong that nobody expected.
        cpu_s: Seconds of a core the process has taken so far.
    """

    pages: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left: int = 0
    heard: list[tuple[str, float]] = field(default_factory=list)
    well: list[tuple[str, float]] = field(default_factory=list)
    written: list[tuple[str, float]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cpu_s: float = 0.0


class QuietDesk:
    """One desk; it signs in when it is made."""

    def __init__(self, url: str, seat: Seat, told: Told) -> None:
        self.seat = seat
        self.told = told
        self.database = Database.open(url, present=present)
        self.actor = sign_in(self.database, seat.login, seat.password, desk=seat.login).actor
        self.pepper = self.database.state.pepper
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None

    def listen(self) -> None:
        """Hear what others commit from now on, in a thread of its own."""
        self.database.link.subscribe(self._link)
        self._watcher = begin(self.database.watch, self._stop, self._heard)

    def look(self) -> None:
        """Read the first page of the queue."""
        began = monotonic()
        with self.database.reading() as session:
            now = self.database.clock.now()
            queue_page(session, self.actor, QueueView.ALL_OPEN, now=now)
        self.told.pages.append(monotonic() - began)

    def register(self, key: UUID) -> None:
        """Register a case; with the same key it is registered once."""
        text = TEXT.format(key=key)
        intake = Intake(text, Source.CALL, self.seat.grid, category=CATEGORY, level=Level.URGENT)
        began = monotonic()
        with self.database.writing(self.actor) as uow:
            case_id = register_case(uow, intake, self.pepper, command_key=key)
        done = monotonic()
        self.told.writes.append(done - began)
        self.told.keys.append(str(key))
        self.told.written.append((str(case_id), done))

    def note(self) -> None:
        """Write as little as can be told to others."""
        with self.database.writing(self.actor) as uow:
            key = new_id()
            uow.record(NOTE, Topic.CASE, key, region=self.seat.street)
            uow.touched(Topic.CASE, key, self.seat.street)

    def put_away(self, case_id: UUID) -> None:
        """Assign a case, so that it stands no more among those nobody has."""
        with self.database.writing(self.actor) as uow:
            unit = uow.session.scalars(sa.select(Unit.id).order_by(Unit.code).limit(1)).one()
            version = uow.session.get_one(CaseFile, case_id).version
            assign_case(uow, Assignment(case_id, version, unit), command_key=new_id())

    def surely(self, key: UUID, until: float) -> None:
        """Register a case, as often as the server was away, until some moment at most."""
        while True:
            try:
                self.register(key)
            except DatabaseUnreachable:
                if monotonic() > until:
                    self.told.left += 1
                    return
                self._stop.wait(_AGAIN_S)
            else:
                return

    def leave(self) -> None:
        """Go home."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()
        self.database.dispose()

    def _heard(self, changes: tuple[Change, ...]) -> None:
        now = monotonic()
        self.told.heard += [(change.key, now) for change in changes]

    def _link(self, state: LinkState) -> None:
        if state.is_well:
            self.told.well.append((self.seat.login, monotonic()))


@dataclass(frozen=True, slots=True)
class Shift:
    """How long desks work, and how.

    Attributes:
        begin: The moment all begin.
        seconds: For how long.
        every_s: Each looks at its queue once and registers once in so many seconds.
        patience_s: How long after the end what could not be written is tried.
        surely: Whether the server may go away meanwhile.
    """

    begin: float
    seconds: float
    every_s: float
    patience_s: float = 60.0
    surely: bool = False

    @property
    def end(self) -> float:
        """Return the moment it ends."""
        return self.begin + self.seconds


def seated(hall: Hall, seats: Sequence[Seat], told: Told) -> list[QuietDesk]:
    """Seat desks that listen."""
    desks = [QuietDesk(hall.url, seat, told) for seat in seats]
    for desk in desks:
        desk.listen()
    return desks


def warm_up(desks: Sequence[QuietDesk]) -> None:
    """Let each desk do once what it will do: what is slow at the first time only is no load."""
    for desk in desks:
        desk.register(new_id())
        desk.look()


def work(desks: Sequence[QuietDesk], shift: Shift) -> None:
    """Let desks work side by side until the end of a shift."""
    _side_by_side(desks, lambda desk: _work(desk, shift))


def write_flat_out(desks: Sequence[QuietDesk], seconds: float) -> int:
    """Let desks write as fast as they can, and return how often they did."""
    end, done = monotonic() + seconds, [0] * len(desks)

    def run(number: int) -> None:
        while monotonic() < end:
            desks[number].note()
            done[number] += 1

    _side_by_side(range(len(desks)), run)
    return sum(done)


def write_gently(desks: Sequence[QuietDesk], seconds: float, pause_s: float) -> None:
    """Let desks register one after the other, with a pause of about so long after each."""
    end, chance, turn = monotonic() + seconds, Random(1), 0  # noqa: S311  nothing secret
    while monotonic() < end:
        desks[turn % len(desks)].register(new_id())
        _rest(pause_s * chance.uniform(0.5, 1.5))
        turn += 1


def _side_by_side(those: Sequence[Any], do: Callable[[Any], object]) -> None:
    threads = [begin(do, each) for each in those]
    for thread in threads:
        thread.join()


def begin(work: Callable[..., object], *given: object) -> threading.Thread:
    """Begin work in a thread of its own: one process plays a hundred programs here."""
    thread = threading.Thread(target=work, args=given, daemon=True)
    thread.start()
    return thread


def _rest(seconds: float) -> None:
    threading.Event().wait(max(0.0, seconds))


def _work(desk: QuietDesk, shift: Shift) -> None:
    chance = Random(desk.seat.login)  # noqa: S311  nothing secret hangs on it
    half = shift.every_s / 2
    next_at = shift.begin + chance.uniform(0, shift.every_s)
    turns: tuple[Callable[[], None], Callable[[], None]] = (
        lambda: _look(desk, shift),
        lambda: _write(desk, shift),
    )
    turn = 0
    while next_at < shift.end:
        _rest(next_at - monotonic())
        try:
            turns[turn % 2]()
        except Exception as error:  # noqa: BLE001  the border: it is told, and fails the measure
            desk.told.troubles.append(f"{type(error).__name__}: {error}")
        turn += 1
        next_at += half


def _look(desk: QuietDesk, shift: Shift) -> None:
    try:
        desk.look()
    except DatabaseUnreachable:
        if not shift.surely:
            raise


def _write(desk: QuietDesk, shift: Shift) -> None:
    key = new_id()
    if shift.surely:
        desk.surely(key, shift.end + shift.patience_s)
    else:
        desk.register(key)
