"""Who sees what others share."""

from app.accounts.rules import Right
from app.core.actor import Actor


def reads_street(actor: Actor, street: str) -> bool:
    """Tell whether somebody's map touches a street: whoever reads it, or a part of it."""
    return any(
        street.startswith(prefix) or prefix.startswith(street)
        for prefix in actor.prefixes(Right.READ_TERRITORY)
    )
