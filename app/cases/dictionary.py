"""The shipped tree of kinds and its time limits, read into the database."""

import re
import tomllib
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.kind_versions import keep_first
from app.cases.kinds import AnswerKind, Check, Question
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
    shipped, details = _read("categories"), _read("kind_details")
    default = shipped.pop("limits")
    units = {unit.code: unit.id for unit in uow.session.scalars(sa.select(Unit))}
    kinds: dict[str, Any] = {}
    for code, group in shipped.items():
        _add(uow, code=code, name=group["name"], hints="")
        uow.session.flush()
        for kind, name, hints, unit, level, matter, limit in group["kinds"]:
            more = details.get(kind, {})
            _add(
                uow,
                code=kind,
                name=name,
                hints=hints,
                parent_code=code,
                unit_id=units.get(unit),
                level=Level(level),
                matter_class=MatterClass(matter),
                **_detail(more),
            )
            limits = {"handle": dict.fromkeys(map(str, Level), limit)} if limit else {}
            limits |= {"promise": more["promised"]} if "promised" in more else {}
            kinds |= {kind: _limits(limits)} if limits else {}
    uow.session.flush()
    keep_first(uow, *uow.session.scalars(sa.select(Category)))
    _publish(uow, {"default": _limits(default), "kinds": kinds})
    uow.touched(Topic.CATEGORY, "all")


def parse_limit(text: str) -> list[object]:
    """Return amount and unit of a limit written like ``2h!``, ``5h`` or ``1d``."""
    found = _LIMIT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return [float(found[1]), _UNITS[found[2]]]


def _read(name: str) -> dict[str, Any]:
    with (RESOURCES / "dictionaries" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _detail(more: dict[str, Any]) -> dict[str, Any]:
    """Return the columns for what the dictionary says of a kind besides its line."""
    return {
        "opening_condition": more.get("opening", ""),
        "closing_condition": more.get("closing", ""),
        "promise": more.get("promise", ""),
        "duplicate_radius_m": more.get("radius_m", 100),
        "is_confidential": more.get("is_confidential", False),
        "questions": [_question(each).as_json() for each in more.get("questions", ())],
        "checks": [_check(each).as_json() for each in more.get("checks", ())],
    }


def _question(written: list[str]) -> Question:
    """Read ``["key", "text"]``, followed by a kind of answer or by the choices."""
    key, text, *rest = written
    if len(rest) > 1:
        return Question(key, text, AnswerKind.CHOICE, tuple(rest))
    return Question(key, text, AnswerKind(rest[0]) if rest else AnswerKind.TEXT)


def _check(written: list[str]) -> Check:
    """Read ``["key", "text"]``; what is shipped reminds, a centre makes of it what must be."""
    key, text = written
    return Check(key, text, required=False)


def _limits(written: dict[str, dict[str, str]]) -> dict[str, dict[str, list[object]]]:
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
