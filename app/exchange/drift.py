"""Whether a file still has the columns its mapping was made for; pure.

Told before anything is written: what a sender renames on Monday must not be lost until Friday.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.exchange.mapping import CaseMapping, Columns

ALIKE = 0.5
"""Names of columns that share so much of their characters may be one column renamed."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A column that is gone, and the new one it most likely became."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How a file's columns differ from those a mapping was made for.

    Attributes:
        missing: Columns the mapping reads that the file lacks.
        gone: Further columns the file once had, and lacks now.
        new: Columns the file did not have then; () where it is not known what it had.
        renamed: For some of the missing and gone ones, which of the new ones they may be.
    """

    missing: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.missing or self.gone or self.new)


def drift_of(mapping: CaseMapping, columns: Sequence[str]) -> Drift:
    """Return how the columns of a file differ from those of a mapping.

    Args:
        mapping: Made for some file.
        columns: Of the file at hand, as its header names them.
    """
    there, needed = {*columns} - {""}, mapping.headers
    known = {*mapping.file_columns, *needed, *mapping.personal}
    # A way into nested JSON is no column of its own; whether it leads anywhere the reader says.
    missing = tuple(name for name in needed if name not in there and not _leads_in(name, there))
    gone = tuple(n for n in mapping.file_columns if n and n not in there and n not in missing)
    new = tuple(name for name in dict.fromkeys(columns) if name and name not in known)
    if not mapping.file_columns:
        return Drift(missing, renamed=_renamed(missing, new))
    return Drift(missing, gone, new, _renamed((*missing, *gone), new))


def _leads_in(name: str, there: set[str]) -> bool:
    return "." in name and name.split(".", 1)[0] in there


def _renamed(lost: Sequence[str], new: Sequence[str]) -> tuple[Renamed, ...]:
    """Pair what is lost with what is new: the most alike first, each once."""
    pairs = sorted(
        ((likeness(a, b), a, b) for a in lost for b in new), key=lambda p: (-p[0], p[1], p[2])
    )
    found, used = list[Renamed](), set[str]()
    for alike, old, name in pairs:
        if alike >= ALIKE and old not in used and name not in used:
            found.append(Renamed(old, name))
            used |= {old, name}
    return tuple(sorted(found, key=lambda each: list(lost).index(each.old)))


def likeness(one: str, other: str) -> float:
    """Return how much of their characters two names share, 0 to 1; blanks and case aside."""
    first, second = ("".join(name.split()).casefold() for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def renamed_in(mapping: CaseMapping, renamed: Sequence[Renamed]) -> CaseMapping:
    """Return a mapping that reads renamed columns by their new names."""
    names = {each.old: each.new for each in renamed}

    def now(header: str) -> str:
        return names.get(header, header)

    def all_now(where: Columns) -> Columns:
        return now(where) if isinstance(where, str) else tuple(map(now, where))

    steps = mapping.steps
    if steps is not None:
        steps = replace(steps, at=now(steps.at), what=now(steps.what), who=now(steps.who))
    return replace(
        mapping,
        columns={where: all_now(header) for where, header in mapping.columns.items()},
        extra={key: now(header) for key, header in mapping.extra.items()},
        steps=steps,
        personal=tuple(map(now, mapping.personal)),
        file_columns=tuple(map(now, mapping.file_columns)),
    )
