"""Search: which cases hold all of some words, newest first, a page at a time.

Each word must stand somewhere in a case: in its title, text, place or numbers, in the pinyin
initials of its title, or in the name of its region or kind. How words are compared is told in
`app.core.search_words`, how an engine finds them in `app.core.database.text_index`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.document_content import (
    OPEN_MARK,
    kind_mark,
    number_mark,
    region_mark,
)
from app.cases.models import CaseFile, Category
from app.cases.queries.queue import COUNT_LIMIT, PAGE_SIZE, CaseRow, as_count, case_rows
from app.cases.rules import OPEN_STATES
from app.cases.scope import visible
from app.cases.searching import found_keys, padded_number
from app.core.actor import Actor
from app.core.database.text_index import AnyOf, Asked, Mark, Word
from app.core.paging import Count, Page
from app.core.pinyin import initials
from app.core.search_words import Ranges, found_at, plain, words_of
from app.core.text import storable
from app.territory.models import Region

SNIPPET = 64
"""Characters of a text that are shown around what was found."""
_BEFORE = 14  # of them before it
_MOST_NAMES = 40  # a word that names more regions or kinds narrows nothing
_WHOLE_NUMBER = re.compile(r"\d{22}", re.ASCII)


_ORDER = (CaseFile.order_at, CaseFile.id)


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was found, and where in it.

    Attributes:
        row: As the queue shows it.
        title_at: Where words stand in the title, also by its initials.
        snippet: A piece of the text, else the place, where one of the words stands; else how the
            text begins.
        snippet_at: Where words stand in the snippet.
    """

    row: CaseRow
    title_at: Ranges
    snippet: str
    snippet_at: Ranges


def search_page(
    session: Session,
    actor: Actor,
    typed: str,
    *,
    only_open: bool = False,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[FoundCase]:
    """Return a page of the cases that hold every word, newest first.

    Args:
        session: To read with.
        actor: Who asks; what they may not see is not found.
        typed: As typed. Where no letter or digit is in it, nothing is found.
        only_open: Leave out those that have ended.
        after: Key of the page before.
        size: Rows of a page.
    """
    asked = _asked(session, typed, only_open=only_open)
    if not asked:
        return Page((), None)
    found = found_keys(session, actor, asked, after=after, limit=size + 1)
    ids = [case_id for _, case_id in found[:size]]
    told = _told(session, actor, ids, case_words(typed))
    return Page(told, (found[size - 1][0],) if len(found) > size else None)


def found_cases(
    session: Session, actor: Actor, ids: Sequence[UUID], words: Sequence[str] = ()
) -> tuple[FoundCase, ...]:
    """Return cases that something else has found, in that order, as far as they may be seen."""
    return _told(session, actor, ids, words)


def in_hand_page(
    session: Session,
    actor: Actor,
    person_id: UUID,
    *,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[FoundCase]:
    """Return a page of the open cases that somebody has in hand, what runs out first on top."""
    asked = sa.select(CaseFile.id, CaseFile.order_at).where(
        CaseFile.handler_id == person_id, CaseFile.state.in_(OPEN_STATES), visible(actor)
    )
    if after is not None:
        mark = (sa.literal(key, kept.type) for key, kept in zip(after, _ORDER, strict=True))
        asked = asked.where(sa.tuple_(*_ORDER) > sa.tuple_(*mark))
    rows = session.execute(asked.order_by(*_ORDER).limit(size + 1)).all()
    told = _told(session, actor, [row.id for row in rows[:size]], ())
    last = rows[size - 1] if len(rows) > size else None
    return Page(told, (last.order_at, last.id) if last is not None else None)


def search_count(session: Session, actor: Actor, typed: str) -> Count:
    """Count the cases that hold every word, to a thousand at most."""
    asked = _asked(session, typed)
    if not asked:
        return Count(0)
    return as_count(len(found_keys(session, actor, asked, limit=COUNT_LIMIT + 1)))


def case_words(typed: str) -> tuple[str, ...]:
    """Return the words a search asks for; the short form of a number is as documents have it."""
    return words_of(" ".join(padded_number(part) or part for part in storable(typed).split()))


def marked(text: str, words: Sequence[str], *, by_initials: bool = False) -> Ranges:
    """Return where words stand in a text, if wanted also by the initials of its pinyin."""
    found = found_at(text, words)
    if not by_initials:
        return found
    flat, letters = plain(text), initials(text)
    if len(flat) != len(letters):
        return found
    # One letter a character: a word of letters stands over the characters they begin.
    meant = [flat[at : at + len(word)] for word in words for at in _all_at(letters, word)]
    return found_at(text, [*words, *meant]) if meant else found


def _all_at(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _asked(session: Session, typed: str, *, only_open: bool = False) -> list[Asked]:
    """Return what must hold of a case; nothing where nothing is asked for."""
    words = case_words(typed)
    called = {padded_number(part) for part in storable(typed).split()}
    parts: list[Asked] = [
        Mark(number_mark(word)) if word in called else _meant(session, word) for word in words
    ]
    return [*parts, Mark(OPEN_MARK)] if parts and only_open else parts


def _meant(session: Session, word: str) -> Asked:
    """Return what a word asks for: that it stands in a case, or names its region or kind."""
    if len(word) == 1:
        return Word(word)
    if _WHOLE_NUMBER.fullmatch(word):
        return Mark(number_mark(word))
    regions = _named(session, Region.code, Region.name, word)
    kinds = _named(session, Category.code, Category.name, word)
    marks = (*map(region_mark, regions), *map(kind_mark, kinds))
    return AnyOf((Word(word), *map(Mark, marks))) if marks else Word(word)


def _named(
    session: Session,
    code: sa.orm.InstrumentedAttribute[str],
    name: sa.orm.InstrumentedAttribute[str],
    word: str,
) -> list[str]:
    """Return the codes of what a word names, without those that lie below another of them."""
    holding = sa.func.replace(name, " ", "").icontains(word, autoescape=True)
    codes = session.scalars(sa.select(code).where(holding).limit(_MOST_NAMES + 1)).all()
    if len(codes) > _MOST_NAMES:
        return []
    kept: list[str] = []
    for each in sorted(codes):
        if not any(each.startswith(above) for above in kept):
            kept.append(each)
    return kept


def _told(
    session: Session, actor: Actor, ids: Sequence[UUID], words: Sequence[str]
) -> tuple[FoundCase, ...]:
    rows = {row.id: row for row in case_rows(session, actor, tuple(ids))}
    asked = sa.select(CaseFile.id, CaseFile.place, CaseFile.text).where(CaseFile.id.in_(rows))
    said = {case_id: (place, text) for case_id, place, text in session.execute(asked)}
    return tuple(_found(rows[each], *said[each], words) for each in ids if each in rows)


def _found(row: CaseRow, place: str, text: str, words: Sequence[str]) -> FoundCase:
    snippet, snippet_at = snippet_of(" ".join(text.split()), words)
    if not snippet_at and found_at(place, words):
        snippet, snippet_at = place, found_at(place, words)
    return FoundCase(row, marked(row.title, words, by_initials=True), snippet, snippet_at)


def snippet_of(text: str, words: Sequence[str]) -> tuple[str, Ranges]:
    """Return the piece of a text where the first of the words stands, and where they stand in
    it; the beginning of the text where none does.
    """
    found = found_at(text, words)
    begin = max(0, found[0][0] - _BEFORE) if found else 0
    begin = min(begin, max(0, len(text) - SNIPPET))
    piece = text[begin : begin + SNIPPET]
    before, behind = "…" if begin else "", "…" if begin + SNIPPET < len(text) else ""
    shown = f"{before}{piece}{behind}"
    return shown, found_at(shown, words)
