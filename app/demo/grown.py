"""A database that has grown for ten years: ten million cases, loaded by COPY in two processes.

The cases are those of `app.demo.many`, each with its audience, its document and two events. Ways
to find them and what ties them together are left out while they are loaded and made afterwards,
which is many times quicker; the database is of use only when all of that is done.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from random import Random
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.document_content import TELLING, Told, case_content, key_of
from app.cases.documents import INDEX
from app.cases.models import CaseAudience, CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.search import CaseDocument
from app.cases.rules import CaseState, EventKind
from app.core.database import Database
from app.core.database.text_index import Written
from app.core.ids import new_ids
from app.demo.district import DemoBrokeOff
from app.demo.many import CaseMaker, Ground, gather_figures, heard_of, lay_ground
from app.demo.play import Progress
from app.demo.rows import add_rows

PROCESSES = 2
_BATCH = 5_000
TABLES = ("case_file", "case_audience", "case_event", "case_document", "case_words")
_SERIALS_APART = 4_000  # of the processes' numbers within a street and day


@dataclass(frozen=True, slots=True)
class Part:
    """What one process loads: the cases from `begin` up to `end` of so many."""

    number: int
    begin: int
    end: int
    count: int
    now: datetime
    seed: int


def fill_grown(
    database: Database,
    cases: int,
    *,
    processes: int = PROCESSES,
    seed: int = 1,
    progress: Progress = lambda _done, _whole: None,
) -> float:
    """Fill an empty, migrated database on a server, and return how many seconds loading took.

    Args:
        database: As its service sees it.
        cases: How many.
        processes: How many load at once.
        seed: Where every die begins.
        progress: Told how many cases of how many are written.

    Raises:
        DemoRefused: The database is not empty.
        DemoBrokeOff: A process fell over; the database is of no use then.
    """
    now = database.clock.now()
    ground = lay_ground(database, seed, now)
    began = monotonic()
    edges = [cases * number // processes for number in range(processes + 1)]
    parts = [
        Part(number, begin, end, cases, now, seed)
        for number, (begin, end) in enumerate(pairwise(edges))
    ]
    with bare(database, TABLES):
        _load_all(database, ground, parts, progress)
    gather_figures(database)
    return monotonic() - began


@contextmanager
def bare(database: Database, tables: Sequence[str]) -> Iterator[None]:
    """Take away indexes and references of large tables, and make them again afterwards."""
    with _maintaining(database) as connection:
        references = connection.execute(sa.text(_REFERENCES), {"names": list(tables)}).all()
        indexes = connection.execute(sa.text(_INDEXES), {"names": list(tables)}).all()
        for table, name, _ in references:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        with _maintaining(database) as connection:
            connection.exec_driver_sql(definition)
    for table, name, definition in references:
        with _maintaining(database) as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@contextmanager
def _maintaining(database: Database) -> Iterator[sa.Connection]:
    with database.engine.begin() as connection:
        for setting in ("statement_timeout = 0", "maintenance_work_mem = '1GB'"):
            connection.exec_driver_sql(f"SET LOCAL {setting}")
        yield connection


_REFERENCES = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
  FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY (:names)
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
 WHERE i.indrelid::regclass::text = ANY (:names)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
"""All but those a constraint stands on, which say what may not be there twice."""


def _load_all(
    database: Database, ground: Ground, parts: Sequence[Part], progress: Progress
) -> None:
    """Let each part be loaded by a process of its own."""
    context = multiprocessing.get_context("spawn")
    url = database.url.render_as_string(hide_password=False)
    workers, lines = [], []
    for part in parts:
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(url, ground, part, theirs), daemon=True)
        worker.start()
        theirs.close()
        workers.append(worker)
        lines.append(ours)
    try:
        _listen(lines, parts, progress)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _listen(lines: Sequence[Connection], parts: Sequence[Part], progress: Progress) -> None:
    wanted: dict[Any, int] = {}
    for line, part in zip(lines, parts, strict=True):
        wanted[line] = part.end - part.begin
    done = dict.fromkeys(wanted, 0)
    while running := [line for line in done if done[line] < wanted[line]]:
        for ready in wait(running):
            worker: Any = ready
            try:
                told = worker.recv()
            except EOFError as error:
                raise DemoBrokeOff(why="—") from error
            if isinstance(told, str):
                raise DemoBrokeOff(why=told)
            done[ready] = told
            progress(sum(done.values()), parts[0].count)


def _work(url: str, ground: Ground, part: Part, line: Connection) -> None:
    """Load one part; runs in a process of its own."""
    database = Database.open(url)
    try:
        for done in load_part(database, ground, part):
            line.send(done)
    except Exception as error:  # noqa: BLE001  the border: the other process raises it
        line.send(repr(error))
    finally:
        line.close()
        database.dispose()


def load_part(database: Database, ground: Ground, part: Part) -> Iterator[int]:
    """Load the cases of a part in batches; tells after each how many are done."""
    chance = Random(part.seed + part.number)  # noqa: S311  nothing secret hangs on it
    first = 500 + part.number * _SERIALS_APART
    maker = CaseMaker(ground, chance, part.now, part.count, first)
    writing = database.engine.execution_options(writes=True)
    last = -1
    for start in range(part.begin, part.end, _BATCH):
        made = [maker.case(number) for number in range(start, min(start + _BATCH, part.end))]
        documents = []
        for case in made:
            # A part begins where another ends: its first keys lie a little behind.
            behind = last + 1 if last >= 0 else key_of(case["received_at"]) + 3 * part.number
            last = max(key_of(case["received_at"]), behind)
            documents.append({"id": last, "case_id": case["id"], "content": _content(case)})
        with Session(writing) as session:
            add_rows(session, CaseFile, made)
            add_rows(session, CaseAudience, [heard_of(c) for c in made if c["handling_unit_id"]])
            add_rows(session, CaseEvent, list(_events(made)))
            add_rows(session, CaseDocument, documents)
            written = [Written(each["id"], None, each["content"]) for each in documents]
            INDEX.write(session.connection(), written)
            session.commit()
        yield start + len(made) - part.begin


def _content(case: dict[str, Any]) -> str:
    unit = case["handling_unit_id"]
    return case_content(Told._make(map(case.get, TELLING)), (unit,) if unit else (), ())


def _events(made: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return two steps of each case: that it came in, and what became of it since."""
    keys = iter(new_ids(2 * len(made)))
    for case in made:
        at = case["received_at"] + timedelta(minutes=2)
        steps = (
            (EventKind.REGISTERED, None, CaseState.REGISTERED),
            (EventKind.ASSIGNED, CaseState.REGISTERED, case["state"]),
        )
        for ordinal, (kind, before, state) in enumerate(steps, start=1):
            yield {
                "id": next(keys),
                "case_id": case["id"],
                "ordinal": ordinal,
                "kind": kind,
                "at": at,
                "claimed_at": None,
                "person_id": None,
                "person_name": "演示",
                "unit_id": case["handling_unit_id"],
                "unit_name": "",
                "old_state": before,
                "new_state": state,
                "note": "",
                "facts": {},
            }
