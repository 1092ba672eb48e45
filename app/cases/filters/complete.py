"""What may be meant by a piece of shorthand while it is still being typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.cases.filters.fields import KEYWORDS, SPECS, Sort, choices_of, field_called
from app.cases.filters.model import FilterField
from app.cases.filters.scan import COLONS, MINUS, PARTING, field_part, tokens
from app.cases.filters.values import DUE_FIXED, OVERDUE, PAST_FIXED
from app.cases.filters.vocabulary import EXTRA_WORDS, NAMED, Vocabulary, unspaced
from app.cases.filters.write import written_value
from app.core.words import label

MOST_OFFERS = 9
_LEAST_LETTERS = 2
"""Characters of a name before it is offered without its field."""
_SIGILS = {"@": FilterField.HANDLER, "＠": FilterField.HANDLER, "#": FilterField.TAG}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be meant.

    Attributes:
        title: What is shown.
        detail: A quiet word beside it.
        begin: Where what it replaces begins in the text.
        end: Where that ends.
        text: What it is replaced by.
    """

    title: str
    detail: str
    begin: int
    end: int
    text: str


def offers(
    text: str, cursor: int, vocabulary: Vocabulary, readings: Mapping[str, str]
) -> tuple[Offer, ...]:
    """Return what may be meant by the piece the cursor is at the end of.

    Args:
        text: All that is typed.
        cursor: Where the cursor stands in it.
        vocabulary: The names there are.
        readings: Pinyin initials of words that are no names; may be empty.
    """
    token = next((t for t in tokens(text) if t.begin < cursor <= t.end), None)
    if token is None:
        return ()
    raw = text[token.begin : cursor]
    minus = len(raw) > 1 and raw[0] in MINUS
    body, begin = (raw[1:], token.begin + 1) if minus else (raw, token.begin)
    found = _found(body, begin, vocabulary, readings, cursor)
    return tuple(offer for offer, _ in zip(found, range(MOST_OFFERS), strict=False))


def is_spelt(text: str, cursor: int) -> bool:
    """Tell whether the piece the cursor is at the end of is letters only: initials of a name or
    a word, which no case is looked for by.
    """
    token = next((t for t in tokens(text) if t.begin < cursor <= t.end), None)
    if token is None:
        return False
    raw = text[token.begin : cursor]
    body = raw[1:] if raw[0] in MINUS else raw
    return body.isascii() and body.isalpha()


def all_fields() -> tuple[Offer, ...]:
    """Return every field, for whoever has typed nothing and asks what there is."""
    return tuple(
        Offer(f"{label(field)}:", _example(field), 0, 0, f"{label(field)}:")
        for field in FilterField
        if field is not FilterField.TEXT
    )


def _example(field: FilterField) -> str:
    match SPECS[field].sort:
        case Sort.CHOICE:
            return "、".join(word for _, word in choices_of(field)[:3])
        case Sort.PERIOD:
            return "、".join(_periods(field)[:3])
        case Sort.TIMES:
            return "2"
        case Sort.YES:
            return "是、否"
    return ""


def _found(
    body: str, begin: int, vocabulary: Vocabulary, readings: Mapping[str, str], end: int
) -> Iterator[Offer]:
    parted = field_part(body)
    field = field_called(parted[0]) if parted else None
    if field is None and body[:1] in _SIGILS:
        field, start = _SIGILS[body[0]], 1
    else:
        start = next((at + 1 for at, char in enumerate(body) if char in COLONS), 0)
    if field is not None:
        last = max(
            (at + 1 for at, c in enumerate(body) if c in PARTING and at >= start), default=start
        )
        typed = body[last:]
        for word, written, detail in _values(field, vocabulary):
            if _fits(typed, word, readings, detail):
                yield Offer(word, "", begin + last, end, written)
        return
    yield from _fields(body, begin, end, readings)
    yield from _names(body, begin, end, vocabulary)


def _fields(body: str, begin: int, end: int, readings: Mapping[str, str]) -> Iterator[Offer]:
    for field in FilterField:
        words = (label(field), *SPECS[field].aliases)
        if field is not FilterField.TEXT and any(_begins(body, w, readings) for w in words):
            yield Offer(f"{words[0]}:", _example(field), begin, end, f"{words[0]}:")
    for word in (*KEYWORDS, "超时", "今天到期", "24小时内", "近7天"):
        if _begins(body, word, readings):
            yield Offer(word, "", begin, end, word)


def _names(body: str, begin: int, end: int, vocabulary: Vocabulary) -> Iterator[Offer]:
    """Offer names without their field; people who are called so only after ``@``."""
    if len(body) < _LEAST_LETTERS:
        return
    for field in (FilterField.UNIT, FilterField.CATEGORY, FilterField.REGION, FilterField.TAG):
        for term in vocabulary.names(field).terms:
            fits = _holds(term.name, body) or term.initials.startswith(body.lower())
            if fits and term.is_active:
                written = written_value(field, term.value, vocabulary)
                yield Offer(term.name, label(field), begin, end, f"{label(field)}:{written}")


def _values(field: FilterField, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Return word, what is written for it, and its initials where they are known."""
    spec = SPECS[field]
    for value in spec.extra:
        word = EXTRA_WORDS[(field, value)]
        yield word, word, ""
    if spec.sort is Sort.CHOICE:
        for value, word in choices_of(field):
            yield word, written_value(field, value, vocabulary), ""
    elif spec.sort is Sort.PERIOD:
        for word in _periods(field):
            yield word, word, ""
    elif spec.sort is Sort.YES:
        yield from (("是", "是", "s"), ("否", "否", "f"))
    elif field in NAMED:
        for term in vocabulary.names(field).terms:
            if term.is_active:
                yield term.name, written_value(field, term.value, vocabulary), term.initials


def _periods(field: FilterField) -> list[str]:
    if field is FilterField.DUE:
        fixed = [word for value, word in DUE_FIXED.items() if value != OVERDUE]
        return [DUE_FIXED[OVERDUE], "24小时内", "8小时内", *fixed]
    return ["近7天", "近30天", *PAST_FIXED.values()]


def _holds(name: str, typed: str) -> bool:
    return unspaced(typed) in unspaced(name)


def _fits(typed: str, word: str, readings: Mapping[str, str], initials: str) -> bool:
    read = initials or readings.get(word, "")
    return _holds(word, typed) or bool(read and read.startswith(typed.lower()))


def _begins(typed: str, word: str, readings: Mapping[str, str]) -> bool:
    return word.startswith(typed) or readings.get(word, "").startswith(typed.lower() or "-")


def fixed_words() -> tuple[str, ...]:
    """Return all words offered that are no names, for whoever reads their initials."""
    found = [*KEYWORDS, "超时", "今天到期", "24小时内", "近7天"]
    for field, spec in SPECS.items():
        found += [label(field), *spec.aliases]
        found += [word for _, word in choices_of(field)]
        if spec.sort is Sort.PERIOD:
            found += _periods(field)
    return tuple(dict.fromkeys(found))
