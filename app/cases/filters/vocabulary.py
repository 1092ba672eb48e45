"""The names a filter may speak of: kinds, units, people, regions, tags, and how each is typed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.cases.filters.model import FilterField
from app.cases.filters.values import ME, NONE

MOST_MEANT = 8
"""Names that one typed word may mean together."""


@dataclass(frozen=True, slots=True)
class Term:
    """One record that has a name.

    Attributes:
        value: Its code or key as text.
        name: What it is called.
        initials: Of its pinyin.
        more: Tells it from others of the same name: its unit, its place in the tree.
        is_active: False for what was voided, dissolved, retired.
    """

    value: str
    name: str
    initials: str = ""
    more: str = ""
    is_active: bool = True


def unspaced(text: str) -> str:
    """Return a name as it is compared: “育才 01” is typed 育才01 as well."""
    return "".join(text.split())


class Names:
    """The names of one sort of record."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._by_value = {term.value: term for term in self.terms}

    def __len__(self) -> int:
        return len(self.terms)

    def get(self, value: str) -> Term | None:
        """Return the record with a key, None where it is not there."""
        return self._by_value.get(value)

    @cached_property
    def _typed(self) -> dict[str, str]:
        """Return how each record is typed, by its key: its name, with more where that is not
        enough. A record that even so is like another one is typed by its key only.
        """
        often = Counter(term.name for term in self.terms)
        words = {
            term.value: term.name if often[term.name] == 1 else f"{term.name}·{term.more}"
            for term in self.terms
        }
        same = Counter(words.values())
        return {value: word for value, word in words.items() if word and same[word] == 1}

    @cached_property
    def _bare(self) -> tuple[tuple[str, Term], ...]:
        """Return what is in use, each with its name without blanks."""
        return tuple((unspaced(term.name), term) for term in self.terms if term.is_active)

    @cached_property
    def _by_typed(self) -> dict[str, str]:
        return {word: value for value, word in self._typed.items()}

    def typed(self, value: str) -> str | None:
        """Return what is typed for a record, None where only its key tells it."""
        return self._typed.get(value)

    def called(self, text: str) -> tuple[Term, ...]:
        """Return whom a typed word means: exactly that name, else names that hold it, else
        names whose initials begin with it. Blanks make no difference between names. What is no
        longer in use is meant by its very name only.
        """
        exact = self._by_typed.get(text)
        if exact is not None:
            return (self._by_value[exact],)
        same = tuple(term for term in self.terms if term.name == text)
        if same:
            return same
        wanted = unspaced(text)
        if not wanted:
            return ()
        same = tuple(term for name, term in self._bare if name == wanted)
        if same:
            return same
        holding = tuple(term for name, term in self._bare if wanted in name)
        if holding or not text.isascii():
            return _without_lower(holding)
        active = (term for _, term in self._bare)
        return tuple(term for term in active if term.initials.startswith(text.lower()))


def _without_lower(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Leave out kinds and regions that lie below another one that is meant anyway."""
    values = {term.value for term in terms}
    return tuple(
        term
        for term in terms
        if not any(term.value[:at] in values for at in range(1, len(term.value)))
    )


NAMED = {
    FilterField.CATEGORY: "categories",
    FilterField.REGION: "regions",
    FilterField.UNIT: "units",
    FilterField.HANDLER: "people",
    FilterField.FIRST_CONTACT: "people",
    FilterField.TAG: "tags",
}
EXTRA_WORDS: Mapping[tuple[FilterField, str], str] = {
    (FilterField.HANDLER, ME): "我",
    (FilterField.FIRST_CONTACT, ME): "我",
    (FilterField.HANDLER, NONE): "没有",
    (FilterField.UNIT, NONE): "没有",
    (FilterField.CATEGORY, NONE): "没有",
}


@dataclass(frozen=True)
class Vocabulary:
    """All names one person's filters may speak of."""

    categories: Names = field(default_factory=Names)
    regions: Names = field(default_factory=Names)
    units: Names = field(default_factory=Names)
    people: Names = field(default_factory=Names)
    tags: Names = field(default_factory=Names)

    def names(self, about: FilterField) -> Names:
        """Return the names a field takes; none for a field without names."""
        found = NAMED.get(about)
        names: Names = getattr(self, found) if found else Names()
        return names

    def name(self, about: FilterField, value: str) -> str | None:
        """Return the name of a value, None where nobody is called so."""
        extra = EXTRA_WORDS.get((about, value))
        if extra is not None:
            return extra
        term = self.names(about).get(value)
        return term.name if term else None
