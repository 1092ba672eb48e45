"""What was typed by the keyboard on the screen is nowhere afterwards; who watches restarts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shiboken6 import isValid

from tests.factories.halls import make_machine
from tests.factories.windows import let_pass
from tests.ui.kiosk.conftest import fields_of, mind_of
from ui.kiosk.supervisor import run_once

CODE, DIGITS = "739146", "8264"
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_what_was_typed_on_the_screen_is_in_no_widget_and_no_file(embedded_centre, home):
    make_machine(embedded_centre.database)
    url = str(embedded_centre.database.url)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.ui.kiosk.visitor", url, str(home)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=100,
        check=True,
    )
    told = json.loads(ran.stdout)

    assert told["typed"]
    assert not told["typed"].isascii()
    assert told["typed"] not in told["held"]
    for file in home.rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            for code in ("utf-8", "utf-16-le", "gb18030"):
                assert told["typed"].encode(code) not in body, file


def test_digits_of_a_booking_stay_in_no_widget_when_somebody_walks_away(booking):
    booking.touch("办事指南", "取号、预约", "约好的，来取号", *CODE)
    asked = booking.window.shown
    assert CODE in bare(booking)
    booking.touch("填好了", *DIGITS)
    digits = booking.window.shown
    assert DIGITS in bare(booking)
    booking.window.home()
    let_pass()
    left = bare(booking) + mind_of(booking.window)
    assert CODE not in left
    assert DIGITS not in left
    assert not isValid(asked)
    assert not isValid(digits)


def bare(hall) -> str:
    """Return what widgets hold, without the gaps between figures."""
    return fields_of(hall.window).replace(" ", "")


def test_who_watches_knows_leaving_from_falling_and_from_standing_still(caplog):
    def run(code: str, **patience: float) -> bool:
        return run_once([sys.executable, "-c", code], **patience)

    assert run("print('.')")
    assert not run("raise SystemExit(3)")
    assert not run("print('.', flush=True); import time; time.sleep(60)", silent_s=0.2)
    assert not run("import time; time.sleep(60)", starting_s=0.2)
