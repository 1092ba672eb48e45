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
from typing import Protocol
from uuid import UUID

from app.cases.numbers import short
from app.cases.rules import OPEN_STATES
from app.core.database.text_index import content_of
from app.core.pinyin import initials
from app.core.search_words import LONGEST_FIELD, plain

TIERS = (2, 4, 6, 9, 12, 15)
"""Digits of the codes of province, city, county, street, community and grid."""

OPEN_MARK = "o"
"""The mark of cases that have not ended."""

TELLING = (
    *("id", "number", "external_number", "title", "text", "place", "category_code", "state"),
    *("region", "first_contact_id", "received_at"),
)
"""Columns of a case that its document tells of."""


class Told(Protocol):
    """A row with the columns of `TELLING`."""

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


def case_content(case: Told, heard: Iterable[UUID], placed: Iterable[str]) -> str:
    """Return the content of a case's document.

    Args:
        case: Its columns.
        heard: Units in its audience.
        placed: Regions besides that of its place whose people may read it.
    """
    marks = [OPEN_MARK] if case.state in OPEN_STATES else []
    for region in (case.region, *sorted(placed)):
        marks += [region_mark(region[:tier]) for tier in TIERS if len(region) >= tier]
    if case.category_code:
        marks += [kind_mark(case.category_code[:end]) for end in _ends(case.category_code)]
    marks += sorted(map(unit_mark, heard))
    if case.first_contact_id is not None:
        marks.append(person_mark(case.first_contact_id))
    number = case.number or ""
    called = plain(short(number)) if number else ""
    marks += [number_mark(each) for each in (number, called) if each]
    head = (
        plain(case.title),
        plain(case.place),
        number,
        called,
        plain(case.external_number or ""),
    )
    body = (plain(initials(case.title)), plain(case.text[:LONGEST_FIELD])[:LONGEST_FIELD])
    return content_of(dict.fromkeys(marks), head, body)


def _ends(code: str) -> Iterator[int]:
    """Return where the codes of a kind and of what is above it end: ``C01-003`` lies in C01."""
    yield from (at for at, sign in enumerate(code) if sign == "-")
    yield len(code)


def key_of(received_at: datetime) -> int:
    """Return the key the document of a case should have: the second it came in. Keys that lie
    close together keep the index small.
    """
    return max(0, int(received_at.timestamp()))


def free_keys(wanted: Mapping[UUID, int], free_from: Callable[[int], int]) -> dict[UUID, int]:
    """Return a key of its own for each case: the one wanted, or the next that is free.

    Args:
        wanted: By case; of those that want the same one, the elder case gets it.
        free_from: Returns the first key from one on that no other document has.
    """
    given: dict[UUID, int] = {}
    last = -1
    for case_id, key in sorted(wanted.items(), key=lambda each: (each[1], each[0])):
        last = free_from(max(key, last + 1))
        given[case_id] = last
    return given
