"""What "search everything" finds here: units for everybody, people for who manages accounts."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.accounts.queries import PersonBrief, find_people, find_units
from app.accounts.rules import Right
from app.core.words import label as word
from ui.core.slices import Desk, SearchHit
from ui.core.targets import PersonWanted, UnitWanted

MOST = 6
SAME, SIMILAR = 100, 60


def find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Return people and units whose name, login, code or initials fit."""
    return (*_people(desk, session, text), *_units(session, text))


def _people(desk: Desk, session: Any, text: str) -> Iterator[SearchHit]:
    if not desk.actor.may(Right.MANAGE_ACCOUNTS):
        return  # nothing here would show them
    for row in find_people(session, text, limit=MOST):
        yield SearchHit(
            row.name, _where(row), "ph.user", PersonWanted(row.id), _score(text, row.name)
        )


def _where(row: PersonBrief) -> str:
    return f"{row.login}·{row.unit_name}" if row.unit_name else row.login


def _units(session: Any, text: str) -> Iterator[SearchHit]:
    for row in find_units(session, text, limit=MOST):
        detail = f"{word(row.kind)}·{row.phone}" if row.phone else word(row.kind)
        yield SearchHit(
            row.name, detail, "ph.buildings", UnitWanted(row.id), _score(text, row.name)
        )


def _score(text: str, name: str) -> int:
    return SAME if text.strip() == name else SIMILAR
