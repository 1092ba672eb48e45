"""The desk says when the journal's seals are not those this computer saw."""

import pytest

from app.core.sealing import seal_journal
from app.core.witness import Seen, Witnessed
from tests.factories.journal import tamper, write
from ui.shell.witness import KEY, look, words_of


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("JIEZHI_HOME", str(tmp_path))


def written(qtbot, desk):
    """Wait for all that is being written: there is one writer, and this comes last."""
    done = []
    desk.jobs.write(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_seals_that_are_gone_are_told_once(qtbot, desk):
    database = desk.parts.database
    write(database, 2)
    seal_journal(database)
    told = []
    desk.notices.attach()
    desk.notices.posted.connect(told.append)
    look(desk)
    written(qtbot, desk)
    tamper(database, "DELETE FROM journal_seal")

    look(desk)
    look(desk)
    written(qtbot, desk)

    (notice,) = told
    assert notice.key == KEY
    assert "第 1 号封存" in notice.text


@pytest.mark.parametrize("seen", Seen)
def test_only_what_is_not_as_it_was_is_told(seen):
    quiet = seen in (Seen.SAME, Seen.FIRST)

    assert bool(words_of(Witnessed(seen, 7))) is not quiet
