"""What residents choose from at a machine: pictures with plain words, and ready sentences."""

import tomllib
from dataclasses import dataclass
from functools import cache

from app.core.words import RESOURCES


@dataclass(frozen=True, slots=True)
class KioskTopic:
    """What something may be about.

    Attributes:
        key: What it is called inside.
        icon: Its picture, a Phosphor name.
        name: In plain words.
        hint: What belongs to it.
        kind: Code of the kind of case it most likely is, "" for none.
        sentences: Ready to be taken for one's own words.
    """

    key: str
    icon: str
    name: str
    hint: str
    kind: str
    sentences: tuple[str, ...]

    def kind_in(self, kinds: frozenset[str]) -> str | None:
        """Return its kind if the place has it."""
        return self.kind if self.kind in kinds else None


@cache
def topics() -> tuple[KioskTopic, ...]:
    """Return what there is to choose from, in order."""
    with (RESOURCES / "dictionaries" / "kiosk.toml").open("rb") as file:
        read = tomllib.load(file)["topics"]
    return tuple(KioskTopic(**each | {"sentences": tuple(each["sentences"])}) for each in read)
