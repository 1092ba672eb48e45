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
        self._sending = False

    def add(self, table: type[Base], values: dict[str, Any]) -> None:
        """Gather a row that nothing but a later reading needs; every column has a value."""
        self._rows[table].append(values)

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
        finally:
            self._sending = False


def alone(session: Session) -> Alone | None:
    """Return what a transaction has gathered; None where other desks may write beside it."""
    found: Alone | None = session.info.get(_KEY)
    return found


@contextmanager
def begin_alone(session: Session, *, learns_places: bool = True) -> Iterator[Alone]:
    """Let a transaction write alone; see the module. The caller knows that nobody else writes."""
    gathered = Alone(session, learns_places=learns_places)

    def before_reading(state: ORMExecuteState) -> None:
        if state.is_select:
            gathered.send()

    session.info[_KEY] = gathered
    event.listen(session, "do_orm_execute", before_reading)
    try:
        with session.no_autoflush:
            yield gathered
            gathered.send()
    finally:
        event.remove(session, "do_orm_execute", before_reading)
        del session.info[_KEY]
