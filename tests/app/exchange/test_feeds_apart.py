"""What one street's feed has wrong, or somebody wrote past the program, harms no other."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.exchange.feeds.actions import save_feed, save_mapping
from app.exchange.feeds.chores import forget
from app.exchange.feeds.folders import FolderIsLink
from app.exchange.feeds.models import Feed, FeedMapping
from app.exchange.feeds.rules import BadFolder, FeedDraft, FileState, TellsOthers
from app.exchange.mapping_files import MappingUnreadable
from tests.factories.centre import STREET
from tests.factories.feeds import MAPPING, told


def test_a_folder_written_past_the_program_leads_nowhere_else(office):
    with office.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(Feed).values(folder="../elsewhere"))
    with pytest.raises(BadFolder):
        office.watch()
    assert not (office.base.parent / "elsewhere").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("which", ["", "done"])
def test_a_folder_that_is_a_link_is_neither_read_nor_written(office, tmp_path, which):
    secret = tmp_path / "secret"
    secret.mkdir()
    if which:
        office.folder.mkdir()
    (office.folder / which).symlink_to(secret, target_is_directory=True)
    (secret / "a.csv").write_text("x", encoding="utf-8")
    with pytest.raises(FolderIsLink):
        office.watch()
    assert [path.name for path in secret.iterdir()] == ["a.csv"]


def test_a_sender_is_told_of_no_other_senders_messages(office):
    other = FeedDraft("又一条热线", STREET, "热线二", office.mapping)
    told_too = FeedDraft("又一条热线", STREET, "热线二", office.mapping, tells_back=True)
    with pytest.raises(TellsOthers):
        office.centre.do("dispatcher", save_feed, told_too)
    office.centre.do("dispatcher", save_feed, other)
    apart = office.centre.do(
        "dispatcher", save_mapping, "有前缀", STREET, f'prefix = "B-"{MAPPING}'
    )
    prefixed = FeedDraft("第三条", STREET, "热线三", apart, tells_back=True)
    office.centre.do("dispatcher", save_feed, prefixed)


def _spoil(office, body: str) -> None:
    """Let the mapping of the feed be what no desk would have let through."""
    with office.database.writing(console("test")) as uow:
        uow.session.execute(
            sa.update(FeedMapping).where(FeedMapping.id == office.mapping).values(body=body)
        )


def test_what_is_wrong_with_one_feed_keeps_no_other_from_its_files(office):
    good = office.centre.do("dispatcher", save_mapping, "好的", STREET, MAPPING)
    draft = FeedDraft("z 另一个", STREET, "另一个", good)
    office.centre.do("dispatcher", save_feed, draft)
    _spoil(office, "a = " + "[" * 50_000)
    spoilt = office.drop("a.csv", told("A1"))
    office.folder = office.base / "另一个"
    office.drop("b.csv", told("B1"))
    office.watch(times=2)
    assert office.texts() == {"B1": "路灯不亮"}
    assert {f.name: f.state for f in office.files()} == {
        "a.csv": FileState.FAILED,
        "b.csv": FileState.DONE,
    }
    assert (spoilt.parent / "failed" / "a.csv").is_file()
    office.database.clock.advance(timedelta(hours=2))
    office.drop("c.csv", told("C1"))
    for _ in range(2):
        with pytest.raises(MappingUnreadable):  # its sender cannot be told: said in the end
            office.watch()
        office.database.clock.advance(timedelta(seconds=30))
    assert set(office.texts()) == {"B1", "C1"}


def test_what_nobody_foresaw_fails_the_file_and_no_more(office, monkeypatch, caplog):
    def broken(*_given, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("app.exchange.feeds.chores.take_in", broken)
    office.drop("a.csv", told("A1"))
    office.watch(times=2)
    (file,) = office.files()
    assert (file.state, "出错" in file.error) == (FileState.FAILED, True)


def test_a_pattern_that_never_ends_fails_its_file(office, monkeypatch):
    monkeypatch.setattr("app.exchange.own_reader.PATIENCE_S", 4)
    _spoil(office, MAPPING + "[patterns]\ntext = '(a+)+$'\n")
    office.drop("a.csv", told("A1", "a" * 60 + "b"))
    office.watch(times=2)
    (file,) = office.files()
    assert file.state is FileState.FAILED
    assert "没有进展" in file.error


def test_what_was_put_away_long_ago_is_deleted(office):
    office.drop("a.csv", told("A1"), told("A2", at="昨天"))
    office.watch(times=2)
    forget(office.database)
    put_away = list((office.folder / "done").iterdir())
    assert len(put_away) == 3  # the file, its receipt, its refused rows
    newest = max(path.stat().st_ctime for path in put_away)
    office.database.clock.set(datetime.fromtimestamp(newest, UTC) + timedelta(days=91))
    assert "90 天的 3 个" in forget(office.database)
    assert list((office.folder / "done").iterdir()) == []
