"""Which rows and members are probably one person, and why; pure.

What is compared is told by keys: a document number never comes here, only its keyed hash.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key")


class Sameness(StrEnum):
    """Why two may be one person; `label` gives the words."""

    NUMBER = "number"  # the same number, the same name
    OTHER_NAME = "other_name"  # the same number under two names
    MONTH = "month"  # the same name, month of joining and organisation
    OTHER_NUMBER = "other_number"  # as MONTH, yet with two different numbers: most likely two


CERTAIN = frozenset({Sameness.NUMBER})
"""Merged without anybody being asked."""


@dataclass(frozen=True, slots=True)
class Told(Generic[Key]):
    """What is known of somebody, as far as it is compared.

    Attributes:
        key: Line of a file, or key of a member.
        number_key: Keyed hash of the document number, "" where none is known.
        joined: First day known of joining; None where that is not known.
        month_known: Whether the month of joining is.
        organisation: Key of the organisation as text, "" for none.
    """

    key: Key
    name: str
    number_key: str = ""
    joined: date | None = None
    month_known: bool = True
    organisation: str = ""

    @property
    def group(self) -> tuple[str, int, int, str] | None:
        """What two share that are probably one without a number to tell; None without a month."""
        if self.joined is None or not self.month_known or not self.name:
            return None
        return plain_name(self.name), self.joined.year, self.joined.month, self.organisation


def plain_name(name: str) -> str:
    """Return a name as it is compared: without blanks and the points of other scripts' names."""
    return "".join(char for char in name if not char.isspace() and char not in "·•．.・")


@dataclass(frozen=True, slots=True)
class Same(Generic[Key]):
    """One that somebody probably is, and why."""

    key: Key
    why: Sameness


class Known(Generic[Key]):
    """Those that others are compared with; grows as rows of a file are taken in."""

    def __init__(self, some: Iterable[Told[Key]] = ()) -> None:
        self._by_number: dict[str, Told[Key]] = {}
        self._by_group: dict[tuple[str, int, int, str], list[Told[Key]]] = defaultdict(list)
        for told in some:
            self.add(told)

    def add(self, told: Told[Key]) -> None:
        """Compare with this one, too."""
        if told.number_key:
            self._by_number.setdefault(told.number_key, told)
        if told.group is not None:
            self._by_group[told.group].append(told)

    def same_as(self, told: Told[Key] | Told[int]) -> Same[Key] | None:
        """Return who somebody probably is: the number decides before the name does."""
        if told.number_key and (found := self._by_number.get(told.number_key)) is not None:
            is_named_so = plain_name(found.name) == plain_name(told.name)
            return Same(found.key, Sameness.NUMBER if is_named_so else Sameness.OTHER_NAME)
        if told.group is None:
            return None
        near: Sequence[Told[Key]] = self._by_group.get(told.group, ())
        open_ones = [each for each in near if not (each.number_key and told.number_key)]
        if open_ones:
            return Same(open_ones[0].key, Sameness.MONTH)
        return Same(near[0].key, Sameness.OTHER_NUMBER) if near else None


class Choice(StrEnum):
    """What is done with a row that is probably somebody who is there."""

    MERGE = "merge"
    NEW = "new"
    LEAVE_OUT = "leave_out"


USUAL_CHOICE: Mapping[Sameness, Choice] = {
    Sameness.NUMBER: Choice.MERGE,
    Sameness.OTHER_NAME: Choice.LEAVE_OUT,
    Sameness.MONTH: Choice.MERGE,
    Sameness.OTHER_NUMBER: Choice.NEW,
}
"""What is done where nobody chooses otherwise."""


def choices_for(why: Sameness) -> tuple[Choice, ...]:
    """Return what may be chosen: a number belongs to one person, so a new one cannot have it."""
    if why in (Sameness.NUMBER, Sameness.OTHER_NAME):
        return (Choice.MERGE, Choice.LEAVE_OUT)
    return (Choice.MERGE, Choice.NEW, Choice.LEAVE_OUT)
