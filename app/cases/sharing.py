"""Who may share a view of the queue, and who may change a shared one."""

from uuid import UUID

from app.accounts.rules import Right
from app.core.actor import Actor

SHARING_RIGHTS = (Right.ASSIGN_CASE, Right.APPROVE)
"""Who disposes of an area's cases, or decides on them, also says how they are looked at."""


def may_share(actor: Actor) -> bool:
    """Tell whether somebody may share views with an area."""
    return any(actor.prefixes(right) for right in SHARING_RIGHTS)


def may_keep(actor: Actor, owner_id: UUID | None, region: str, *, shared: bool) -> bool:
    """Tell whether somebody may change a view: one's own, or a shared one of one's area."""
    if owner_id == actor.person_id:
        return True
    return shared and any(actor.may_in(right, region) for right in SHARING_RIGHTS)


def shared_region(actor: Actor, wanted: str) -> str | None:
    """Return the region a view is shared with: the wanted one, or of a wider one the first part
    in which one may share; None where one may not.
    """
    held = [prefix for right in SHARING_RIGHTS for prefix in actor.prefixes(right)]
    if wanted and any(wanted.startswith(prefix) for prefix in held):
        return wanted
    return next((prefix for prefix in held if prefix.startswith(wanted)), None)
