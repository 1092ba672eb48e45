"""What a message says otherwise than it did: for the story of its case and for reports."""

from datetime import datetime
from typing import Any, NamedTuple

from app.cases.actions.looking_up import looked_up
from app.cases.models import CaseFile, Category
from app.cases.rules import TOLD_BESIDES
from app.core.database import Uow
from app.territory.models import Region


class Difference(NamedTuple):
    """One thing that changed, in words for people; never a personal value.

    Attributes:
        field: A column of a case, ``point``, or a name that begins with `TOLD_BESIDES`.
        old: What it was, "" for nothing; a moment in ISO 8601.
        new: What it is now.
    """

    field: str
    old: str
    new: str


_ONCE = {"opened_region", "desk_region", "latitude"}
"""Columns that change together with one that is told."""


def differences(uow: Uow, case: CaseFile, values: dict[str, Any]) -> tuple[Difference, ...]:
    """Return what `values` of columns say otherwise than a case does."""
    found: list[Difference] = []
    for name, new in values.items():
        old = getattr(case, name)
        if name == "extra":
            found += _extra(old or {}, new or {})
        elif name in {"longitude", "latitude"}:
            continue
        elif old != new and name not in _ONCE:
            found.append(Difference(name, _told(uow, name, old), _told(uow, name, new)))
    here = (case.longitude, case.latitude)
    there = (values["longitude"], values["latitude"])
    if here != there:
        found.append(Difference("point", _point(*here), _point(*there)))
    return tuple(found)


def _extra(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    keys = dict.fromkeys((*old, *new))
    return [
        Difference(f"{TOLD_BESIDES}{key}", _plain(old.get(key)), _plain(new.get(key)))
        for key in keys
        if old.get(key) != new.get(key)
    ]


def _told(uow: Uow, name: str, value: Any) -> str:
    if value and name == "category_code":
        kind = looked_up(uow, Category, value)
        return kind.name if kind is not None else str(value)
    if value and name == "region":
        region = looked_up(uow, Region, value)
        return region.name if region is not None else str(value)
    return _plain(value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _point(longitude: float | None, latitude: float | None) -> str:
    return "" if longitude is None or latitude is None else f"{longitude:.6f}, {latitude:.6f}"
