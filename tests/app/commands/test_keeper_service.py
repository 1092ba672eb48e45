"""The keeper as a service: works until it is told to stop, then leaves the lease behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from app.commands import main
from app.core.chores import chore_statuses, keeper
from app.core.database import Database

PROGRAM = Path(__file__).parents[3] / "main.py"


def test_a_service_that_is_stopped_has_done_its_work_and_given_the_lease_back(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert main(["init", "--admin", "li", "--database", url]) == 0
    argv = (sys.executable, str(PROGRAM), "keeper", "--database", url)
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=os.environ) as service:
        assert service.stdout is not None
        begun, first = service.stdout.readline(), service.stdout.readline()
        service.send_signal(signal.SIGTERM)
        rest = service.stdout.read()
        code = service.wait(timeout=60)

    database = Database.open(url)
    with database.reading() as session:
        at_work = keeper(session, database.clock.now())
        names = {status.name for status in chore_statuses(session)}
    database.dispose()
    assert (code, at_work) == (0, None)
    assert "已启动" in begun
    assert "清理变更消息" in first
    assert "已停止" in rest
    assert "core.prune_feed" in names
