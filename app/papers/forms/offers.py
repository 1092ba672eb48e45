"""What each paper offers its template: fields with their type and an example; pure.

They are told in ``resources/papers/offers.toml``: ``title = ["事项", "井盖缺失"]`` is what people
call the field and what it is in a preview; the type of a field is that of its example.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from app.core.words import RESOURCES
from app.papers.forms.kinds import FormKind

Row = Mapping[str, "Plain"]
Plain = str | int | bool | datetime | date | None
Value = Plain | Sequence[Row]
Facts = Mapping[str, Value]


class FieldType(StrEnum):
    """What a field is; the words are in `label.FieldType`."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    FLAG = "flag"
    LIST = "list"


SHAPES: dict[FieldType, tuple[str, ...]] = {
    FieldType.MOMENT: ("day", "clock", "short", "short_day", "stamp"),
    FieldType.DAY: ("short_day", "stamp"),
}
"""What may stand after the colon of a name: how a moment or a day is told otherwise."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A field a paper offers.

    Attributes:
        name: As it stands in braces.
        about: What people call it.
        type: What it is.
        example: What it is in a preview.
        is_personal: It tells of a person: never shown of a real case in a preview.
        row: Fields of a row, of a list only.
    """

    name: str
    about: str
    type: FieldType
    example: Value
    is_personal: bool = False
    row: tuple["Offer", ...] = ()


@cache
def offers_of(kind: FormKind) -> Mapping[str, Offer]:
    """Return what a paper offers, by name, in the order it is listed."""
    told = _told()
    own = told[kind.value]
    personal = frozenset(told["personal"])
    found: dict[str, Offer] = {}
    for group in ("paper", *own.get("with", ())):
        found |= {each.name: each for each in _plain(told[group], personal)}
    found |= {each.name: each for each in _plain(own, personal)}
    for name, rows in own.get("rows", {}).items():
        found[name] = _listed(name, rows, personal)
    return found


def example_facts(kind: FormKind) -> dict[str, Value]:
    """Return facts made up to show how a template looks."""
    return {name: offer.example for name, offer in offers_of(kind).items()}


@cache
def _told() -> dict[str, Any]:
    with (RESOURCES / "papers" / "offers.toml").open("rb") as file:
        return tomllib.load(file)


def _plain(told: Mapping[str, Any], personal: frozenset[str]) -> Iterator[Offer]:
    for name, each in told.items():
        if isinstance(each, list) and name != "with":
            about, example = each
            yield Offer(name, about, _type(example), example, name in personal)


def _listed(name: str, told: Mapping[str, Any], personal: frozenset[str]) -> Offer:
    fields = {key: each for key, each in told.items() if isinstance(each, list)}
    count = max(len(each) - 1 for each in fields.values())
    rows = [{key: _of_row(each, at) for key, each in fields.items()} for at in range(count)]
    of_row = tuple(
        Offer(key, each[0], _type(each[1]), each[1], key in personal)
        for key, each in fields.items()
    )
    hidden = any(each.is_personal for each in of_row)
    return Offer(name, told["about"], FieldType.LIST, tuple(rows), hidden, of_row)


def _of_row(field: list[Any], at: int) -> Plain:
    """Return a field of an example row: a moment or number that is not there is told as ""."""
    value: Plain = field[at + 1]
    return None if value == "" and _type(field[1]) is not FieldType.TEXT else value


def _type(example: object) -> FieldType:
    if isinstance(example, bool):
        return FieldType.FLAG
    if isinstance(example, int):
        return FieldType.NUMBER
    if isinstance(example, datetime):
        return FieldType.MOMENT
    return FieldType.DAY if isinstance(example, date) else FieldType.TEXT
