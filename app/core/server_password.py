"""The password of this computer's account on the database server.

It never stands in the settings file or in a command line. It is taken from the environment
(``JIEZHI_PASSWORD``), else from a file beside the settings that only its owner may read, in
libpq's own format, so that the server's tools understand it too.
"""

import os
from pathlib import Path

from sqlalchemy.engine import URL

from app.core.database.address import parsed_url
from app.core.settings import config_file

VARIABLE = "JIEZHI_PASSWORD"
FILE = "server.pgpass"
DEFAULT_PORT = 5432


def with_password(url: str) -> str:
    """Return a server's URL with the password that is known for it; others as they are."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "postgresql" or parsed.password is not None:
        return url
    password = os.environ.get(VARIABLE) or _kept(parsed)
    if not password:
        return url
    return parsed.set(password=password).render_as_string(hide_password=False)


def keep_password(url: str, password: str) -> None:
    """Keep the password of a server for the next start; the file is readable by its owner only."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    mine = _line_start(parsed_url(url))
    others = [line for line in _lines(file) if not line.startswith(mine)]
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(
        os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as out:
        out.writelines(f"{line}\n" for line in (*others, mine + _escaped(password)))
    new.replace(file)


def _kept(url: URL) -> str:
    mine = _line_start(url)
    found = (line.removeprefix(mine) for line in _lines(_file()) if line.startswith(mine))
    return _plain(next(found, ""))


def _file() -> Path:
    return config_file().with_name(FILE)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _line_start(url: URL) -> str:
    parts = (url.host or "localhost", str(url.port or DEFAULT_PORT), "*", url.username or "")
    return ":".join(part if part == "*" else _escaped(part) for part in parts) + ":"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")


def _plain(text: str) -> str:
    return text.replace("\\:", ":").replace("\\\\", "\\")
