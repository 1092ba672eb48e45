"""Messages of other systems become cases that wait to be accepted; repeated, they are updated.

A message is told from itself by source and external number. One transaction a batch; a row
that is refused says why and costs no other row anything. A trial run does the same work and
takes every batch back, so its counts are the counts of the real one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.intake import (
    HappenedLater,
    Intake,
    Reporter,
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
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line
from app.core.words import say
from app.exchange.landing import Landed
from app.exchange.mapping import BadTime, CaseField, CaseMapping
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.exchange.table_files import ShiftedRow, SourceRow, read_table
from app.territory.models import Region

BATCH = 200
NUMBER_LIMIT = 64
"""Characters of an external number."""

_FIELD_OF: dict[type[AppError], CaseField] = {
    UnknownRegion: CaseField.REGION,
    UnknownCategory: CaseField.CATEGORY,
    TextMissing: CaseField.TEXT,
    TextTooLong: CaseField.TEXT,
    HappenedLater: CaseField.HAPPENED_AT,
    MobileDigits: CaseField.REPORTER_PHONE,
    NotAPhone: CaseField.REPORTER_PHONE,
}


class NumberMissing(AppError):
    """A message without a number of its own could never be told from itself."""

    code = "exchange.number_missing"


class NumberTooLong(AppError):
    """An external number is longer than can be kept; facts: ``limit``."""

    code = "exchange.number_too_long"


class NumberTwice(AppError):
    """Two rows of a file share a number and differ; facts: ``number``, ``line``."""

    code = "exchange.number_twice"


class ReceivedLater(AppError):
    """A message is said to have arrived in the future."""

    code = "exchange.received_later"


class BadDegrees(AppError):
    """Longitude or latitude is no number, or lies outside the country."""

    code = "exchange.bad_degrees"


class NoRegion(AppError):
    """Neither the file nor the settings say which street the messages belong to."""

    code = "exchange.no_region"


@dataclass(frozen=True, slots=True)
class _Message:
    line: int
    intake: Intake
    received_at: datetime

    @property
    def number(self) -> str:
        return self.intake.external_number or ""

    def says_the_same(self, other: "_Message") -> bool:
        return (self.intake, self.received_at) == (other.intake, other.received_at)


class _RowRefused(Exception):
    """A cell is wrong: which, and why."""

    def __init__(self, where: CaseField | None, error: AppError) -> None:
        super().__init__()
        self.where = where
        self.error = error


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
    reader = _Reader(mapping, _default_region(database, mapping), database.clock.now())
    landed = Landed()
    messages = _readable(reader, table.rows, landed)
    done = 0
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


def _default_region(database: Database, mapping: CaseMapping) -> str:
    with database.reading() as session:
        street = settings_at(session, database.clock.now()).street_code
    region = mapping.region or street
    if not region and CaseField.REGION not in mapping.columns:
        raise NoRegion
    return region


def _readable(reader: "_Reader", rows: Iterable[SourceRow], landed: Landed) -> Iterator[_Message]:
    """Yield the messages of readable rows, each once; the others are counted here."""
    seen: dict[str, _Message] = {}
    for row in rows:
        try:
            message = reader.message(row)
            is_first = _is_first(seen, message)
        except _RowRefused as refused:
            where = reader.header(refused.where)
            landed.rejected.append(Rejected.because(row.line, where, refused.error))
            continue
        if is_first:
            yield message
        else:
            landed.unchanged += 1


def _is_first(seen: dict[str, _Message], message: _Message) -> bool:
    first = seen.setdefault(message.number, message)
    if first is not message and not first.says_the_same(message):
        twice = NumberTwice(number=message.number, line=first.line)
        raise _RowRefused(CaseField.EXTERNAL_NUMBER, twice)
    return first is message


def _take_in(
    uow: Uow, batch: list[_Message], mapping: CaseMapping, pepper: bytes, landed: Landed
) -> None:
    known = known_messages(uow, mapping.source, [message.number for message in batch])
    held = _held(uow, batch)
    for message in batch:
        try:
            with uow.session.begin_nested():
                arrival = _arrive(uow, message, known.get(message.number), pepper)
        except AppError as error:
            where = _FIELD_OF.get(type(error))
            column = mapping.columns.get(where, "") if where else ""
            landed.rejected.append(Rejected.because(message.line, column, error))
            continue
        _count(landed, message, arrival, mapping)
    held.clear()


def _held(uow: Uow, batch: list[_Message]) -> list[object]:
    """Return what every message asks for; while it is held the session need not ask again."""
    regions = {message.intake.region for message in batch}
    kinds = {message.intake.category for message in batch}
    return [
        *uow.session.scalars(sa.select(Region).where(Region.code.in_(regions))),
        *uow.session.scalars(sa.select(Category).where(Category.code.in_(kinds - {None}))),
    ]


def _arrive(uow: Uow, message: _Message, known: Known | None, pepper: bytes) -> Arrival:
    intake, received_at = message.intake, message.received_at
    arrival = arrival_of(uow, intake, known, pepper, received_at=received_at)
    if arrival is Arrival.NEW:
        receive_case(uow, intake, pepper, received_at=received_at, command_key=new_id())
    elif arrival is Arrival.CHANGED and known is not None:
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


def _count(landed: Landed, message: _Message, arrival: Arrival, mapping: CaseMapping) -> None:
    if arrival is Arrival.NEW:
        landed.new += 1
    elif arrival is Arrival.CHANGED:
        landed.changed += 1
    else:
        landed.unchanged += 1
    if arrival is Arrival.ACCEPTED:
        reason = say("exchange.accepted_meanwhile", number=message.number)
        landed.notes.append(Rejected(message.line, mapping.columns[CaseField.TEXT], reason))


class _Reader:
    """Reads rows as messages by a mapping."""

    def __init__(self, mapping: CaseMapping, region: str, now: datetime) -> None:
        self._mapping = mapping
        self._region = region
        self._now = now

    def header(self, where: CaseField | None) -> str:
        """Return the header of a field's column, "" where there is none."""
        return self._mapping.columns.get(where, "") if where else ""

    def message(self, row: SourceRow) -> _Message:
        """Return the message of a row.

        Raises:
            _RowRefused: A cell cannot be read.
        """
        if row.has_surplus:
            raise _RowRefused(None, ShiftedRow())
        cell = self._cells(row)
        received_at = self._time(cell, CaseField.RECEIVED_AT)
        if received_at is None or received_at > self._now:
            raise _RowRefused(CaseField.RECEIVED_AT, ReceivedLater())
        longitude = self._degrees(cell, CaseField.LONGITUDE, (73.0, 136.0))
        latitude = self._degrees(cell, CaseField.LATITUDE, (3.0, 54.0))
        has_point = longitude is not None and latitude is not None
        intake = Intake(
            text=cell(CaseField.TEXT),
            title=cell(CaseField.TITLE),
            source=self._mapping.source,
            region=cell(CaseField.REGION) or self._region,
            category=self._mapping.categories.get(cell(CaseField.CATEGORY)) or None,
            place=cell(CaseField.PLACE),
            longitude=longitude if has_point else None,
            latitude=latitude if has_point else None,
            happened_at=self._time(cell, CaseField.HAPPENED_AT),
            external_number=self._number(cell),
            reporter=Reporter(cell(CaseField.REPORTER_NAME), cell(CaseField.REPORTER_PHONE)),
            extra={key: row.values[column] for key, column in self._mapping.extra.items()},
        )
        return _Message(row.line, intake, received_at)

    def _cells(self, row: SourceRow) -> Callable[[CaseField], str]:
        def cell(where: CaseField) -> str:
            column = self._mapping.columns.get(where)
            return self._mapping.clean(row.values[column]) if column else ""

        return cell

    def _number(self, cell: Callable[[CaseField], str]) -> str:
        number = one_line(cell(CaseField.EXTERNAL_NUMBER))
        if not number:
            raise _RowRefused(CaseField.EXTERNAL_NUMBER, NumberMissing())
        if len(number) > NUMBER_LIMIT:
            raise _RowRefused(CaseField.EXTERNAL_NUMBER, NumberTooLong(limit=NUMBER_LIMIT))
        return number

    def _time(self, cell: Callable[[CaseField], str], where: CaseField) -> datetime | None:
        typed = cell(where)
        if not typed and where is not CaseField.RECEIVED_AT:
            return None
        try:
            return self._mapping.time(typed)
        except BadTime as error:
            raise _RowRefused(where, error) from error

    def _degrees(
        self, cell: Callable[[CaseField], str], where: CaseField, within: tuple[float, float]
    ) -> float | None:
        typed = cell(where)
        if not typed:
            return None
        try:
            found = float(typed)
        except ValueError as error:
            raise _RowRefused(where, BadDegrees()) from error
        if not within[0] <= found <= within[1]:
            raise _RowRefused(where, BadDegrees())
        return found
