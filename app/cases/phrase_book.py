"""The shipped phrases and macros, read into the database."""

import tomllib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.macros import MacroStep, check_steps
from app.cases.models import Category
from app.cases.models.work import Macro, Phrase
from app.cases.rules import EventKind
from app.core.changes import Topic
from app.core.database import Uow
from app.core.ids import new_id
from app.core.words import RESOURCES

ANY = "any"


def load_phrases(uow: Uow) -> int:
    """Put the shipped phrases and macros into a database that never had shared ones.

    A centre that dropped all of them keeps none. Phrases for kinds the centre does not have
    are left out; it takes the right to approve.

    Returns:
        How many phrases were added.
    """
    uow.actor.require(Right.APPROVE)
    shared = sa.select(Phrase.id).where(Phrase.owner_id.is_(None)).limit(1)
    if uow.session.scalar(shared) is not None:
        return 0
    shipped = shipped_phrases()
    kinds = set(uow.session.scalars(sa.select(Category.code)))
    added = 0
    for step, category, text in phrases_in(shipped):
        if category is None or category in kinds:
            added += 1
            row = Phrase(id=new_id(), text=text, step=step, category_code=category, position=added)
            uow.session.add(row)
    for macro in shipped["macros"]:
        steps = tuple(MacroStep(EventKind(kind), note) for kind, note in macro["steps"])
        check_steps(steps)
        stored = [step.as_json() for step in steps]
        uow.session.add(Macro(id=new_id(), name=macro["name"], steps=stored))
    uow.session.flush()
    uow.record("cases.phrases_loaded", Topic.PHRASE, "shipped", count=added)
    uow.touched(Topic.PHRASE, "shipped")
    return added


def shipped_phrases() -> dict[str, Any]:
    """Return the file as it stands."""
    with (RESOURCES / "dictionaries" / "phrases.toml").open("rb") as file:
        return tomllib.load(file)


def phrases_in(shipped: dict[str, Any]) -> Iterator[tuple[EventKind | None, str | None, str]]:
    """Yield step, kind and text of each shipped phrase."""
    for name, part in shipped.items():
        if name == "macros":
            continue
        step = None if name == ANY else EventKind(name)
        for key, value in part.items():
            if key == "phrases":
                yield from ((step, None, text) for text in value)
            else:
                yield from ((step, key, text) for text in value["phrases"])
