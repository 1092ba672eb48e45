"""A long transaction beside which nobody writes: what is sent to the database only at its end.

Most of what an action asks the database is asked because of other desks: what a row is like by
now, whether a number was taken meanwhile, which event came last. Where one transaction makes a
whole database (the demo), nobody else is there. `begin_alone` says so to everybody who is handed
the session: writing is then gathered and sent in bulk, before anything is read by SQL and at the
end, and what the transaction made itself need not be read again. All rules stay: who may, from
where, with what reason. What only the database can refuse (a number taken twice) is refused when
it is sent, and takes the whole transaction with it.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import visitors

from app.core.database.columns import Base

_KEY = "core.alone"


class Alone:
    """What a transaction that writes alone has gathered.

    Attributes:
        learns_places: Whether the gazetteer learns from each case; one that was made as a whole
            has nothing to learn.
    """

    def __init__(self, session: Session, *, learns_places: bool) -> None:
        self.learns_places = learns_places
        self._session = session
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._touched: set[Any] = set()
        self._sending = False

    def add(self, table: type[Base], values: dict[str, Any]) -> None:
        """Gather a row that nothing but a later reading needs; every column has a value."""
        self._rows[table].append(values)
        self._touched.add(table.__table__)

    def touch(self, row: object) -> None:
        """Note that a row is not in the database as it is here."""
        self._touched.add(getattr(row, "__table__", None))

    def send(self) -> None:
        """Send everything gathered so far."""
        if self._sending:
            return
        self._sending = True
        try:
            self._session.flush()
            for table, rows in self._rows.items():
                self._session.connection().execute(sa.insert(table), rows)
            self._rows.clear()
            self._touched.clear()
        finally:
            self._sending = False

    def before_reading(self, state: ORMExecuteState) -> None:
        """Send what is gathered before a statement that reads from what was touched."""
        if self._touched and not self._touched.isdisjoint(find_tables(state.statement)):
            self.send()


def find_tables(statement: Any) -> set[Any]:
    """Return the tables a statement reads from, also within it."""
    return {each for each in visitors.iterate(statement) if isinstance(each, sa.Table)}


def alone(session: Session) -> Alone | None:
    """Return what a transaction has gathered; None where other desks may write beside it."""
    found: Alone | None = session.info.get(_KEY)
    return found


@contextmanager
def begin_alone(session: Session, *, learns_places: bool = True) -> Iterator[Alone]:
    """Let a transaction write alone; see the module. The caller knows that nobody else writes."""
    gathered = Alone(session, learns_places=learns_places)

    def added(_session: Session, row: object) -> None:
        gathered.touch(row)

    session.info[_KEY] = gathered
    event.listen(session, "do_orm_execute", gathered.before_reading)
    event.listen(session, "transient_to_pending", added)
    try:
        with session.no_autoflush:
            yield gathered
            gathered.send()
    finally:
        event.remove(session, "do_orm_execute", gathered.before_reading)
        event.remove(session, "transient_to_pending", added)
        del session.info[_KEY]
