"""Files that appear whole or not at all: backups, exports, papers."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
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
        part.replace(file)
    except OSError as error:
        raise _understood(error, file) from error
    finally:
        part.unlink(missing_ok=True)


def _understood(error: OSError, file: Path) -> AppError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return FileUnwritable(file=file, why=error.strerror or type(error).__name__)
