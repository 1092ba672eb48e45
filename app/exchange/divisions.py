"""Import of the official division codes: provinces down to communities."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, cast
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.database import Database, Uow, once
from app.core.errors import AppError
from app.core.pinyin import reading
from app.exchange.landing import Landed, batches, tell_regions
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
    community_kind,
    is_within,
    tier_of,
)

COLUMNS = ("code", "name", "level", "parent_code")
BATCH_ROWS = 5_000
STATEMENT_ROWS = 250
LEVELS = {length: str(level) for level, length in enumerate(CODE_LENGTHS, 1)}


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


class _Compared(NamedTuple):
    """What a batch means to the database as it is now."""

    new: list[_Division]
    changed: list[_Division]
    landed: Landed


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
    landed = Landed()
    divisions = _checked(rows, actor.prefixes(Right.MANAGE_TERRITORY), landed.rejected)
    with database.reading() as session:
        divisions = _with_parents(session, divisions, landed.rejected)
    for number, batch in enumerate(batches(divisions, BATCH_ROWS)):
        if dry_run:
            with database.reading() as session:
                landed.add(_compare(session, batch).landed)
        else:
            with database.writing(actor) as uow:
                done = _land(uow, batch, command_key=uuid5(command_key, f"batch {number}"))
            landed.add(Landed.from_text(done))
    report = landed.report(dry_run=dry_run)
    if not dry_run:
        write_rejected(path, report.rejected)
    return report


def _checked(
    rows: Iterable[SourceRow], prefixes: tuple[str, ...], rejected: list[Rejected]
) -> list[_Division]:
    """Return what is right by itself, in the order of codes: parents first."""
    found: dict[str, _Division] = {}
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
    return sorted(found.values())


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
        if values[field] != LEVELS[len(code)]:
            raise WrongLevel(level=values[field], wanted=LEVELS[len(code)], region=code)
        field, parent = "parent_code", values["parent_code"] or None
        check_parent(code, parent)
        field = "name"
        return _Division(code, parent, checked_name(values[field]), row.line)
    except AppError as error:
        return Rejected.because(row.line, field, error)


def _with_parents(
    session: Session, divisions: list[_Division], rejected: list[Rejected]
) -> list[_Division]:
    """Return those whose parent is there, or comes with the file."""
    known = {division.code for division in divisions}
    above = {division.parent for division in divisions if division.parent} - known
    for some in batches(sorted(above), BATCH_ROWS):
        known.update(session.scalars(sa.select(Region.code).where(Region.code.in_(some))))
    retired = set(session.scalars(sa.select(Region.code).where(Region.retired_at.is_not(None))))
    known -= retired
    landing: list[_Division] = []
    for division in divisions:
        code, parent = division.code, division.parent
        if parent is None or parent in known:
            landing.append(division)
            continue
        known.discard(code)  # and so are those below it
        alone: AppError = NoParent(region=code, parent=parent)
        if parent in retired:
            alone = RegionRetired(region=parent)
        rejected.append(Rejected.because(division.line, "parent_code", alone))
    return landing


@once
def _land(uow: Uow, batch: Sequence[_Division], *, command_key: UUID) -> str:
    """Write a batch and say what it did, as `Landed` puts it into text."""
    new, changed, landed = _compare(uow.session, batch)
    connection = uow.session.connection()
    if new:
        _insert(connection, new)
    if changed:
        _rename(connection, changed)
    codes = [division.code for division in (*new, *changed)]
    tell_regions(uow, "exchange.import_divisions", codes, landed)
    return landed.as_text()


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
    return _Compared(new, changed, Landed(len(new), len(changed), unchanged, rejected))


def _insert(connection: Connection, divisions: list[_Division]) -> None:
    """Insert many rows a statement, straight through the driver.

    Half the time of one statement a row, and SQLAlchemy's own look at each value would cost
    as much again.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    one_row = f"({', '.join(mark for _ in REGION_COLUMNS)})"
    begin = f"INSERT INTO {Region.__tablename__} ({', '.join(REGION_COLUMNS)}) VALUES "  # noqa: S608  names of ours
    for some in batches(divisions, STATEMENT_ROWS):
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
