"""How a program calls itself to a server, so that whoever runs it sees which desk that is."""

import os
import re
from dataclasses import dataclass

from app.core.database.state import VERSION

LENGTH = 63
"""Bytes a server keeps of the name, all of them ASCII."""
_NAME = re.compile(r"jiezhi/(\S+) ([0-9]+) (.*)")


@dataclass(frozen=True, slots=True)
class ProgramName:
    """What a name tells.

    Attributes:
        desk: Name of the workstation.
        version: Of the program.
        process: Its number there: two windows on one computer are two.
    """

    desk: str
    version: str
    process: int


def program_name(desk: str) -> str:
    """Return the name of this process at a workstation; a long one loses its end."""
    start = f"jiezhi/{VERSION} {os.getpid()} "
    while desk and len(start) + len(_ascii(desk)) > LENGTH:
        desk = desk[:-1]
    return start + _ascii(desk)


def read_program_name(name: str) -> ProgramName | None:
    """Return what a name tells, None for one this program did not make."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    version, process, desk = found.groups()
    try:
        desk = desk.encode("ascii").decode("utf-7")
    except UnicodeError:  # somebody else may call themself what they like
        return None
    return ProgramName(desk, version, int(process))


def _ascii(desk: str) -> str:
    return desk.encode("utf-7").decode("ascii")
