"""What a case's search document holds, from its columns; pure.

Title, text, place and numbers as they stand, the pinyin initials of the title, and marks by
which the index leaves out early what somebody may not see. Nothing of it is personal: who
reported stands in `case_person` alone. Names of regions and kinds are not copied: the search
looks up which of them a word names and asks for their marks, so that a renamed community is
found by its new name at once. Who holds a case changes too often to be a word of it; units and
people are found by themselves and lead to their cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from app.cases.numbers import short
from app.cases.rules import OPEN_STATES
from app.core.database.text_index import content_of, cut_of
from app.core.pinyin import initials
from app.core.search_words import LONGEST_FIELD, plain

TIERS = (2, 4, 6, 9, 12, 15)
"""Digits of the codes of province, city, county, street, community and grid."""

OPEN_MARK = "o"
"""The mark of cases that have not ended."""


class Told(NamedTuple):
    """Columns of a case that its document tells of."""

    id: UUID
    number: str | None
    external_number: str | None
    title: str
    text: str
    place: str
    category_code: str | None
    state: str
    region: str
    first_contact_id: UUID | None
    received_at: datetime


TELLING = Told._fields


class Wording(NamedTuple):
    """What a document says of a case in its own words: its texts, plain.

    Attributes:
        head: Title and place.
        external_number: The source's number.
        body: Initials of the title, and the text.
    """

    head: tuple[str, str]
    external_number: str
    body: tuple[str, str]

    @property
    def cut(self) -> tuple[str, str]:
        """Return the texts as SQLite is handed them; of a case that has no number yet."""
        head = (*self.head, self.external_number)
        return cut_of([*filter(None, head)], [*filter(None, self.body)])


def wording(title: str, place: str, external_number: str | None, text: str) -> Wording:
    """Return the texts that the document of a case with these columns has."""
    body = (plain(initials(title)), plain(text[:LONGEST_FIELD])[:LONGEST_FIELD])
    return Wording((plain(title), plain(place)), plain(external_number or ""), body)


def region_mark(code: str) -> str:
    """Return the mark of cases that lie in a region or were handed to its people."""
    return f"r{code}"


def kind_mark(code: str) -> str:
    """Return the mark of cases of a kind or category."""
    return f"k{code}"


def unit_mark(unit_id: UUID) -> str:
    """Return the mark of cases that a unit's people may read; the random half of its key does."""
    return f"u{unit_id.hex[16:]}"


def number_mark(number: str) -> str:
    """Return the mark of the case with a number, whole or short without its dash: the pairs of
    its digits stand in every case.
    """
    return f"n{number}"


def person_mark(person_id: UUID) -> str:
    """Return the mark of cases somebody took in first."""
    return f"p{person_id.hex[16:]}"


def case_content(
    case: Told, heard: Iterable[UUID], placed: Iterable[str], words: Wording | None = None
) -> str:
    """Return the content of a case's document.

    Args:
        case: Its columns.
        heard: Units in its audience.
        placed: Regions besides that of its place whose people may read it.
        words: What `wording` made of its columns, where somebody has done that already.
    """
    if words is None:
        words = wording(case.title, case.place, case.external_number, case.text)
    marks = [OPEN_MARK] if case.state in OPEN_STATES else []
    for region in (case.region, *sorted(placed)):
        marks += _region_marks(region)
    if case.category_code:
        marks += _kind_marks(case.category_code)
    marks += sorted(map(unit_mark, heard))
    if case.first_contact_id is not None:
        marks.append(person_mark(case.first_contact_id))
    number = case.number or ""
    called = plain(short(number)) if number else ""
    marks += [number_mark(each) for each in (number, called) if each]
    head = (*words.head, number, called, words.external_number)
    return content_of(dict.fromkeys(marks), head, words.body)


@lru_cache(maxsize=4_096)  # many cases lie in few regions and are of few kinds
def _region_marks(code: str) -> tuple[str, ...]:
    """Return the marks of a region and of all above it."""
    return tuple(region_mark(code[:tier]) for tier in TIERS if len(code) >= tier)


@lru_cache(maxsize=4_096)
def _kind_marks(code: str) -> tuple[str, ...]:
    """Return the marks of a kind and of all above it."""
    return tuple(kind_mark(code[:end]) for end in _ends(code))


def _ends(code: str) -> Iterator[int]:
    """Return where the codes of a kind and of what is above it end: ``C01-003`` lies in C01."""
    yield from (at for at, sign in enumerate(code) if sign == "-")
    yield len(code)


def key_of(received_at: datetime) -> int:
    """Return the key the document of a case should have: the second it came in. Keys that lie
    close together keep the index small.
    """
    return max(0, int(received_at.timestamp()))


def free_keys(wanted: Mapping[Any, int], free_from: Callable[[int], int]) -> dict[Any, int]:
    """Return a key of its own for each case: the one wanted, or the next that is free.

    Args:
        wanted: By case; of those that want the same one, the elder case gets it.
        free_from: Returns the first key from one on that no other document has.
    """
    given: dict[Any, int] = {}
    last = -1
    for case_id, key in sorted(wanted.items(), key=lambda each: (each[1], each[0])):
        last = free_from(max(key, last + 1))
        given[case_id] = last
    return given
