"""Database failures become errors a person can act on."""

from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from app.core.errors import (
    AppError,
    Conflict,
    DatabaseBusy,
    DatabaseUnreachable,
    DiskFull,
    TextTooLong,
    TextUnstorable,
)

# PostgreSQL: disk_full, lock_not_available, deadlock, serialization, query_canceled, asleep in
# the middle of a transaction; signs no text or document can hold, a text too long for its column
_BY_SQLSTATE: dict[str, type[AppError]] = {
    "53100": DiskFull,
    "55P03": DatabaseBusy,
    "40P01": DatabaseBusy,
    "40001": DatabaseBusy,
    "57014": DatabaseBusy,
    "25P03": DatabaseBusy,
    "22021": TextUnstorable,
    "22P05": TextUnstorable,
    "22001": TextTooLong,
}
_BY_TEXT: tuple[tuple[str, type[AppError]], ...] = (
    ("database is locked", DatabaseBusy),
    ("database table is locked", DatabaseBusy),
    ("disk is full", DiskFull),
    ("cannot contain NUL", TextUnstorable),  # psycopg looks before it sends
    ("invalid input syntax for type json", TextUnstorable),  # half a character
)
_BY_TYPE: tuple[tuple[type[BaseException], type[AppError]], ...] = (
    (StaleDataError, Conflict),
    (UnicodeEncodeError, TextUnstorable),
    (exc.TimeoutError, DatabaseBusy),  # all connections of this desk are in use
)
_LOST = ("08", "57P", "28")  # connection trouble, server going down, sign-in refused


def understood(error: BaseException, where: str) -> AppError | None:
    """Return the `AppError` behind a database failure, None if it is a defect of ours.

    Args:
        error: What SQLAlchemy raised.
        where: File name or host and database, without a password.
    """
    for kind, known in _BY_TYPE:
        if isinstance(error, kind):
            return known()
    if not isinstance(error, exc.DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state in _BY_SQLSTATE:
        return _BY_SQLSTATE[state]()
    text = str(error.orig)
    for sign, kind in _BY_TEXT:
        if sign in text:
            return kind()
    lost = error.connection_invalidated or (state or "").startswith(_LOST)
    if isinstance(error, exc.OperationalError) and (lost or _never_connected(error, text)):
        return DatabaseUnreachable(where=where)
    return None


def _never_connected(error: exc.OperationalError, text: str) -> bool:
    no_state = getattr(error.orig, "sqlstate", None) is None
    on_the_way = "connection" in text or "resolve host" in text
    return "unable to open database file" in text or (no_state and on_the_way)
