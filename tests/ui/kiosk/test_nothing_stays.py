"""What was typed by the keyboard on the screen is nowhere afterwards; who watches restarts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.halls import make_machine
from ui.kiosk.supervisor import run_once

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


def test_who_watches_knows_leaving_from_falling_and_from_standing_still(caplog):
    def run(code: str, **patience: float) -> bool:
        return run_once([sys.executable, "-c", code], **patience)

    assert run("print('.')")
    assert not run("raise SystemExit(3)")
    assert not run("print('.', flush=True); import time; time.sleep(60)", silent_s=0.2)
    assert not run("import time; time.sleep(60)", starting_s=0.2)
