"""Pinyin of names: what lists are sorted by and what people type instead of characters.

The readings are pypinyin's. Its segmentation of a name costs 90 µs, which 44,703 divisions
would feel, so a name in which no phrase overrides the usual reading of a character is read
character by character: the same answer (a test compares them) at a twentieth of the time.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

# Characters whose usual reading in names of places and people is not the library's first one.
_IN_NAMES = {"长": "cháng", "都": "dū", "曾": "zēng", "仇": "qiú", "珲": "hún"}
# Places whose reading is peculiar to them.
_PLACES = {
    "浚县": "xùn xiàn",
    "洪洞": "hóng tóng",
    "繁峙": "fán shì",
    "涡阳": "guō yáng",
    "单县": "shàn xiàn",
    "解州": "hài zhōu",
    "大栅栏": "dà shí làn",
    "荥经": "yíng jīng",
    "筠连": "jūn lián",
    "宕昌": "tàn chāng",
    "穆棱": "mù líng",
    "大城县": "dài chéng xiàn",
    "会稽": "kuài jī",
    "六合区": "lù hé qū",
    "什邡": "shí fāng",
    "伽师": "jiā shī",
    "重华": "chóng huá",
    "仇家庄": "qiú jiā zhuāng",
    "重熙": "chóng xī",
}

_making = threading.Lock()  # pypinyin trains itself in place and is not to be disturbed

_PUNCTUATION = re.compile(r"[\W_]+")


class Reading(NamedTuple):
    """How a name is read.

    Punctuation and spaces count for nothing in either.

    Attributes:
        key: Syllables parted by spaces, lower case, without tones (ü is v): the sort key. The
            space keeps all of 范 (fan) before all of 方 (fang).
        initials: First letter of each syllable; digits and other scripts stand as they are.
    """

    key: str
    initials: str


def reading(text: str) -> Reading:
    """Return key and initials of `text` at the cost of one; see `pinyin_key` and `initials`."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isalnum():
        plain = _PUNCTUATION.sub(" ", plain)
    reader = _reader()
    if reader.is_plain(plain):
        key, letters = plain.translate(reader.syllables), plain.translate(reader.letters)
    else:
        key, letters = _segmented(plain)
    return Reading(" ".join(key.split()), "".join(letters.split()))


def pinyin_key(text: str) -> str:
    """Return the sort key: 永泰街道 → ``yong tai jie dao``; other scripts pass in lower case."""
    return reading(text).key


def initials(text: str) -> str:
    """Return the first letters: 永泰街道 → ``ytjd``; other scripts pass in lower case."""
    return reading(text).initials


@dataclass(frozen=True, slots=True)
class _Reader:
    """The usual reading of every character, and the phrases that need the library.

    Attributes:
        syllables: Code point → its syllable between spaces.
        letters: Code point → the first letter of that syllable.
        unsteady: Characters that are read unusually in some phrase.
        peculiar: First two characters → phrases in which a character is read unusually.
    """

    syllables: dict[int, str]
    letters: dict[int, str]
    unsteady: frozenset[str]
    peculiar: dict[str, tuple[str, ...]]

    def is_plain(self, text: str) -> bool:
        """Tell whether each character of `text` has its usual reading."""
        if self.unsteady.isdisjoint(text):
            return True
        met = self.peculiar.keys() & set(map("".join, pairwise(text)))
        return not any(phrase in text for pair in met for phrase in self.peculiar[pair])


def _reader() -> _Reader:
    """Return the one reader; readers of several threads may ask for it at the same time."""
    with _making:
        return _made_reader()


@cache
def _made_reader() -> _Reader:
    import pypinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    pypinyin.load_single_dict({ord(char): toned for char, toned in _IN_NAMES.items()})
    pypinyin.load_phrases_dict(
        {name: [[toned] for toned in line.split()] for name, line in _PLACES.items()}
    )
    usual = {point: _toneless(line.partition(",")[0]) for point, line in PINYIN_DICT.items()}
    unsteady: set[str] = set()
    peculiar: dict[str, tuple[str, ...]] = {}
    for phrase, readings in PHRASES_DICT.items():
        spoken = [_toneless(toned[0]) for toned in readings]
        expected = [usual.get(ord(char)) for char in phrase]
        if spoken != expected:
            unsteady.update(c for c, s, e in zip(phrase, spoken, expected, strict=False) if s != e)
            peculiar[phrase[:2]] = (*peculiar.get(phrase[:2], ()), phrase)
    return _Reader(
        syllables={point: f" {syllable} " for point, syllable in usual.items()},
        letters={point: syllable[:1] for point, syllable in usual.items()},
        unsteady=frozenset(unsteady),
        peculiar=peculiar,
    )


@cache
def _toneless(syllable: str) -> str:
    """Return a syllable without its tone mark; ü is written v, as people type it."""
    parted = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return parted.encode("ascii", "ignore").decode()


def _segmented(text: str) -> tuple[str, str]:
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(text)
    if len(syllables) == len(text):  # nothing but Chinese
        letters = [syllable[:1] for syllable in syllables]
    else:
        letters = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return " ".join(syllables), "".join(letters)
