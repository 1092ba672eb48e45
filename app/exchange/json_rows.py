"""Objects of a JSON list, read one after the other, each with the line it begins on."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TextIO

from app.core.errors import AppError

_CHUNK = 65_536  # characters
_BETWEEN = " \t\r\n,[]\ufeff"
_NOTHING = object()


class BrokenJson(AppError):
    """A file that is no JSON list of objects; facts: ``line``."""

    code = "exchange.broken_json"


def json_rows(
    path: Path, encoding: str, wanted: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and values of each object; numbers keep the digits they are written with.

    Nested values become JSON text, null becomes "". JSON Lines are read as well.

    Args:
        path: The file.
        encoding: As Python names it.
        wanted: Keys that are asked for; ``place.lon`` and ``tags.0`` reach into objects and
            lists where no key of the object itself is called so.

    Raises:
        BrokenJson: Something else than objects, or the file breaks off.
    """
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    deep = {key: key.split(".") for key in wanted if "." in key}
    with path.open(encoding=encoding) as file:
        buffer, line = "", 1
        while True:
            begun = buffer.lstrip(_BETWEEN)
            line += buffer.count("\n", 0, len(buffer) - len(begun))
            buffer = begun
            if not buffer:
                buffer = file.read(_CHUNK)
                if not buffer:
                    return
                continue
            found, buffer, length = _next_object(decoder, file, buffer, line)
            values = {key: _text(value) for key, value in found.items()}
            reached = ((key, _reach(found, way)) for key, way in deep.items() if key not in values)
            values |= {key: _text(value) for key, value in reached if value is not _NOTHING}
            yield line, values
            line += buffer.count("\n", 0, length)
            buffer = buffer[length:]


def _next_object(
    decoder: json.JSONDecoder, file: TextIO, buffer: str, line: int
) -> tuple[dict[str, object], str, int]:
    """Return the object at the start of the buffer, the buffer so far read, and its length."""
    while True:
        try:
            found, length = decoder.raw_decode(buffer)
        except json.JSONDecodeError as error:
            more = file.read(max(_CHUNK, len(buffer)))  # doubling keeps a huge object linear
            if not more:
                raise BrokenJson(line=line + buffer.count("\n", 0, error.pos)) from error
            buffer += more
        except RecursionError as error:
            raise BrokenJson(line=line) from error
        else:
            if not isinstance(found, dict):
                raise BrokenJson(line=line)
            return found, buffer, length


def _reach(value: object, way: list[str]) -> object:
    """Return what lies at the end of a way of keys and places, `_NOTHING` where it ends early."""
    for step in way:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return _NOTHING
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
