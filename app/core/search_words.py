"""What is compared when people search: letters and digits alone, cut into pairs.

A text is made *plain* (compatibility forms as one, lower case, punctuation and spaces gone) and
cut into its pairs of neighbouring characters, the last character alone at its end. A word of two
characters or more stands in a text where its pairs follow one another; a single character where
a pair begins with it. No dictionary cuts words, so nothing is missed that stands there.
"""

import unicodedata
from collections.abc import Iterable
from operator import add

Ranges = tuple[tuple[int, int], ...]
"""Where words stand in a text: begin and end of each run of characters, ascending."""

MOST_WORDS = 12
"""Words of a search that are looked at; somebody may paste a whole letter."""
LONGEST_WORD = 64
"""Characters of a word that are looked at."""
LONGEST_FIELD = 10_000
"""Characters of a text that are found; PostgreSQL counts no further than 16,383 pairs."""


MOST_SIGNS = 20_000
"""Characters whose plain form is remembered; more than a street writes."""


class _PlainSigns(dict[int, str]):
    """Code point → what counts of the character, made when first met; for `str.translate`."""

    def __missing__(self, point: int) -> str:
        if len(self) >= MOST_SIGNS:
            self.clear()
        made = unicodedata.normalize("NFKC", chr(point)).lower()
        found = self[point] = "".join(each for each in made if each.isalnum())
        return found


_SIGNS = _PlainSigns()


def _plain_character(character: str) -> str:
    """Return what counts of a character: "" for punctuation, perhaps several for a sign."""
    return _SIGNS[ord(character)]


def plain(text: str) -> str:
    """Return what is compared of a text; each character on its own, so that what stands in a
    text also stands in its plain form.
    """
    return text.translate(_SIGNS)


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
    found: list[str] = []
    for field in filter(None, fields):
        found.extend(map(add, field, field[1:]))
        found.append(field[-1:])
    return found


def spread(fields: Iterable[str]) -> str:
    """Return the pieces of plain texts with blanks between them, without making each."""
    lines = []
    for field in fields:
        signs = [" "] * (3 * len(field))
        signs[::3], signs[1:-2:3] = field, field[1:]
        lines.append("".join(signs))
    return "".join(lines)


def found_at(text: str, words: Iterable[str]) -> Ranges:
    """Return where plain words stand in a text as it is written: begin and end, ascending,
    those that touch as one.
    """
    flat = plain(text)
    standing = [word for word in words if word and word in flat]
    if not standing:
        return ()
    origin = [at for at, sign in enumerate(text) for _ in _plain_character(sign)]
    marks = bytearray(len(text) + 1)
    for word in standing:
        begin = flat.find(word)
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
