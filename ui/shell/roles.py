"""As what somebody is here, in the words of staff."""

from app.accounts.rules import Role
from app.core import words
from app.core.actor import Actor


def role_words(actor: Actor) -> str:
    """Return the roles held, e.g. ``受理员、分拨员``; empty for the console."""
    held = dict.fromkeys(grant.role for grant in actor.grants)
    return "、".join(words.label(Role(role)) for role in held)


def first_role(actor: Actor) -> str:
    """Return the first role, for the top bar where there is room for one."""
    return words.label(Role(actor.grants[0].role)) if actor.grants else ""
