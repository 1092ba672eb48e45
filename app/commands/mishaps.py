"""Defects of ours: kept in a file for whoever repairs them, told in one sentence."""

import traceback
from contextlib import suppress
from pathlib import Path

from app.core.clock import ServerClock
from app.core.settings import data_folder

FILE = "mishaps.log"


def keep_mishap(error: BaseException) -> Path:
    """Write down where an error came from and return the file.

    Only places in the code and the sort of error are kept: its message may hold values of a
    row, and personal values are in no log.
    """
    file = data_folder() / FILE
    lines = [f"{ServerClock().now():%Y-%m-%d %H:%M:%S}Z {type(error).__name__}\n"]
    lines += traceback.format_tb(error.__traceback__)
    with suppress(OSError):  # a full disk may be what went wrong in the first place
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.writelines(lines)
    return file
