"""The areas somebody may choose to look at: all that is theirs, then one tier below."""

from typing import Any

from PySide6.QtCore import QCoreApplication

from app.core.actor import Actor
from app.territory.queries import RegionRow, children, region_names
from app.territory.rules import Tier
from ui.core.scope import RegionChoice

MOST = 40  # a menu; who has more to choose from searches instead


def my_regions(session: Any, actor: Actor) -> tuple[RegionChoice, ...]:
    """Return the choices, the whole first; empty for who has no region of their own.

    The whole has no code: what reaches somebody through a unit or by being summoned lies
    outside their region and must not vanish from their lists.
    """
    roots = _roots(session, actor)
    if not roots:
        return ()
    names = region_names(session, roots)
    if len(roots) > 1:
        whole = QCoreApplication.translate("Scope", "全部辖区")
        named = (RegionChoice(code, names[code]) for code in roots if code in names)
        return (RegionChoice("", whole), *named)
    below = children(session, roots[0])[:MOST]
    return (RegionChoice("", names.get(roots[0], roots[0])), *map(_choice, below))


def _choice(row: RegionRow) -> RegionChoice:
    return RegionChoice(row.code, row.short)


def _roots(session: Any, actor: Actor) -> tuple[str, ...]:
    """Return the topmost regions held, none of them inside another."""
    held = sorted({grant.region for grant in actor.grants if grant.region is not None})
    if actor.everything or "" in held:
        return _top(session)
    return tuple(code for code in held if not any(_inside(code, other) for other in held))


def _inside(code: str, other: str) -> bool:
    return code != other and code.startswith(other)


def _top(session: Any) -> tuple[str, ...]:
    """Return the first regions, from the province down, that are more than one or a street."""
    found = children(session, None)
    while len(found) == 1 and found[0].tier is not Tier.STREET:
        below = children(session, found[0].code)
        if not below:
            break
        found = below
    return tuple(row.code for row in found)
