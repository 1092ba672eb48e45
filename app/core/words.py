"""Sentences of `app`: codes with facts become Chinese text in exactly one place.

The words stand in ``resources/words/zh_CN/``, one file a slice: in ``cases.toml`` the line
``bad_transition = "…{old}…"`` is the sentence of the code ``cases.bad_transition``; a table of
labels such as ``[label.CaseState]`` holds one line per enum member's value.
"""

import tomllib
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from app.core.errors import AppError

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
WORDS = RESOURCES / "words" / "zh_CN"


@cache
def part(name: str) -> dict[str, Any]:
    """Return the words of one slice, with its labels under ``label``; empty if it has none.

    Each file is read when its first word is asked for: a desk that starts needs a few of them.
    """
    path = WORDS / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _labels(enum: str) -> dict[str, str]:
    heading = f"[label.{enum}]"
    for path in sorted(WORDS.glob("*.toml")):
        if heading in path.read_text(encoding="utf-8"):
            found: dict[str, str] = part(path.stem)["label"][enum]
            return found
    raise KeyError(f"no labels for {enum}")


@cache
def _find(code: str) -> Any:
    first, *others = code.split(".")
    node: Any = part(first)
    for key in others:
        if not isinstance(node, dict) or key not in node:
            raise KeyError(f"no words for {code}")
        node = node[key]
    return node


def placeholders(text: str) -> frozenset[str]:
    """Return the names between braces in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@lru_cache(maxsize=None, typed=True)  # members of two enums may equal each other as text
def label(member: Enum) -> str:
    """Return what staff call an enum member, e.g. ``CaseState.ASSIGNED`` → 待签收."""
    return _labels(type(member).__name__)[str(member.value)]


def say(code: str, /, **facts: object) -> str:
    """Return the sentence of `code` with `facts` filled in.

    Raises:
        KeyError: The code or one of its placeholders is missing: a defect of ours.
    """
    shown = {name: label(v) if isinstance(v, Enum) else v for name, v in facts.items()}
    return str(_find(code)).format(**shown)


def sentence(error: AppError) -> str:
    """Return the sentence for an error."""
    return say(error.code, **error.facts)
