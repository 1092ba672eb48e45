"""Running commands as a shell does."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from app.bootstrap import open_parts
from app.commands import acting, main
from app.core.clock import FixedClock


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it told programs; exactly one object."""
        return json.loads(self.out)


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> Callable[..., Ran]:
    """Run a command at the moment of the tests, without a terminal: nothing is asked for."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(acting, "open_parts", partial(open_parts, clock=clock))

    def run(*argv: object) -> Ran:
        code = main([str(each) for each in argv])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run
