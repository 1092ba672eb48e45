"""Import of the official division codes: provinces down to communities."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import AppError
from app.core.pinyin import reading
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.exchange.table_files import ShiftedRow, SourceRow, read_table
from app.territory.actions.regions import (
    LETTERS_LIMIT,
    REGION_COLUMNS,
    NoParent,
    RegionRetired,
    region_values,
)
from app.territory.models import Region
from app.territory.rules import (
    CODE_LENGTHS,
    Tier,
    WrongTier,
    check_parent,
    checked_name,
    common_region,
    community_kind,
    is_within,
    tier_of,
)

Item = TypeVar("Item")

COLUMNS = ("code", "name", "level", "parent_code")
BATCH_ROWS = 5_000
STATEMENT_ROWS = 250
ANNOUNCED_ONE_BY_ONE = 100
_LEVELS = {length: str(level) for level, length in enumerate(CODE_LENGTHS, 1)}


class WrongLevel(AppError):
    """The level does not fit the length of the code; facts: ``level``, ``wanted``, ``region``."""

    code = "exchange.wrong_level"


class NamedTwice(AppError):
    """A code stands in the file twice; facts: ``region``, ``line`` (the first)."""

    code = "exchange.named_twice"


class OutsideScope(AppError):
    """A row is about a region the importing person does not keep; facts: ``region``."""

    code = "exchange.outside_scope"


class _Division(NamedTuple):
    code: str
    parent: str | None
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class _Compared:
    """What a batch means to the database as it is now."""

    new: list[_Division]
    changed: list[_Division]
    unchanged: int
    rejected: list[Rejected]


def import_divisions(
    database: Database, actor: Actor, path: Path, *, dry_run: bool, command_key: UUID
) -> ImportReport:
    """Import a table of divisions; parents may stand in the file or in the database.

    Rows that cannot land are refused one by one and listed beside the file; all others land,
    one transaction for each `BATCH_ROWS`. The import can be repeated: it updates names and
    never duplicates.

    Args:
        database: Where to.
        actor: Needs the right to manage the territory; rows outside its scope are refused.
        path: CSV, Excel or JSON with `COLUMNS`.
        dry_run: Say what would happen and write nothing.
        command_key: Made by the caller, once per user action.

    Raises:
        NotAllowed: The right is not held anywhere.
        ColumnsMissing: The header is another one.
    """
    actor.require(Right.MANAGE_TERRITORY)
    rows = read_table(path, COLUMNS).rows
    divisions, rejected = _checked(rows, actor.prefixes(Right.MANAGE_TERRITORY))
    with database.reading() as session:
        divisions, orphans = _with_parents(session, divisions)
    rejected += orphans
    new = changed = unchanged = 0
    for number, batch in enumerate(_batches(divisions, BATCH_ROWS)):
        if dry_run:
            with database.reading() as session:
                done = _summary(_compare(session, batch))
        else:
            with database.writing(actor) as uow:
                done = _land(uow, batch, command_key=uuid5(command_key, f"batch {number}"))
        counts, refused = json.loads(done)
        new, changed, unchanged = new + counts[0], changed + counts[1], unchanged + counts[2]
        rejected += [Rejected(*row) for row in refused]
    rejected.sort(key=lambda row: row.line)
    if not dry_run:
        write_rejected(path, rejected)
    return ImportReport(new, changed, unchanged, tuple(rejected), dry_run=dry_run)


def _checked(
    rows: Iterable[SourceRow], prefixes: tuple[str, ...]
) -> tuple[list[_Division], list[Rejected]]:
    """Return what is right by itself, in the order of codes (parents first), and the rest."""
    found: dict[str, _Division] = {}
    rejected: list[Rejected] = []
    for row in rows:
        division = _division(row, prefixes)
        if isinstance(division, Rejected):
            rejected.append(division)
        elif division.code in found:
            first = found[division.code].line
            twice = NamedTwice(region=division.code, line=first)
            rejected.append(Rejected.because(row.line, "code", twice))
        else:
            found[division.code] = division
    return sorted(found.values()), rejected


def _division(row: SourceRow, prefixes: tuple[str, ...]) -> _Division | Rejected:
    values, field = row.values, ""
    try:
        if row.has_surplus:
            raise ShiftedRow
        field, code = "code", values["code"]
        if tier_of(code) is Tier.GRID:
            raise WrongTier(region=code, wanted=Tier.COMMUNITY)
        if not is_within(code, prefixes):
            raise OutsideScope(region=code)
        field = "level"
        if values[field] != _LEVELS[len(code)]:
            raise WrongLevel(level=values[field], wanted=_LEVELS[len(code)], region=code)
        field, parent = "parent_code", values["parent_code"] or None
        check_parent(code, parent)
        field = "name"
        return _Division(code, parent, checked_name(values[field]), row.line)
    except AppError as error:
        return Rejected.because(row.line, field, error)


def _with_parents(
    session: Session, divisions: list[_Division]
) -> tuple[list[_Division], list[Rejected]]:
    """Part those whose parent is there, or comes with the file, from orphans."""
    known = {division.code for division in divisions}
    above = {division.parent for division in divisions if division.parent} - known
    for some in _batches(sorted(above), BATCH_ROWS):
        known.update(session.scalars(sa.select(Region.code).where(Region.code.in_(some))))
    retired = set(session.scalars(sa.select(Region.code).where(Region.retired_at.is_not(None))))
    known -= retired
    landing: list[_Division] = []
    orphans: list[Rejected] = []
    for division in divisions:
        code, parent = division.code, division.parent
        if parent is None or parent in known:
            landing.append(division)
            continue
        known.discard(code)  # and so are those below it
        alone: AppError = NoParent(region=code, parent=parent)
        if parent in retired:
            alone = RegionRetired(region=parent)
        orphans.append(Rejected.because(division.line, "parent_code", alone))
    return landing, orphans


@once
def _land(uow: Uow, batch: Sequence[_Division], *, command_key: UUID) -> str:
    """Write a batch and say what it did, as `_summary` does."""
    compared = _compare(uow.session, batch)
    connection = uow.session.connection()
    if compared.new:
        _insert(connection, compared.new)
    if compared.changed:
        _rename(connection, compared.changed)
    touched = [division.code for division in (*compared.new, *compared.changed)]
    if touched:
        scope = common_region(min(touched), max(touched))
        counts = {"new": len(compared.new), "changed": len(compared.changed)}
        uow.record("exchange.import_divisions", Topic.REGION, scope, region=scope, **counts)
        _announce(uow, touched)
    return _summary(compared)


def _compare(session: Session, batch: Sequence[_Division]) -> _Compared:
    stmt = sa.select(Region.code, Region.name, Region.retired_at).where(
        Region.code >= batch[0].code, Region.code <= batch[-1].code
    )
    there = {code: (name, retired_at) for code, name, retired_at in session.execute(stmt)}
    new, changed, rejected = [], [], []
    for division in batch:
        name, retired_at = there.get(division.code, (None, None))
        if name is None:
            new.append(division)
        elif retired_at is not None:
            retired = RegionRetired(region=division.code)
            rejected.append(Rejected.because(division.line, "code", retired))
        elif name != division.name:
            changed.append(division)
    unchanged = len(batch) - len(new) - len(changed) - len(rejected)
    return _Compared(new, changed, unchanged, rejected)


def _summary(compared: _Compared) -> str:
    """Return counts and refusals as text: what a repeated command answers with."""
    counts = (len(compared.new), len(compared.changed), compared.unchanged)
    refused = [(row.line, row.field, row.reason) for row in compared.rejected]
    return json.dumps((counts, refused), ensure_ascii=False)


def _insert(connection: Connection, divisions: list[_Division]) -> None:
    """Insert many rows a statement, straight through the driver.

    Half the time of one statement a row, and SQLAlchemy's own look at each value would cost
    as much again.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    one_row = f"({', '.join(mark for _ in REGION_COLUMNS)})"
    begin = f"INSERT INTO {Region.__tablename__} ({', '.join(REGION_COLUMNS)}) VALUES "  # noqa: S608  names of ours
    for some in _batches(divisions, STATEMENT_ROWS):
        values = tuple(chain.from_iterable(map(_values, some)))
        connection.exec_driver_sql(begin + ", ".join(one_row for _ in some), values)


def _rename(connection: Connection, divisions: list[_Division]) -> None:
    region = cast(sa.Table, Region.__table__)
    update = (
        sa.update(region)
        .where(region.c.code == sa.bindparam("this"))
        .values(
            name=sa.bindparam("new_name"),
            kind=sa.func.coalesce(sa.bindparam("new_kind", type_=sa.String), region.c.kind),
            pinyin=sa.bindparam("new_pinyin"),
            initials=sa.bindparam("new_initials"),
            version=region.c.version + 1,
        )
    )
    changes = [
        {
            "this": division.code,
            "new_name": division.name,
            "new_kind": community_kind(division.code, division.name),
            "new_pinyin": key,
            "new_initials": letters[:LETTERS_LIMIT],
        }
        for division in divisions
        for key, letters in (reading(division.name),)
    ]
    connection.execute(update, changes)


def _values(division: _Division) -> tuple[object, ...]:
    kind = community_kind(division.code, division.name)
    return region_values(division.code, division.name, kind)


def _announce(uow: Uow, codes: list[str]) -> None:
    """Tell every desk, in one word where it is too much to be told one by one."""
    if len(codes) > ANNOUNCED_ONE_BY_ONE:
        uow.touched(Topic.EVERYTHING, "")
        return
    for code in codes:
        uow.touched(Topic.REGION, code, code)


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
