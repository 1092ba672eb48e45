"""A filter: clauses that all hold; frozen, and kept as a JSON body with a version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.cases.filters.values import is_value

BODY_VERSION = 1
MOST_CLAUSES = 30
MOST_VALUES = 50
LONGEST_VALUE = 200


class FilterField(StrEnum):
    """What a clause speaks of; the words are in `label.FilterField`."""

    STATE = "state"
    CATEGORY = "category"
    LEVEL = "level"
    SOURCE = "source"
    MATTER_CLASS = "matter_class"
    REGION = "region"
    UNIT = "unit"
    HANDLER = "handler"
    FIRST_CONTACT = "first_contact"
    DUE = "due"
    RECEIVED = "received"
    REGISTERED = "registered"
    FINISHED = "finished"
    CLOSED = "closed"
    RETURNED = "returned"
    REOPENED = "reopened"
    CONFIDENTIAL = "confidential"
    CALL_BACK = "call_back"
    SATISFIED = "satisfied"
    TAG = "tag"
    FOLLOWED = "followed"
    FAMILY = "family"
    TEXT = "text"


class Operator(StrEnum):
    """How a clause speaks of its values."""

    IS = "is"  # one of them
    NOT = "not"  # none of them


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition.

    Attributes:
        field: What it speaks of.
        operator: Whether one of the values, or none of them, must hold.
        values: Codes, keys, periods, a number or words, by the field (see `fields.SPECS`).
    """

    field: FilterField
    operator: Operator
    values: tuple[str, ...]

    def is_one(self) -> bool:
        """Tell whether the field has to be exactly one value."""
        return self.operator is Operator.IS and len(self.values) == 1


@dataclass(frozen=True, slots=True)
class Filter:
    """Clauses that must all hold.

    Attributes:
        clauses: In the order people put them.
        unread: Clauses as JSON that this program does not understand: of a newer one, or
            spoiled. They are kept and told, and narrow nothing.
    """

    clauses: tuple[Clause, ...] = ()
    unread: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """Tell whether nothing is narrowed."""
        return not self.clauses

    def of(self, field: FilterField) -> tuple[Clause, ...]:
        """Return the clauses about a field."""
        return tuple(clause for clause in self.clauses if clause.field is field)

    def only(self, field: FilterField) -> str | None:
        """Return the value where the field has to be exactly one, else None."""
        found = self.of(field)
        if len(found) == 1 and found[0].is_one():
            return found[0].values[0]
        return None

    def without(self, clause: Clause) -> "Filter":
        """Return the filter without one clause."""
        return replace(self, clauses=tuple(each for each in self.clauses if each != clause))

    def setting(self, field: FilterField, *values: str) -> "Filter":
        """Return the filter in which a field must be one of the values; none frees it.

        The clause takes the place of the first one about the field.
        """
        made = Clause(field, Operator.IS, values)
        kept: list[Clause] = []
        placed = not values
        for clause in self.clauses:
            if clause.field is not field:
                kept.append(clause)
            elif not placed:
                kept.append(made)
                placed = True
        if not placed:
            kept.append(made)
        return replace(self, clauses=tuple(kept))


EVERYTHING = Filter()
"""The filter that leaves all there is."""


def to_body(rules: Filter) -> dict[str, Any]:
    """Return a filter as it is kept in JSON."""
    clauses: list[Any] = [
        {"field": str(c.field), "operator": str(c.operator), "values": list(c.values)}
        for c in rules.clauses
    ]
    clauses += [json.loads(text) for text in rules.unread]
    return {"version": BODY_VERSION, "clauses": clauses}


def from_body(body: object) -> Filter:
    """Return a filter from JSON; whatever is not understood is kept in `unread`."""
    listed = body.get("clauses") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        return Filter()
    clauses: list[Clause] = []
    unread: list[str] = []
    for raw in listed[: 2 * MOST_CLAUSES]:
        clause = _clause(raw)
        if clause is None:
            unread.append(json.dumps(raw, ensure_ascii=False, sort_keys=True))
        else:
            clauses.append(clause)
    return Filter(tuple(clauses[:MOST_CLAUSES]), tuple(unread))


def _clause(raw: object) -> Clause | None:
    if not isinstance(raw, dict):
        return None
    values = raw.get("values")
    if raw.get("field") not in set(FilterField) or raw.get("operator") not in set(Operator):
        return None
    if not isinstance(values, list) or not 0 < len(values) <= MOST_VALUES:
        return None
    field = FilterField(raw["field"])
    if set(raw) != {"field", "operator", "values"} or not all(_fits(field, v) for v in values):
        return None
    return Clause(field, Operator(raw["operator"]), different(values))


def _fits(field: FilterField, value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE and is_value(field, value)


def different(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values, each once, in their order."""
    return tuple(dict.fromkeys(values))
