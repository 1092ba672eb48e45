"""What `main.py kiosk` understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

USAGE = (
    "用法：main.py kiosk [--database URL] [--as 账号] [--password-file 文件] [--window 宽x高]\n"
    "  --window  不全屏，开一个窗口看看（不锁键盘以外的东西）"
)
HELP = frozenset({"-h", "--help"})
INSIDE = "--inside"
"""Said by the program to itself: it is the one that is watched, not the one that watches."""
_OPTIONS = ("--database", "--as", "--password-file", "--window")


class WrongUse(Exception):
    """The command line says something that is not understood; holds the sentence."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    Attributes:
        url: Database, "" for the one in the settings.
        login: Of the machine's account, "" for the one in the URL.
        password_file: Where its password stands.
        size: Of a window, None for the whole screen.
        is_inside: This is the process with the window.
    """

    url: str = ""
    login: str = ""
    password_file: Path | None = None
    size: tuple[int, int] | None = None
    is_inside: bool = False


def parse(argv: Sequence[str]) -> Wanted:
    """Read the options.

    Raises:
        WrongUse: An option is unknown or lacks its value.
    """
    found: dict[str, str] = {}
    words = iter(argv)
    is_inside = False
    for word in words:
        if word == INSIDE:
            is_inside = True
            continue
        name, equals, value = word.partition("=")
        if name not in _OPTIONS:
            raise WrongUse(f"不认识“{word}”。\n{USAGE}")
        if not equals:
            value = next(words, "")
        if not value:
            raise WrongUse(f"“{name}”后面要写上内容。\n{USAGE}")
        found[name] = value
    file = found.get("--password-file")
    return Wanted(
        found.get("--database", ""),
        found.get("--as", ""),
        Path(file) if file else None,
        _size(found.get("--window", "")),
        is_inside,
    )


def _size(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise WrongUse(f"“{text}”不是宽x高。\n{USAGE}")
    return int(width), int(height)
