"""Writing a filter as the shorthand that reads as the same filter again."""

from app.cases.filters.fields import (
    KEYWORDS,
    SPECS,
    Sort,
    choice_word,
    choices_called,
    field_called,
    is_keyword,
)
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.parse import RAW
from app.cases.filters.scan import COLONS, MINUS, field_part, needs_quotes, quoted
from app.cases.filters.values import OVERDUE, days_of, hours_of, period_words
from app.cases.filters.vocabulary import EXTRA_WORDS, Vocabulary
from app.core.words import label

_SIGIL = {FilterField.HANDLER: "@", FilterField.TAG: "#"}
_ALONE = {field: word for word, field in KEYWORDS.items()}


def write(rules: Filter, vocabulary: Vocabulary) -> str:
    """Return what one would type for a filter; `parse` reads it as the same clauses."""
    return " ".join(_written(clause, vocabulary) for clause in rules.clauses)


def _written(clause: Clause, vocabulary: Vocabulary) -> str:
    minus = "-" if clause.operator is Operator.NOT else ""
    if clause.field in _ALONE:
        return minus + _ALONE[clause.field]
    short = _short(clause)
    if short:
        return minus + short
    values = ",".join(written_value(clause.field, value, vocabulary) for value in clause.values)
    if clause.field in _SIGIL:
        return f"{minus}{_SIGIL[clause.field]}{values}"
    return f"{minus}{label(clause.field)}:{values}"


def _short(clause: Clause) -> str:
    """Return the word that stands for the whole clause, "" where the field has to be named."""
    if len(clause.values) != 1:
        return ""
    value = clause.values[0]
    if clause.field is FilterField.DUE and (value == OVERDUE or hours_of(value) is not None):
        return period_words(clause.field, value)
    if clause.field is FilterField.RECEIVED and days_of(value) is not None:
        return period_words(clause.field, value)
    if clause.field is FilterField.TEXT:
        return value if _is_plain(value) else quoted(value)
    return ""


def written_value(field: FilterField, value: str, vocabulary: Vocabulary) -> str:
    """Return one value of a field as it is typed."""
    match SPECS[field].sort:
        case Sort.CHOICE:
            word = choice_word(field, value)
            sure = word is not None and choices_called(field, word) == (value,)
            return _quoted_if_needed(word) if word is not None and sure else _raw(value)
        case Sort.NAMED:
            extra = EXTRA_WORDS.get((field, value))
            if extra is not None:
                return extra
            typed = vocabulary.names(field).typed(value)
            if typed is None:
                return _raw(value)
            taken = any(about is field and w == typed for (about, _), w in EXTRA_WORDS.items())
            return quoted(typed) if taken else _quoted_if_needed(typed)
        case Sort.PERIOD:
            return period_words(field, value)
    return _quoted_if_needed(value)


def _quoted_if_needed(text: str) -> str:
    return quoted(text) if needs_quotes(text) else text


def _raw(value: str) -> str:
    return RAW + value


def _is_plain(text: str) -> bool:
    """Tell whether a text of a search would be read as just that."""
    if needs_quotes(text) or text[0] in "@＠#＃" or text[0] in MINUS:
        return False
    if any(char in COLONS for char in text):
        parted = field_part(text)
        if parted is not None and field_called(parted[0]) is not None:
            return False
    return not is_keyword(text)
