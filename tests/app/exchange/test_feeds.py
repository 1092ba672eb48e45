"""Folders of other offices: what appears is taken in once, put away, and told of."""

import csv
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed
from app.exchange.feeds import taking_in
from app.exchange.feeds.actions import (
    Delivery,
    hand_in,
    resume_file,
    save_feed,
    save_mapping,
    stop_file,
)
from app.exchange.feeds.chores import forget, take_waiting
from app.exchange.feeds.folders import FeedsFolderMissing
from app.exchange.feeds.models import Feed, FeedFile, FeedPart
from app.exchange.feeds.queries import feeds
from app.exchange.feeds.rules import (
    BadFolder,
    FeedDraft,
    FileState,
    FileTooLarge,
    FolderTaken,
    NameTaken,
    NextStep,
    NotRunning,
    checked_folder,
    next_step,
)
from app.exchange.mapping_files import MappingUnreadable
from tests.factories.centre import GRID, OTHER_STREET, STREET
from tests.factories.feeds import HEAD, MAPPING, Office, told


def test_a_file_is_taken_in_once_it_grows_no_more(any_office):
    office = any_office
    path = office.drop("a.csv", told("A1"))
    office.watch()
    assert [f.state for f in office.files()] == [FileState.SEEN]
    office.drop("a.csv", told("A1"), told("A2"))
    office.watch()  # it has grown meanwhile
    assert office.texts() == {}
    office.watch()
    assert set(office.texts()) == {"A1", "A2"}
    (file,) = office.files()
    assert (file.state, file.counts.new, file.feed) == (FileState.DONE, 2, "12345 热线")
    assert not path.exists()
    receipt = json.loads((office.folder / "done" / "a.csv.receipt.json").read_text("utf-8"))
    assert (receipt["new"], receipt["state"], receipt["rejected"]) == (2, "done", [])


def test_refused_rows_stand_beside_the_file_and_on_the_page(office):
    office.drop("a.csv", told("A1"), told("A2", at="昨天"))
    office.watch(times=2)
    (file,) = office.files()
    assert [(line, field) for line, field, _ in file.refused] == [(3, "来电时间")]
    assert next_step(file, has_folder=True) is NextStep.SEE_REFUSED
    with (office.folder / "done" / "a.csv.rejected.csv").open(encoding="utf-8") as listed:
        assert [row["line"] for row in csv.DictReader(listed)] == ["3"]


def test_the_same_bytes_are_never_taken_in_twice(office):
    office.drop("a.csv", told("A1"))
    office.watch(times=2)
    office.drop("b.csv", told("A1"))
    office.watch(times=2)
    newest = office.files()[0]
    assert (newest.state, newest.counts.rows) == (FileState.DONE, 0)
    assert "a.csv" in newest.told
    assert sorted(p.name for p in (office.folder / "done").glob("*.csv")) == ["a.csv", "b.csv"]


def test_a_file_of_the_same_name_keeps_the_one_before(office):
    for text in ("路灯不亮", "路灯还是不亮"):
        office.drop("a.csv", told("A1", text))
        office.watch(times=2)
    kept = sorted((office.folder / "done").glob("a*.csv"))
    assert len(kept) == 2
    assert office.texts() == {"A1": "路灯还是不亮"}
    assert "路灯还是不亮" in office.files()[0].notes[0][2]


def test_a_renamed_column_stops_the_file_before_anything_is_written(office):
    office.drop("a.csv", told("A1"), head=("工单编号", "来电时间", "诉求的内容"))
    office.watch(times=2)
    (file,) = office.files()
    assert file.state is FileState.FAILED
    assert "“诉求内容”→“诉求的内容”" in file.error
    assert office.texts() == {}
    assert (office.folder / "failed" / "a.csv").is_file()


def test_new_and_lost_columns_that_are_not_read_are_told_of(office):
    office.drop("a.csv", (*told("A1"), "x"), head=(*HEAD, "满意度"))
    office.watch(times=2)
    (file,) = office.files()
    assert (file.state, file.counts.new) == (FileState.DONE, 1)
    assert "多出列：满意度" in file.told
    assert "不再有列：旧列" in file.told


def test_what_a_feed_brings_lands_nowhere_but_in_its_street(office):
    body = MAPPING.replace(GRID, OTHER_STREET)
    elsewhere = office.centre.do("dispatcher", save_mapping, "别处", STREET, body)
    draft = FeedDraft("别处", STREET, "别处", elsewhere)
    office.centre.do("dispatcher", save_feed, draft)
    office.folder = office.base / "别处"
    office.drop("a.csv", told("A1"))
    office.watch(times=2)
    (file,) = office.files()
    assert (file.counts.new, file.counts.refused) == (0, 1)


def test_half_copied_files_receipts_and_links_are_left_alone(office):
    office.watch()
    for name in ("~$a.xlsx", ".a.csv", "a.csv.part", "a.csv.receipt.json", "a.csv.rejected.csv"):
        (office.folder / name).write_text("x", encoding="utf-8")
    (office.base / "secret.csv").write_text("x", encoding="utf-8")
    if os.name != "nt":
        (office.folder / "link.csv").symlink_to(office.base / "secret.csv")
    office.watch(times=2)
    assert office.files() == ()


def test_a_share_that_is_away_is_no_empty_folder(office):
    office.base.rename(office.base.with_name("weg"))
    with pytest.raises(FeedsFolderMissing):
        office.watch()


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", ".ssh", "con", "x" * 61, "a.", "C:"])
def test_no_feed_reads_a_folder_elsewhere(name):
    with pytest.raises(BadFolder):
        checked_folder(name)


def test_two_feeds_share_no_folder_and_two_mappings_no_name(office):
    with pytest.raises(FolderTaken):
        draft = FeedDraft("又一个", STREET, "热线", office.mapping)
        office.centre.do("dispatcher", save_feed, draft)
    with pytest.raises(NameTaken):
        office.centre.do("dispatcher", save_mapping, "热线", STREET, MAPPING)
    with pytest.raises(MappingUnreadable):
        office.centre.do("dispatcher", save_mapping, "坏", STREET, "source = ")


def test_who_may_not_import_keeps_no_feed_and_a_stale_one_is_a_conflict(office):
    draft = FeedDraft("改名", STREET, "热线", office.mapping)
    with pytest.raises(NotAllowed):
        office.centre.do("receptionist", save_feed, draft, feed_id=office.feed, seen_version=1)
    office.centre.do("dispatcher", save_feed, draft, feed_id=office.feed, seen_version=1)
    with pytest.raises(Conflict):
        office.centre.do("dispatcher", save_feed, draft, feed_id=office.feed, seen_version=1)
    elsewhere = FeedDraft("别街", OTHER_STREET, "别街", office.mapping)
    with pytest.raises(NotAllowed):
        office.centre.do("dispatcher", save_feed, elsewhere)


# -- told back -----------------------------------------------------------------------------------


def test_the_sender_is_told_in_his_own_columns_and_words_once_anything_happened(any_office):
    office = any_office
    office.drop("a.csv", told("A1"))
    office.watch(times=2)
    office.database.clock.advance(timedelta(hours=2))
    office.watch()
    (told_file,) = (office.folder / "results").iterdir()
    with told_file.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row == {"工单编号": "A1", "处理状态": "已接收", "处理结果": "", "办结时间": ""}
    office.database.clock.advance(timedelta(hours=2))
    office.watch()
    assert len(list((office.folder / "results").iterdir())) == 1


# -- handed in at a desk -------------------------------------------------------------------------


def delivery(office: Office, path: Path) -> Delivery:
    return Delivery(path.name, path.stat().st_size, office.mapping, STREET, "")


def test_a_file_handed_in_is_taken_in_by_the_right_of_whoever_did(any_office):
    office = any_office
    path = office.drop("手工.csv", told("A1"), told("A2", at="昨天"))
    file_id = office.centre.do("dispatcher", hand_in, delivery(office, path), path)
    assert take_waiting(office.database, file_id)
    (file,) = [f for f in office.files() if f.id == file_id]
    assert (file.counts.new, file.counts.refused, file.who) == (1, 1, "韩立群")
    with office.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(FeedPart)) == 0
        asked = sa.select(JournalEntry.person_name).where(JournalEntry.action == "cases.submitted")
        assert set(session.scalars(asked)) == {"韩立群"}


def test_a_file_too_large_for_a_desk_is_refused(office):
    path = office.drop("大.csv", told("A1"))
    big = Delivery("大.csv", 50_000_001, office.mapping, STREET, "")
    with pytest.raises(FileTooLarge):
        office.centre.do("dispatcher", hand_in, big, path)


def test_an_import_that_is_stopped_keeps_what_is_in_and_goes_on_later(office, monkeypatch):
    monkeypatch.setattr(taking_in, "LOOK_S", 0.0)
    monkeypatch.setattr("app.exchange.cases.BATCH", 2)
    path = office.drop("手工.csv", *(told(f"A{n}") for n in range(6)), told("B", at="昨天"))
    file_id = office.centre.do("dispatcher", hand_in, delivery(office, path), path)
    looked = []

    def stop_after_four() -> None:
        looked.append(1)
        if len(looked) == 1:
            office.centre.do("dispatcher", stop_file, file_id)

    monkeypatch.setattr(taking_in, "meanwhile", stop_after_four)
    assert not take_waiting(office.database, file_id)
    (file,) = [f for f in office.files() if f.id == file_id]
    assert (file.state, file.counts.new) == (FileState.STOPPED, 4)
    office.centre.do("dispatcher", resume_file, file_id)
    assert take_waiting(office.database, file_id)
    (file,) = [f for f in office.files() if f.id == file_id]
    counts = file.counts
    assert (counts.new, counts.unchanged, counts.refused) == (6, 0, 1)
    with pytest.raises(NotRunning):
        office.centre.do("dispatcher", stop_file, file_id)


def test_a_desk_that_is_closed_leaves_an_import_to_be_gone_on_with(office):
    path = office.drop("手工.csv", told("A1"))
    file_id = office.centre.do("dispatcher", hand_in, delivery(office, path), path)
    assert not take_waiting(office.database, file_id, stopped=lambda: True)
    assert [f.state for f in office.files() if f.id == file_id] == [FileState.STOPPED]
    office.centre.do("dispatcher", resume_file, file_id)
    assert take_waiting(office.database, file_id)
    assert office.texts() == {"A1": "路灯不亮"}


def test_what_was_handed_in_and_never_taken_in_is_dropped(office):
    path = office.drop("手工.csv", told("A1"))
    office.centre.do("dispatcher", hand_in, delivery(office, path), path)
    office.database.clock.advance(timedelta(days=8))
    assert "1 个" in forget(office.database)


def test_a_feed_shows_its_newest_file(office):
    office.drop("a.csv", told("A1"))
    office.watch(times=2)
    with office.database.reading() as session:
        (row,) = feeds(session, office.centre.actor("dispatcher"))
        assert (row.mapping, row.last.name, row.last.counts.new) == ("热线", "a.csv", 1)
        assert session.scalar(sa.select(sa.func.count()).select_from(FeedFile)) == 1
        assert session.scalar(sa.select(Feed.folder)) == "热线"
