"""Sentences of `app`: codes with facts become Chinese text in exactly one place.

The words stand in ``resources/words/zh_CN/``, one file a slice: in ``cases.toml`` the line
``bad_transition = "…{old}…"`` is the sentence of the code ``cases.bad_transition``; a table of
labels such as ``[label.CaseState]`` holds one line per enum member's value.
"""

import tomllib
from enum import Enum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from app.core.errors import AppError

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@cache
def _catalogue() -> dict[str, Any]:
    words: dict[str, Any] = {"label": {}}
    for path in sorted((RESOURCES / "words" / "zh_CN").glob("*.toml")):
        with path.open("rb") as file:
            part = tomllib.load(file)
        words["label"].update(part.pop("label", {}))
        words[path.stem] = part
    return words


def _find(code: str) -> Any:
    node: Any = _catalogue()
    for part in code.split("."):
        if not isinstance(node, dict) or part not in node:
            raise KeyError(f"no words for {code}")
        node = node[part]
    return node


def placeholders(text: str) -> frozenset[str]:
    """Return the names between braces in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def label(member: Enum) -> str:
    """Return what staff call an enum member, e.g. ``CaseState.ASSIGNED`` → 待签收."""
    return str(_find(f"label.{type(member).__name__}")[str(member.value)])


def say(code: str, **facts: object) -> str:
    """Return the sentence of `code` with `facts` filled in.

    Raises:
        KeyError: The code or one of its placeholders is missing: a defect of ours.
    """
    shown = {name: label(v) if isinstance(v, Enum) else v for name, v in facts.items()}
    return str(_find(code)).format(**shown)


def sentence(error: AppError) -> str:
    """Return the sentence for an error."""
    return say(error.code, **error.facts)
