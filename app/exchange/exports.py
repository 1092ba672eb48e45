"""What leaves as a table: cases, divisions, the journal, its seals; every export is journaled."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.queries.export import ExportedCase, exported_cases
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalEntry, JournalSeal
from app.core.doors import TableOrder
from app.core.words import say
from app.exchange.divisions import COLUMNS, LEVELS
from app.exchange.table_output import Column, form_of, write_table
from app.territory.models import Region
from app.territory.rules import Tier

PAGE = 2_000
FOR_PROGRAMS = ("divisions", "seals")
"""Kinds whose columns are called as `import` and `check` look for them."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What part of the data is taken out.

    Attributes:
        region: Region code prefix, "" for all.
        since: Received or written at or after (aware), None for all.
        until: Received or written before (aware), None for all.
    """

    region: str = ""
    since: datetime | None = None
    until: datetime | None = None


_Rows = Iterator[Sequence[object]]


def export_cases(
    database: Database, actor: Actor, path: Path, extent: Extent, *, for_excel: bool = False
) -> int:
    """Write the cases somebody may take out, without personal values; return how many."""
    columns = [field.name for field in fields(ExportedCase)]

    def rows(session: Session) -> _Rows:
        told = exported_cases(
            session, actor, region=extent.region, since=extent.since, until=extent.until
        )
        return map(attrgetter(*columns), told)

    return _export(database, actor, path, "cases", columns, rows, extent, for_excel)


def export_divisions(
    database: Database, actor: Actor, path: Path, extent: Extent, *, for_excel: bool = False
) -> int:
    """Write the tree down to the communities as `import divisions` reads it."""
    actor.require(Right.READ_TERRITORY)

    def rows(session: Session) -> _Rows:
        asked = (
            sa.select(Region.code, Region.name, Region.parent_code)
            .where(Region.tier != Tier.GRID, Region.retired_at.is_(None))
            .where(Region.code.startswith(extent.region, autoescape=True))
            .order_by(Region.code)
        )
        for code, name, parent in session.execute(asked).yield_per(PAGE):
            yield code, name, LEVELS[len(code)], parent or ""

    return _export(database, actor, path, "divisions", COLUMNS, rows, extent, for_excel)


def export_journal(
    database: Database, actor: Actor, path: Path, extent: Extent, *, for_excel: bool = False
) -> int:
    """Write the journal of the auditor's region, oldest row first; it holds no personal values."""
    actor.require(Right.READ_JOURNAL)
    mine = in_regions(JournalEntry.region, actor.prefixes(Right.READ_JOURNAL))
    columns = ("at", "person_name", "desk", "action", "topic", "subject", "region", "facts")

    def rows(session: Session) -> _Rows:
        asked = sa.select(*(getattr(JournalEntry, name) for name in columns))
        asked = asked.where(sa.or_(mine, JournalEntry.region == ""))  # "": of no one place
        asked = asked.where(JournalEntry.region.startswith(extent.region, autoescape=True))
        if extent.since is not None:
            asked = asked.where(JournalEntry.at >= extent.since)
        if extent.until is not None:
            asked = asked.where(JournalEntry.at < extent.until)
        yield from session.execute(asked.order_by(JournalEntry.at)).yield_per(PAGE)

    return _export(database, actor, path, "journal", columns, rows, extent, for_excel)


def export_seals(
    database: Database, actor: Actor, path: Path, extent: Extent, *, for_excel: bool = False
) -> int:
    """Write the seals of the journal, to be kept where nobody at the server reaches them.

    `check --seals` compares with such a file. A seal covers the whole district, so only the
    days of `extent` count.
    """
    actor.require(Right.READ_JOURNAL)
    columns = ("number", "at", "after_serial", "last_serial", "root", "hash")

    def rows(session: Session) -> _Rows:
        asked = sa.select(*(getattr(JournalSeal, name) for name in columns))
        if extent.since is not None:
            asked = asked.where(JournalSeal.at >= extent.since)
        if extent.until is not None:
            asked = asked.where(JournalSeal.at < extent.until)
        for *told, root, hash_ in session.execute(asked.order_by(JournalSeal.number)):
            yield *told, root.hex(), hash_.hex()

    return _export(database, actor, path, "seals", columns, rows, extent, for_excel)


def _export(
    database: Database,
    actor: Actor,
    path: Path,
    kind: str,
    columns: Sequence[str],
    rows: Callable[[Session], _Rows],
    extent: Extent,
    for_excel: bool,  # noqa: FBT001
) -> int:
    form_of(path)  # a wrong name is told before anything is read
    titled = kind not in FOR_PROGRAMS
    head = [Column(c, say(f"exchange.column.{kind}.{c}") if titled else c) for c in columns]
    with database.reading() as session:
        count = write_table(path, head, rows(session), for_excel=for_excel)
    facts = {
        "since": extent.since.isoformat() if extent.since else None,
        "until": extent.until.isoformat() if extent.until else None,
    }
    return _journaled(database, actor, path, kind, count, region=extent.region, **facts)


def export_rows(
    database: Database,
    actor: Actor,
    path: Path,
    order: TableOrder,
    rows: Iterable[Sequence[object]],
) -> int:
    """Write rows somebody put together on a page, for people: a CSV file begins with the mark by
    which Excel knows UTF-8. Which rows the right reaches is theirs to say who put them together.
    """
    actor.require(order.right)
    head = [Column(key, title) for key, title in order.columns]
    count = write_table(path, head, rows, for_excel=True)
    return _journaled(database, actor, path, order.kind, count, region=order.region, **order.facts)


def _journaled(
    database: Database,
    actor: Actor,
    path: Path,
    kind: str,
    count: int,
    *,
    region: str,
    **facts: object,
) -> int:
    """Put into the journal that a table leaves; what is not in it does not leave."""
    try:
        with database.writing(actor) as uow:
            uow.record("exchange.export", Topic.SETTING, kind, region=region, rows=count, **facts)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count
