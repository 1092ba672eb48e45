"""Matching the three lists: two thousand resources and three thousand needs, and why some lack."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from app.commands.measures.rows import BenchRow, against, timed
from app.core.words import say
from app.party.lists.queries.board import Board
from app.party.lists.queries.proposals import proposals
from app.party.lists.queries.rows import NeedRow, ResourceRow
from app.party.lists.rules import (
    ANY_TIME,
    DAYS,
    PARTS,
    NeedState,
    OfferKind,
    OfferTerms,
    slots_of,
)

RESOURCES, NEEDS = 2_000, 3_000
LIMIT_S = 5.0
TODAY = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
WEST, SOUTH, WIDE, HIGH = 113.24, 40.04, 0.12, 0.10  # degrees, a district of ten kilometres
_REACH_M = 5_000.0


def made_board(seed: int = 1) -> Board:
    """Return a board of a whole district, of every sort, spread over place and week."""
    chance = Random(seed)  # noqa: S311  the same board each time
    return Board(
        tuple(_resource(chance, number) for number in range(RESOURCES)),
        tuple(_need(chance, number) for number in range(NEEDS)),
        (),
        TODAY,
        _REACH_M,
        MOMENT,
    )


def matching(runs: int) -> BenchRow:
    """Measure how long a board waits for its proposals; the limit is 5 s."""
    shown = made_board()
    took = [timed(partial(proposals, shown))() for _ in range(min(runs, 3))]
    what = say("lab.matching", resources=RESOURCES, needs=NEEDS)
    return against(what, took, unit="s", limit=LIMIT_S)


def _resource(chance: Random, number: int) -> ResourceRow:
    kind, point, slots, since, until = _drawn(chance)
    amount = chance.randrange(1, 120)
    return ResourceRow(
        id=UUID(int=number + 1),
        region="990102004",
        region_name="",
        title=str(number),
        kind=kind,
        amount=amount,
        left=amount,
        offered_by="",
        place="",
        at=point,
        slots=slots,
        since=since,
        until=until,
        terms=OfferTerms.FREE,
        price="",
        hours="",
        note="",
        may_keep=False,
        version=1,
    )


def _need(chance: Random, number: int) -> NeedRow:
    kind, point, slots, since, until = _drawn(chance)
    return NeedRow(
        id=UUID(int=RESOURCES + number + 1),
        region="990102004013",
        region_name="",
        title=str(number),
        kind=kind,
        amount=chance.randrange(1, 120),
        covered=0,
        wants_venue=chance.random() < 1 / 5,
        has_venue=False,
        needed_by="",
        place="",
        at=point,
        slots=slots,
        since=since,
        until=until,
        note="",
        state=NeedState.OPEN,
        may_keep=False,
        version=1,
    )


def _drawn(chance: Random) -> tuple[OfferKind, tuple[float, float], int, date, date]:
    """Return a sort, a point, parts of the week, a first and a last day."""
    kind = chance.choice(tuple(OfferKind))
    point = (WEST + chance.random() * WIDE, SOUTH + chance.random() * HIGH)
    pairs = [(chance.randrange(DAYS), chance.randrange(PARTS)) for _ in range(3)]
    slots = ANY_TIME if chance.random() < 1 / 5 else slots_of(pairs)
    since = TODAY + timedelta(days=chance.randrange(-60, 60))
    return kind, point, slots, since, since + timedelta(days=chance.randrange(20, 200))
