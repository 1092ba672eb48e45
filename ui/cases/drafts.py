"""Drafts on this machine's disk: one per person, readable by its owner only.

Personal values may stand in them, so they never go into the database before the case is saved.
"""

import errno
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.actor import Actor
from app.core.errors import BadValue, DiskFull
from app.core.settings import data_folder

FORM = "form.json"
FILES = "files"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was kept.

    Attributes:
        values: As `FormValues.to_json` gave them.
        files: The attachments, in the order they were added.
        kept_at: When it was written (aware UTC).
    """

    values: dict[str, Any]
    files: tuple[Path, ...]
    kept_at: datetime


class DraftStore:
    """The draft of one person on one database; may be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._written = 0

    @classmethod
    def of(cls, actor: Actor, where: str, form: str = "") -> "DraftStore":
        """Return the store of a person; `where` names the database, whose drafts stay apart, and
        `form` another form than that of a new case.
        """
        who = str(actor.person_id) if actor.person_id is not None else "console"
        database = hashlib.sha256(where.encode()).hexdigest()[:12]
        folder = data_folder() / "drafts" / database / who
        return cls(folder.with_name(f"{who}-{form}") if form else folder)

    def load(self) -> Draft | None:
        """Return what was kept; None for nothing, or for a file nobody can read any more."""
        with self._lock:
            try:
                kept = json.loads((self._folder / FORM).read_text(encoding="utf-8"))
                at = datetime.fromisoformat(kept["kept_at"])
                values = kept["values"]
            except (OSError, ValueError, KeyError, TypeError):
                return None
            if not isinstance(values, dict):
                return None
            found = sorted((self._folder / FILES).glob("*/*"))
            return Draft(values, tuple(found), at.astimezone(UTC))

    def save(self, values: dict[str, Any], at: datetime, number: int) -> datetime:
        """Write the values; whole or not at all, and never an older state over a newer one.

        Args:
            values: Plain values.
            at: The moment to remember.
            number: Counts the states up; one that a later one overtook is dropped.

        Raises:
            DiskFull: There is no room left.
            BadValue: The folder cannot be written to.
        """
        with self._lock, _told():
            if number > self._written:
                self._written = number
                self._private_folder()
                text = json.dumps({"kept_at": at.isoformat(), "values": values}, ensure_ascii=False)
                new = self._folder / f"{FORM}.new"
                _write_private(new, text.encode())
                new.replace(self._folder / FORM)
        return at

    def keep_file(self, key: UUID, name: str, body: bytes) -> None:
        """Keep an attachment with the draft; raises as `save` does."""
        with self._lock, _told():
            self._private_folder()
            place = self._folder / FILES / key.hex
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_private(place / name, body)

    def drop_file(self, key: UUID) -> None:
        """Forget an attachment."""
        with self._lock:
            shutil.rmtree(self._folder / FILES / key.hex, ignore_errors=True)

    def clear(self, number: int) -> None:
        """Forget everything: the case is saved. States up to `number` are not written any more.

        Raises:
            BadValue: The folder cannot be written to.
        """
        with self._lock, _told():
            self._written = max(self._written, number)
            with suppress(FileNotFoundError, NotADirectoryError):
                (self._folder / FORM).unlink()
            shutil.rmtree(self._folder / FILES, ignore_errors=True)

    def _private_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the system says of a disk into what a person understands."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        translate = QCoreApplication.translate
        raise BadValue(
            field=translate("Drafts", "草稿"),
            why=translate("Drafts", "写不进这台电脑的数据文件夹，请联系管理员。"),
        ) from error


def _write_private(path: Path, body: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
