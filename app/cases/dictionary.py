"""The shipped tree of kinds and its time limits, read into the database."""

import re
import tomllib
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.models import Category, LimitTable
from app.cases.rules import Level, MatterClass
from app.core.changes import Topic
from app.core.database import Uow
from app.core.pinyin import initials
from app.core.words import RESOURCES

_UNITS = {"h!": "emergency_hour", "h": "working_hour", "d": "working_day"}
_LIMIT = re.compile(r"([\d.]+)(h!|h|d)")


def load_dictionary(uow: Uow) -> None:
    """Put the shipped kinds and limits into a database that has none; leave others alone.

    A kind's responsible unit is the unit with the code the dictionary names, if there is one.
    """
    if uow.session.scalar(sa.select(sa.func.count()).select_from(Category)):
        return
    with (RESOURCES / "dictionaries" / "categories.toml").open("rb") as file:
        shipped = tomllib.load(file)
    default = shipped.pop("limits")
    units = {unit.code: unit.id for unit in uow.session.scalars(sa.select(Unit))}
    kinds: dict[str, Any] = {}
    for code, group in shipped.items():
        _add(uow, code=code, name=group["name"], hints="")
        uow.session.flush()
        for kind, name, hints, unit, level, matter, limit in group["kinds"]:
            _add(
                uow,
                code=kind,
                name=name,
                hints=hints,
                parent_code=code,
                unit_id=units.get(unit),
                level=Level(level),
                matter_class=MatterClass(matter),
            )
            if limit:
                kinds[kind] = {"handle": {each.value: parse_limit(limit) for each in Level}}
    _publish(uow, {"default": _defaults(default), "kinds": kinds})
    uow.touched(Topic.CATEGORY, "all")


def parse_limit(text: str) -> list[object]:
    """Return amount and unit of a limit written like ``2h!``, ``5h`` or ``1d``."""
    found = _LIMIT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return [float(found[1]), _UNITS[found[2]]]


def _defaults(written: dict[str, dict[str, str]]) -> dict[str, dict[str, list[object]]]:
    return {
        clock: {level: parse_limit(limit) for level, limit in by_level.items()}
        for clock, by_level in written.items()
    }


def _add(uow: Uow, *, code: str, name: str, **values: object) -> None:
    uow.session.add(Category(code=code, name=name, initials=initials(name), **values))


def _publish(uow: Uow, body: dict[str, Any]) -> None:
    row = LimitTable(
        number=1,
        published_at=uow.now,
        author=uow.actor.name,
        note="随程序提供的时限",
        body=body,
    )
    uow.session.add(row)
    uow.record("cases.limits_published", Topic.CATEGORY, "limits", number=1)
