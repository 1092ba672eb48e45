"""The unit of work: one transaction with what it did, for whom, and what it touched."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, literal
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Change, Topic
from app.core.database.alone import Alone, alone
from app.core.database.bulk import Packing, write_packed, write_rows
from app.core.database.columns import Base
from app.core.errors import CommandKeyReused
from app.core.ids import new_id, new_ids
from app.core.proof import EntryDigester, entry_digest

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Uow:
    """One open transaction.

    Attributes:
        session: SQLAlchemy session; the caller of the action commits, never the action.
        actor: Who acts.
        now: The moment of the transaction (server time, aware UTC); one for all it does.
        changes: What was touched so far, told to every desk after the commit.
    """

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.changes: list[Change] = []
        self._last: list[Callable[[Uow], None]] = []

    @property
    def alone(self) -> Alone | None:
        """Return what is gathered where nobody writes beside this transaction, else None."""
        return alone(self.session)

    def at_last(self, work: Callable[["Uow"], None]) -> None:
        """Let something be done when all else of the transaction is done, just before it commits:
        in it, and taken back with it.
        """
        self._last.append(work)

    def finish(self) -> None:
        """Do what was left for the end; whoever opened the transaction calls it once."""
        while self._last:
            self._last.pop(0)(self)

    def add(self, table: type[Base], **values: Any) -> None:
        """Add a row that tells all its columns and that nothing here looks at again."""
        if self.alone is not None:
            self.alone.add(table, values)
        else:
            self.session.add(table(**values))

    def add_many(
        self,
        table: type[Base],
        rows: Sequence[Mapping[str, Any]],
        shared: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Add rows that tell the same columns by the quickest way the engine has; the other
        columns stay empty. What was written before is sent first: they may refer to it.

        Args:
            table: Mapped table.
            rows: What each tells.
            shared: What all tell alike of the columns that no row tells.

        Raises:
            IntegrityError: One of them is there already; a savepoint around the call takes back
                those before it.
        """
        if rows:
            write_rows(self._sent(), table.__table__, rows, shared)

    def add_packed(
        self,
        packing: Packing,
        rows: Sequence[tuple[Any, ...]],
        shared: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Add rows that somebody packed beforehand; see `add_many`."""
        if rows:
            write_packed(self._sent(), packing, rows, shared)

    def _sent(self) -> Connection:
        """Send what was written before: what is added now may refer to it."""
        if self.alone is not None:
            self.alone.send()
        else:
            self.session.flush()
        return self.session.connection()

    def settle(self, *changed: object) -> None:
        """Send what was written, so that what the database refuses is refused here; where
        nobody writes beside this transaction, it is sent later, all at once.

        Args:
            changed: Rows that were changed, if any: they are sent before they are read again.
        """
        if self.alone is None:
            self.session.flush()
            return
        for row in changed:
            self.alone.touch(row)

    def touched(self, topic: Topic, key: object, region: str = "") -> None:
        """Say that a record changed; the same one twice is told once."""
        change = Change(topic, str(key), region)
        if change not in self.changes:
            self.changes.append(change)

    def record(
        self, action: str, topic: Topic, key: object, *, region: str = "", **facts: object
    ) -> None:
        """Write a journal row; `facts` are JSON values: old and new, never personal ones."""
        from app.core.database.tables import JournalEntry  # who only reads never maps it

        self.add(JournalEntry, **self.entry(action, topic, key, region=region, **facts))

    def record_many(
        self, action: str, topic: Topic, told: Iterable[tuple[object, str, dict[str, object]]]
    ) -> None:
        """Write a journal row for each key, region and facts; see `record`."""
        from app.core.database.tables import JournalEntry  # who only reads never maps it

        told = tuple(told)
        shared = self._shared(action, topic)
        digester = EntryDigester(shared)
        rows = []
        for entry_id, (key, region, facts) in zip(new_ids(len(told)), told, strict=True):
            subject = str(key)
            digest = digester.digest(entry_id, subject, region, facts)
            own = {"id": entry_id, "subject": subject, "region": region, "facts": facts}
            rows.append(own | {"digest": digest})
        self.add_many(JournalEntry, rows, shared)

    def entry(
        self, action: str, topic: Topic, key: object, *, region: str = "", **facts: object
    ) -> dict[str, Any]:
        """Return the values of a journal row, for whoever writes many of them at once."""
        own = {"id": new_id(), "subject": str(key), "region": region, "facts": facts}
        entry = self._shared(action, topic) | own
        return entry | {"digest": entry_digest(entry)}

    def _shared(self, action: str, topic: Topic) -> dict[str, Any]:
        """Return what the journal rows of a transaction share."""
        return {
            "at": self.now,
            "person_id": self.actor.person_id,
            "person_name": self.actor.name,
            "desk": self.actor.desk,
            "action": action,
            "topic": topic,
        }


def once(action: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make an action idempotent by its keyword argument ``command_key``.

    The key is written in the same transaction as the work. Any doubt on the caller's side
    (a lost answer, a second click) is settled by calling again with the same key: the
    stored result comes back and nothing is done twice. Results are None, text, a whole
    number or a UUID.

    Raises:
        CommandKeyReused: The key was used by somebody else, for another action, or to ask for
            something else: a form that was edited after a lost answer must not seem saved.
    """
    name = f"{action.__module__.removeprefix('app.')}.{action.__name__}"
    asking = signature(action)

    @wraps(action)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        from app.core.database.tables import CommandDone

        uow = cast(Uow, args[0])
        key = cast(UUID, kwargs["command_key"])
        who, asked = uow.actor.person_id, _fingerprint(asking.bind(*args, **kwargs).arguments)
        done = uow.session.get(CommandDone, key)
        if done is not None:
            if (done.action, done.person_id, done.asked) != (name, who, asked):
                raise CommandKeyReused
            return cast(Result, _unpacked(done.result))
        # A second sender of a key in flight waits in this insert until the first commits.
        mine = {"key": key, "person_id": who, "action": name, "asked": asked, "at": uow.now}
        if not insert_unless_there(uow.session, CommandDone, mine):
            return guarded(*args, **kwargs)
        result = action(*args, **kwargs)
        uow.session.get_one(CommandDone, key).result = _packed(result)
        return result

    return guarded


def insert_unless_there(session: Session, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless its key exists; wait for another transaction that is inserting it.

    Returns:
        True when the row is ours.
    """
    row = _insert(session, table).values(values).on_conflict_do_nothing().returning(literal(1))
    return session.connection().execute(row).first() is not None


def _insert(session: Session, table: type[Base]) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(table)


def insert_all_unless_there(
    session: Session, table: type[Base], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows whose keys do not exist yet, many with one order; see `insert_unless_there`."""
    if rows:
        session.connection().execute(_insert(session, table).on_conflict_do_nothing(), rows)


_NOT_ASKED = frozenset({"uow", "command_key", "seen_version", "claimed_at"})
"""What may differ when a command is sent again: whoever sends it from an outbox says when it was
first given, which nobody had to say at the first try."""
_ASKED_DIGITS = 4
"""Hexadecimal digits kept of what was asked: enough to notice an edited form, and too few to
find out from them which telephone number stood in it."""


def _fingerprint(asked: dict[str, Any]) -> str:
    """Return what tells two commands apart; see `_NOT_ASKED`."""
    told = [(name, _value(value)) for name, value in asked.items() if name not in _NOT_ASKED]
    digest = hashlib.sha256(repr(told).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:_ASKED_DIGITS]


def _value(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):  # all of it, also what repr hides
        parts = (f.name for f in fields(value) if f.name not in _NOT_ASKED)
        return type(value).__name__, [(name, _value(getattr(value, name))) for name in parts]
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if isinstance(value, datetime):  # the same moment in another zone is the same
        return value.timestamp()
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else value


def _packed(result: object) -> Any:
    return {"uuid": str(result)} if isinstance(result, UUID) else result


def _unpacked(stored: Any) -> object:
    return UUID(stored["uuid"]) if isinstance(stored, dict) else stored
