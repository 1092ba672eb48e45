"""Where a database is: SQLAlchemy URLs of the two engines, and no others."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.core.errors import BadDatabaseUrl

_ENGINES = ("sqlite", "postgresql")


def parsed_url(text: str) -> URL:
    """Return the parts of a database's address.

    Raises:
        BadDatabaseUrl: It is none, or that of another kind of database.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise BadDatabaseUrl from error
    if url.get_backend_name() not in _ENGINES:
        raise BadDatabaseUrl
    return url
