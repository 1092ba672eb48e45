"""Work that no click starts: chores with a rhythm, done by the one process that holds the lease.

A chore is idempotent and short; what takes longer than half a lease does a part and is due
again. After any pause it runs once and catches up with all it missed. Each slice lists its
own; `bootstrap` puts them together.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.actor import system
from app.core.database import Base, Database, Moment, code_text
from app.core.database.tables import ChangeFeed, CommandDone, DatabaseState
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from app.core.shared_settings import settings_at

LEASE = timedelta(seconds=90)
RETRY = timedelta(minutes=5)
"""A chore that failed is tried again after this, or after its own rhythm if that is shorter."""

TURN_S = 15.0
"""A chore that takes long lets the others have their turn this often."""

log = logging.getLogger(__name__)
_turn: ContextVar["Callable[[], None] | None"] = ContextVar("turn", default=None)


class ChoreStopped(Exception):
    """The process is to end: a chore that takes long leaves everything as it was and is due
    again.
    """


class ChoreState(Base):
    """When a chore last ran and how it went."""

    __tablename__ = "chore_state"

    name: Mapped[str] = mapped_column(code_text(64), primary_key=True)
    last_run_at: Mapped[datetime] = mapped_column(Moment)
    last_ok_at: Mapped[datetime | None] = mapped_column(Moment)
    last_result: Mapped[str] = mapped_column(sa.Text, default="")
    last_error: Mapped[str] = mapped_column(sa.Text, default="")
    # None for one that last ran before these were kept
    took_ms: Mapped[int | None]
    next_at: Mapped[datetime | None] = mapped_column(Moment)


class KeeperLease(Base):
    """Which process does the chores, and until when it may."""

    __tablename__ = "keeper_lease"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(sa.String(200))
    until: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that has to be done again and again.

    Attributes:
        name: Key of its state and of its title in `resources/words` (``chores.title.<name>``).
        every: Its rhythm.
        run: Does it and returns a sentence that says what was done.
    """

    name: str
    every: timedelta
    run: Callable[[Database], str]


@dataclass(frozen=True, slots=True)
class ChoreRun:
    """How one chore went; exactly one of `result` and `error` says something."""

    name: str
    result: str = ""
    error: str = ""
    took_ms: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ChoreStatus:
    """What is known of a chore: for the list of the keeper and the operations page.

    Attributes:
        took_ms: How long it ran the last time, None where that was not measured.
        next_at: When it is due again, None where that is not known.
    """

    name: str
    last_run_at: datetime
    last_ok_at: datetime | None
    last_result: str
    last_error: str
    took_ms: int | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who does the chores at present."""

    holder: str
    until: datetime


def run_due(
    database: Database,
    chores: Iterable[Chore],
    holder: str,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> list[ChoreRun]:
    """Do what is due if nobody else is the keeper; call it every half minute or so.

    Args:
        database: Where the lease, the rhythm and the work are.
        chores: All chores there are.
        holder: Names this process for people and apart from all others (desk and process id).
        stopped: Asked by chores that take long: is the process to end?

    Returns:
        What was done, in order; nothing where another process holds the lease, nor while the
        database is maintained and nobody may write.
    """
    if not take_lease(database, holder) or _is_read_only(database):
        return []
    done: list[ChoreRun] = []
    chores = tuple(chores)
    for chore in _due(database, chores):
        if done and not take_lease(database, holder):  # the one before took too long
            break
        rest = tuple(each for each in chores if each is not chore)
        here = _turn.set(_Others(database, rest, holder, done, stopped).have_a_turn)
        try:
            done.append(_run(database, chore))
        except ChoreStopped:
            break
        finally:
            _turn.reset(here)
    return done


def meanwhile() -> None:
    """Let others have their turn: a chore that takes minutes calls this every second or so, from
    outside any transaction of its own. The lease is renewed, and what else is due is done; where
    nobody keeps, nothing happens.

    Raises:
        ChoreStopped: The process is to end.
    """
    turn = _turn.get()
    if turn is not None:
        turn()


@dataclass(slots=True)
class _Others:
    """What goes on while one chore takes long."""

    database: Database
    chores: tuple[Chore, ...]
    holder: str
    done: list[ChoreRun]
    stopped: Callable[[], bool]
    next_at: float = field(default_factory=lambda: time.monotonic() + TURN_S)

    def have_a_turn(self) -> None:
        if self.stopped():
            raise ChoreStopped
        if time.monotonic() < self.next_at:
            return
        here = _turn.set(None)  # these are short, and none has a turn within
        try:
            if take_lease(self.database, self.holder):
                due = _due(self.database, self.chores)
                self.done += [_run(self.database, each) for each in due]
        except (DatabaseBusy, DatabaseUnreachable) as error:  # the next turn tries again
            log.warning("turn: %s", error.code)
        finally:
            _turn.reset(here)
            self.next_at = time.monotonic() + TURN_S


def take_lease(database: Database, holder: str) -> bool:
    """Take or renew the lease; False where another process holds it.

    A keeper that died without giving it back loses it after `LEASE`.
    """
    with database.writing(system("keeper"), maintains=True) as uow:
        free = sa.or_(KeeperLease.holder == holder, KeeperLease.until <= uow.now)
        until = uow.now + LEASE
        compared = uow.session.execute(
            sa.update(KeeperLease)
            .where(KeeperLease.id == 1, free)
            .values(holder=holder, until=until)
            .returning(KeeperLease.id)
        )
        if compared.first() is not None:
            return True
        if uow.session.get(KeeperLease, 1) is not None:
            return False
        return _first_lease(uow.session, holder, until)


def give_lease_back(database: Database, holder: str) -> None:
    """End the lease of `holder`, so that another process may take over at once."""
    with database.writing(system("keeper"), maintains=True) as uow:
        uow.session.execute(
            sa.update(KeeperLease)
            .where(KeeperLease.id == 1, KeeperLease.holder == holder)
            .values(until=uow.now)
        )


def keeper(session: Session, now: datetime) -> Keeper | None:
    """Return who does the chores, None where nobody does."""
    row = session.get(KeeperLease, 1)
    return Keeper(row.holder, row.until) if row is not None and row.until > now else None


def chore_statuses(session: Session) -> tuple[ChoreStatus, ...]:
    """Return what is known of every chore that ever ran, by name."""
    rows = session.scalars(sa.select(ChoreState).order_by(ChoreState.name))
    return tuple(
        ChoreStatus(
            r.name,
            r.last_run_at,
            r.last_ok_at,
            r.last_result,
            r.last_error,
            r.took_ms,
            r.next_at,
        )
        for r in rows
    )


def _is_read_only(database: Database) -> bool:
    from app.core.database.maintenance import read_maintenance

    with database.reading() as session:
        found = read_maintenance(session.connection())
    return found.read_only_since(database.clock.now()) is not None


def _first_lease(session: Session, holder: str, until: datetime) -> bool:
    try:
        with session.begin_nested():
            session.add(KeeperLease(id=1, holder=holder, until=until))
    except IntegrityError:  # another process was as quick
        return False
    return True


def _due(database: Database, chores: Iterable[Chore]) -> list[Chore]:
    now = database.clock.now()
    with database.reading() as session:
        states = {status.name: status for status in chore_statuses(session)}
    return [chore for chore in chores if _is_due(chore, states.get(chore.name), now)]


def _is_due(chore: Chore, status: ChoreStatus | None, now: datetime) -> bool:
    if status is None:
        return True
    wait = _wait(chore, failed=bool(status.last_error))
    # A last run in the future was written by a clock that has been put right since.
    return status.last_run_at > now or status.last_run_at + wait <= now


def _wait(chore: Chore, *, failed: bool) -> timedelta:
    return min(chore.every, RETRY) if failed else chore.every


def _run(database: Database, chore: Chore) -> ChoreRun:
    began = time.monotonic()
    try:
        run = ChoreRun(chore.name, result=chore.run(database))
    except AppError as error:
        from app.core.words import sentence

        log.warning("chore %s: %s", chore.name, error.code)
        run = ChoreRun(chore.name, error=sentence(error))
    except ChoreStopped:
        raise
    except Exception as error:  # the border: one chore must not stop the others
        log.exception("chore %s", chore.name)
        run = ChoreRun(chore.name, error=type(error).__name__)
    run = replace(run, took_ms=round((time.monotonic() - began) * 1_000))
    _remember(database, run, _wait(chore, failed=bool(run.error)))
    return run


def _remember(database: Database, run: ChoreRun, wait: timedelta) -> None:
    with database.writing(system(run.name)) as uow:
        state = uow.session.get(ChoreState, run.name)
        if state is None:
            state = ChoreState(name=run.name)
            uow.session.add(state)
        state.last_run_at = uow.now
        state.last_error = run.error
        state.took_ms, state.next_at = run.took_ms, uow.now + wait
        if not run.error:
            state.last_ok_at, state.last_result = uow.now, run.result


def core_chores() -> tuple[Chore, ...]:
    """Return the chores of the ground floor: the journal is sealed, what only grows is cut."""
    from app.core.sealing import seal_journal

    return (
        Chore("core.prune_feed", timedelta(days=1), prune_feed),
        Chore("core.expire_commands", timedelta(days=1), expire_commands),
        Chore("core.seal", timedelta(seconds=20), seal_journal),
    )


def prune_feed(database: Database) -> str:
    """Drop old news; a desk that was away for longer is told to read everything again."""
    from app.core.words import say

    with database.writing(system("core.prune_feed")) as uow:
        keep = settings_at(uow.session, uow.now).feed_keep_days
        before = uow.now - timedelta(days=keep)
        gone = uow.session.execute(
            sa.delete(ChangeFeed).where(ChangeFeed.at < before).returning(ChangeFeed.id)
        ).all()
        if gone:  # every reader reloads when this moves, so it moves only with reason
            uow.session.execute(sa.update(DatabaseState).values(feed_pruned_before=before))
    return say("chores.feed_pruned", count=len(gone), days=keep)


def expire_commands(database: Database) -> str:
    """Forget commands so old that nobody sends them again."""
    from app.core.words import say

    with database.writing(system("core.expire_commands")) as uow:
        keep = settings_at(uow.session, uow.now).command_keep_days
        gone = uow.session.execute(
            sa.delete(CommandDone)
            .where(CommandDone.at < uow.now - timedelta(days=keep))
            .returning(CommandDone.key)
        ).all()
    return say("chores.commands_expired", count=len(gone), days=keep)
