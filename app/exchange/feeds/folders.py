"""Folders of feeds: what lies in them, and where it goes with a receipt beside it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from app.core.errors import AppError
from app.core.whole_files import whole_file
from app.exchange.feeds.rules import (
    DONE,
    FAILED,
    RECEIPT,
    RESULTS,
    FileRow,
    checked_folder,
    is_delivery,
)
from app.exchange.report import rejected_path

_BLOCK = 1 << 20


class FeedsFolderMissing(AppError):
    """The folder of the centre is not there, or may not be looked into; facts: ``folder``."""

    code = "feeds.folder_missing"


class FolderIsLink(AppError):
    """A folder of a feed is a link, which may lead anywhere; facts: ``folder``."""

    code = "feeds.folder_link"


class FileHeld(AppError):
    """Another program holds a file; facts: ``name``."""

    code = "feeds.file_held"


def ready_folder(base: str, folder: str) -> Path:
    """Return the folder of a feed, made with those beside it where it is new.

    Raises:
        FeedsFolderMissing: The folder of the centre is not there: a share that is away must not
            look like a folder in which nothing came.
        BadFolder: It would lie elsewhere.
        FolderIsLink: It, or one beside it, is a link.
    """
    found = Path(base) / checked_folder(folder)
    try:
        if not found.parent.is_dir():
            raise FeedsFolderMissing(folder=base)
        for each in (found, found / DONE, found / FAILED, found / RESULTS):
            if each.is_symlink():
                raise FolderIsLink(folder=str(each))
            each.mkdir(exist_ok=True)
    except OSError as error:
        raise FeedsFolderMissing(folder=base) from error
    return found


def deliveries(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield the files to take in, the oldest first: path, size, and what changes as it grows."""
    found = []
    for path in folder.iterdir():
        with suppress(OSError):  # gone again meanwhile
            if is_delivery(path.name) and path.is_file() and not path.is_symlink():
                told = path.stat()
                found.append((told.st_mtime_ns, path, told.st_size))
    for changed, path, size in sorted(found):
        yield path, size, f"{changed:x}"


def print_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        FileHeld: It may not be read now.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise FileHeld(name=path.name) from error
    return digest.hexdigest()


def put_away(path: Path, row: FileRow, *, is_done: bool, now: datetime) -> Path:
    """Move a file to where such files lie, with its receipt and its refused rows beside it.

    Raises:
        FileHeld: Another program holds it; the next look tries again.
    """
    folder = path.parent / (DONE if is_done else FAILED)
    target = _free(folder, path, now)
    refused = rejected_path(path)
    try:
        path.replace(target)
        if refused.is_file():
            refused.replace(rejected_path(target))
    except OSError as error:
        raise FileHeld(name=path.name) from error
    with suppress(OSError, AppError):  # what it says stands in the database as well
        receipt = target.with_name(f"{target.name}{RECEIPT}")
        with whole_file(receipt) as part:
            part.write_text(_receipt(row), encoding="utf-8")
    return target


def drop_old(folder: Path, before: datetime) -> int:
    """Delete what was put away before a moment, receipts and all; return how many files that were.

    A file's own time may be older than its coming: it counts from when it was last moved, too.
    """
    gone = 0
    for place in (folder / DONE, folder / FAILED):
        for path in place.iterdir():
            with suppress(OSError):  # held, or gone meanwhile
                told = path.lstat()
                if S_ISREG(told.st_mode) and max(told.st_mtime, told.st_ctime) < before.timestamp():
                    path.unlink()
                    gone += 1
    return gone


def _free(folder: Path, path: Path, now: datetime) -> Path:
    target = folder / path.name
    count = 0
    while target.exists():
        count += 1
        again = f"{now:%Y%m%d-%H%M%S}" + (f"-{count}" if count > 1 else "")
        target = folder / f"{path.stem}.{again}{path.suffix}"
    return target


def _receipt(row: FileRow) -> str:
    told = {
        "file": row.name,
        "size": row.size,
        "feed": row.feed,
        "mapping": row.mapping,
        "came": row.at.isoformat(),
        "ended": row.ended_at.isoformat() if row.ended_at else None,
        "state": row.state.value,
        "new": row.counts.new,
        "changed": row.counts.changed,
        "unchanged": row.counts.unchanged,
        "joined": row.counts.joined,
        "refused": row.counts.refused,
        "error": row.error,
        "columns": row.told,
        "rejected": [{"line": n, "field": field, "reason": why} for n, field, why in row.refused],
        "notes": [{"line": n, "field": field, "reason": why} for n, field, why in row.notes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
