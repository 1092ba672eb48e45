"""The lines of the ratio table that are about the kiosk in the hall."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.commands.measures.rows import BenchRow, against
from app.core.words import say

NAMES = ("kiosk_start", "kiosk_touch")
LONG_NAMES = ("kiosk_visits",)
START_S, TOUCH_MS, GROWTH_MIB = 3.0, 100.0, 24.0
VISITS = 10_080
"""One a minute for a week."""
_TOUCHED, _STARTS, _PATIENCE_S = 5, 3, 4 * 3600.0


def rows(street: Callable[[], str]) -> dict[str, Callable[[], BenchRow]]:
    """Return what can be measured, by name; `street` makes the database."""
    return {
        "kiosk_start": partial(_start, street),
        "kiosk_touch": partial(_touch, street),
        "kiosk_visits": partial(_visits, street),
    }


def _start(street: Callable[[], str]) -> BenchRow:
    url = street()
    taken = [float(_stage("start", url, time.time())["s"]) for _ in range(_STARTS)]
    return against(say("lab.kiosk_start"), taken, unit="s", limit=START_S)


def _touch(street: Callable[[], str]) -> BenchRow:
    slowest = [max(_stage("touch", street(), _TOUCHED)["ms"])]
    return against(say("lab.kiosk_touch"), slowest, unit="ms", limit=TOUCH_MS)


def _visits(street: Callable[[], str]) -> BenchRow:
    """Measure on a copy: ten thousand reports are handed in.

    Raises:
        AssertionError: A window or a widget was left behind.
    """
    with TemporaryDirectory(prefix="jiezhi-lab-") as folder:
        file = Path(folder) / "street.db"
        shutil.copy(street().removeprefix("sqlite:///"), file)
        found = _stage("visits", f"sqlite:///{file}", VISITS)
    if found["windows"] != 1 or found["widgets"] > 0:
        raise AssertionError(found)
    what = say("lab.kiosk_visits", visits=f"{VISITS:,}")
    return against(what, [max(0.0, found["mib"])], unit="MiB", limit=GROWTH_MIB)


def _stage(*task: object) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "ui.lab.measures.kiosk_stage", *map(str, task)],
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
