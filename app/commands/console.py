"""What a command shows: lines for people, or one JSON object for programs."""

import json
import sys
from collections.abc import Callable, Mapping

BAR = 24
"""Characters of a progress bar."""


class Console:
    """Where a command prints.

    Attributes:
        as_json: True when stdout carries one JSON object and nothing else.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """Show a line to people."""
        if not self.as_json:
            print(text, flush=True)  # a service's log shows it at once

    def result(self, facts: Mapping[str, object]) -> None:
        """Give the facts to programs."""
        if self.as_json:
            print(json.dumps(facts, ensure_ascii=False, default=str))

    def progress(self, what: str) -> Callable[[int, int], None]:
        """Return what draws a bar on a terminal, and nothing anywhere else.

        It takes how much is done and how much there is, 0 where that is not known.
        """
        if self.as_json or not sys.stderr.isatty():
            return lambda _done, _whole: None
        return lambda done, whole: _draw(what, done, whole)


def _draw(what: str, done: int, whole: int) -> None:
    if whole <= 0:
        sys.stderr.write(f"\r{what} {done}")
    else:
        filled = round(BAR * done / whole)
        bar = "█" * filled + "·" * (BAR - filled)
        sys.stderr.write(f"\r{what} {bar} {done}/{whole}")
        if done >= whole:
            sys.stderr.write("\n")
    sys.stderr.flush()
