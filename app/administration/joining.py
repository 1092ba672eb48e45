"""Joining a server: why it cannot be reached, in one sentence that says what to correct."""

from sqlalchemy.engine import URL

from app.core.database import Database, SchemaState
from app.core.errors import AppError, DatabaseUnreachable


class ServerNameUnknown(AppError):
    """No computer of that name is known here; facts: ``host``."""

    code = "administration.server_name_unknown"


class ServerRefuses(AppError):
    """The computer is there, but nothing listens on that port; facts: ``host``."""

    code = "administration.server_refuses"


class ServerSilent(AppError):
    """No answer in time: switched off, another network, a firewall; facts: ``host``."""

    code = "administration.server_silent"


class ServerPasswordWrong(AppError):
    """The server knows the account not, or not with that password."""

    code = "administration.server_password_wrong"


class ServerDatabaseMissing(AppError):
    """The server is right, the database is not; facts: ``name``."""

    code = "administration.server_database_missing"


class ServerNotOpenToUs(AppError):
    """The server lets this computer in with no account at all (pg_hba.conf)."""

    code = "administration.server_not_open_to_us"


# The server speaks before any session exists, so there is no code to go by; a Chinese server
# says it in Chinese. What fits nothing here stays "cannot be reached".
_SIGNS: tuple[tuple[type[AppError], tuple[str, ...]], ...] = (
    (ServerNotOpenToUs, ("pg_hba.conf",)),
    (ServerPasswordWrong, ("authentication failed", "认证失败", "no password supplied")),
    (ServerDatabaseMissing, ("does not exist", "不存在")),
    (ServerNameUnknown, ("resolve host", "translate host", "getaddrinfo", "name or service")),
    (ServerRefuses, ("refused", "拒绝")),
    (ServerSilent, ("timeout", "timed out", "no route", "unreachable", "超时")),
)


def try_to_reach(database: Database) -> None:
    """See whether a server answers that tells nothing before somebody has signed in.

    Raises:
        AppError: Why it cannot be reached.
    """
    try:
        database.knock()
    except DatabaseUnreachable as error:
        raise _reason(error, database.url) from error


def try_server(database: Database) -> SchemaState:
    """Return what the database of a server says of itself.

    Raises:
        AppError: One of the above, or what else keeps a desk from working with it.
    """
    try:
        state = database.look_again()
    except DatabaseUnreachable as error:
        raise _reason(error, database.url) from error
    state.check_writable()
    return state


def _reason(error: DatabaseUnreachable, url: URL) -> AppError:
    said = str(error.__cause__).lower()
    host = f"{url.host or 'localhost'}:{url.port}" if url.port else url.host or "localhost"
    for kind, signs in _SIGNS:
        if any(sign in said for sign in signs):
            return kind(host=host, name=url.database or "")
    return error
