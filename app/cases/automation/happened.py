"""What happened in a transaction that rules may look at when it is done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.automation.model import Trigger

BY_RULE = "cases.by_rule"
"""Where a session keeps which rule acts just now: key and name, as its events keep them."""
_KEY = "cases.happened"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event that calls rules.

    Attributes:
        name: Tells it from others of the case: a rule acts on it once.
        by_rule: Whether a rule brought it about.
    """

    case_id: UUID
    trigger: Trigger
    name: str
    by_rule: bool = False


def happened(session: Session) -> list[Occasion]:
    """Return what no rule has looked at yet; whoever looks empties it."""
    found: list[Occasion] = session.info.setdefault(_KEY, [])
    return found


def acting_rule(session: Session) -> dict[str, Any] | None:
    """Return the rule that acts just now, None while a person does."""
    found: dict[str, Any] | None = session.info.get(BY_RULE)
    return found
