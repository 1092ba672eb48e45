"""How somebody shows a server who they are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_SHOWN = "jz.pass"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login role and its password; kept in memory while somebody works."""

    role: str
    password: str = field(repr=False)


def presenting(who: Credentials) -> Callable[[Any, Any, Any, dict[str, Any]], None]:
    """Return what gives a new connection somebody's login role and password."""

    def present(_dialect: Any, _record: Any, _args: Any, given: dict[str, Any]) -> None:
        given |= {"user": who.role, "password": who.password}

    return present


def show_pass(raw: Any, known: dict[str, Any], ticket: str) -> None:
    """Show on a connection what was given for the code of a second factor.

    Args:
        raw: The driver's connection, in no transaction.
        known: What is remembered of it.
        ticket: "" for none.
    """
    if known.get(_SHOWN, "") == ticket:
        return
    with raw.cursor() as cursor:
        cursor.execute("SELECT set_config('jz.pass', %s, false)", (ticket,))
    raw.commit()
    known[_SHOWN] = ticket


def leave(engine: Engine) -> None:
    """Close the connections of somebody; those in use are closed when they come back."""
    held = engine.pool
    engine.dispose()
    event.listen(held, "checkin", _close)


def _close(raw: Any, _record: Any) -> None:
    if raw is not None:
        raw.close()
