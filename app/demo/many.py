"""Very many made-up cases in one database: what queues, search and exports are measured on.

A demo street is built by the real actions, the other streets of its county stand as regions, and
the cases are written as plain rows in batches: all columns, numbers, audience, but one event or
none. Nothing is kept in memory but the batch at hand, and the same seed tells the same story.

What is written differs from what desks write in one way only: nobody did it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.documents import settle_documents, write_documents
from app.cases.models import CaseAudience, CaseFile, Category
from app.cases.numbers import RECEIPT_ALPHABET, RECEIPT_LENGTH, case_number
from app.cases.rules import CaseState, Level, MatterClass, Source
from app.core.clock import local
from app.core.database import Database
from app.core.pinyin import reading
from app.demo.build import build_demo
from app.demo.play import Progress
from app.demo.rows import add_rows
from app.demo.street import KindTexts, StreetPlan, kind_texts, load_district, load_street, read
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.rules import GridKind, Tier

MANY = 1_000_000
YEARS = 3
OPEN_SHARE = 0.02
"""Of the newest tenth of all cases every fifth is open, of the others none: as in a centre that
keeps up."""

_BATCH = 10_000
_DECLINED_SHARE = 0.01
_ARCHIVED_AFTER = timedelta(days=60)
_OPEN_STATES = (
    *(CaseState.REGISTERED, CaseState.ASSIGNED, CaseState.SIGNED_FOR),
    *(CaseState.IN_PROGRESS, CaseState.IN_PROGRESS, CaseState.FINISHED),
)
_SOURCES = (Source.CALL, Source.CALL, Source.GRID_PATROL, Source.VISIT, Source.HOTLINE_12345)


def fill_with_many(
    database: Database,
    cases: int = MANY,
    *,
    seed: int = 1,
    clock_now: datetime | None = None,
    progress: Progress = lambda _done, _whole: None,
) -> None:
    """Fill an empty, migrated database with very many cases of one county.

    Args:
        database: On either engine, with the present schema and nothing in it.
        cases: How many.
        seed: Where every die begins.
        clock_now: The moment the newest one came in; the database's present when left out.
        progress: Told how many cases of how many are written.

    Raises:
        DemoRefused: The database is not empty.
    """
    now = clock_now or database.clock.now()
    ground = lay_ground(database, seed, now)
    writing = database.engine.execution_options(writes=True)
    maker = CaseMaker(ground, Random(seed), now, cases)  # noqa: S311  nothing secret hangs on it
    for start in range(0, cases, _BATCH):
        made = [maker.case(number) for number in range(start, min(start + _BATCH, cases))]
        heard = [heard_of(case) for case in made if case["handling_unit_id"] is not None]
        with Session(writing) as session:
            add_rows(session, CaseFile, made)
            add_rows(session, CaseAudience, heard)
            write_documents(session, [case["id"] for case in made])
            session.commit()
        progress(start + len(made), cases)
    gather_figures(database)


def lay_ground(database: Database, seed: int, now: datetime) -> "Ground":
    """Make the demo street and the other streets of its county in an empty database.

    Raises:
        DemoRefused: It is not empty.
    """
    build_demo(database, days=1, seed=seed, clock_now=now)
    with Session(database.engine.execution_options(writes=True)) as session:
        _add_streets(session)
        session.commit()
        return ground_of(session)


def planted() -> Mapping[str, int]:
    """Return words that stand in every so manieth case and nowhere else."""
    found: dict[str, int] = read("many_cases.toml")["planted"]
    return found


def gather_figures(database: Database) -> None:
    """Let the engine count what it plans its ways by."""
    with Session(database.engine.execution_options(writes=True)) as session:
        connection = session.connection()
        if not database.is_sqlite:  # it takes longer than anything people wait for
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        settle_documents(session)
        connection.execute(sa.text("ANALYZE"))
        session.commit()


def _add_streets(session: Session) -> None:
    """Enter the other streets of the county with their communities and grids."""
    known = set(session.scalars(sa.select(Region.code)))
    regions: list[dict[str, Any]] = []
    grids: list[dict[str, Any]] = []
    for plan in load_district()[1]:
        if plan.code == load_street().code:
            continue  # it stands, with grids of its own
        rows = list(_regions_of(plan))
        regions += [row for row in rows if row["code"] not in known]
        grids += [_grid(row["code"]) for row in rows if row["tier"] is Tier.GRID]
    regions.sort(key=lambda row: len(row["code"]))
    add_rows(session, Region, regions)
    add_rows(session, Grid, grids)


def _regions_of(plan: StreetPlan) -> Iterator[dict[str, Any]]:
    yield _region(plan.code, plan.regions[-1][1], Tier.STREET, plan.county)
    for community in plan.communities:
        yield _region(community.code, community.name, Tier.COMMUNITY, plan.code)
        for number in range(1, community.grids + 1):
            name = f"{community.short} {number:02d}"
            yield _region(f"{community.code}{number:03d}", name, Tier.GRID, community.code)


def _region(code: str, name: str, tier: Tier, parent: str) -> dict[str, Any]:
    read_as = reading(name)
    return {
        "code": code,
        "name": name,
        "tier": tier,
        "parent_code": parent,
        "pinyin": read_as.key,
        "initials": read_as.initials,
        "version": 1,
    }


def _grid(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "kind": GridKind.GENERAL,
        "households": 300,
        "population": 780,
        "version": 1,
    }


@dataclass(frozen=True, slots=True)
class _Kind:
    texts: KindTexts
    unit: UUID | None
    level: str
    matter: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What cases are made of: grids with the roads about them, and kinds by how often."""

    grids: tuple[tuple[str, tuple[str, ...]], ...]
    kinds: tuple[_Kind, ...]
    weights: tuple[int, ...]


def ground_of(session: Session) -> Ground:
    """Return what cases are made of in a database."""
    asked = sa.select(Region.code, Region.name).where(Region.tier == Tier.GRID)
    grids = session.execute(asked.order_by(Region.code))
    placed = tuple((code, _roads(name)) for code, name in grids)
    known = {kind.code: kind for kind in session.scalars(sa.select(Category))}
    fallback = session.scalars(sa.select(Unit.id).where(Unit.code == "community")).first()
    kinds = tuple(
        _Kind(texts, known[code].unit_id or fallback, known[code].level, known[code].matter_class)
        for code, texts in kind_texts().items()
    )
    return Ground(placed, kinds, tuple(kind.texts.weight for kind in kinds))


def _roads(grid: str) -> tuple[str, ...]:
    near = grid.partition(" ")[0]
    return tuple(f"{near}{end}" for end in ("路", "街", "东巷", "西巷", "南路", "北街", "中路"))


class CaseMaker:
    """Makes one case after the other, ascending in time."""

    def __init__(
        self, ground: Ground, chance: Random, now: datetime, count: int, first_serial: int = 500
    ) -> None:
        """Begin.

        Args:
            ground: What cases are made of.
            chance: Every die.
            now: The moment the newest one came in.
            count: How many there are to be.
            first_serial: Where the numbers of a street and day begin; numbers of the demo street
                that were given out today stay free.
        """
        self._ground = ground
        self._chance = chance
        self._now = now
        self._count = count
        self._begun = now - timedelta(days=365 * YEARS)
        self._apart = timedelta(days=365 * YEARS) / max(count, 1)
        self._words = load_street()
        self._more = read("many_cases.toml")
        self._planted = tuple(planted().items())
        self._first = first_serial
        self._serials: dict[str, int] = {}
        self._day: date | None = None
        self._all_kinds = chance.choices(ground.kinds, ground.weights, k=50_021)

    def case(self, ordinal: int) -> dict[str, Any]:
        """Return the columns of a case.

        Args:
            ordinal: Which one, from 0; the newest is the last.
        """
        received = self._begun + self._apart * (ordinal + self._chance.random())
        received = min(received, self._now - timedelta(seconds=90)).astimezone(UTC)
        grid, roads = self._chance.choice(self._ground.grids)
        kind = self._all_kinds[ordinal % len(self._all_kinds)]
        place, title, text = self._said(kind.texts, roads, ordinal)
        is_late = ordinal >= self._count * 0.9
        state = self._state(received, is_late=is_late)
        return {
            "id": self._key(received),
            "receipt_code": _receipt(ordinal),
            "source": self._chance.choice(_SOURCES),
            "title": title,
            "text": text,
            "category_code": kind.texts.code,
            "level": kind.level or Level.NORMAL,
            "matter_class": kind.matter or MatterClass.MINOR,
            "state": state,
            "opened_region": grid,
            "region": grid,
            "desk_region": grid,
            "place": place,
            "received_at": received,
            **_NEVER,
            **self._course(state, received, grid, kind),
        }

    def _state(self, received: datetime, *, is_late: bool) -> CaseState:
        drawn = self._chance.random()
        if drawn < _DECLINED_SHARE:
            return CaseState.DECLINED
        if is_late and drawn < _DECLINED_SHARE + OPEN_SHARE * 10:
            return self._chance.choice(_OPEN_STATES)
        old = self._now - received > _ARCHIVED_AFTER
        return CaseState.ARCHIVED if old and drawn > 1 - OPEN_SHARE * 20 else CaseState.CLOSED

    def _course(
        self, state: CaseState, received: datetime, grid: str, kind: _Kind
    ) -> dict[str, Any]:
        """Return number, times, clock and holder as they follow from the state."""
        if state is CaseState.DECLINED:
            closed = received + timedelta(hours=3)
            return {"number": None, "closed_at": closed, "order_at": closed}
        told: dict[str, Any] = {
            "number": self._number(received, grid),
            "registered_at": received + timedelta(minutes=2),
            "handling_unit_id": None if state is CaseState.REGISTERED else kind.unit,
        }
        days = timedelta(days=self._chance.uniform(0.1, 4))
        due = received + timedelta(days=self._chance.choice((1, 2, 3, 5, 15)))
        if state in (CaseState.CLOSED, CaseState.ARCHIVED):
            finished = min(received + days, self._now)
            closed = min(finished + timedelta(hours=20), self._now)
            archived = closed + timedelta(days=30) if state is CaseState.ARCHIVED else None
            ended = {"finished_at": finished, "closed_at": closed, "archived_at": archived}
            return told | ended | {"handle_due_at": due, "order_at": closed, "is_solved": True}
        # No centre leaves its cases so late: what came long ago is due about now.
        late = timedelta(days=self._chance.uniform(-1, 6))
        due = max(due, self._now + late)
        clock = {"clock": "handle", "clock_unit": "working_day", "clock_limit_s": 3 * 28_800}
        if state is CaseState.FINISHED:
            clock = {"finished_at": self._now - timedelta(hours=2)}
        return told | clock | {"handle_due_at": due, "warn_at": due - days / 2, "order_at": due}

    def _number(self, received: datetime, grid: str) -> str:
        registered = local(received + timedelta(minutes=2)).date()
        if registered != self._day:
            self._day, self._serials = registered, {}
        street = grid[:9]
        self._serials[street] = serial = self._serials.get(street, self._first) + 1
        return case_number(registered, street, serial)

    def _said(self, texts: KindTexts, roads: Sequence[str], ordinal: int) -> tuple[str, str, str]:
        chance, words = self._chance, self._words.words
        place = f"{chance.choice(roads)} {chance.randint(1, 399)} 号"
        told = {
            "p": place,
            "when": chance.choice(words.when),
            "long": chance.choice(words.long),
            "n": chance.randint(2, 9),
            "who": chance.choice(self._words.surnames),
        }
        more = [chance.choice(self._more[part]) for part in ("before", "effect", "ask")]
        text = "".join((chance.choice(texts.texts), *more)).format(**told)
        title = chance.choice(texts.titles).format(**told)
        for word, each in self._planted:
            if ordinal % each == each // 2:
                text = f"{text}{word}。"
        return place, title, text

    def _key(self, received: datetime) -> UUID:
        """Return a key that tells the moment, as a desk would have made it."""
        stamp = int(received.timestamp() * 1_000)
        chance = self._chance.getrandbits(74)
        head = (stamp << 80) | (7 << 76) | (chance >> 62 << 64)
        return UUID(int=head | (2 << 62) | (chance & ((1 << 62) - 1)))


_NEVER: dict[str, Any] = {
    "is_confidential": False,
    "wants_call_back": False,
    "pause_reason": "",
    "returned_count": 0,
    "reopened_count": 0,
    "call_count": 0,
    "limit_number": 1,
    "calendar_number": 1,
    "answers": {},
    "extra": {},
    "version": 1,
    "external_number": None,
    "registered_at": None,
    "finished_at": None,
    "closed_at": None,
    "archived_at": None,
    "handling_unit_id": None,
    "handle_due_at": None,
    "warn_at": None,
    "clock": None,
    "clock_unit": None,
    "clock_limit_s": None,
    "is_solved": None,
}
"""Columns of a case to which nothing has happened yet."""

_STEP = 486_187_739  # shares no factor with the number of codes: each occurs once


def _receipt(ordinal: int) -> str:
    """Return another code for every case; they look drawn by lot."""
    base = len(RECEIPT_ALPHABET)
    left, signs = (ordinal + 1) * _STEP % base**RECEIPT_LENGTH, []
    for _ in range(RECEIPT_LENGTH):
        left, sign = divmod(left, base)
        signs.append(RECEIPT_ALPHABET[sign])
    return "".join(signs)


def heard_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that says which unit has a case."""
    return {
        "case_id": case["id"],
        "unit_id": case["handling_unit_id"],
        "since": case["registered_at"],
    }
