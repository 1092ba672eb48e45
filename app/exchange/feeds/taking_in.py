"""A file that came is taken in: watched, stopped when somebody asks, and told of row by row."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from app.core.actor import Actor, system
from app.core.changes import Topic
from app.core.chores import ChoreStopped, meanwhile
from app.core.database import Database
from app.core.errors import AppError
from app.core.words import say, sentence
from app.exchange.cases import import_cases
from app.exchange.drift import Drift, drift_of
from app.exchange.feeds.models import FeedFile
from app.exchange.feeds.rules import ColumnsDrifted, Counts, FileState, Stopped
from app.exchange.landing import Landed
from app.exchange.mapping import CaseMapping
from app.exchange.report import ImportReport, Rejected
from app.exchange.table_files import ColumnsMissing, read_table

LOOK_S = 1.0
"""Between two looks whether somebody wants it stopped, and two reports of how far it is."""

KEPT_ROWS = 500
"""Refused rows that are kept with a file; all of them stand in the list beside it."""


def take_in(
    database: Database,
    actor: Actor,
    file_id: UUID,
    path: Path,
    mapping: CaseMapping,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> ImportReport | None:
    """Take a file in as far as it goes; how it ended stands with it.

    Args:
        database: Where to.
        actor: Who imports; nothing lands beyond their reach.
        file_id: The row of the file.
        path: Where its bytes lie.
        mapping: How it is read; rows that name no region go by its own.
        stopped: Asked now and then: is this process to end?

    Returns:
        The report, None where it was not taken in to its end.
    """
    before = _begin(database, actor, file_id)
    landed = Landed()
    told = ""
    try:
        drift = columns_of(path, mapping)
        told = drift_words(drift)
        if drift.missing:
            raise ColumnsDrifted(missing="、".join(drift.missing), renamed=_renamed(drift))
        watch = _watch(database, actor, file_id, before, landed, stopped)
        report = import_cases(database, actor, path, mapping, progress=watch, landed=landed)
    except Stopped:
        _end(database, actor, file_id, FileState.STOPPED, before, landed, told=told)
        return None
    except AppError as error:
        why = sentence(error)
        _end(database, actor, file_id, FileState.FAILED, before, landed, told=told, error=why)
        return None
    except ChoreStopped:  # it goes on when somebody keeps again
        raise
    _end(database, actor, file_id, FileState.DONE, before, landed, told=told)
    totals = _totals(before, landed)
    return replace(
        report, new=totals["new"], changed=totals["changed"], unchanged=totals["unchanged"]
    )


def fail_file(database: Database, file_id: UUID, why: str) -> None:
    """Note that a file could not be taken in, in a transaction of its own; `why` is a sentence."""
    with database.writing(system("exchange.feeds")) as uow:
        row = uow.session.get_one(FeedFile, file_id)
        row.state, row.ended_at, row.error = FileState.FAILED, uow.now, why
        uow.record("feeds.file_ended", Topic.FEED, row.id, region=row.region, state=row.state)
        uow.touched(Topic.FEED, row.id, row.region)


def columns_of(path: Path, mapping: CaseMapping) -> Drift:
    """Return how the columns of a file differ from those of a mapping, before a row is read.

    Raises:
        AppError: It cannot be read, see `read_table`.
    """
    try:
        columns = read_table(path, mapping.headers).columns
    except ColumnsMissing:
        columns = read_table(path).columns
    return drift_of(mapping, columns)


def drift_words(drift: Drift) -> str:
    """Return what is worth knowing of a file's columns, "" for nothing."""
    parts = []
    if drift.missing:
        parts.append(say("feeds.columns.missing", columns="、".join(drift.missing)))
    if drift.gone:
        parts.append(say("feeds.columns.gone", columns="、".join(drift.gone)))
    if drift.new:
        parts.append(say("feeds.columns.new", columns="、".join(drift.new)))
    if drift.renamed:
        parts.append(_renamed(drift))
    return "".join(parts)


def _renamed(drift: Drift) -> str:
    if not drift.renamed:
        return ""
    pairs = (say("feeds.columns.pair", old=each.old, new=each.new) for each in drift.renamed)
    return say("feeds.columns.renamed", pairs="、".join(pairs))


def _begin(database: Database, actor: Actor, file_id: UUID) -> Counts:
    """Note that it runs; return what became of its rows in an earlier try."""
    with database.writing(actor) as uow:
        row = uow.session.get_one(FeedFile, file_id)
        row.state, row.ended_at, row.error, row.wants_stop = FileState.RUNNING, None, "", False
        uow.touched(Topic.FEED, row.id, row.region)
        return Counts(row.new, row.changed, row.unchanged, row.joined, row.refused)


def _watch(
    database: Database,
    actor: Actor,
    file_id: UUID,
    before: Counts,
    landed: Landed,
    stopped: Callable[[], bool],
) -> Callable[[int], None]:
    looked = time.monotonic()

    def watch(done: int) -> None:
        nonlocal looked
        if stopped():
            raise Stopped
        if time.monotonic() - looked < LOOK_S:
            return
        looked = time.monotonic()
        with database.writing(actor) as uow:
            row = uow.session.get_one(FeedFile, file_id)
            row.done = done
            _put(row, before, landed)
            uow.touched(Topic.FEED, row.id, row.region)
            wants_stop = row.wants_stop
        if wants_stop:
            raise Stopped
        meanwhile()

    return watch


def _end(
    database: Database,
    actor: Actor,
    file_id: UUID,
    state: FileState,
    before: Counts,
    landed: Landed,
    *,
    told: str,
    error: str = "",
) -> None:
    report = landed.report(dry_run=False)
    with database.writing(actor) as uow:
        row = uow.session.get_one(FeedFile, file_id)
        row.state, row.ended_at, row.error = state, uow.now, error
        _put(row, before, landed)
        if state is FileState.DONE:
            row.done = row.new + row.changed + row.unchanged + row.joined + row.refused
        row.report = {
            "rejected": _plain(report.rejected),
            "notes": _plain(report.notes),
            "told": told,
        }
        counts = {"new": row.new, "changed": row.changed, "refused": row.refused}
        uow.record("feeds.file_ended", Topic.FEED, row.id, region=row.region, state=state, **counts)
        uow.touched(Topic.FEED, row.id, row.region)


def _put(row: FeedFile, before: Counts, landed: Landed) -> None:
    totals = _totals(before, landed)
    row.new, row.changed, row.unchanged = totals["new"], totals["changed"], totals["unchanged"]
    row.joined, row.refused = landed.joined, len(landed.rejected)


def _totals(before: Counts, landed: Landed) -> dict[str, int]:
    """Return what both tries did: what the first wrote, the second finds as it is."""
    written = before.new + before.changed
    return {
        "new": before.new + landed.new,
        "changed": before.changed + landed.changed,
        "unchanged": max(0, landed.unchanged - written),
    }


def _plain(rows: tuple[Rejected, ...]) -> list[list[object]]:
    return [[row.line, row.field, row.reason] for row in rows[:KEPT_ROWS]]
