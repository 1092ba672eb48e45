"""What stands at the end of a backup: what it holds, and the fingerprint of it all.

The engine's own copy comes first and as it is, so that the engine's own tools read the file too.
After it come a mark, the manifest (JSON), its length, the SHA-256 of all that comes before, and
the mark of the end: a file that has the first mark and not the last was cut short. A locked
backup holds all of this within (`locks`).
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from app.administration.backup.errors import (
    BackupDamaged,
    BackupNotLocked,
    BackupUnreadable,
    NotABackup,
)
from app.administration.backup.locks import Keys, Lock, LockedReader, LockedWriter, is_locked
from app.core.chores import meanwhile

MARK = b"jiezhi backup 1\n"
_BEGIN = b"\njiezhi manifest 1\n"
_NEAR_END = 1 << 18
"""No manifest is longer than this."""
_LENGTH, _DIGEST = 8, 32
_TAIL = _LENGTH + _DIGEST + len(MARK)
PIECE = 1 << 20
_HEAD_LENGTH = 16


class BackupFormat(StrEnum):
    """What a backup holds, told by its first bytes."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


_HEADS = {b"SQLite format 3\x00": BackupFormat.SQLITE, b"PGDMP": BackupFormat.POSTGRES}


@dataclass(frozen=True, slots=True)
class Holding:
    """What stands in a database at one moment, by which a copy is compared with it.

    Attributes:
        counts: Rows of each table.
        seal: Number of the last seal of the journal, 0 before the first.
        seal_hash: Its hash, hexadecimal; "" before the first.
    """

    counts: Mapping[str, int]
    seal: int = 0
    seal_hash: str = ""

    def differs(self, copy: "Holding", without: frozenset[str] = frozenset()) -> str:
        """Return in what a copy differs, "" for nothing: a table, or ``journal_seal``.

        Args:
            copy: What was found in it.
            without: Tables that are kept elsewhere.
        """
        for table, count in self.counts.items():
            if table not in without and copy.counts.get(table) != count:
                return f"{table} {count} ≠ {copy.counts.get(table)}"
        if (self.seal, self.seal_hash) != (copy.seal, copy.seal_hash):
            return f"journal_seal {self.seal} ≠ {copy.seal}"
        return ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        version: Program that wrote it.
        revision: Schema revision of what it holds.
        engine: Of the database.
        at: When it was begun, ISO 8601 with its zone.
        identity: Stands for the database; the same in all backups of it.
        holding: What it holds.
        store: Folder beside it in which the bodies of attachments lie, "" where they are within.
        bodies: How many of these it needs.
    """

    version: str
    revision: str
    engine: str
    at: str
    identity: str
    holding: Holding
    store: str = ""
    bodies: int = 0


class Readable(Protocol):
    """Something read at any place."""

    size: int

    def read_at(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on; fewer only at the end."""


class PlainReader:
    """A file that is not locked.

    Attributes:
        size: Of the file, bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)

    def read_at(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on; fewer only at the end."""
        self._stream.seek(start)
        return self._stream.read(length)


class Target:
    """A backup while it is written.

    Attributes:
        path: Where the engine writes its copy itself; None where it is to be handed over piece
            by piece, because nothing may touch the disk unlocked.
    """

    def __init__(self, part: Path, lock: Lock | None, keys: Keys) -> None:
        """Begin a file that only its owner may read."""
        part.touch(mode=0o600)
        self.path = None if lock is not None else part
        self._digest = hashlib.sha256()
        self._stream = part.open("r+b")
        self._writer = LockedWriter(self._stream, lock, keys) if lock is not None else None

    def write(self, piece: bytes) -> None:
        """Take a piece of the copy, or of what follows it."""
        self._digest.update(piece)
        (self._writer or self._stream).write(piece)

    def finish(self, manifest: Manifest) -> None:
        """Write what the backup says of itself; all of it is on the disk when this returns."""
        if self.path is not None:
            self._read_copy()
        told = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        self.write(_BEGIN + told + len(told).to_bytes(_LENGTH, "big"))
        tail = self._digest.digest() + MARK
        (self._writer or self._stream).write(tail)
        if self._writer is not None:
            self._writer.finish()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _read_copy(self) -> None:
        self._stream.seek(0)
        while piece := self._stream.read(PIECE):
            self._digest.update(piece)
            meanwhile()
        self._stream.seek(0, os.SEEK_END)


@dataclass(frozen=True, slots=True)
class Source:
    """An opened backup.

    Attributes:
        file: Where it is.
        reader: Its bytes, unlocked.
        is_locked: It is encrypted.
        format: What it holds, None for something that is no backup.
        size: Bytes of the engine's copy in it.
        manifest: What it says of itself; None of one an older program wrote.
    """

    file: Path
    reader: Readable = field(repr=False)
    is_locked: bool
    format: BackupFormat | None
    size: int
    manifest: Manifest | None

    def pieces(self) -> Iterator[bytes]:
        """Give the engine's copy piece by piece."""
        for start in range(0, self.size, PIECE):
            yield self.reader.read_at(start, min(PIECE, self.size - start))

    def check_whole(self) -> None:
        """Read all of it against its fingerprint.

        Raises:
            BackupDamaged: Something was changed, or the disk lost something.
        """
        if self.manifest is None:
            return
        digest = hashlib.sha256()
        end = self.reader.size - _DIGEST - len(MARK)
        for start in range(0, end, PIECE):
            digest.update(self.reader.read_at(start, min(PIECE, end - start)))
            meanwhile()
        if digest.digest() != self.reader.read_at(end, _DIGEST):
            raise BackupDamaged(file=self.file.name, why="SHA-256")


@contextmanager
def opened(file: Path, keys: Keys) -> Iterator[Source]:
    """Open a backup, locked or not.

    Raises:
        NotABackup: It is something else.
        BackupNotLocked: It is not locked, and `keys` take no other.
        BackupDamaged: Its end cannot be read.
        BackupUnreadable: The system does not let it be read.
        AppError: It does not open with `keys`, see `LockedReader`.
    """
    try:
        stream = file.open("rb")
    except OSError as error:
        raise BackupUnreadable(file=file.name, why=error.strerror) from error
    with stream:
        locked = is_locked(file)
        if keys.only_locked and not locked:
            raise BackupNotLocked(file=file.name)
        reader: Readable = LockedReader(stream, keys, file.name) if locked else PlainReader(stream)
        manifest, size = _manifest(reader, file.name)
        yield Source(file, reader, locked, _format(reader), size, manifest)


def format_of(file: Path) -> BackupFormat | None:
    """Return what an unlocked file is by its first bytes; None for anything but a backup."""
    with file.open("rb") as stream:
        return _format(PlainReader(stream))


def has_mark(file: Path) -> bool:
    """Tell whether a file ends as our unlocked backups do, or begins as locked ones do."""
    with file.open("rb") as stream:
        reader = PlainReader(stream)
        end = reader.read_at(max(0, reader.size - len(MARK)), len(MARK))
    return end == MARK or is_locked(file)


def _format(reader: Readable) -> BackupFormat | None:
    head = reader.read_at(0, _HEAD_LENGTH)
    return next((kind for sign, kind in _HEADS.items() if head.startswith(sign)), None)


def _manifest(reader: Readable, name: str) -> tuple[Manifest | None, int]:
    tail = reader.read_at(max(0, reader.size - _TAIL), _TAIL)
    if len(tail) < _TAIL or not tail.endswith(MARK):
        if _BEGIN in reader.read_at(max(0, reader.size - _NEAR_END), _NEAR_END):
            raise BackupDamaged(file=name, why="end")
        return None, reader.size
    length = int.from_bytes(tail[:_LENGTH], "big")
    size = reader.size - _TAIL - length - len(_BEGIN)
    if size < 0:
        raise BackupDamaged(file=name, why="length")
    try:
        told: dict[str, Any] = json.loads(reader.read_at(size + len(_BEGIN), length))
        return Manifest(**told | {"holding": Holding(**told["holding"])}), size
    except (ValueError, TypeError, KeyError) as error:
        raise BackupDamaged(file=name, why="manifest") from error


def check_is_backup(source: Source) -> BackupFormat:
    """Return what a backup holds; raises `NotABackup` for anything else."""
    if source.format is None:
        raise NotABackup(file=source.file.name)
    return source.format
