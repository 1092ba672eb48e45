"""A filter in words: what each clause says, and what no longer holds of what it speaks of."""

from collections.abc import Collection

from app.cases.filters.fields import SPECS, Sort, choice_word
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import OVERDUE, period_words, span_of
from app.cases.filters.vocabulary import Vocabulary
from app.core.words import label, say

MOST_NAMED = 3
"""Values a clause names; of more it says how many."""


def value_words(field: FilterField, value: str, vocabulary: Vocabulary) -> str:
    """Return what one value is called."""
    match SPECS[field].sort:
        case Sort.CHOICE:
            return choice_word(field, value) or value
        case Sort.NAMED:
            return vocabulary.name(field, value) or say("cases.filter_gone")
        case Sort.PERIOD:
            return period_words(field, value)
        case Sort.TIMES:
            return say("cases.filter_times", count=value)
    return value


def clause_words(clause: Clause, vocabulary: Vocabulary) -> str:
    """Return a clause as a sentence would say it: 类别是噪声、占道."""
    name, no = label(clause.field), clause.operator is Operator.NOT
    sort = SPECS[clause.field].sort
    if sort is Sort.YES:
        return say(f"cases.filter_says.{'no' if no else 'yes'}.{clause.field}")
    if clause.field is FilterField.DUE and clause.values == (OVERDUE,):
        return say(f"cases.filter_says.{'not_' if no else ''}overdue")
    listed = [value_words(clause.field, value, vocabulary) for value in clause.values]
    if sort is Sort.TEXT:
        listed = [f"“{words}”" for words in listed]
    values = "、".join(listed[:MOST_NAMED])
    if len(listed) > MOST_NAMED:
        values = say("cases.filter_and_more", values=values, count=len(listed))
    said = "due" if _falls_due(clause) else sort
    code = f"cases.filter_says.{'not_' if no else ''}{said}"
    return say(code, field=name, values=values)


def _falls_due(clause: Clause) -> bool:
    """Tell whether a clause says in plain words when something falls due: 今天, 8小时内."""
    if clause.field is not FilterField.DUE or OVERDUE in clause.values:
        return False
    return not any(span_of(value) for value in clause.values)


def filter_words(rules: Filter, vocabulary: Vocabulary) -> str:
    """Return all clauses, parted by commas."""
    return "，".join(clause_words(clause, vocabulary) for clause in rules.clauses)


def troubles(
    rules: Filter, vocabulary: Vocabulary, *, area: Collection[str], is_person: bool
) -> tuple[str, ...]:
    """Return a sentence for whatever a filter speaks of that is not, or no longer, there.

    Args:
        rules: The filter.
        vocabulary: All names, those the filter speaks of among them.
        area: Region prefixes whose cases may be read, "" for everywhere; empty where they are
            read through a unit.
        is_person: False for the console, who is nobody in particular.
    """
    found: list[str] = []
    if rules.unread:
        found.append(say("cases.filter_unread", count=len(rules.unread)))
    for clause in rules.clauses:
        sort = SPECS[clause.field].sort
        if sort is Sort.NAMED:
            found += _of_names(clause, vocabulary)
        elif sort is Sort.CHOICE:
            unknown = [v for v in clause.values if choice_word(clause.field, v) is None]
            found += [say("cases.filter_choice_gone", field=clause.field, value=v) for v in unknown]
        if clause.field is FilterField.REGION and clause.operator is Operator.IS and area:
            found += _out_of_area(clause, vocabulary, area)
        if _asks_who_i_am(clause) and not is_person:
            found.append(say("cases.filter_nobody", field=clause.field))
    return tuple(dict.fromkeys(found))


def _of_names(clause: Clause, vocabulary: Vocabulary) -> list[str]:
    names = vocabulary.names(clause.field)
    found = []
    for value in clause.values:
        term = names.get(value)
        if term is None and vocabulary.name(clause.field, value) is None:
            found.append(say(f"cases.filter_missing.{clause.operator}", field=clause.field))
        elif term is not None and not term.is_active:
            found.append(say(f"cases.filter_ended.{clause.field}", name=term.name))
    return found


def _out_of_area(clause: Clause, vocabulary: Vocabulary, area: Collection[str]) -> list[str]:
    if any(v.startswith(a) or a.startswith(v) for v in clause.values for a in area):
        return []
    names = "、".join(value_words(clause.field, v, vocabulary) for v in clause.values[:MOST_NAMED])
    return [say("cases.filter_out_of_area", names=names)]


def _asks_who_i_am(clause: Clause) -> bool:
    return clause.field is FilterField.FOLLOWED or "me" in clause.values
