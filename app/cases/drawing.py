"""Which finished cases are called back: a plan of shares, drawn so that anybody can redo it; pure.

A share says "of every 10 such cases 3". The cases under it are counted one after another in each
street, in blocks of ten, and which places of a block are drawn follows from the plan's own salt:
nobody can foresee it, and with the salt anybody gets the same places again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cases.limits import upwards
from app.cases.rules import Source
from app.core.errors import AppError

MOST_OF = 100
"""Cases of the largest block."""
MOST_SHARES = 60


class DrawnBy(StrEnum):
    """By what a share picks the cases it speaks of."""

    SOURCE = "source"
    KIND = "kind"
    REST = "rest"


class CallReason(StrEnum):
    """Why a finished case is called back or is not."""

    PROMISED = "promised"
    DRAWN = "drawn"
    NOT_DRAWN = "not_drawn"
    NO_PHONE = "no_phone"


class ShareWrong(AppError):
    """A share is not some of at most a hundred; facts: ``most``."""

    code = "cases.share_wrong"


class ShareTwice(AppError):
    """Two shares of a plan speak of the same cases; facts: ``what``."""

    code = "cases.share_twice"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cases of a sort are called back: `drawn` of every `of`.

    Attributes:
        by: What `key` is.
        key: A `Source`, the code of a kind or category; "" for what no other share speaks of.
    """

    by: DrawnBy
    key: str
    drawn: int
    of: int

    @property
    def name(self) -> str:
        """What tells it from the other shares of a plan."""
        return f"{self.by}:{self.key}"


ALL = Share(DrawnBy.REST, "", 1, 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of the plan.

    Attributes:
        number: Version; 0 where none was ever decided, and all are called back.
        shares: In their order; the first that speaks of a case decides, `rest` what none does.
        salt: What the places follow from.
    """

    number: int = 0
    shares: tuple[Share, ...] = ()
    rest: Share = ALL
    salt: str = ""

    def share_of(self, source: Source, category: str | None) -> Share:
        """Return the share that speaks of a case."""
        codes = upwards(category)
        for share in self.shares:
            if share.by is DrawnBy.SOURCE and share.key == source:
                return share
            if share.by is DrawnBy.KIND and share.key in codes:
                return share
        return self.rest

    @property
    def draws_all(self) -> bool:
        """Whether every case is called back."""
        return all(share.drawn == share.of for share in (*self.shares, self.rest))


def checked_shares(shares: Sequence[Share], rest: Share) -> None:
    """Raise unless the shares of a plan say something that can be drawn.

    Raises:
        ShareWrong: One of them is not some of at most `MOST_OF`, or there are too many.
        ShareTwice: Two speak of the same.
    """
    every = (*shares, rest)
    fits = all(0 <= share.drawn <= share.of and 1 <= share.of <= MOST_OF for share in every)
    if not fits or rest.by is not DrawnBy.REST or len(shares) > MOST_SHARES:
        raise ShareWrong(most=MOST_OF)
    seen: set[str] = set()
    for share in shares:
        if share.by is DrawnBy.REST or not share.key:
            raise ShareWrong(most=MOST_OF)
        if share.name in seen:
            raise ShareTwice(what=share.key)
        seen.add(share.name)


def places(plan: Plan, share: Share, street: str, block: int) -> tuple[int, ...]:
    """Return which places of a block are drawn, from 1, ascending.

    Args:
        plan: Whose salt decides.
        share: Of that plan.
        street: Code of the street in which is counted.
        block: From 0.
    """
    if share.drawn in (0, share.of):
        return tuple(range(1, share.drawn + 1))

    def weight(place: int) -> bytes:
        told = f"{plan.salt}|{plan.number}|{share.name}|{street}|{block}|{place}"
        return hashlib.sha256(told.encode()).digest()

    return tuple(sorted(sorted(range(1, share.of + 1), key=weight)[: share.drawn]))


def place_of(share: Share, serial: int) -> tuple[int, int]:
    """Return block (from 0) and place in it (from 1) of the `serial`-th case (from 1)."""
    block, place = divmod(serial - 1, share.of)
    return block, place + 1


def is_drawn(plan: Plan, share: Share, street: str, serial: int) -> bool:
    """Tell whether the `serial`-th case (from 1) of a street under a share is drawn."""
    block, place = place_of(share, serial)
    return place in places(plan, share, street, block)


def plan_body(shares: Sequence[Share], rest: Share, salt: str) -> dict[str, Any]:
    """Return a plan as it is kept."""
    return {"shares": [_kept(share) for share in shares], "rest": _kept(rest), "salt": salt}


def plan_of(number: int, body: dict[str, Any]) -> Plan:
    """Return a plan as `plan_body` kept it."""
    shares = tuple(_read(each) for each in body["shares"])
    return Plan(number, shares, _read(body["rest"]), str(body["salt"]))


def _kept(share: Share) -> list[Any]:
    return [share.by, share.key, share.drawn, share.of]


def _read(kept: list[Any]) -> Share:
    by, key, drawn, of = kept
    return Share(DrawnBy(by), str(key), int(drawn), int(of))
