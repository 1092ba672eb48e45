"""Bodies of attachments beside the backups: each is copied once, under the name of its SHA-256.

The list of those a backup needs lies beside it (``.bodies``): the first line names the folder, and
each other line one body. What no list names any more is removed with the backups it belonged to.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from app.administration.backup.errors import BackupDamaged, BodiesMissing
from app.administration.backup.locks import (
    SALT,
    Keys,
    Lock,
    LockedReader,
    LockedWriter,
    PassphraseLock,
    locked_size,
)
from app.administration.backup.wrapping import PIECE
from app.core.attachments.apart import Part, bodies_needed, put_body, read_chunks
from app.core.chores import meanwhile
from app.core.errors import AppError
from app.core.whole_files import whole_file

FOLDER = "attachments"
PLAIN = "plain"
ENDING = ".bodies"
NEW = timedelta(days=2)
"""So long a body stays that no list names."""
_SALT = "salt"
_TRIED = 50
"""Bodies that are tried before a key is called wrong: their heads may be damaged too."""
_PLACE, _BODY = re.compile(r"plain|[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}")


class _OtherBytes(Exception):
    """A body is not what its name says."""


@dataclass(slots=True)
class Bodies:
    """The folder beside a backup that holds bodies.

    Attributes:
        place: The folder.
        lock: What bodies are locked with, None for not at all.
        keys: What they are opened with.
        needed: Names of those a backup needs; filled by `keep`.
        added: How many of these were not there before; filled by `keep`.
        damaged: How many did not fit their fingerprint; counted by `keep` and by `fill`.
    """

    place: Path
    lock: Lock | None = None
    keys: Keys = field(default_factory=Keys)
    needed: list[str] = field(default_factory=list)
    added: int = 0
    damaged: int = 0

    def keep(self, connection: sa.Connection) -> None:
        """Copy what is not there yet, and note what is needed. What cannot be named or has other
        bytes than its name says is counted and left out: one bad row stops no backup.
        """
        for sha256, parts in bodies_needed(connection):
            if not is_body(sha256):
                self.damaged += len(parts)
            elif self._is_there(sha256, parts) or self._add(sha256, parts, connection):
                self.needed.append(sha256)
            else:
                self.damaged += len(parts)
            meanwhile()

    def fill(self, connection: sa.Connection) -> None:
        """Put the bodies back into a database that knows of them and does not hold them. One that
        is gone, does not open or has other bytes is counted and left out; the rest goes on.
        """
        for sha256, parts in bodies_needed(connection):
            body = self._whole(sha256)
            if body is None:
                self.damaged += len(parts)
                continue
            for part in parts:
                put_body(connection, part, body)
            meanwhile()

    def check_there(self, names: Iterable[str]) -> None:
        """Raise `BodiesMissing` unless each of these is there."""
        missing = sum(not self._path(name).is_file() for name in names)
        if missing:
            raise BodiesMissing(count=missing, folder=self.place)

    def check_opens(self, names: Iterable[str]) -> None:
        """Raise what is wrong with the keys where none of these opens. Damage is none of it:
        what is damaged is left out later, and the next ones are tried.

        Raises:
            AppError: As `LockedReader`, but `BackupDamaged`.
        """
        wrong: AppError | None = None
        for name in islice(names, _TRIED):
            try:
                self._open_one(name)
            except (BackupDamaged, OSError):
                continue
            except AppError as error:
                wrong = wrong or error
            else:
                return
        if wrong is not None:
            raise wrong

    def write_list(self, backup: Path) -> None:
        """Write beside a backup what it needs."""
        with whole_file(list_of(backup)) as part:
            part.touch(mode=0o600)
            with part.open("w", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in (self.place.name, *self.needed))

    def _path(self, name: str) -> Path:
        """Return where a body lies; names come out of rows and lists, and no other is a path."""
        if not is_body(name):
            raise BackupDamaged(file=self.place.name, why="name")
        return self.place / name[:2] / name

    def _is_there(self, sha256: str, parts: Iterable[Part]) -> bool:
        """Tell whether a body was copied before: its bytes were compared then, and its size
        tells one that was cut short since.
        """
        body = self._path(sha256)
        if body.is_symlink() or not body.is_file():
            return False
        size = body.stat().st_size
        return any(size == self._size_of(part) for part in parts)

    def _size_of(self, part: Part) -> int:
        return part.size_bytes if self.lock is None else locked_size(self.lock, part.size_bytes)

    def _add(self, sha256: str, parts: Iterable[Part], connection: sa.Connection) -> bool:
        """Copy the first of the bodies that bear a name which is what the name says."""
        body = self._path(sha256)
        body.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in parts:
            with suppress(_OtherBytes), whole_file(body) as part:
                part.touch(mode=0o600)
                self._write(part, read_chunks(connection, each), sha256)
                self.added += 1
                return True
        return False

    def _write(self, part: Path, chunks: Iterable[bytes], sha256: str) -> None:
        digest = hashlib.sha256()
        with part.open("wb") as stream:
            writer = LockedWriter(stream, self.lock, Keys()) if self.lock is not None else None
            for chunk in chunks:
                digest.update(chunk)
                (writer or stream).write(chunk)
            if writer is not None:
                writer.finish()
        if digest.hexdigest() != sha256:
            raise _OtherBytes

    def _whole(self, name: str) -> bytes | None:
        """Return a body that is what its name says, None for any other."""
        try:
            body = self._read(name)
        except (OSError, AppError):
            return None
        return body if hashlib.sha256(body).hexdigest() == name else None

    def _open_one(self, name: str) -> None:
        if self.place.name != PLAIN:
            with self._path(name).open("rb") as stream:
                LockedReader(stream, self.keys, name)

    def _read(self, name: str) -> bytes:
        file = self._path(name)
        if self.place.name == PLAIN:
            return file.read_bytes()
        with file.open("rb") as stream:
            reader = LockedReader(stream, self.keys, file.name)
            return b"".join(reader.read_at(at, PIECE) for at in range(0, reader.size, PIECE))


def is_body(name: str) -> bool:
    """Tell whether a name is one of a body: its SHA-256, hexadecimal in small letters."""
    return _BODY.fullmatch(name) is not None


def list_of(backup: Path) -> Path:
    """Return where the list of what a backup needs lies."""
    return backup.with_name(f"{backup.name}{ENDING}")


def read_list(backup: Path) -> tuple[str, list[str]]:
    """Return the folder of bodies and the names of those a backup needs.

    Raises:
        BodiesMissing: The list is gone.
        BackupDamaged: It names something that is none of these.
    """
    try:
        place, *names = list_of(backup).read_text("utf-8").split()
    except (OSError, ValueError) as error:
        raise BodiesMissing(count=1, folder=list_of(backup)) from error
    if not (_PLACE.fullmatch(place) and all(map(is_body, names))):  # nothing else is a path
        raise BackupDamaged(file=list_of(backup).name, why="list")
    return place, names


def bodies_for(folder: Path, lock: Lock | None, keys: Keys) -> Bodies:
    """Return the folder for bodies beside backups in `folder`; each lock has one of its own."""
    name = PLAIN
    if isinstance(lock, PassphraseLock):
        lock = PassphraseLock(lock.passphrase, _salt(folder / FOLDER))
    if lock is not None:
        name = lock.name
    return Bodies(folder / FOLDER / name, lock, keys)


def forget_unneeded(folder: Path, lists: Iterable[Path], now: datetime) -> int:
    """Remove bodies that none of these backups' lists names; return how many.

    Nothing is removed where a list cannot be read: what it names is not known. New bodies stay:
    the backup they are for may not have its list yet.
    """
    needed: set[tuple[str, str]] = set()
    for backup in lists:
        place, names = read_list(backup)
        needed.update((place, name) for name in names)
    gone = 0
    for body in (folder / FOLDER).glob("*/??/*"):
        meanwhile()
        if (body.parent.parent.name, body.name) not in needed and _is_old(body, now):
            body.unlink()
            gone += 1
    for empty in (folder / FOLDER).glob("*/??"):
        with suppress(OSError):  # not empty
            empty.rmdir()
    return gone


def written_before(file: Path, moment: datetime) -> bool:
    """Tell whether a file was last written before an aware moment."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) < moment


def _is_old(body: Path, now: datetime) -> bool:
    if not is_body(body.name) or body.is_symlink():
        return False  # not one of ours
    return written_before(body, now - NEW)


def _salt(folder: Path) -> bytes:
    """Return the salt by which a passphrase has the same folder again and again."""
    file = folder / _SALT
    if not file.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(file) as part:
            part.write_bytes(os.urandom(SALT))
    return file.read_bytes()
