"""Rows of a queue on their way into a file: page after page, none of it kept; no widgets here."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.cases.queries.export import ExportedCase, exported_rows, may_take_out
from app.cases.queries.queue import CaseRow
from app.core.doors import TableOrder
from app.core.paging import Page
from app.core.words import say
from ui.core.slices import Desk
from ui.core.table_model import After, Column, Load

PAGE_ROWS = 1_000
TELL_EVERY = 250


class Stopped(Exception):
    """The person stopped it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it.

    Attributes:
        left_out: Rows one may see but not take out: the right to export reaches less far.
    """

    path: Path
    count: int
    left_out: int


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Rows that are to leave.

    Attributes:
        load: Yields them page by page, whatever view and filter they come from.
        columns: Those that are shown; None for all that is known of a case.
        title: What they are rows of, for the name of the file.
        facts: What the journal keeps of it.
    """

    load: Load[CaseRow]
    columns: tuple[Column[CaseRow], ...] | None
    title: str
    facts: dict[str, Any] = field(default_factory=dict)


def pages_of(load: Load[CaseRow]) -> Iterator[Page[CaseRow]]:
    """Yield all pages, one at a time."""
    after: After = None
    while True:
        page = load(after)
        yield page
        if page.after is None:
            return
        after = page.after


class ExportJob:
    """Writes the rows on a thread of its own; belongs to no widget."""

    def __init__(self, desk: Desk, order: ExportOrder, path: Path) -> None:
        self._desk = desk
        self._order = order
        self._path = path
        self._left_out = 0

    def run(self, stop: threading.Event, emit: Callable[[object], None]) -> None:
        """Write until all is there or `stop` is set; emit how many rows, then `Exported`.

        Raises:
            Stopped: Nothing is left of the file then.
        """
        desk = self._desk
        order = TableOrder("cases", self._head(), desk.scope.code, self._order.facts)
        count = desk.parts.doors.tables.write(
            desk.parts.database, desk.actor, self._path, order, self._rows(stop, emit)
        )
        emit(Exported(self._path, count, self._left_out))

    def _head(self) -> tuple[tuple[str, str], ...]:
        if self._order.columns is not None:
            return tuple((column.key, column.title) for column in self._order.columns)
        names = [each.name for each in fields(ExportedCase)]
        return tuple((name, say(f"exchange.column.cases.{name}")) for name in names)

    def _rows(
        self, stop: threading.Event, emit: Callable[[object], None]
    ) -> Iterator[Sequence[object]]:
        done = 0
        for page in pages_of(self._order.load):
            for cells in self._cells(page.rows):
                if stop.is_set():
                    raise Stopped
                yield cells
                done += 1
                if done % TELL_EVERY == 0:
                    emit(done)

    def _cells(self, rows: Sequence[CaseRow]) -> Iterator[Sequence[object]]:
        actor, columns = self._desk.actor, self._order.columns
        reached = [row for row in rows if may_take_out(actor, row.region)]
        if columns is None:
            told = self._whole([row.id for row in reached])
            self._left_out += len(rows) - len(told)
            names = [each.name for each in fields(ExportedCase)]
            yield from ([getattr(case, name) for name in names] for case in told)
            return
        self._left_out += len(rows) - len(reached)
        yield from ([column.text(row) for column in columns] for row in reached)

    def _whole(self, ids: Sequence[Any]) -> tuple[ExportedCase, ...]:
        with self._desk.parts.database.reading() as session:
            return exported_rows(session, self._desk.actor, ids)
