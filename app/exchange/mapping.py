"""Mapping files: which column of a foreign table is which field of a case.

A mapping is a TOML file; ``resources/mappings/taidi2020.toml`` explains every line of the
form in its comments. Those in ``resources/mappings/`` can be asked for by their bare name.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.cases.rules import Source
from app.core.errors import AppError
from app.core.text import storable
from app.core.words import RESOURCES
from app.territory.coordinates import CGCS2000, UnknownCoordinates, system_name

Value = TypeVar("Value")


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

SHIPPED = RESOURCES / "mappings"


class MappingSort(StrEnum):
    """What an entry of a mapping file must be."""

    TEXT = "text"
    TEXTS = "texts"
    TABLE = "table"
    COLUMNS = "columns"
    PATTERNS = "patterns"
    STEPS = "steps"
    SOURCE = "source"
    ZONE = "zone"
    CRS = "crs"


class MappingMissing(AppError):
    """There is no such file, and none of that name is shipped; facts: ``file``, ``known``."""

    code = "exchange.mapping_missing"


class MappingUnreadable(AppError):
    """The file may not be read, is no TOML or not UTF-8; facts: ``file``, ``why``."""

    code = "exchange.mapping_unreadable"


class MappingUnknownKey(AppError):
    """The file says something nobody asked for; facts: ``file``, ``key``, ``known``."""

    code = "exchange.mapping_unknown_key"


class MappingWrongValue(AppError):
    """An entry is of the wrong sort; facts: ``file``, ``key``, ``wanted``."""

    code = "exchange.mapping_wrong_value"


class MappingFieldMissing(AppError):
    """A needed field has no column; facts: ``file``, ``field``, ``field_word``."""

    code = "exchange.mapping_field_missing"


class MappingPersonalUsed(AppError):
    """A column that is personal is used all the same; facts: ``file``, ``column``."""

    code = "exchange.mapping_personal_used"


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
        drop: Pieces of text that are thrown away, e.g. what a spreadsheet left behind.
        personal: Headers of columns about persons that are never kept.
        remark: What a reader of each message has to know about the file; "" for nothing.
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
            return clean(values[named])  # type: ignore[index]

        def several(values: Mapping[str, str]) -> str:
            return "\n".join(filter(None, (clean(values[header]) for header in named)))

        whole = one if isinstance(named, str) else several

        def part(values: Mapping[str, str]) -> str:
            found = pattern.search(whole(values)[:PATTERN_REACH]) if pattern else None
            return (found[1] or "").strip() if found else ""

        return whole if pattern is None else part

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
_SORTS = {
    "source": MappingSort.SOURCE,
    "columns": MappingSort.COLUMNS,
    "extra": MappingSort.TABLE,
    "steps": MappingSort.STEPS,
    "patterns": MappingSort.PATTERNS,
    "categories": MappingSort.TABLE,
    "category": MappingSort.TEXT,
    "time_formats": MappingSort.TEXTS,
    "zone": MappingSort.ZONE,
    "crs": MappingSort.CRS,
    "prefix": MappingSort.TEXT,
    "region": MappingSort.TEXT,
    "drop": MappingSort.TEXTS,
    "personal": MappingSort.TEXTS,
    "remark": MappingSort.TEXT,
}
_STEP_PARTS = ("at", "what", "who")


def load_mapping(path: Path) -> CaseMapping:
    """Read a mapping file: one of somebody's own, or a shipped one by its bare name.

    Raises:
        MappingMissing: There is neither.
        MappingUnreadable: It cannot be read as TOML.
        MappingUnknownKey: A key or field is misspelt; nothing is guessed.
        MappingWrongValue: An entry is of the wrong sort.
        MappingFieldMissing: No column for number, text or time.
        MappingPersonalUsed: A column is both personal and used.
    """
    values = _read(_found(path))
    for key, value in values.items():
        if key not in _SORTS:
            raise MappingUnknownKey(file=path.name, key=key, known="、".join(_SORTS))
        if not _fits(value, _SORTS[key]):
            raise MappingWrongValue(file=path.name, key=key, wanted=_SORTS[key])
    if "source" not in values:
        raise MappingWrongValue(file=path.name, key="source", wanted=MappingSort.SOURCE)
    values["source"] = Source(values["source"])
    values["columns"] = _columns(values.get("columns", {}), path.name)
    told = _fields("patterns", values.get("patterns", {}), path.name)
    values["patterns"] = {where: re.compile(pattern) for where, pattern in told.items()}
    values["steps"] = StepColumns(**values["steps"]) if "steps" in values else None
    for key in ("time_formats", "drop", "personal"):
        values[key] = tuple(values.get(key, ()))
    mapping = CaseMapping(**values)
    for header in mapping.personal:
        if header in mapping.headers:
            raise MappingPersonalUsed(file=path.name, column=header)
    return mapping


def _found(path: Path) -> Path:
    if path.exists():
        return path
    shipped = {file.stem: file for file in sorted(SHIPPED.glob("*.toml"))}
    name = path.name.removesuffix(".toml")
    if path.name == str(path) and name in shipped:
        return shipped[name]
    raise MappingMissing(file=str(path), known="、".join(shipped))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingUnreadable(file=path.name, why=error.strerror) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingUnreadable(file=path.name, why=str(error)) from error


def _columns(written: Mapping[str, str | list[str]], file: str) -> dict[CaseField, Columns]:
    named = _fields("columns", written, file)
    for needed in NEEDED:
        if needed not in named:
            raise MappingFieldMissing(file=file, field=needed.value, field_word=needed)
    return {
        where: header if isinstance(header, str) else tuple(header)
        for where, header in named.items()
    }


def _fields(table: str, written: Mapping[str, Value], file: str) -> dict[CaseField, Value]:
    for name in written:
        if name not in set(CaseField):
            raise MappingUnknownKey(file=file, key=f"{table}.{name}", known="、".join(CaseField))
    return {CaseField(name): value for name, value in written.items()}


def _fits(value: object, sort: MappingSort) -> bool:
    if sort is MappingSort.TEXTS:
        return _is_texts(value)
    if isinstance(value, dict):
        return sort in _TABLES and _TABLES[sort](value)
    return isinstance(value, str) and sort not in _TABLES and _TEXTS.get(sort, _is_text)(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_columns(table: dict[str, object]) -> bool:
    return all(isinstance(v, str) or (_is_texts(v) and bool(v)) for v in table.values())


def _are_steps(table: dict[str, object]) -> bool:
    named = set(table)
    return {"at", "what"} <= named <= set(_STEP_PARTS) and all(map(_is_text, table.values()))


def _is_pattern(value: object) -> bool:
    try:
        return isinstance(value, str) and re.compile(value).groups > 0
    except (re.error, OverflowError, RecursionError):
        return False


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _is_crs(name: str) -> bool:
    try:
        system_name(name)
    except UnknownCoordinates:
        return False
    return True


_TABLES: dict[MappingSort, Callable[[dict[str, object]], bool]] = {
    MappingSort.TABLE: lambda table: all(map(_is_text, table.values())),
    MappingSort.COLUMNS: _are_columns,
    MappingSort.PATTERNS: lambda table: all(map(_is_pattern, table.values())),
    MappingSort.STEPS: _are_steps,
}
_TEXTS: dict[MappingSort, Callable[[str], bool]] = {
    MappingSort.SOURCE: lambda text: text in set(Source),
    MappingSort.ZONE: _is_zone,
    MappingSort.CRS: _is_crs,
}
