"""What `main.py [desk]` understands; light, because every start passes here."""

from collections.abc import Sequence
from dataclasses import dataclass

USAGE = "用法：main.py [desk] [--database URL] [--as 用户名或姓名]"
HELP = frozenset({"-h", "--help"})
_OPTIONS = {"--database": "url", "--as": "acting_as"}


class WrongUse(Exception):
    """The command line says something that is not understood; holds the sentence."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    Attributes:
        url: Database, "" for the one in the settings.
        acting_as: Login or name of the person to be, on an embedded database.
    """

    url: str = ""
    acting_as: str = ""


def parse(argv: Sequence[str]) -> Wanted:
    """Read the options of the desk.

    Raises:
        WrongUse: An option is unknown or lacks its value.
    """
    found: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, has_value, value = word.partition("=")
        if name not in _OPTIONS:
            raise WrongUse(f"不认识“{word}”。{USAGE}")
        value = value if has_value else next(words, "")
        if not value:
            raise WrongUse(f"{name} 后面要写内容。{USAGE}")
        found[_OPTIONS[name]] = value
    return Wanted(**found)
