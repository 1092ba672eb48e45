"""Rows of a foreign table as messages: read by a mapping, each number once, steps together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter

from app.cases.actions.intake import Intake, PointIncomplete, Reporter
from app.cases.actions.readying import Readied
from app.core.clock import local
from app.core.errors import AppError
from app.core.text import one_line
from app.core.words import say
from app.exchange.landing import Landed
from app.exchange.mapping import BadTime, CaseField, CaseMapping
from app.exchange.report import Rejected
from app.exchange.table_files import ShiftedRow, SourceRow
from app.territory.coordinates import CGCS2000, OutsideChina, way_to_cgcs2000

NUMBER_LIMIT = 64
"""Characters of an external number."""

MOST_HIDDEN = 200
"""Hidden rows that are told of one by one."""

STEP_LIMIT = 500
"""Steps that are kept of one message; a number that stands in more rows is the wrong column."""

_FIELDS = (
    CaseField.EXTERNAL_NUMBER,
    CaseField.TEXT,
    CaseField.RECEIVED_AT,
    CaseField.TITLE,
    CaseField.HAPPENED_AT,
    CaseField.CATEGORY,
    CaseField.REGION,
    CaseField.PLACE,
    CaseField.LONGITUDE,
    CaseField.LATITUDE,
    CaseField.REPORTER_NAME,
    CaseField.REPORTER_PHONE,
)
"""In the order in which a row is taken apart."""

PRINT_BYTES = 16
_LINE_BYTES = 8

FARTHEST = 1e8
"""Degrees or metres no coordinate system reaches."""


class NumberMissing(AppError):
    """A message without a number of its own could never be told from itself."""

    code = "exchange.number_missing"


class NumberTooLong(AppError):
    """An external number is longer than can be kept; facts: ``limit``."""

    code = "exchange.number_too_long"


class NumberTwice(AppError):
    """Two rows of a file share a number and differ; facts: ``number``, ``line``."""

    code = "exchange.number_twice"


class StepApart(AppError):
    """A step stands apart from the other rows of its message; facts: ``number``, ``line``."""

    code = "exchange.step_apart"


class TooManySteps(AppError):
    """A message has more steps than are kept; facts: ``number``, ``limit``."""

    code = "exchange.too_many_steps"


class ReceivedLater(AppError):
    """A message is said to have arrived in the future."""

    code = "exchange.received_later"


class BadDegrees(AppError):
    """Longitude or latitude is no number, or lies outside the country."""

    code = "exchange.bad_degrees"


class DegreesSwapped(AppError):
    """Longitude stands where latitude should."""

    code = "exchange.degrees_swapped"


@dataclass(slots=True)
class Message:
    """What one or several rows of a file say.

    Attributes:
        intake: What was said.
        received_at: When, as the source says; aware.
        print: Stands for all of it but the steps; equal where two rows say the same.
        lines: Lines of the file it stands on, the first one first.
        steps: What became of it at its source; also kept in the intake's `extra`.
        ready: What was made of it beside the process that writes.
    """

    intake: Intake
    received_at: datetime
    print: bytes
    lines: list[int]
    steps: list[str] = field(default_factory=list)
    ready: Readied | None = None

    @property
    def number(self) -> str:
        """Return the source's own number."""
        return self.intake.external_number or ""


def readable(
    reader: "MessageReader", rows: Iterable[SourceRow], landed: Landed
) -> Iterator[Message]:
    """Yield the messages of readable rows, each once; the other rows are counted here."""
    gathering = _Gathering(reader.mapping)
    hidden = 0
    for row in rows:
        if row.is_hidden:
            hidden += 1
            if hidden <= MOST_HIDDEN:
                landed.notes.append(Rejected(row.line, "", say("exchange.hidden_row")))
        try:
            whole = gathering.take(reader.message(row), landed)
        except RowRefused as refused:
            landed.rejected.append(Rejected.because(row.line, refused.column, refused.error))
            continue
        if whole is not None:
            yield whole
    if gathering.message is not None:
        yield gathering.message


class RowRefused(Exception):
    """A cell is wrong: of which column ("" for the whole row), and why."""

    def __init__(self, column: str, error: AppError) -> None:
        super().__init__()
        self.column = column
        self.error = error


class _Gathering:
    """Holds one message back until its next row is known to be none of its steps."""

    def __init__(self, mapping: CaseMapping) -> None:
        self._has_steps = mapping.steps is not None
        self._column = mapping.header(CaseField.EXTERNAL_NUMBER)
        # All that is remembered of a message that has gone on: its print, and where it stood
        # first. A file may have a million, so both lie in one object.
        self._seen: dict[str, bytes] = {}
        self.message: Message | None = None

    def take(self, message: Message, landed: Landed) -> Message | None:
        """Take a row's message; return the one before if that is whole now.

        Raises:
            RowRefused: It contradicts an earlier row, or is a step that cannot be added.
        """
        first = self._seen.get(message.number)
        if first is None:
            self._seen[message.number] = message.print + message.lines[0].to_bytes(_LINE_BYTES)
            whole, self.message = self.message, message
            return whole
        line = int.from_bytes(first[PRINT_BYTES:])
        if first[:PRINT_BYTES] != message.print:
            self._refuse(NumberTwice(number=message.number, line=line))
        if self._has_steps:
            self._add_step(message, line)
        else:
            landed.unchanged += 1
        return None

    def _add_step(self, message: Message, first_line: int) -> None:
        held = self.message
        if held is None or held.number != message.number:
            self._refuse(StepApart(number=message.number, line=first_line))
        elif len(held.lines) == STEP_LIMIT:
            self._refuse(TooManySteps(number=message.number, limit=STEP_LIMIT))
        else:
            held.lines.extend(message.lines)
            held.steps.extend(message.steps)

    def _refuse(self, error: AppError) -> None:
        raise RowRefused(self._column, error)


class MessageReader:
    """Reads rows as messages by a mapping."""

    def __init__(self, mapping: CaseMapping, region: str, now: datetime) -> None:
        self.mapping = mapping
        self._region = region
        self._now = now
        self._readers = [mapping.reader(where) for where in _FIELDS]
        self._plain = mapping.plain_headers(_FIELDS)
        self._way = way_to_cgcs2000(mapping.crs) if mapping.crs != CGCS2000 else None

    def message(self, row: SourceRow) -> Message:
        """Return the message of a row.

        Raises:
            RowRefused: A cell cannot be read.
        """
        if row.has_surplus:
            raise RowRefused("", ShiftedRow())
        number, text, received, title, happened, kind, region, place, x, y, name, phone = (
            self._cells(row)
        )
        received_at = self._time(received, CaseField.RECEIVED_AT)
        if received_at is None or received_at > self._now:
            raise self._refused(CaseField.RECEIVED_AT, ReceivedLater())
        longitude, latitude = self._point(x, y)
        intake = Intake(
            text=text,
            title=title,
            source=self.mapping.source,
            region=region or self._region,
            category=self.mapping.kind(kind),
            place=one_line(place),
            longitude=longitude,
            latitude=latitude,
            happened_at=self._time(happened, CaseField.HAPPENED_AT),
            external_number=self._number(number),
            reporter=Reporter(name, phone),
            extra={key: row.values[column] for key, column in self.mapping.extra.items()},
        )
        if self.mapping.remark:
            intake.extra[say("exchange.kept.remark")] = self.mapping.remark
        message = Message(intake, received_at, _print(intake, received_at), [row.line])
        if self.mapping.steps is not None:
            message.steps.extend(self._steps(row))
            intake.extra[say("exchange.kept.steps")] = message.steps
        return message

    def _cells(self, row: SourceRow) -> list[str]:
        """Return what a row says of each field, cleaned, in the order of `_FIELDS`."""
        values = row.values
        if row.is_plain and self._plain is not None:
            return [values[header] if header else "" for header in self._plain]
        return [read(values) for read in self._readers]

    def _refused(self, where: CaseField, error: AppError) -> RowRefused:
        return RowRefused(self.mapping.header(where), error)

    def _number(self, typed: str) -> str:
        number = one_line(typed)
        if not number:
            raise self._refused(CaseField.EXTERNAL_NUMBER, NumberMissing())
        number = one_line(self.mapping.prefix + number)
        if len(number) > NUMBER_LIMIT:
            raise self._refused(CaseField.EXTERNAL_NUMBER, NumberTooLong(limit=NUMBER_LIMIT))
        return number

    def _time(self, typed: str, where: CaseField) -> datetime | None:
        if not typed and where is not CaseField.RECEIVED_AT:
            return None
        try:
            return self.mapping.time(typed)
        except BadTime as error:
            raise self._refused(where, error) from error

    def _steps(self, row: SourceRow) -> Iterator[str]:
        """Yield the step a row tells of, in one line: when, what, by which office."""
        columns = self.mapping.steps
        if columns is None:
            return
        clean = self.mapping.clean
        at, what = clean(row.values[columns.at]), one_line(clean(row.values[columns.what]))
        if not at and not what:
            return
        try:
            when = local(self.mapping.time(at))
        except BadTime as error:
            raise RowRefused(columns.at, error) from error
        who = one_line(clean(row.values[columns.who])) if columns.who else ""
        told = f"{when:%Y-%m-%d %H:%M} {what}".rstrip()
        yield say("exchange.kept.step_by", step=told, who=who) if who else told

    def _point(self, east: str, north: str) -> tuple[float | None, float | None]:
        """Return longitude and latitude in CGCS2000, None twice where the row has no point."""
        x = self._number_of(east, CaseField.LONGITUDE)
        y = self._number_of(north, CaseField.LATITUDE)
        if x is None and y is None:
            return None, None
        if x is None or y is None:
            empty = CaseField.LONGITUDE if x is None else CaseField.LATITUDE
            raise self._refused(empty, PointIncomplete())
        if self._way is not None:
            try:
                ((x, y),) = self._way([(x, y)]).tolist()
            except OutsideChina as error:
                raise self._refused(CaseField.LONGITUDE, error) from error
            return x, y
        if _is_east(y) and _is_north(x):
            raise self._refused(CaseField.LONGITUDE, DegreesSwapped())
        if not _is_east(x):
            raise self._refused(CaseField.LONGITUDE, BadDegrees())
        if not _is_north(y):
            raise self._refused(CaseField.LATITUDE, BadDegrees())
        return x, y

    def _number_of(self, typed: str, where: CaseField) -> float | None:
        if not typed:
            return None
        try:
            found = float(typed)
        except ValueError as error:
            raise self._refused(where, BadDegrees()) from error
        if not abs(found) < FARTHEST:  # so written, as it is true of "nan" too
            raise self._refused(where, BadDegrees())
        return found


def _is_east(degrees: float) -> bool:
    return 73.0 < degrees < 136.0


def _is_north(degrees: float) -> bool:
    return 3.0 < degrees < 54.0


def _print(intake: Intake, received_at: datetime) -> bytes:
    """Return what stands for a row's values; nothing else of an intake comes from a file."""
    who = (intake.reporter.name, intake.reporter.phone)
    told = repr((_told(intake), who, received_at.timestamp()))
    return blake2b(told.encode(), digest_size=PRINT_BYTES).digest()


_told = attrgetter(
    *("text", "title", "region", "category", "place"),
    *("longitude", "latitude", "happened_at", "external_number", "extra"),
)
