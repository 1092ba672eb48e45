"""Files that appear whole or not at all: backups, exports, papers."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.errors import AppError, DiskFull


class FolderMissing(AppError):
    """The folder to write to does not exist; facts: ``folder``."""

    code = "core.folder_missing"


class FileUnwritable(AppError):
    """A file cannot be written; facts: ``file``, ``why``."""

    code = "core.file_unwritable"


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a path beside `file` to write to; it takes that name when all went well.

    Whatever goes wrong, nothing half-written is left and an older `file` is as it was.

    Raises:
        FolderMissing: There is no such folder.
        DiskFull: There is no room.
        FileUnwritable: Anything else the system refuses.
    """
    if not file.absolute().parent.is_dir():
        raise FolderMissing(folder=file.absolute().parent)
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        _settle(part)
        part.replace(file)
        with suppress(OSError):  # not every system opens a folder
            _settle(file.absolute().parent)
    except OSError as error:
        raise understood(error, file) from error
    finally:
        part.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Return when the disk has it: else a name may survive a power cut and its content not."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def understood(error: OSError, file: Path) -> AppError:
    """Return what a person can do about a file the system refuses to write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return FileUnwritable(file=file, why=error.strerror or type(error).__name__)
