"""The first rows of a file as they would become cases, and what would be refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import Category
from app.core.clock import local
from app.core.errors import AppError
from app.core.words import sentence
from app.exchange.drift import Drift, drift_of
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.messages import Message, MessageReader, RowRefused
from app.exchange.table_files import ColumnsMissing, SourceRow, Table, read_table
from app.territory.models import Region

ROWS = 200
"""Rows that are looked at."""
SAMPLES = 3
SAMPLE_MOST = 22
VALUES_MOST = 60
"""Different values of a column that are offered to be put into a table of values."""


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What a file holds, before anybody says what is what.

    Attributes:
        columns: Names of its columns; "" for one without.
        samples: Of each column, a few values that differ.
        values: Of each column, all that differ among the rows looked at, up to `VALUES_MOST`.
        rows: How many rows were looked at.
    """

    columns: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    rows: int


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row as it would become a case; `refused` says why not, "" for nothing.

    Attributes:
        line: Of the file.
        told: Field → what it would be, in words.
        column: Which column is to blame.
    """

    line: int
    told: Mapping[CaseField, str]
    refused: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file comes out by a mapping.

    Attributes:
        rows: The first ones, `ROWS` at most.
        refused: How many of these would not come in.
        drift: How its columns differ from those the mapping was made for.
    """

    rows: tuple[RowSeen, ...]
    refused: int
    drift: Drift


def file_seen(path: Path, mapping: CaseMapping | None = None) -> FileSeen:
    """Look into a file.

    Raises:
        AppError: It cannot be read, see `read_table`.
    """
    table = _opened(path, mapping)
    values: dict[str, dict[str, None]] = {name: {} for name in table.columns if name}
    count = 0
    for row in islice(table.rows, ROWS):
        count += 1
        for name, seen in values.items():
            told = row.values.get(name, "")
            if told and len(seen) <= VALUES_MOST:
                seen[told] = None
    return FileSeen(
        table.columns,
        {name: tuple(map(_short, islice(seen, SAMPLES))) for name, seen in values.items()},
        {name: tuple(seen) for name, seen in values.items()},
        count,
    )


def _opened(path: Path, mapping: CaseMapping | None) -> Table:
    if mapping is not None:
        try:
            return read_table(path, mapping.headers)
        except ColumnsMissing:
            pass
    return read_table(path)


def preview(
    session: Session,
    path: Path,
    mapping: CaseMapping,
    region: str,
    now: datetime,
    *,
    made_for: tuple[str, ...] = (),
) -> Preview:
    """Return how a file comes out by a mapping; nothing is written.

    Args:
        session: Reading session.
        path: The file.
        mapping: As it is being made.
        region: Code for rows that name none.
        now: No message may have been received later; aware.
        made_for: Columns of the file it was made for before, () for none.

    Raises:
        AppError: It cannot be read, see `read_table`.
    """
    table = _opened(path, mapping)
    drift = drift_of(replace(mapping, file_columns=made_for), table.columns)
    if drift.missing:
        return Preview((), 0, drift)
    reader = MessageReader(mapping, region, now)
    first = list(islice(table.rows, ROWS))
    names = _Names(session, mapping)
    rows = tuple(_seen(reader, names, row) for row in first)
    return Preview(rows, sum(bool(row.refused) for row in rows), drift)


def _seen(reader: MessageReader, names: "_Names", row: SourceRow) -> RowSeen:
    try:
        message = reader.message(row)
    except RowRefused as refused:
        why = sentence(refused.error)
        raw = {where: reader.mapping.reader(where)(row.values) for where in reader.mapping.columns}
        return RowSeen(row.line, raw, why, refused.column)
    told = _told(message, names)
    trouble = names.trouble(message)
    column = reader.mapping.header(CaseField.REGION if trouble.is_region else CaseField.CATEGORY)
    return RowSeen(row.line, told, trouble.text, column if trouble.text else "")


def _told(message: Message, names: "_Names") -> dict[CaseField, str]:
    said, who = message.intake, message.intake.reporter
    return {
        CaseField.EXTERNAL_NUMBER: said.external_number or "",
        CaseField.TITLE: said.title,
        CaseField.TEXT: said.text,
        CaseField.RECEIVED_AT: _moment(message.received_at),
        CaseField.HAPPENED_AT: _moment(said.happened_at),
        CaseField.CATEGORY: names.kind(said.category),
        CaseField.REGION: names.region(said.region),
        CaseField.PLACE: said.place,
        CaseField.LONGITUDE: "" if said.longitude is None else f"{said.longitude:.5f}",
        CaseField.LATITUDE: "" if said.latitude is None else f"{said.latitude:.5f}",
        CaseField.REPORTER_NAME: who.name,
        CaseField.REPORTER_PHONE: who.phone,
    }


def _moment(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at is not None else ""


@dataclass(frozen=True, slots=True)
class _Trouble:
    text: str = ""
    is_region: bool = False


class _Names:
    """Names of kinds and regions, asked for once each."""

    def __init__(self, session: Session, mapping: CaseMapping) -> None:
        self._mapping = mapping
        rows = session.execute(sa.select(Category.code, Category.name))
        self._kinds = dict(rows.all())
        self._session = session
        self._regions: dict[str, str | None] = {}

    def kind(self, code: str | None) -> str:
        return self._kinds.get(code, code) if code else ""

    def region(self, told: str) -> str:
        code = self._mapping.regions.get(told, told)
        return self._name(code) or told

    def trouble(self, message: Message) -> _Trouble:
        from app.cases.actions.intake import UnknownCategory, UnknownRegion
        from app.exchange.mapping import RegionBy

        said = message.intake
        error: AppError
        if said.category and said.category not in self._kinds:
            error = UnknownCategory(category=said.category)
            return _Trouble(sentence(error))
        code = self._mapping.regions.get(said.region, said.region)
        by_code = self._mapping.region_by is not RegionBy.NAME or code != said.region
        if by_code and self._name(code) is None:
            return _Trouble(sentence(UnknownRegion(region=code)), is_region=True)
        return _Trouble()

    def _name(self, code: str) -> str | None:
        if code not in self._regions:
            row = self._session.get(Region, code) if code.isdigit() else None
            self._regions[code] = row.name if row is not None else None
        return self._regions[code]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SAMPLE_MOST else f"{flat[: SAMPLE_MOST - 1]}…"
