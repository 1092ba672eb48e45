"""Messages of other systems become cases that wait to be accepted; repeated, they are updated.

A message is told from itself by source and external number. One transaction a batch; a row
that is refused says why and costs no other row anything. A trial run does the same work and
takes every batch back, so its counts are the counts of the real one.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.arriving import Drafter, receive_cases
from app.cases.actions.intake import (
    HappenedLater,
    UnknownCategory,
    UnknownRegion,
    receive_case,
)
from app.cases.actions.readying import Readied, Workshop
from app.cases.actions.received import (
    Arrival,
    Found,
    Known,
    arrival_of,
    known_messages,
    note_received,
    update_received,
)
from app.cases.actions.steps import TextMissing, TextTooLong
from app.cases.models import Category
from app.cases.personal import MobileDigits, NotAPhone
from app.cases.story_words import change_words
from app.core.actor import Actor
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.errors import AppError, Conflict
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.words import say
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.messages import Message
from app.exchange.own_reader import CALM, Reading, read_messages
from app.exchange.placing import Placer, RegionNameUnclear
from app.exchange.report import REASON_LENGTH, ImportReport, Rejected, shorten, write_rejected
from app.territory.models import Region

MOST_NOTES = 1_000
"""Changed rows a report tells of one by one; all of them are in the stories of their cases."""

BATCH = 1_000
"""Messages of a transaction: the lock is held for less than a second."""

_FIELD_OF: dict[type[AppError], CaseField] = {
    UnknownRegion: CaseField.REGION,
    RegionNameUnclear: CaseField.REGION,
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
    landed: Landed | None = None,
) -> ImportReport:
    """Bring the messages of a file in; refused rows are listed beside it.

    Args:
        database: Where to.
        actor: Who imports; needs the right for the regions of the rows.
        path: CSV, XLSX or JSON.
        mapping: Which column is what.
        dry_run: Count only.
        progress: Told how many rows are done after every batch; what it raises ends the import.
        landed: Counts what lands, for whoever looks on; a new one where left out.

    Raises:
        AppError: The file as a whole cannot be read (see `read_table`), or `NoRegion`.
    """
    actor.require(Right.IMPORT)
    region = _default_region(database, mapping)
    landed = Landed() if landed is None else landed
    placer, pepper = Placer(database, mapping, region), database.state.pepper
    now = database.clock.now()
    workshop = Workshop(pepper, now, packed=database.is_sqlite)
    reading = Reading(path, mapping, region, now, workshop)
    messages = read_messages(reading, landed)
    done = 0
    with _calm_collector(), closing(messages):
        while batch := list(islice(messages, BATCH)):
            with database.writing(actor) as uow:
                _take_in(uow, _placed(batch, placer, mapping, landed), mapping, landed, pepper)
                if dry_run:
                    uow.session.rollback()
                    uow.changes.clear()
            done += len(batch)
            batch.clear()  # or it would stay while the next one is read
            progress(done)
    report = landed.report(dry_run=dry_run)
    if not dry_run:
        write_rejected(path, report.rejected)
    return report


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Let cyclic garbage be looked for less often; a batch stays far below."""
    before = gc.get_threshold()
    gc.set_threshold(CALM, *before[1:])
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


def _placed(
    batch: list[Message], placer: Placer, mapping: CaseMapping, landed: Landed
) -> list[Message]:
    """Return the messages whose regions are known; the others are refused."""
    if not placer.has_work:
        return batch
    found = []
    for message in batch:
        try:
            placer.place(message)
            found.append(message)
        except AppError as error:
            _refuse(message, mapping, landed, error)
    return found


def _take_in(
    uow: Uow, batch: list[Message], mapping: CaseMapping, landed: Landed, pepper: bytes
) -> None:
    known = known_messages(uow, mapping.source, [message.number for message in batch])
    held = _held(uow, batch)
    drafter, fresh = Drafter(uow, pepper), list[tuple[Message, Readied]]()
    for message in batch:
        try:
            found = _arrive(uow, message, known.get(message.number), pepper)
            if found.arrival is Arrival.NEW:
                draft = drafter.draft(message.intake, message.received_at, message.ready)
                fresh.append((message, draft))
            else:
                _count(landed, message, found, mapping)
        except AppError as error:
            _refuse(message, mapping, landed, error)
    _receive(uow, fresh, mapping, pepper, landed)
    held.clear()


def _refuse(message: Message, mapping: CaseMapping, landed: Landed, error: AppError) -> None:
    """List a message's rows as refused by a rule; the others go on."""
    where = mapping.header(_FIELD_OF.get(type(error)))
    landed.rejected.extend(Rejected.because(line, where, error) for line in message.lines)


def _receive(
    uow: Uow,
    fresh: list[tuple[Message, Readied]],
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
            try:
                with uow.session.begin_nested():
                    _receive_one(uow, message, pepper)
                _count(landed, message, Found(Arrival.NEW), mapping)
            except AppError as error:
                _refuse(message, mapping, landed, error)
        return
    for message, _ in fresh:
        _count(landed, message, Found(Arrival.NEW), mapping)


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


def _arrive(uow: Uow, message: Message, known: Known | None, pepper: bytes) -> Found:
    """Tell what a message is to the database, and bring a known one to what it says now."""
    intake, received_at = message.intake, message.received_at
    found = arrival_of(uow, intake, known, pepper, received_at=received_at)
    if known is None:
        return found
    if found.arrival is Arrival.CHANGED:
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
    if found.arrival is Arrival.ACCEPTED:
        with uow.session.begin_nested():
            note_received(
                uow,
                known.case.id,
                found.differences,
                seen_version=known.case.version,
                command_key=new_id(),
            )
    return found


def _count(landed: Landed, message: Message, found: Found, mapping: CaseMapping) -> None:
    arrival = found.arrival
    if arrival is Arrival.NEW:
        landed.new += 1
    elif arrival is Arrival.CHANGED:
        landed.changed += 1
    else:
        landed.unchanged += 1
    landed.joined += len(message.lines) - 1
    if len(landed.notes) >= MOST_NOTES:
        return
    if arrival is Arrival.ACCEPTED:
        reason = say("exchange.accepted_meanwhile", number=message.number)
        landed.notes.append(Rejected(message.lines[0], mapping.header(CaseField.TEXT), reason))
    elif arrival is Arrival.CHANGED:
        told = change_words(found.differences, moment_words) or say("cases.story.reporter_changed")
        reason = say("exchange.changed_now", number=message.number, changes=told)
        landed.notes.append(Rejected(message.lines[0], "", shorten(reason, REASON_LENGTH)))


def moment_words(moment: datetime) -> str:
    """Return a moment as reports write it."""
    return f"{local(moment):%Y-%m-%d %H:%M}"
