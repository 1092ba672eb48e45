"""Settings of this machine: one TOML file, read once at start.

Where things are kept follows the platform; the environment variable ``JIEZHI_HOME`` names one
folder for all of it instead, and ``JIEZHI_DATABASE`` overrides the database of the file. What
all desks share stands in the database (`app.core.shared_settings`).
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from platform import node
from typing import Any

from app.core.errors import AppError
from app.core.text import one_line

NAME = "jiezhi"
HOME = "JIEZHI_HOME"
DATABASE = "JIEZHI_DATABASE"
DESK_LENGTH = 64
"""Characters of a workstation's name; the journal has room for it."""


class ValueSort(StrEnum):
    """What a setting holds, in words a person can correct it by."""

    TEXT = "text"
    COUNT = "count"  # a whole number, not negative


class SettingsUnreadable(AppError):
    """The file is no TOML, not UTF-8 or may not be read; facts: ``file``, ``why``."""

    code = "settings.unreadable"


class UnknownSetting(AppError):
    """The file names a key that does not exist; facts: ``file``, ``key``, ``known``."""

    code = "settings.unknown_key"


class WrongSetting(AppError):
    """A key holds a value of the wrong sort; facts: ``file``, ``key``, ``wanted``."""

    code = "settings.wrong_value"


@dataclass(frozen=True, slots=True)
class Settings:
    """Machine settings; a unit is part of the name.

    Attributes:
        database_url: SQLAlchemy URL without a password; empty: the embedded SQLite file.
        desk_name: What the journal calls this workstation; empty: its host name.
        screen_lock_min: Minutes without input until the screen locks; 0: as the centre says.
    """

    database_url: str = ""
    desk_name: str = ""
    screen_lock_min: int = 0

    @property
    def url(self) -> str:
        """Return the database to open."""
        return self.database_url or embedded_url()

    @property
    def desk(self) -> str:
        """Return the name of this workstation."""
        return one_line(self.desk_name or node())[:DESK_LENGTH] or "desk"

    def lock_after_min(self, centre_min: int) -> int:
        """Return the minutes until the screen locks: a machine may only be stricter."""
        return min(self.screen_lock_min or centre_min, centre_min)


def config_file() -> Path:
    """Return where the machine settings stand; the file need not exist."""
    home = os.environ.get(HOME)
    if home:
        return Path(home) / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False) / "settings.toml"


def data_folder() -> Path:
    """Return where the embedded database, its backups and the logs are kept."""
    home = os.environ.get(HOME)
    if home:
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False)


def embedded_url() -> str:
    """Return the URL of the embedded SQLite file."""
    return f"sqlite:///{(data_folder() / 'jiezhi.db').as_posix()}"


def load_settings() -> Settings:
    """Read the machine settings; without a file everything is at its default.

    Raises:
        SettingsUnreadable: The file cannot be read as TOML.
        UnknownSetting: A key is misspelt; nothing is guessed.
        WrongSetting: A value is of the wrong sort.
    """
    path = config_file()
    values = _checked(_read(path), path.name)
    override = os.environ.get(DATABASE)
    if override:
        values["database_url"] = override
    return Settings(**values)


def save_settings(settings: Settings) -> None:
    """Write the machine settings: what is at its default is left out, the file is whole or old."""
    lines = [
        f"{field.name} = {_toml(getattr(settings, field.name))}\n"
        for field in fields(settings)
        if getattr(settings, field.name) != field.default
    ]
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text("".join(lines), encoding="utf-8")
    new.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors put a mark in front
        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsUnreadable(file=path.name, why=str(error)) from error


def _checked(values: Mapping[str, Any], file: str) -> dict[str, Any]:
    sorts = {
        field.name: ValueSort.COUNT if isinstance(field.default, int) else ValueSort.TEXT
        for field in fields(Settings)
    }
    for key, value in values.items():
        if key not in sorts:
            raise UnknownSetting(file=file, key=key, known="、".join(sorts))
        if not _fits(value, sorts[key]):
            raise WrongSetting(file=file, key=key, wanted=sorts[key])
    return dict(values)


def _fits(value: object, sort: ValueSort) -> bool:
    if sort is ValueSort.TEXT:
        return isinstance(value, str)
    return type(value) is int and value >= 0  # a truth value is an int to Python


def _toml(value: str | int) -> str:
    # A JSON string or number is written the same way in TOML, but for the one character DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
