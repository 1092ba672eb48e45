"""Does the chores from a desk where no keeper runs beside the server.

The first desk of an administrator or director takes the lease; the others find it taken. It is
given back when its person leaves. Where a server knows people by their own accounts no desk does
them: nobody's rights reach all that chores have to see.
"""

import os
import threading
from collections.abc import Callable

from app.accounts.rules import Role
from app.bootstrap.chores import all_chores
from app.core.actor import Actor
from app.core.chores import give_lease_back, run_due
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from ui.core.slices import Desk

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})
FIRST_S = 20.0  # the desk stands first
ROUND_S = 30.0


def may_keep(actor: Actor) -> bool:
    """Tell whether a desk of this person does the chores."""
    own = (grant.role for grant in actor.grants if grant.deputy_for is None)
    return actor.everything or any(role in KEEPERS for role in own)


def holder_name(desk_name: str) -> str:
    """Return what names this process for people and apart from all others."""
    return f"{desk_name}:{os.getpid()}"


def start_keeping(desk: Desk, *, first_s: float = FIRST_S) -> threading.Event | None:
    """Do what is due from now on, in a thread of its own.

    Args:
        desk: Whose desk it is.
        first_s: How long to wait before the first look.

    Returns:
        What ends it; None where this person's desk does no chores.
    """
    if desk.parts.database.has_own_accounts or not may_keep(desk.actor):
        return None
    holder = holder_name(desk.actor.desk)

    def keep(stop: threading.Event, _emit: Callable[[object], None]) -> None:
        if stop.wait(first_s):
            return
        try:
            while True:
                _round(desk, holder, stop)
                if stop.wait(ROUND_S):
                    return
        finally:
            _let_go(desk, holder)

    return desk.jobs.watch(keep)


def _round(desk: Desk, holder: str, stop: threading.Event) -> None:
    try:
        run_due(desk.parts.database, all_chores(), holder, stopped=stop.is_set)
    except (DatabaseUnreachable, DatabaseBusy):
        return  # the heartbeat says so; the next round tries again


def _let_go(desk: Desk, holder: str) -> None:
    try:
        give_lease_back(desk.parts.database, holder)
    except AppError:
        return  # it runs out by itself
