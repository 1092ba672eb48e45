"""A large file is read by a process of its own: to the same messages, and nobody is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cases.rules import Source
from app.exchange import own_reader
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping, StepColumns
from app.exchange.own_reader import ReaderGone, Reading, read_messages
from app.exchange.table_files import BrokenTable, ColumnsMissing

NOW = datetime(2026, 12, 1, tzinfo=UTC)
STREET = "140213054"
MAPPING = CaseMapping(
    source=Source.HOTLINE_12345,
    columns={
        CaseField.EXTERNAL_NUMBER: "号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
        CaseField.REPORTER_NAME: "姓名",
        CaseField.LONGITUDE: "经度",
        CaseField.LATITUDE: "纬度",
    },
    extra={"渠道": "渠道"},
    remark="对方的记录",
)
HEADER = "号,内容,时间,姓名,经度,纬度,渠道\n"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_reader, "LARGE", 0)


def _reading(file: Path, mapping: CaseMapping = MAPPING) -> Reading:
    return Reading(file, mapping, STREET, NOW)


def _write(file: Path, rows: int) -> Path:
    lines = (
        f"A{n},第 {n} 处路灯不亮，请修。,2026-11-{n % 28 + 1:02d} 09:30,王某,113.3,40.1,微信\n"
        for n in range(rows)
    )
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file


def test_what_is_read_beside_is_what_is_read_here(tmp_path, monkeypatch):
    file = _write(tmp_path / "a.csv", 1_203)
    with file.open("a", encoding="utf-8") as more:
        more.write("A1,另一句话,2026-11-02 09:30,,,,\n,没有编号,2026-11-02 09:30,,,,\n")
        more.write("A2,第 2 处路灯不亮，请修。,2026-11-03 09:30,王某,113.3,40.1,微信\n")
    here, there = Landed(), Landed()
    plain = [*read_messages(_reading(file), here)]
    monkeypatch.setattr(own_reader, "LARGE", 0)
    apart = [*read_messages(_reading(file), there)]
    assert [(m.intake, m.received_at, m.lines) for m in apart] == [
        (m.intake, m.received_at, m.lines) for m in plain
    ]
    assert there == here
    assert (here.unchanged, len(here.rejected)) == (1, 2)


def test_the_steps_of_a_log_come_over_too(tmp_path, beside):
    file = tmp_path / "log.csv"
    rows = "".join(f"A,开始,2026-11-02,2026-11-0{n},第{n}步\n" for n in (2, 3))
    file.write_text("号,内容,时间,何时,何事\n" + rows, encoding="utf-8")
    columns = {
        CaseField.EXTERNAL_NUMBER: "号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
    }
    mapping = CaseMapping(Source.DEPARTMENT, columns, steps=StepColumns("何时", "何事"))
    (message,) = read_messages(_reading(file, mapping), Landed())
    assert message.lines == [2, 3]
    assert [len(v) for v in message.intake.extra.values() if isinstance(v, list)] == [2]


@pytest.mark.parametrize(
    ("body", "error"),
    [("甲,乙\n1,2\n", ColumnsMissing), (HEADER + 'A,"x,2026-11-02,,,,\n', BrokenTable)],
)
def test_a_file_that_cannot_be_read_says_so_from_there(tmp_path, beside, body, error):
    file = tmp_path / "bad.csv"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(error) as raised:
        list(read_messages(_reading(file), Landed()))
    assert raised.value.facts


def test_whoever_has_enough_leaves_no_process_behind(tmp_path, beside):
    messages = read_messages(_reading(_write(tmp_path / "a.csv", 5_000)), Landed())
    assert next(messages).number == "A0"
    messages.close()
    assert not multiprocessing.active_children()


def test_a_reader_that_dies_is_told_of(tmp_path, beside):
    messages = read_messages(_reading(_write(tmp_path / "a.csv", 20_000)), Landed())
    next(messages)
    for child in multiprocessing.active_children():
        child.kill()
    with pytest.raises(ReaderGone):
        list(messages)


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed so there")
def test_a_reader_ends_with_the_process_that_started_it_however_that_ends(tmp_path):
    file = _write(tmp_path / "a.csv", 20_000)
    script = tmp_path / "start.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    order = [sys.executable, str(script), str(file)]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True, env=place) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        # The reader holds the same pipe: it ends for us when both have gone.
        assert parent.communicate(timeout=60)[0] == ""


_SCRIPT = """
import multiprocessing, sys, time
from pathlib import Path
if __name__ == "__main__":
    from app.exchange.landing import Landed
    from tests.app.exchange.test_own_reader import _reading, own_reader, read_messages
    own_reader.LARGE = 0
    messages = read_messages(_reading(Path(sys.argv[1])), Landed())
    next(messages)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""
