"""Time limits per kind and level, in published versions that are never edited."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import Limit, LimitUnit
from app.cases.models import LimitTable


@dataclass(frozen=True, slots=True)
class Limits:
    """One version of all time limits.

    Attributes:
        number: Version.
        body: ``{"default": {clock: {level: [amount, unit]}}, "kinds": {code: …}}`` where
            clock is ``sign``, ``handle`` or ``promise``; what a kind does not say comes from
            its parent, then from the default. A promise need not be made at all.
    """

    number: int
    body: dict[str, Any]

    def limit(self, clock: str, category: str | None, level: str) -> Limit:
        """Return the limit of a clock for a kind and level."""
        amount, unit = self._find(clock, category, level) or self.body["default"][clock][level]
        return Limit(amount, LimitUnit(unit))

    def promise(self, category: str | None, level: str) -> Limit | None:
        """Return within what the centre has promised to be done, None where it has not."""
        found = self._find("promise", category, level)
        found = found or self.body["default"].get("promise", {}).get(level)
        return Limit(found[0], LimitUnit(found[1])) if found else None

    def _find(self, clock: str, category: str | None, level: str) -> list[Any] | None:
        for code in upwards(category):
            found: list[Any] | None = self.body["kinds"].get(code, {}).get(clock, {}).get(level)
            if found:
                return found
        return None


def upwards(category: str | None) -> tuple[str, ...]:
    """Return a kind's code and those above it: ``E02-03`` → ``E02-03``, ``E02``."""
    if not category:
        return ()
    parts = category.split("-")
    return tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))


def limits_now(session: Session) -> Limits:
    """Return the version in force."""
    newest = sa.select(LimitTable).order_by(LimitTable.number.desc()).limit(1)
    row = session.scalars(newest).one()
    return Limits(row.number, row.body)


def limits_of(session: Session, number: int) -> Limits:
    """Return an older version, by which a case's promises were made."""
    row = session.get_one(LimitTable, number)
    return Limits(row.number, row.body)
