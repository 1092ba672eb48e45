"""What the media libraries write beside the program's log is hushed.

They write to the error stream by themselves: a line for every picture of many cameras, so that the
log of a wall grows for as long as it shows one, and the address of each that does not answer. What
matters of it is said in the pane. Qt keeps no setting for it, so the library is asked itself.
"""

import ctypes
from contextlib import suppress
from functools import cache
from pathlib import Path

import PySide6

QUIET = "qt.multimedia.*=false"
"""Rule for Qt's own words of every try, to be set before a player is made."""
_SILENT = -8  # AV_LOG_QUIET
_PLACES = ("Qt/lib/libavutil.so.*", "Qt/lib/libavutil*.dylib", "avutil-*.dll")


@cache
def hush() -> bool:
    """Keep the library that decodes quiet from now on; return whether it was reached: one of the
    system's own, or another kind of player, goes by its own settings.

    To be called once a player was made: only with it is the library loaded, and what it needs.
    """
    return any(_hushed(file) for file in library_files())


def library_files() -> list[Path]:
    """Return the files of the library that comes with Qt."""
    home = Path(PySide6.__file__).parent
    return [file for pattern in _PLACES for file in sorted(home.glob(pattern))]


def _hushed(file: Path) -> bool:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(str(file)).av_log_set_level(_SILENT)
        return True
    return False
