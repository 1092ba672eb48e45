"""Where a database is: SQLAlchemy URLs of the two engines, and no others.

On a server each person has a login role of their own, ``jz_<tag>_<login>``: roles belong to the
whole server, and the tag tells those of one database. It is the database's name unless the URL
says otherwise (``?tag=…``, for a copy under another name). A URL without a user means that people
sign in as themselves; one with a user, that of a service.
"""

import re

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


TAG = "tag"
TAG_LENGTH = 16
ROLE_START = "jz_"


def tag_of(database: str) -> str:
    """Return the tag a database of this name gets: its letters and digits, at most 16."""
    return re.sub(r"[^a-z0-9]", "", database.lower())[:TAG_LENGTH] or "db"


def login_role(url: URL, login: str) -> str:
    """Return the login role of a person, by their normal login."""
    told = url.query.get(TAG)
    tag = told if isinstance(told, str) else tag_of(url.database or "")
    return f"{ROLE_START}{tag}_{login}"


def login_of(role: str) -> str:
    """Return the login of the person whose role that is, "" for other roles."""
    parts = role.split("_", 2)
    is_login = role.startswith(ROLE_START) and len(parts) > 2 and not parts[2].startswith("_")
    return parts[2] if is_login else ""


def has_own_accounts(url: URL) -> bool:
    """Tell whether people sign in to this database as themselves."""
    is_server = url.get_backend_name() == "postgresql"
    return is_server and (not url.username or bool(login_of(url.username)))
