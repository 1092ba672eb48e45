"""Mappings: which column of a foreign table is which field of a case, and back.

How one is written down stands in `mapping_files`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from app.cases.rules import CaseState
from app.cases.rules import Source as Source
from app.core.errors import AppError
from app.core.text import storable
from app.territory.coordinates import CGCS2000


class CaseField(StrEnum):
    """What of a case a column can fill; `label` gives the words."""

    EXTERNAL_NUMBER = "external_number"
    TEXT = "text"
    RECEIVED_AT = "received_at"
    TITLE = "title"
    HAPPENED_AT = "happened_at"
    CATEGORY = "category"
    REGION = "region"
    PLACE = "place"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"
    REPORTER_NAME = "reporter_name"
    REPORTER_PHONE = "reporter_phone"


NEEDED = (CaseField.EXTERNAL_NUMBER, CaseField.TEXT, CaseField.RECEIVED_AT)
"""Without a number of its own a message could not be told from itself the second time."""


PATTERN_REACH = 20_000
"""So many characters of a cell a pattern looks at; a longer text is refused anyway."""


class BadTime(AppError):
    """A cell is no time of the forms named; facts: ``value``, ``formats``."""

    code = "exchange.bad_time"


Columns = str | tuple[str, ...]
"""The header of a column, or of several whose cells are put below each other."""


@dataclass(frozen=True, slots=True)
class StepColumns:
    """Headers of what each row of an event log tells of its message.

    Attributes:
        at: When the step was taken.
        what: What was done.
        who: Who did it, an office and never a person; "" where no column says so.
    """

    at: str
    what: str
    who: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the headers the file must have."""
        return tuple(filter(None, (self.at, self.what, self.who)))


class RegionBy(StrEnum):
    """How a row says where it is; `label` gives the words."""

    CODE = "code"
    NAME = "name"
    POINT = "point"


class ResultField(StrEnum):
    """What a sender is told of his message; `label` gives the words."""

    NUMBER = "number"
    STATE = "state"
    REPLY = "reply"
    FINISHED_AT = "finished_at"
    UNIT = "unit"
    CASE_NUMBER = "case_number"


@dataclass(frozen=True, slots=True)
class ResultForm:
    """How the sender of messages wants to be told what became of them.

    Attributes:
        columns: What is told → header of its column, in the order of the file.
        time_format: How times are written (strftime); ISO 8601 where nothing is said.
        states: Our state → their word; ours where nothing is said.
    """

    columns: Mapping[ResultField, str]
    time_format: str = ""
    states: Mapping[CaseState, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseMapping:
    """How a foreign table is read as messages.

    Attributes:
        source: Where the messages come from; with the external number it names a message.
        columns: CaseField → header of its column, or of several put below each other.
        extra: Key → header of a column that is kept as told; never a personal value.
        steps: Where every row is one step of a message: what it tells of the step.
        patterns: CaseField → expression whose first group is taken from the cell.
        categories: Value of the category column → code of a kind, "" where the desk decides.
        category: Code for values that are not listed; "" where the desk decides.
        time_formats: Forms of times, tried in order; ISO 8601 is always understood.
        zone: Zone of times that name none.
        crs: Coordinate system of longitude and latitude, see `app.territory.coordinates`.
        prefix: Stands before every number, where two systems of one source could share some.
        region: Code for rows that name no region; "" for the street of the centre.
        region_by: Whether the region column holds codes or names, or the point says where.
        regions: Value of the region column → code, for what the tree of regions calls otherwise.
        drop: Pieces of text that are thrown away, e.g. what a spreadsheet left behind.
        personal: Headers of columns about persons that are never kept.
        remark: What a reader of each message has to know about the file; "" for nothing.
        file_columns: All columns of the file it was made for; () where that was not kept.
        result: How the sender is told what became of the messages; None where he is not.
    """

    source: Source
    columns: Mapping[CaseField, Columns]
    extra: Mapping[str, str] = field(default_factory=dict)
    steps: StepColumns | None = None
    patterns: Mapping[CaseField, re.Pattern[str]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    time_formats: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    crs: str = CGCS2000
    prefix: str = ""
    region: str = ""
    drop: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    remark: str = ""
    region_by: RegionBy = RegionBy.CODE
    regions: Mapping[str, str] = field(default_factory=dict)
    file_columns: tuple[str, ...] = ()
    result: ResultForm | None = None

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Return the headers the file must have."""
        named = [header for where in self.columns for header in self.headers_of(where)]
        steps = self.steps.headers if self.steps else ()
        return tuple(dict.fromkeys((*named, *self.extra.values(), *steps)))

    def headers_of(self, where: CaseField) -> tuple[str, ...]:
        """Return the headers of the columns a field is read from, none where it is not told."""
        named = self.columns.get(where, ())
        return (named,) if isinstance(named, str) else named

    def header(self, where: CaseField | None) -> str:
        """Return the first header of a field, "" where there is none."""
        return next(iter(self.headers_of(where)), "") if where else ""

    def reader(self, where: CaseField) -> Callable[[Mapping[str, str]], str]:
        """Return what reads a field from a row, cleaned; "" where the row says nothing."""
        named, pattern, clean = self.columns.get(where, ()), self.patterns.get(where), self.clean

        def one(values: Mapping[str, str]) -> str:
            told = values[named]  # type: ignore[index]
            return clean(told) if told else ""

        def several(values: Mapping[str, str]) -> str:
            return "\n".join(filter(None, (clean(values[header]) for header in named)))

        whole = one if isinstance(named, str) else several

        def part(values: Mapping[str, str]) -> str:
            found = pattern.search(whole(values)[:PATTERN_REACH]) if pattern else None
            return (found[1] or "").strip() if found else ""

        return whole if pattern is None else part

    def plain_headers(self, fields: Sequence[CaseField]) -> tuple[str, ...] | None:
        """Return the header each field is read from as it stands, "" for one not told; None
        where a value has to be put together, searched or freed of pieces."""
        found = (self.columns.get(where, "") for where in fields)
        named = tuple(each for each in found if isinstance(each, str))
        whole = not (self.drop or self.patterns) and len(named) == len(fields)
        return named if whole else None

    def kind(self, told: str) -> str | None:
        """Return the code of the kind a file's word stands for, None where the desk decides."""
        return self.categories.get(told, self.category) or None

    def time(self, typed: str) -> datetime:
        """Return a time as aware moment.

        Raises:
            BadTime: It has none of the forms, or no such day exists.
        """
        for form in (*self.time_formats, None):
            try:
                found = datetime.strptime(typed, form) if form else datetime.fromisoformat(typed)  # noqa: DTZ007
                return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
            except (ValueError, OverflowError):  # the latter at the ends of the calendar
                continue
        raise BadTime(value=typed, formats="、".join(self.time_formats) or "ISO 8601")

    def clean(self, text: str) -> str:
        """Return text as people wrote it, without what files leave behind.

        Tabs, U+3000 and NBSP at both ends of every line go, inside a line they become one
        space; empty lines and the pieces named by `drop` go as well.
        """
        for piece in self.drop:
            text = text.replace(piece, "")
        if text.isprintable() and "  " not in text:  # one line, its only blanks plain spaces
            return text.strip()
        lines = (_BLANKS.sub(" ", line).strip() for line in storable(text).splitlines())
        return "\n".join(line for line in lines if line)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
