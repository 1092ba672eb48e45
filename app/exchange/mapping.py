"""Mapping files: which column of a foreign table is which field of a case.

A mapping is a TOML file; ``resources/mappings/taidi2020.toml`` explains every line of the
form in its comments.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.cases.rules import Source
from app.core.errors import AppError
from app.core.text import storable


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


class MappingSort(StrEnum):
    """What an entry of a mapping file must be."""

    TEXT = "text"
    TEXTS = "texts"
    TABLE = "table"
    SOURCE = "source"
    ZONE = "zone"


class MappingUnreadable(AppError):
    """The file is absent, no TOML or not UTF-8; facts: ``file``, ``why``."""

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


class BadTime(AppError):
    """A cell is no time of the forms named; facts: ``value``, ``formats``."""

    code = "exchange.bad_time"


@dataclass(frozen=True)
class CaseMapping:
    """How a foreign table is read as messages.

    Attributes:
        source: Where the messages come from; with the external number it names a message.
        columns: CaseField → header of its column.
        extra: Key → header of a column that is kept as told; never a personal value.
        categories: Value of the category column → code of a kind, "" where the desk decides.
        time_formats: Forms of times, tried in order; ISO 8601 is always understood.
        zone: Zone of times that name none.
        region: Code for rows that name no region; "" for the street of the centre.
        drop: Pieces of text that are thrown away, e.g. what a spreadsheet left behind.
    """

    source: Source
    columns: Mapping[CaseField, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    time_formats: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    region: str = ""
    drop: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the headers the file must have."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.extra.values())))

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
        lines = (_BLANKS.sub(" ", line).strip() for line in storable(text).splitlines())
        return "\n".join(line for line in lines if line)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_SORTS = {
    "source": MappingSort.SOURCE,
    "columns": MappingSort.TABLE,
    "extra": MappingSort.TABLE,
    "categories": MappingSort.TABLE,
    "time_formats": MappingSort.TEXTS,
    "zone": MappingSort.ZONE,
    "region": MappingSort.TEXT,
    "drop": MappingSort.TEXTS,
}


def load_mapping(path: Path) -> CaseMapping:
    """Read a mapping file.

    Raises:
        MappingUnreadable: It cannot be read as TOML.
        MappingUnknownKey: A key or field is misspelt; nothing is guessed.
        MappingWrongValue: An entry is of the wrong sort.
        MappingFieldMissing: No column for number, text or time.
    """
    values = _read(path)
    for key, value in values.items():
        if key not in _SORTS:
            raise MappingUnknownKey(file=path.name, key=key, known="、".join(_SORTS))
        if not _fits(value, _SORTS[key]):
            raise MappingWrongValue(file=path.name, key=key, wanted=_SORTS[key])
    if "source" not in values:
        raise MappingWrongValue(file=path.name, key="source", wanted=MappingSort.SOURCE)
    values["source"] = Source(values["source"])
    values["columns"] = _columns(values.get("columns", {}), path.name)
    for key in ("time_formats", "drop"):
        values[key] = tuple(values.get(key, ()))
    return CaseMapping(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingUnreadable(file=path.name, why=error.strerror) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingUnreadable(file=path.name, why=str(error)) from error


def _columns(written: Mapping[str, str], file: str) -> dict[CaseField, str]:
    for name in written:
        if name not in set(CaseField):
            raise MappingUnknownKey(file=file, key=f"columns.{name}", known="、".join(CaseField))
    for needed in NEEDED:
        if needed not in written:
            raise MappingFieldMissing(file=file, field=needed.value, field_word=needed)
    return {CaseField(name): header for name, header in written.items()}


def _fits(value: object, sort: MappingSort) -> bool:
    if sort is MappingSort.TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if sort is MappingSort.TABLE:
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if not isinstance(value, str):
        return False
    if sort is MappingSort.SOURCE:
        return value in set(Source)
    return sort is not MappingSort.ZONE or _is_zone(value)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
