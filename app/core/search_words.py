"""What is compared when people search: letters and digits alone, cut into pairs.

A text is made *plain* (compatibility forms as one, lower case, punctuation and spaces gone) and
cut into its pairs of neighbouring characters, the last character alone at its end. A word of two
characters or more stands in a text where its pairs follow one another; a single character where
a pair begins with it. No dictionary cuts words, so nothing is missed that stands there.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

Ranges = tuple[tuple[int, int], ...]
"""Where words stand in a text: begin and end of each run of characters, ascending."""

MOST_WORDS = 12
"""Words of a search that are looked at; somebody may paste a whole letter."""
LONGEST_WORD = 64
"""Characters of a word that are looked at."""
LONGEST_FIELD = 10_000
"""Characters of a text that are found; PostgreSQL counts no further than 16,383 pairs."""


@lru_cache(maxsize=20_000)
def _plain_character(character: str) -> str:
    """Return what counts of a character: "" for punctuation, perhaps several for a sign."""
    made = unicodedata.normalize("NFKC", character).lower()
    return "".join(each for each in made if each.isalnum())


def plain(text: str) -> str:
    """Return what is compared of a text; each character on its own, so that what stands in a
    text also stands in its plain form.
    """
    return "".join(map(_plain_character, text))


def words_of(typed: str) -> tuple[str, ...]:
    """Return the plain words of a search, each once; none where nothing but punctuation is."""
    words = (plain(part)[:LONGEST_WORD] for part in typed.split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def pairs_of(word: str) -> list[str]:
    """Return the pairs of a plain word of two characters or more."""
    return [word[at : at + 2] for at in range(len(word) - 1)]


def pieces_of(fields: Iterable[str]) -> list[str]:
    """Return the pairs of plain texts with the last character of each, which also parts them:
    no word is found that begins in one and ends in the next.
    """
    return [field[at : at + 2] for field in fields for at in range(len(field))]


def found_at(text: str, words: Iterable[str]) -> Ranges:
    """Return where plain words stand in a text as it is written: begin and end, ascending,
    those that touch as one.
    """
    plain_text, origin = [], []
    for at, character in enumerate(text):
        for made in _plain_character(character):
            plain_text.append(made)
            origin.append(at)
    flat = "".join(plain_text)
    marks = bytearray(len(text) + 1)
    for word in words:
        begin = flat.find(word) if word else -1
        while begin >= 0:
            first, last = origin[begin], origin[begin + len(word) - 1]
            marks[first : last + 1] = b"\1" * (last + 1 - first)
            begin = flat.find(word, begin + 1)
    return _runs(marks)


def _runs(marks: bytearray) -> Ranges:
    found = []
    end = 0
    while (begin := marks.find(b"\1", end)) >= 0:
        end = marks.find(b"\0", begin)
        found.append((begin, end))
    return tuple(found)
