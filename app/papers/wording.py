"""The fixed wording of papers, kept in resources/papers so that it can be changed without code."""

import tomllib
from functools import cache
from typing import Any

from app.core.words import RESOURCES


class Wording:
    """The wording of one kind of paper."""

    def __init__(self, texts: dict[str, Any]) -> None:
        self._texts = texts

    def __call__(self, key: str, **facts: object) -> str:
        """Return a text by its dotted key with `facts` filled in.

        Raises:
            KeyError: Key or placeholder is missing: a defect of ours.
        """
        return str(self._node(key)).format(**facts)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names, such as those of columns, by its dotted key.

        Raises:
            KeyError: The key is missing: a defect of ours.
        """
        return tuple(map(str, self._node(key)))

    def _node(self, key: str) -> Any:
        node: Any = self._texts
        for part in key.split("."):
            node = node[part]
        return node


@cache
def wording(kind: str) -> Wording:
    """Return the wording of a kind of paper (the file's name)."""
    with (RESOURCES / "papers" / f"{kind}.toml").open("rb") as file:
        return Wording(tomllib.load(file))
