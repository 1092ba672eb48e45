"""One dated step of a case in the demo; pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.cases.rules import EventKind


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, and when (aware).

    Attributes:
        sort: What sort of that step: which request, what a call found, who archives.
        until: When a pause is to end.
        amount: How much more time is asked for, in the unit of the limit.
    """

    kind: EventKind
    at: datetime
    sort: str = ""
    until: datetime | None = None
    amount: float | None = None

    def moved(self, at: datetime) -> "Step":
        """Return the same step at another moment."""
        return self if at == self.at else replace(self, at=at)
