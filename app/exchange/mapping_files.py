"""Mapping files: mappings written down as TOML, read and written.

``resources/mappings/taidi2020.toml`` explains every line of the form in its comments. Those in
``resources/mappings/`` can be asked for by their bare name. What is written here and read again
is equal; comments of a file are not kept.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.cases.rules import CaseState, Source
from app.core.errors import AppError
from app.core.words import RESOURCES
from app.exchange.mapping import (
    NEEDED,
    CaseField,
    CaseMapping,
    Columns,
    RegionBy,
    ResultField,
    ResultForm,
    StepColumns,
)
from app.territory.coordinates import CGCS2000, UnknownCoordinates, system_name

Value = TypeVar("Value")

SHIPPED = RESOURCES / "mappings"
TIME_FORMAT = "time_format"


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
    REGION_BY = "region_by"
    RESULT = "result"
    STATES = "states"


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
    "region_by": MappingSort.REGION_BY,
    "regions": MappingSort.TABLE,
    "file_columns": MappingSort.TEXTS,
    "result": MappingSort.RESULT,
    "result_states": MappingSort.STATES,
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
    return _mapping(_read(_found(path)), path.name)


def mapping_from(text: str, name: str) -> CaseMapping:
    """Return the mapping a TOML text tells; `name` is what errors call it. See `load_mapping`."""
    try:
        return _mapping(tomllib.loads(text), name)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingUnreadable(file=name, why=str(error)) from error


def shipped_names() -> tuple[str, ...]:
    """Return the bare names of the mappings that come with the program."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.toml")))


def _mapping(values: dict[str, Any], name: str) -> CaseMapping:
    for key, value in values.items():
        if key not in _SORTS:
            raise MappingUnknownKey(file=name, key=key, known="、".join(_SORTS))
        if not _fits(value, _SORTS[key]):
            raise MappingWrongValue(file=name, key=key, wanted=_SORTS[key])
    if "source" not in values:
        raise MappingWrongValue(file=name, key="source", wanted=MappingSort.SOURCE)
    values["source"] = Source(values["source"])
    values["columns"] = _columns(values.get("columns", {}), name)
    told = _fields("patterns", values.get("patterns", {}), name)
    values["patterns"] = {where: re.compile(pattern) for where, pattern in told.items()}
    values["steps"] = StepColumns(**values["steps"]) if "steps" in values else None
    for key in ("time_formats", "drop", "personal", "file_columns"):
        values[key] = tuple(values.get(key, ()))
    if "region_by" in values:
        values["region_by"] = RegionBy(values["region_by"])
    states = values.pop("result_states", {})
    values["result"] = _result(values["result"], states) if "result" in values else None
    mapping = CaseMapping(**values)
    for header in mapping.personal:
        if header in mapping.headers:
            raise MappingPersonalUsed(file=name, column=header)
    return mapping


def _result(told: dict[str, str], states: dict[str, str]) -> ResultForm:
    columns = {ResultField(key): header for key, header in told.items() if key != TIME_FORMAT}
    named = {CaseState(state): word for state, word in states.items()}
    return ResultForm(columns, told.get(TIME_FORMAT, ""), named)


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
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
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


def _is_result(table: dict[str, object]) -> bool:
    named = set(table)
    known = {*ResultField, TIME_FORMAT}
    return ResultField.NUMBER in named and named <= known and all(map(_is_text, table.values()))


def _are_states(table: dict[str, object]) -> bool:
    return set(table) <= set(CaseState) and all(map(_is_text, table.values()))


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
    MappingSort.RESULT: _is_result,
    MappingSort.STATES: _are_states,
}
_TEXTS: dict[MappingSort, Callable[[str], bool]] = {
    MappingSort.SOURCE: lambda text: text in set(Source),
    MappingSort.REGION_BY: lambda text: text in set(RegionBy),
    MappingSort.ZONE: _is_zone,
    MappingSort.CRS: _is_crs,
}


def mapping_text(mapping: CaseMapping) -> str:
    """Return a mapping as the TOML text that `mapping_from` reads."""
    return "".join(f"{line}\n" for line in _written(mapping))


def _written(mapping: CaseMapping) -> Iterator[str]:
    for key in _PLAIN:
        value = getattr(mapping, key)
        if value and value != _BLANK.get(key):
            yield f"{key} = {_value(value)}"
    for name, table in _written_tables(mapping):
        if table:
            yield f"\n[{name}]"
            yield from (f"{_key(key)} = {_value(value)}" for key, value in table.items())


def _written_tables(mapping: CaseMapping) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    yield "columns", mapping.columns
    yield "patterns", {where: found.pattern for where, found in mapping.patterns.items()}
    steps = mapping.steps
    told = {part: getattr(steps, part) for part in _STEP_PARTS if getattr(steps, part, "")}
    yield "steps", told
    yield "extra", mapping.extra
    yield "categories", mapping.categories
    yield "regions", mapping.regions
    result = mapping.result
    if result is not None:
        told_of: dict[str, str] = {str(key): header for key, header in result.columns.items()}
        yield "result", told_of | ({TIME_FORMAT: result.time_format} if result.time_format else {})
        yield "result_states", result.states


_PLAIN = (
    *("source", "prefix", "time_formats", "zone", "crs", "region", "region_by", "category"),
    *("drop", "personal", "remark", "file_columns"),
)
_BLANK = {"zone": "Asia/Shanghai", "crs": CGCS2000, "region_by": RegionBy.CODE}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _key(key: str) -> str:
    return str(key) if _BARE.fullmatch(key) else _value(key)


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return f'"{"".join(map(_sign, value))}"'


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return sign if sign.isprintable() or sign == "\u3000" else f"\\U{ord(sign):08x}"
