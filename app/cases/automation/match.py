"""Whether a rule matches a case: its conditions compiled once, then asked of plain facts; pure but
for the wall clock's zone.

What a clause means here is what it means in a list of cases (`app.cases.queries.conditions`); a
test holds the two together.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from app.cases.automation.model import RuleBody, rule_from_body
from app.cases.filters.fields import Satisfaction, Stage
from app.cases.filters.model import Clause, FilterField, Operator
from app.cases.filters.values import NONE
from app.cases.moments import Moments, due_moments, past_moments
from app.cases.rules import OPEN_STATES
from app.core.clock import local
from app.core.search_words import plain, words_of

REMEMBERED = 2_000
"""Bodies whose conditions stay compiled: more than all rules of a district."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at of a case.

    Attributes:
        now: The moment; aware.
        texts: Title, text, place and numbers, as `app.core.search_words.plain` makes them.
        tags: Keys of the tags it carries, as text.
        due_at: When the clock shown runs out; None where none runs.
        is_satisfied: None until somebody was asked.
        caller_again: Whether the caller had reported something before.
    """

    now: datetime
    state: str
    source: str
    region: str
    level: str
    received_at: datetime
    category: str | None = None
    matter_class: str | None = None
    unit: UUID | None = None
    handler: UUID | None = None
    first_contact: UUID | None = None
    pause: str | None = None
    supervision_level: str | None = None
    due_at: datetime | None = None
    registered_at: datetime | None = None
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    returned_count: int = 0
    reopened_count: int = 0
    is_confidential: bool = False
    wants_call_back: bool = False
    is_satisfied: bool | None = None
    caller_again: bool = False
    texts: tuple[str, ...] = ()
    tags: frozenset[str] = field(default_factory=frozenset)


Test = Callable[[Facts], bool]
_Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to be asked.

    Attributes:
        tests: All of them must hold.
        unread: Whether a part of it is not understood: then it matches nothing.
    """

    body: RuleBody
    tests: tuple[Test, ...]
    unread: bool = False

    def matches(self, facts: Facts) -> bool:
        """Tell whether the rule acts on such a case at such a moment."""
        return not self.unread and all(test(facts) for test in self.tests)

    @property
    def asks_tags(self) -> bool:
        """Whether the tags of a case matter."""
        return any(c.field is FilterField.TAG for c in self.body.conditions.clauses)


def compiled(body: RuleBody) -> Compiled:
    """Return a rule with its conditions as functions, the cheap ones first."""
    clauses = sorted(body.conditions.clauses, key=lambda clause: clause.field in _DEAR)
    tests = [_test(clause) for clause in clauses]
    hours = body.hours
    if hours is not None:

        def within_hours(facts: Facts) -> bool:
            at = local(facts.now)
            return hours.holds(at.hour * 60 + at.minute, at.weekday())

        tests.insert(0, within_hours)
    if body.caller_again:
        tests.insert(0, lambda facts: facts.caller_again)
    return Compiled(body, tuple(tests), bool(body.conditions.unread))


@lru_cache(REMEMBERED)
def compiled_text(text: str) -> Compiled | None:
    """Return a rule from the JSON text it is kept as, None where a newer program wrote it."""

    try:
        return compiled(rule_from_body(json.loads(text)))
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def plain_texts(*texts: str | None) -> tuple[str, ...]:
    """Return texts as rules look for words in them."""
    return tuple(plain(text) for text in texts if text)


_DEAR = frozenset({FilterField.TEXT, FilterField.DUE, FilterField.RECEIVED, FilterField.FINISHED})


def _test(clause: Clause) -> Test:
    found = _TESTS[clause.field](clause.values)
    if clause.operator is Operator.NOT:
        return lambda facts: not found(facts)
    return found


# -- plain columns -----------------------------------------------------------------------------


def _one_of(get: Callable[[Facts], Any]) -> Callable[[_Values], Test]:
    def build(values: _Values) -> Test:
        wanted = frozenset(values)
        return lambda facts: get(facts) in wanted

    return build


def _state(values: _Values) -> Test:
    wanted = frozenset(values)

    def test(facts: Facts) -> bool:
        is_open = facts.state in OPEN_STATES
        return (
            facts.state in wanted
            or (Stage.OPEN in wanted and is_open)
            or (Stage.ENDED in wanted and not is_open)
            or (Stage.PAUSED in wanted and is_open and facts.pause is not None)
            or (Stage.SUPERVISED in wanted and is_open and facts.supervision_level is not None)
        )

    return test


def _category(values: _Values) -> Test:
    whole = frozenset(value for value in values if value != NONE)
    below = tuple(f"{value}-" for value in whole)
    none = NONE in values

    def test(facts: Facts) -> bool:
        code = facts.category
        return none if code is None else code in whole or code.startswith(below)

    return test


def _region(values: _Values) -> Test:
    return lambda facts: facts.region.startswith(values)


def _keyed(get: Callable[[Facts], UUID | None]) -> Callable[[_Values], Test]:
    def build(values: _Values) -> Test:
        wanted: set[UUID | None] = set(_keys(values))
        if NONE in values:
            wanted.add(None)
        return lambda facts: get(facts) in wanted

    return build


def _keys(values: Iterable[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _times(get: Callable[[Facts], int]) -> Callable[[_Values], Test]:
    def build(values: _Values) -> Test:
        least = min(int(value) for value in values)
        return lambda facts: get(facts) >= least

    return build


def _satisfied(values: _Values) -> Test:
    said = {True: Satisfaction.SATISFIED, False: Satisfaction.DISSATISFIED, None: "unasked"}
    wanted = frozenset(values)
    return lambda facts: said[facts.is_satisfied] in wanted


def _tagged(values: _Values) -> Test:
    wanted = frozenset(values)
    return lambda facts: not wanted.isdisjoint(facts.tags)


# -- time and words ----------------------------------------------------------------------------


def _within(
    get: Callable[[Facts], datetime | None], span: Callable[[str, datetime], Moments]
) -> Callable[[_Values], Test]:
    def build(values: _Values) -> Test:
        def test(facts: Facts) -> bool:
            at = get(facts)
            if at is None:
                return False
            return any(_lies(at, *span(value, facts.now)) for value in values)

        return test

    return build


def _lies(at: datetime, first: datetime | None, end: datetime | None) -> bool:
    return (first is None or at >= first) and (end is None or at < end)


def _due(facts: Facts) -> datetime | None:
    return facts.due_at if facts.state in OPEN_STATES else None


def _text(values: _Values) -> Test:
    searches = tuple(words_of(value) for value in values)

    def test(facts: Facts) -> bool:
        return any(
            words and all(any(word in text for text in facts.texts) for word in words)
            for words in searches
        )

    return test


_TESTS: dict[FilterField, Callable[[_Values], Test]] = {
    FilterField.STATE: _state,
    FilterField.CATEGORY: _category,
    FilterField.LEVEL: _one_of(lambda facts: facts.level),
    FilterField.SOURCE: _one_of(lambda facts: facts.source),
    FilterField.MATTER_CLASS: _one_of(lambda facts: facts.matter_class),
    FilterField.REGION: _region,
    FilterField.UNIT: _keyed(lambda facts: facts.unit),
    FilterField.HANDLER: _keyed(lambda facts: facts.handler),
    FilterField.FIRST_CONTACT: _keyed(lambda facts: facts.first_contact),
    FilterField.DUE: _within(_due, due_moments),
    FilterField.RECEIVED: _within(lambda facts: facts.received_at, past_moments),
    FilterField.REGISTERED: _within(lambda facts: facts.registered_at, past_moments),
    FilterField.FINISHED: _within(lambda facts: facts.finished_at, past_moments),
    FilterField.CLOSED: _within(lambda facts: facts.closed_at, past_moments),
    FilterField.RETURNED: _times(lambda facts: facts.returned_count),
    FilterField.REOPENED: _times(lambda facts: facts.reopened_count),
    FilterField.CONFIDENTIAL: lambda _: lambda facts: facts.is_confidential,
    FilterField.CALL_BACK: lambda _: lambda facts: facts.wants_call_back,
    FilterField.SATISFIED: _satisfied,
    FilterField.TAG: _tagged,
    FilterField.FAMILY: lambda _: lambda _facts: False,
    FilterField.FOLLOWED: lambda _: lambda _facts: False,
    FilterField.TEXT: _text,
}
