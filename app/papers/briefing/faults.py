"""What is wrong in a template: where each key of it stands, and what no template may hold; pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.core.errors import AppError
from app.core.words import say

MOST_CHARACTERS = 40_000
_CONTROLS = ("Cc", "Cs", "Co")
_AT_LINE = re.compile(r"\(at line (\d+)")
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")

Path = tuple[str | int, ...]


class TemplateFaulty(AppError):
    """A template cannot be used; facts: ``line``, ``why``."""

    code = "papers.template_faulty"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a line, counted from 1."""

    line: int
    why: str


def toml_fault(text: str, error: tomllib.TOMLDecodeError) -> Fault:
    """Return where a text is no TOML."""
    at = _AT_LINE.search(str(error))
    line = int(at.group(1)) if at else len(text.splitlines())
    return Fault(max(line, 1), say("papers.fault_toml"))


def unprintable(text: str) -> Iterator[Fault]:
    """Yield where a template is too long or holds what cannot be seen."""
    if len(text) > MOST_CHARACTERS:
        yield Fault(1, say("papers.fault_long", most=MOST_CHARACTERS))
    for line, words in enumerate(text.split("\n"), 1):
        for mark in words.rstrip("\r"):
            if mark != "\t" and (unicodedata.category(mark) in _CONTROLS or _turns(mark)):
                yield Fault(line, say("papers.fault_control", code=f"U+{ord(mark):04X}"))
                break


def _turns(mark: str) -> bool:
    """Tell whether a mark turns the direction of what follows, so that texts look like others."""
    return unicodedata.bidirectional(mark) in ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI")


def leaves(told: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what stands in a template besides tables, with its path."""
    if isinstance(told, dict):
        for key, each in told.items():
            yield from leaves(each, (*path, key))
    elif isinstance(told, list) and told and isinstance(told[0], dict):
        for at, each in enumerate(told):
            yield from leaves(each, (*path, at))
    else:
        yield path, told


class Lines:
    """Where each key of a template stands.

    Attributes:
        of: Line of a path, such as ``("section", 0, "block", 1, "text")``.
        last: The last line.
    """

    def __init__(self, text: str) -> None:
        self.of: dict[Path, int] = {}
        table: Path = ()
        counts: dict[Path, int] = {}
        lines = text.splitlines() or [""]
        self.last = len(lines)
        for number, line in enumerate(lines, 1):
            header = _HEADER.match(line)
            if header is not None:
                table = self._table(header.group(1), header.group(2), counts)
                self.of.setdefault(table, number)
                continue
            key = _KEY.match(line)
            if key is not None:
                self.of.setdefault((*table, key.group(1)), number)

    def _table(self, opening: str, name: str, counts: dict[Path, int]) -> Path:
        path: Path = ()
        parts = name.split(".")
        for at, part in enumerate(parts):
            path = (*path, part)
            is_last = at == len(parts) - 1
            if is_last and opening == "[[":
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return path

    def at(self, path: Path) -> int:
        """Return the line of a path, or of what it lies in."""
        if (*path, 0) in self.of:
            return self.of[*path, 0]  # the first of several tables
        while path and path not in self.of:
            path = path[:-1]
        return self.of.get(path, self.last)
