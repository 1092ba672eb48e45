"""Runs real actions as somebody at some moment, all within one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import unwrap
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Uow
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody at a moment, within the transaction of the demo.

    Nobody sends an action twice here, so actions run without the bookkeeping of their command
    keys. News is dropped: the demo tells everybody once to read everything.
    """

    session: Session
    who: Actor
    at: datetime

    def __call__(self, action: Callable[..., Any], *given: object, **more: object) -> Any:
        """Run an action and return what it returns."""
        uow = Uow(self.session, self.who, self.at)
        return unwrap(action)(uow, *given, command_key=new_id(), **more)

    def plainly(self, work: Callable[..., Any], *given: object, **more: object) -> Any:
        """Run what a chore does, which nobody sends and so has no key."""
        return work(Uow(self.session, self.who, self.at), *given, **more)

    def by(self, who: Actor, at: datetime) -> "Doing":
        """Return somebody else at another moment, in the same transaction."""
        return Doing(self.session, who, at)
