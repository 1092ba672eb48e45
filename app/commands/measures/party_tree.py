"""The organisations of a whole district: its tree today and on another day, and what is missing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from app.commands.measures.rows import BenchRow, paired, timed
from app.core.actor import Actor, console
from app.core.database import Database, Uow
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings
from app.core.words import say
from app.migrations import migrate
from app.party.models import PartyGridCover, PartyOrganisation, PartyOrganisationVersion
from app.party.models.members import PartyMember
from app.party.queries.coverage import coverage_board
from app.party.queries.organisations import organisation_tree
from app.party.rules import PartyForm, PartyLevel, PartyStep
from app.territory.models import Region
from app.territory.models.grids import Grid

STREETS, COMMUNITIES, GRIDS, GROUPS = 18, 155, 1_529, 4_587
MEMBERS = 53_000
NAMES = ("party_tree", "party_as_of", "party_board")
TODAY, PAST = date(2026, 11, 24), date(2020, 7, 1)
_COUNTY = "990102"
_AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
Row = dict[str, Any]


def rows(folder: Path, runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return what is measured; the district is made once, by the first that needs it."""

    @cache
    def made() -> Database:
        return _made(folder / "party.db")

    return {
        "party_tree": lambda: _tree(made(), runs, None),
        "party_as_of": lambda: _tree(made(), runs, PAST),
        "party_board": lambda: _board(made(), runs),
    }


def _actor() -> Actor:
    return console("bench")


_ORGANISATIONS = "SELECT * FROM party_organisation ORDER BY region, pinyin, id"
_VERSIONS = (
    "SELECT organisation_id, ordinal, valid_from, step, name, parent_id"
    " FROM party_organisation_version WHERE valid_from <= '2020-07-01'"
)
_COUNTS = (
    "SELECT organisation_id, count(*) FROM party_member"
    " WHERE left_on IS NULL GROUP BY organisation_id"
)
_COVERED = (
    "SELECT c.grid_code FROM party_grid_cover c"
    " JOIN party_organisation o ON o.id = c.organisation_id WHERE o.dissolved_on IS NULL"
)
_BESIDE = (
    "SELECT o.id, o.name, c.grid_code FROM party_organisation o"
    " JOIN party_grid_cover c ON c.organisation_id = o.id"
    " WHERE o.dissolved_on IS NULL AND o.form = 'branch'"
)
_LIVING = (
    "SELECT grid_code, count(*) FROM party_member WHERE left_on IS NULL AND grid_code NOT IN"
    " (SELECT grid_code FROM party_grid_cover) GROUP BY grid_code"
)
_GRIDS = "SELECT g.code, r.name FROM grid g JOIN region r ON r.code = g.code ORDER BY g.code"
_UNPLACED = (
    "SELECT region, count(*) FROM party_member"
    " WHERE grid_code IS NULL AND left_on IS NULL GROUP BY region"
)


def _tree(database: Database, runs: int, on: date | None) -> BenchRow:
    """Measure the whole tree with its counts against the bare statements that read it."""
    actor = _actor()

    def ours() -> None:
        with database.reading() as session:
            organisation_tree(session, actor, on=on)

    told = (_ORGANISATIONS, _COUNTS) if on is None else (_ORGANISATIONS, _COUNTS, _VERSIONS)
    what = "lab.party_tree" if on is None else "lab.party_as_of"
    count = STREETS + COMMUNITIES + GRIDS + GROUPS
    return _against(database, say(what, rows=f"{count:,}"), ours, told, runs, bound=8.0)


def _board(database: Database, runs: int) -> BenchRow:
    """Measure the coverage board of the district, its tree being read, as the page has it."""
    actor, settings = _actor(), CentreSettings()
    with database.reading() as session:
        tree = organisation_tree(session, actor)

    def ours() -> None:
        with database.reading() as session:
            coverage_board(session, actor, tree, today=TODAY, settings=settings)

    told = (_COVERED, _GRIDS, _BESIDE, _LIVING, _UNPLACED)
    what = say("lab.party_board", rows=f"{GRIDS:,}")
    return _against(database, what, ours, told, runs, bound=6.0)


def _against(
    database: Database,
    what: str,
    ours: Callable[[], None],
    statements: tuple[str, ...],
    runs: int,
    *,
    bound: float,
) -> BenchRow:
    with closing(sqlite3.connect(str(database.url.database))) as bare:

        def yardstick() -> None:
            for each in statements:
                bare.execute(each).fetchall()

        return paired(what, timed(ours), timed(yardstick), bound=bound, runs=runs)


def _made(file: Path) -> Database:
    """Return a district with an organisation for nearly every grid."""
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    regions, grids = _regions()
    with database.writing(_actor()) as uow:
        uow.add_many(Region, regions)
        uow.add_many(Grid, grids)
        _organise(uow, [row["code"] for row in grids])
    return database


def _regions() -> tuple[list[Row], list[Row]]:
    streets = [f"{_COUNTY}{n + 1:03d}" for n in range(STREETS)]
    communities = [f"{streets[n % STREETS]}{n // STREETS + 1:03d}" for n in range(COMMUNITIES)]
    codes = [f"{communities[n % COMMUNITIES]}{n // COMMUNITIES + 1:03d}" for n in range(GRIDS)]
    tiers = ((_COUNTY,), "county"), (streets, "street"), (communities, "community"), (codes, "grid")
    regions = [
        {
            "code": code,
            "name": code,
            "tier": tier,
            "parent_code": None if tier == "county" else code[:-3],
            "pinyin": code,
            "initials": code,
            "version": 1,
        }
        for found, tier in tiers
        for code in found
    ]
    grids = [
        {"code": code, "kind": "general", "households": 0, "population": 0, "version": 1}
        for code in codes
    ]
    return regions, grids


def _organise(uow: Uow, grids: list[str]) -> None:
    streets = sorted({code[:9] for code in grids})
    communities = sorted({code[:12] for code in grids})
    keys: dict[str, UUID] = {}
    told: list[Row] = []
    for level, form, codes in (
        (PartyLevel.STREET, PartyForm.COMMITTEE, streets),
        (PartyLevel.COMMUNITY, PartyForm.GENERAL_BRANCH, communities),
        (PartyLevel.GRID, PartyForm.BRANCH, grids),
    ):
        for code in codes:
            keys[code] = new_id()
            above = keys.get(code[:-3])
            told.append(_organisation(keys[code], f"{code}党支部", level, form, above, code))
    groups = [(new_id(), grids[n % GRIDS]) for n in range(GROUPS)]
    told += [
        _organisation(key, "党小组", PartyLevel.BUILDING, PartyForm.GROUP, keys[code], code)
        for key, code in groups
    ]
    uow.add_many(PartyOrganisation, told)
    uow.add_many(PartyOrganisationVersion, list(map(_version, told)))
    covers = [_cover(keys[code], code) for n, code in enumerate(grids) if n % 27]
    uow.add_many(PartyGridCover, covers)
    uow.add_many(PartyMember, list(_members(uow, groups)))


def _organisation(
    key: UUID, name: str, level: PartyLevel, form: PartyForm, above: UUID | None, region: str
) -> Row:
    return {
        "id": key,
        "name": name,
        "pinyin": name,
        "initials": "d",
        "level": level,
        "form": form,
        "way": "in_line",
        "parent_id": above,
        "region": region,
        "founded_on": date(2015, 1, 1) + timedelta(days=int(region[-3:]) * 7),
        "version": 1,
    }


def _version(row: Row) -> Row:
    return {
        "organisation_id": row["id"],
        "ordinal": 1,
        "valid_from": row["founded_on"],
        "step": PartyStep.FOUNDED,
        "name": row["name"],
        "parent_id": row["parent_id"],
        "note": "",
        "at": _AT,
        "author": "bench",
    }


def _cover(key: UUID, code: str) -> Row:
    since = date(2015, 1, 1)
    return {"id": new_id(), "organisation_id": key, "grid_code": code, "since": since}


def _members(uow: Uow, groups: list[tuple[UUID, str]]) -> Iterator[Row]:
    for number in range(MEMBERS):
        key, code = groups[number % GROUPS]
        yield {
            "id": new_id(),
            "name": "王伟",
            "pinyin": f"wang wei {number}",
            "initials": "ww",
            "standing": "full",
            "organisation_id": key,
            "region": code,
            "grid_code": None if number % 211 == 0 else code,
            "workplace": "",
            "is_serving": False,
            "skills": "",
            "tags": "",
            "added_at": uow.now,
            "version": 1,
        }
