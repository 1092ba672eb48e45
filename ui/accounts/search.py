"""What "search everything" finds here: colleagues and units, for everybody.

Whoever manages accounts is led to the account, everybody else to what a colleague has in hand.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.accounts.queries import Colleague, PersonBrief, find_colleagues, find_people, find_units
from app.accounts.rules import Right
from app.core.words import label as word
from ui.core.slices import Desk, SearchHit
from ui.core.targets import InHandWanted, PersonWanted, UnitWanted

MOST = 6
SAME, SIMILAR, IN_HAND, BY_UNIT = 100, 60, 55, 40


def find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Return people and units whose name, login, code or initials fit."""
    return (*_people(desk, session, text), *_units(session, text))


def _people(desk: Desk, session: Any, text: str) -> Iterator[SearchHit]:
    manages = desk.actor.may(Right.MANAGE_ACCOUNTS)
    if manages:
        for row in find_people(session, text, limit=MOST):
            yield SearchHit(
                row.name, _where(row), "ph.user", PersonWanted(row.id), _score(text, row.name)
            )
    if not desk.actor.may(Right.READ_CASES):
        return
    now = desk.parts.clock.now()
    for found in find_colleagues(session, desk.actor, text, now=now, limit=MOST):
        score = IN_HAND if manages else _score(text, found.name)
        if not found.is_called:
            score = BY_UNIT  # the unit itself comes first
        target = InHandWanted(found.id, found.name)
        yield SearchHit(found.name, _does(found), "ph.user-list", target, score)


def _where(row: PersonBrief) -> str:
    return f"{row.login}·{row.unit_name}" if row.unit_name else row.login


def _does(found: Colleague) -> str:
    roles = "、".join(map(word, found.roles))
    in_hand = QCoreApplication.translate("AccountsSearch", "看在办事件")
    return "·".join(part for part in (found.unit_name, roles, in_hand) if part)


def _units(session: Any, text: str) -> Iterator[SearchHit]:
    for row in find_units(session, text, limit=MOST):
        detail = f"{word(row.kind)}·{row.phone}" if row.phone else word(row.kind)
        yield SearchHit(
            row.name, detail, "ph.buildings", UnitWanted(row.id), _score(text, row.name)
        )


def _score(text: str, name: str) -> int:
    return SAME if text.strip() == name else SIMILAR
