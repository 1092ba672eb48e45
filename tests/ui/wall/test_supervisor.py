"""What keeps the wall up: it starts again what ended badly or stands still, and nothing else."""

import sys
import threading

import pytest

from ui.wall.supervisor import DONE, WRONG_USE, Supervisor

BEATING = """
import sys, time
from pathlib import Path
runs = Path(sys.argv[1]) / "runs"
runs.write_text((runs.read_text() if runs.exists() else "") + "x")
{then}
"""


class Clock:
    """Time that passes only while somebody sleeps, fifty times as fast."""

    def __init__(self) -> None:
        self.now = 0.0
        self._never = threading.Event()

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self._never.wait(seconds / 50)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def kept(tmp_path):
    def make(then: str) -> Supervisor:
        script = tmp_path / "wall.py"
        script.write_text(BEATING.format(then=then))
        clock = Clock()
        command = [sys.executable, str(script), str(tmp_path)]
        return Supervisor(command, tmp_path / "alive", sleep=clock.sleep, clock=clock)

    return make


def runs(tmp_path):
    return len((tmp_path / "runs").read_text())


def test_a_wall_that_ended_badly_is_started_again_until_one_ends_well(kept, tmp_path):
    keeper = kept("sys.exit(0 if len(runs.read_text()) >= 3 else 70)")

    assert keeper.run() == DONE
    assert runs(tmp_path) == 3


def test_wrong_use_is_not_tried_again(kept, tmp_path):
    assert kept("sys.exit(2)").run() == WRONG_USE
    assert runs(tmp_path) == 1


def test_a_wall_that_stands_still_is_ended_and_started_again(kept, tmp_path):
    beats = 'runs.with_name("alive").write_text("1 7")'
    keeper = kept(f"{beats}\ntime.sleep(60) if len(runs.read_text()) < 2 else sys.exit(0)")

    assert keeper.run() == DONE
    assert runs(tmp_path) == 2


def test_who_ends_the_supervisor_ends_the_wall_and_no_other_is_started(kept, tmp_path):
    keeper = kept("time.sleep(60)")
    was = keeper._beat

    def beat():
        if (tmp_path / "runs").exists():
            keeper.end()
        return was()

    keeper._beat = beat

    assert keeper.run() == DONE
    assert runs(tmp_path) == 1
