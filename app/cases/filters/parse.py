"""Reading the shorthand: 单位:城管 类别:噪声 超时 @我 近7天 -状态:已结 #汛期 井盖."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.cases.filters.fields import (
    DUE_WORDS,
    KEYWORDS,
    PAST_WORDS,
    SPECS,
    TIMES_WORDS,
    Sort,
    choices_called,
    field_called,
)
from app.cases.filters.model import (
    LONGEST_VALUE,
    MOST_CLAUSES,
    MOST_VALUES,
    Clause,
    Filter,
    FilterField,
    Operator,
    different,
)
from app.cases.filters.scan import MINUS, Piece, Token, field_part, pieces, tokens, unquoted
from app.cases.filters.values import YES, read_period, read_times
from app.cases.filters.vocabulary import EXTRA_WORDS, MOST_MEANT, Term, Vocabulary
from app.core.errors import AppError
from app.core.text import storable
from app.core.words import label, say

RAW = "="
"""Stands before a key in place of a name: for what has no name any more."""
MOST_TYPED = 12_000
MOST_WRONG = 8
"""Pieces that are told to be wrong; of a pasted page, all would be."""
MOST_NOTES = 2
LONGEST_FIELD = 8
NEAR_ENOUGH = 0.25
"""Share of characters that a name has in common with what it may have been meant by."""

_YES_WORDS = {"是": True, "有": True, "要": True, "否": False, "没有": False, "不要": False}


class FilterWrong(AppError):
    """A piece of a typed filter that cannot be meant as it stands."""

    code = "cases.filter_wrong"


class NoSuchName(FilterWrong):
    """Nobody is called so; facts: ``field``, ``text``, ``hint``."""

    code = "cases.filter_no_such_name"


class TooManyMeant(FilterWrong):
    """A word that many names hold; facts: ``field``, ``text``, ``count``, ``some``."""

    code = "cases.filter_too_many_meant"


class NoSuchChoice(FilterWrong):
    """None of the words a field takes; facts: ``field``, ``text``, ``choices``."""

    code = "cases.filter_no_such_choice"


class NoPeriod(FilterWrong):
    """No period; facts: ``field``, ``text``, ``examples``."""

    code = "cases.filter_no_period"


class NoTimes(FilterWrong):
    """No number of times; facts: ``field``, ``text``."""

    code = "cases.filter_no_times"


class NeitherYesNorNo(FilterWrong):
    """Neither yes nor no; facts: ``field``, ``text``."""

    code = "cases.filter_neither_yes_nor_no"


class ValueMissing(FilterWrong):
    """Nothing stands after the colon; facts: ``field``."""

    code = "cases.filter_value_missing"


class WordTooLong(FilterWrong):
    """A piece of text longer than any title or place; facts: ``most``."""

    code = "cases.filter_word_too_long"


class TooManyClauses(FilterWrong):
    """More than anybody can look over; facts: ``most``."""

    code = "cases.filter_too_many_clauses"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood, and what was not.

    Attributes:
        rules: The clauses understood.
        wrong: For each piece that was not: where it stands, and why.
        notes: Sentences about pieces that may have been meant otherwise.
    """

    rules: Filter
    wrong: tuple[tuple[Token, FilterWrong], ...] = ()
    notes: tuple[str, ...] = ()


def parse(text: str, vocabulary: Vocabulary, today: date) -> Parsed:
    """Read a typed filter; what is none of its words is looked for in the cases.

    Args:
        text: As typed.
        vocabulary: The names it may speak of.
        today: Local day; dates without a year are of its year.
    """
    clauses: list[Clause] = []
    wrong: list[tuple[Token, FilterWrong]] = []
    found = tokens(storable(text)[:MOST_TYPED])
    for token in found:
        try:
            clause = _read(token.raw, vocabulary, today)
            if clause is not None and clause not in clauses:
                if len(clauses) == MOST_CLAUSES:
                    raise TooManyClauses(most=MOST_CLAUSES)
                clauses.append(clause)
        except FilterWrong as error:
            wrong.append((token, error))
            if isinstance(error, TooManyClauses) or len(wrong) == MOST_WRONG:
                break
    return Parsed(Filter(tuple(clauses)), tuple(wrong), _notes(found))


def _notes(found: tuple[Token, ...]) -> tuple[str, ...]:
    """Return what is to be said of words that look like a field and are none."""
    parted = (field_part(token.raw.lstrip("".join(MINUS))) for token in found)
    names = dict.fromkeys(each[0] for each in parted if each is not None)
    unknown = [name for name in names if _looks_like_field(name) and field_called(name) is None]
    return tuple(_no_such_field(name) for name in unknown[:MOST_NOTES])


def _looks_like_field(name: str) -> bool:
    """Tell a word from “http”, “12” and what else stands before a colon in a text."""
    return len(name) <= LONGEST_FIELD and name.isalpha() and not name.isascii()


def _no_such_field(name: str) -> str:
    called = [word for each in FilterField for word in (label(each), *SPECS[each].aliases)]
    near = max(called, key=lambda word: _likeness(name, word))
    likely = _likeness(name, near)[0] >= NEAR_ENOUGH
    hint = say("cases.filter_hint", names=f"“{near}”") if likely else ""
    return say("cases.filter_no_such_field", name=name, hint=hint)


def _likeness(text: str, word: str) -> tuple[float, int]:
    """Return the share of characters two words have in common, and how many in the same place."""
    mine, other = set(text), set(word)
    at = sum(a == b for a, b in zip(text, word, strict=False))
    return len(mine & other) / len(mine | other), at


def _read(raw: str, vocabulary: Vocabulary, today: date) -> Clause | None:
    negative = len(raw) > 1 and raw[0] in MINUS
    body = raw[1:] if negative else raw
    operator = Operator.NOT if negative else Operator.IS
    reader = _Reader(vocabulary, today, operator)
    parted = field_part(body)
    if parted is not None:
        field = field_called(parted[0])
        if field is not None:
            return reader.clause(field, pieces(parted[1]))
    if len(body) > 1 and body[0] in "@＠":
        return reader.clause(FilterField.HANDLER, pieces(body[1:]))
    if len(body) > 1 and body[0] in "#＃":
        return reader.clause(FilterField.TAG, pieces(body[1:]))
    return reader.keyword(body) or reader.text(unquoted(body))


class _Reader:
    """Reads the values of one clause."""

    def __init__(self, vocabulary: Vocabulary, today: date, operator: Operator) -> None:
        self._vocabulary = vocabulary
        self._today = today
        self._operator = operator

    def keyword(self, body: str) -> Clause | None:
        """Return what a word means that needs no field before it."""
        if body in KEYWORDS:
            return Clause(KEYWORDS[body], self._operator, (YES,))
        if DUE_WORDS.fullmatch(body):
            return self.clause(FilterField.DUE, (Piece(body),))
        if PAST_WORDS.fullmatch(body):
            return self.clause(FilterField.RECEIVED, (Piece(body),))
        often = TIMES_WORDS.fullmatch(body)
        if often:
            field = field_called(often[1])
            return self.clause(field, (Piece(often[2]),)) if field else None
        return None

    def text(self, piece: Piece) -> Clause | None:
        """Return the search for a piece of text."""
        words = self._words(FilterField.TEXT, piece)
        return Clause(FilterField.TEXT, self._operator, words) if words else None

    def _words(self, _: FilterField, piece: Piece) -> tuple[str, ...]:
        if len(piece.text) > LONGEST_VALUE:
            raise WordTooLong(most=LONGEST_VALUE)
        seen = "".join(char if char.isprintable() else " " for char in piece.text)
        return (seen,) if seen.strip() else ()

    def clause(self, field: FilterField, values: tuple[Piece, ...]) -> Clause:
        """Return the clause about a field."""
        if not values:
            raise ValueMissing(field=field)
        sort = SPECS[field].sort
        if sort is Sort.YES:
            return self._yes(field, values[0])
        read: dict[Sort, Callable[[FilterField, Piece], tuple[str, ...]]] = {
            Sort.CHOICE: self._choice,
            Sort.NAMED: self._named,
            Sort.PERIOD: self._period,
            Sort.TIMES: self._times,
            Sort.TEXT: self._words,
        }
        found = different(value for piece in values for value in read[sort](field, piece))
        if not found:
            raise ValueMissing(field=field)
        if len(found) > MOST_VALUES:
            some = "、".join(piece.text for piece in values[:3])
            raise TooManyMeant(field=field, text=values[0].text, count=len(found), some=some)
        return Clause(field, self._operator, found)

    def _yes(self, field: FilterField, piece: Piece) -> Clause:
        yes = _YES_WORDS.get(piece.text)
        if yes is None:
            raise NeitherYesNorNo(field=field, text=piece.text)
        other = Operator.IS if self._operator is Operator.NOT else Operator.NOT
        return Clause(field, self._operator if yes else other, (YES,))

    def _choice(self, field: FilterField, piece: Piece) -> tuple[str, ...]:
        if piece.text.startswith(RAW) and not piece.quoted and len(piece.text) > 1:
            return (piece.text[1:],)
        found = choices_called(field, piece.text)
        if not found:
            listed = "、".join(label(member) for member in SPECS[field].choices[:8])
            raise NoSuchChoice(field=field, text=piece.text, choices=listed)
        return found

    def _named(self, field: FilterField, piece: Piece) -> tuple[str, ...]:
        if not piece.quoted:
            if piece.text.startswith(RAW) and len(piece.text) > 1:
                return (piece.text[1:],)
            for (about, value), word in EXTRA_WORDS.items():
                if about is field and word == piece.text:
                    return (value,)
        names = self._vocabulary.names(field)
        found = names.called(piece.text)
        if not found:
            near = _near(piece.text, names.terms)
            hint = say("cases.filter_hint", names=near) if near else say("cases.filter_no_hint")
            raise NoSuchName(field=field, text=piece.text, hint=hint)
        if len(found) > MOST_MEANT:
            some = "、".join(term.name for term in found[:3])
            raise TooManyMeant(field=field, text=piece.text, count=len(found), some=some)
        return tuple(term.value for term in found)

    def _period(self, field: FilterField, piece: Piece) -> tuple[str, ...]:
        found = read_period(field, piece.text, self._today)
        if found is None:
            due = field is FilterField.DUE
            code = "cases.filter_due_examples" if due else "cases.filter_past_examples"
            raise NoPeriod(field=field, text=piece.text, examples=say(code))
        return (found,)

    def _times(self, field: FilterField, piece: Piece) -> tuple[str, ...]:
        found = read_times(piece.text)
        if found is None:
            raise NoTimes(field=field, text=piece.text)
        return (found,)


def _near(text: str, terms: tuple[Term, ...]) -> str:
    """Return up to three names that share most characters with a word that is none."""
    wanted = set(text)
    active = [term.name for term in terms if term.is_active]
    shares = [(len(wanted & set(name)) / len(wanted | set(name)), name) for name in active]
    ranked = sorted(shares, key=lambda pair: (-pair[0], pair[1]))
    return "、".join(f"“{name}”" for share, name in ranked[:3] if share >= NEAR_ENOUGH)
