"""Whoever manages the settings hears what the keeper could not do."""

from datetime import timedelta

from app.core.actor import Actor
from app.core.chores import RETRY, Chore, run_due
from app.core.whole_files import FolderMissing
from ui.shell.chore_troubles import KEY, ChoreTroubles

NAME = "administration.backup"


def failing(_database) -> str:
    raise FolderMissing(folder="备份")


def test_a_trouble_is_told_once_and_withdrawn_when_it_is_over(qtbot, desk, clock):
    database = desk.parts.database
    run_due(database, [Chore(NAME, RETRY, failing)], "甲")
    told, gone = [], []
    desk.notices.attach()
    desk.notices.posted.connect(told.append)
    desk.notices.withdrawn.connect(gone.append)
    troubles = ChoreTroubles(desk)

    troubles.start()
    qtbot.waitUntil(lambda: bool(told))
    troubles.look()
    clock.advance(timedelta(hours=1))
    run_due(database, [Chore(NAME, RETRY, lambda _database: "好了")], "甲")
    troubles.look()
    qtbot.waitUntil(lambda: bool(gone))

    (notice,) = told
    assert (notice.key, "每天备份" in notice.lead) == (KEY + NAME, True)
    assert "没有文件夹" in notice.text
    assert gone == [KEY + NAME]


def test_nobody_else_is_bothered(qtbot, make_desk):
    desk = make_desk(Actor(None, "李娜", "tests"))
    run_due(desk.parts.database, [Chore(NAME, RETRY, failing)], "甲")
    told, done = [], []
    desk.notices.attach()
    desk.notices.posted.connect(told.append)

    ChoreTroubles(desk).start()
    desk.read(lambda _session: None, done.append)
    qtbot.waitUntil(lambda: bool(done))

    assert told == []
