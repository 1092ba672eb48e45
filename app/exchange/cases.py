"""Messages of other systems become cases that wait to be accepted; repeated, they are updated.

A message is told from itself by source and external number. One transaction a batch; a row
that is refused says why and costs no other row anything. A trial run does the same work and
takes every batch back, so its counts are the counts of the real one.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.arriving import Draft, Drafter, receive_cases
from app.cases.actions.intake import (
    HappenedLater,
    UnknownCategory,
    UnknownRegion,
    receive_case,
)
from app.cases.actions.received import (
    Arrival,
    Known,
    arrival_of,
    known_messages,
    update_received,
)
from app.cases.actions.steps import TextMissing, TextTooLong
from app.cases.models import Category
from app.cases.personal import MobileDigits, NotAPhone
from app.core.actor import Actor
from app.core.database import Database, Uow
from app.core.errors import AppError, Conflict
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.words import say
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.messages import Message, MessageReader, readable
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.exchange.table_files import read_table
from app.territory.models import Region

BATCH = 1_000
"""Messages of a transaction: the lock is held for less than a second."""

_CALM = 100_000
"""Objects more than before at which the collector looks; a batch stays far below."""


_FIELD_OF: dict[type[AppError], CaseField] = {
    UnknownRegion: CaseField.REGION,
    UnknownCategory: CaseField.CATEGORY,
    TextMissing: CaseField.TEXT,
    TextTooLong: CaseField.TEXT,
    HappenedLater: CaseField.HAPPENED_AT,
    MobileDigits: CaseField.REPORTER_PHONE,
    NotAPhone: CaseField.REPORTER_PHONE,
}


class NoRegion(AppError):
    """Neither the file nor the settings say which street the messages belong to."""

    code = "exchange.no_region"


def import_cases(
    database: Database,
    actor: Actor,
    path: Path,
    mapping: CaseMapping,
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Bring the messages of a file in; refused rows are listed beside it.

    Args:
        database: Where to.
        actor: Who imports; needs the right for the regions of the rows.
        path: CSV, XLSX or JSON.
        mapping: Which column is what.
        dry_run: Count only.
        progress: Told how many rows are done after every batch.

    Raises:
        AppError: The file as a whole cannot be read (see `read_table`), or `NoRegion`.
    """
    actor.require(Right.IMPORT)
    table = read_table(path, mapping.headers)
    reader = MessageReader(mapping, _default_region(database, mapping), database.clock.now())
    landed = Landed()
    messages = readable(reader, table.rows, landed)
    done = 0
    with _calm_collector():
        while batch := list(islice(messages, BATCH)):
            with database.writing(actor) as uow:
                _take_in(uow, batch, mapping, database.state.pepper, landed)
                if dry_run:
                    uow.session.rollback()
                    uow.changes.clear()
            done += len(batch)
            progress(done)
    report = landed.report(dry_run=dry_run)
    if not dry_run:
        write_rejected(path, report.rejected)
    return report


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Let cyclic garbage be looked for less often: a batch is many objects without cycles, and
    looking through them again and again takes a fifth of the time of an import.
    """
    before = gc.get_threshold()
    gc.set_threshold(_CALM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _default_region(database: Database, mapping: CaseMapping) -> str:
    with database.reading() as session:
        street = settings_at(session, database.clock.now()).street_code
    region = mapping.region or street
    if not region and CaseField.REGION not in mapping.columns:
        raise NoRegion
    return region


def _take_in(
    uow: Uow, batch: list[Message], mapping: CaseMapping, pepper: bytes, landed: Landed
) -> None:
    known = known_messages(uow, mapping.source, [message.number for message in batch])
    held = _held(uow, batch)
    drafter, fresh = Drafter(uow, pepper), list[tuple[Message, Draft]]()
    for message in batch:
        with _refusing(message, mapping, landed):
            arrival = _arrive(uow, message, known.get(message.number), pepper)
            if arrival is Arrival.NEW:
                fresh.append((message, drafter.draft(message.intake, message.received_at)))
            else:
                _count(landed, message, arrival, mapping)
    _receive(uow, fresh, mapping, pepper, landed)
    held.clear()


@contextmanager
def _refusing(message: Message, mapping: CaseMapping, landed: Landed) -> Iterator[None]:
    """List a message's rows as refused where a rule refuses it, and go on."""
    try:
        yield
    except AppError as error:
        where = mapping.header(_FIELD_OF.get(type(error)))
        landed.rejected.extend(Rejected.because(line, where, error) for line in message.lines)


def _receive(
    uow: Uow,
    fresh: list[tuple[Message, Draft]],
    mapping: CaseMapping,
    pepper: bytes,
    landed: Landed,
) -> None:
    """Take new messages in together; where another desk was quicker with one, one by one."""
    try:
        with uow.session.begin_nested():
            receive_cases(uow, [draft for _, draft in fresh], command_key=new_id())
    except Conflict:
        for message, _ in fresh:
            with _refusing(message, mapping, landed):
                with uow.session.begin_nested():
                    _receive_one(uow, message, pepper)
                _count(landed, message, Arrival.NEW, mapping)
        return
    for message, _ in fresh:
        _count(landed, message, Arrival.NEW, mapping)


def _receive_one(uow: Uow, message: Message, pepper: bytes) -> None:
    receive_case(uow, message.intake, pepper, received_at=message.received_at, command_key=new_id())


def _held(uow: Uow, batch: list[Message]) -> list[object]:
    """Return what every message asks for; while it is held the session need not ask again."""
    regions = {message.intake.region for message in batch}
    kinds = {message.intake.category for message in batch}
    return [
        *uow.session.scalars(sa.select(Region).where(Region.code.in_(regions))),
        *uow.session.scalars(sa.select(Category).where(Category.code.in_(kinds - {None}))),
    ]


def _arrive(uow: Uow, message: Message, known: Known | None, pepper: bytes) -> Arrival:
    """Tell what a message is to the database, and bring a known one to what it says now."""
    intake, received_at = message.intake, message.received_at
    arrival = arrival_of(uow, intake, known, pepper, received_at=received_at)
    if arrival is Arrival.CHANGED and known is not None:
        with uow.session.begin_nested():
            update_received(
                uow,
                known.case.id,
                intake,
                pepper,
                seen_version=known.case.version,
                received_at=received_at,
                command_key=new_id(),
            )
    return arrival


def _count(landed: Landed, message: Message, arrival: Arrival, mapping: CaseMapping) -> None:
    if arrival is Arrival.NEW:
        landed.new += 1
    elif arrival is Arrival.CHANGED:
        landed.changed += 1
    else:
        landed.unchanged += 1
    landed.joined += len(message.lines) - 1
    if arrival is Arrival.ACCEPTED:
        reason = say("exchange.accepted_meanwhile", number=message.number)
        landed.notes.append(Rejected(message.lines[0], mapping.header(CaseField.TEXT), reason))
