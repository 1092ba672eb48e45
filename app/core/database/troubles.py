"""Database failures become errors a person can act on."""

from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from app.core.errors import (
    AppError,
    Conflict,
    DatabaseBusy,
    DatabaseUnreachable,
    DiskFull,
    LoginBusy,
    LoginClosed,
    LoginRefused,
    NotYours,
    ReadOnlyNow,
    ServerNotProven,
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
READ_ONLY = "closed for maintenance"
"""What the database says while nobody may write; an older program takes it for a lock that is
held, by its code, and says that the database is busy.
"""
_BY_TEXT: tuple[tuple[str, type[AppError]], ...] = (
    ("database is locked", DatabaseBusy),
    ("database table is locked", DatabaseBusy),
    ("disk is full", DiskFull),
    ("row-level security policy", NotYours),
    ("permission denied for", NotYours),
    ("cannot contain NUL", TextUnstorable),  # psycopg looks before it sends
    ("invalid input syntax for type json", TextUnstorable),  # half a character
)
_BY_TYPE: tuple[tuple[type[BaseException], type[AppError]], ...] = (
    (StaleDataError, Conflict),
    (UnicodeEncodeError, TextUnstorable),
    (exc.TimeoutError, DatabaseBusy),  # all connections of this desk are in use
)
_REFUSED: tuple[tuple[tuple[str, ...], type[AppError]], ...] = (
    (("authentication failed", "认证失败", "no password supplied"), LoginRefused),
    (("not permitted to log in", "不允许登录", "没有登录"), LoginClosed),
    (("too many connections for role",), LoginBusy),
    (("certificate verify failed", "server certificate", "root certificate"), ServerNotProven),
)
"""A server that lets nobody in has no code to go by yet, and may say it in Chinese."""
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
    if READ_ONLY in str(error.orig):
        return ReadOnlyNow()
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


def login_trouble(error: Exception, where: str) -> AppError:
    """Return why a server did not let somebody in, by what the driver raised, wrapped or not."""
    said = str(getattr(error, "orig", error)).lower()
    for signs, kind in _REFUSED:
        if any(sign in said for sign in signs):
            return kind()
    return DatabaseUnreachable(where=where)


def _never_connected(error: exc.OperationalError, text: str) -> bool:
    no_state = getattr(error.orig, "sqlstate", None) is None
    on_the_way = "connection" in text or "resolve host" in text
    return "unable to open database file" in text or (no_state and on_the_way)
