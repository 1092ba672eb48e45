"""The wall does not grow: a short piece of what `benchmark --only wall_soak` does for hours."""

import json
import os
import subprocess
import sys

import pytest

from tests.sources import ROOT


def soaked(updates):
    done = subprocess.run(
        [sys.executable, "-m", "ui.lab.measures.wall_stage", "soak", str(updates), "180"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_after_many_updates_and_scenes_no_thread_and_no_handle_is_left():
    told = soaked(120)

    assert (told["handles"], told["threads"]) == (0, 0)
    assert told["switches"] == 30
    assert told["last"] - told["first"] < 40


@pytest.mark.slow
def test_memory_stands_still_after_a_while():
    assert soaked(6_000)["slope"] < 3.0
