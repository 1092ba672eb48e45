"""The daily backup: when it is due, what stays, what is told where it cannot be done."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.administration.backup import How, Proof, backup, restore, sqlite
from app.administration.backup.errors import (
    BackupLater,
    FolderNotWhole,
    KeyUnreadable,
    PassphraseNeeded,
)
from app.administration.backup.locks import Keys, PassphraseLock, is_locked, make_key, read_private
from app.administration.backup.scheduled import CHORE, back_up_as_planned, kept_in, last_due
from app.administration.backup.whole import identity_of
from app.administration.checks import check_backup
from app.administration.chores import administration_chores
from app.core.actor import console
from app.core.attachments import attach, prepare
from app.core.attachments.tables import AttachmentChunk
from app.core.changes import Topic
from app.core.chores import run_due
from app.core.clock import SHANGHAI, FixedClock
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.errors import DiskFull
from app.core.ids import new_id
from app.core.settings import config_file
from app.core.shared_settings import set_setting
from app.core.whole_files import FolderMissing
from app.core.words import say, sentence
from tests.factories.journal import write

WHO = console("test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def decide(database: Database, **values: str | int) -> None:
    with database.writing(WHO) as uow:
        for name, value in values.items():
            set_setting(uow, name, value, command_key=new_id())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "备份"
    made.mkdir()
    return made


@pytest.fixture
def planned(embedded_database: Database, folder: Path) -> Database:
    """A database with a folder for its backups."""
    decide(embedded_database, backup_folder=str(folder))
    return embedded_database


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.backup"))


def test_without_a_folder_nothing_is_done(embedded_database: Database):
    assert back_up_as_planned(embedded_database) == say("chores.backup_off")


def test_once_a_day_after_the_hour(planned: Database, folder: Path, clock: FixedClock):
    clock.set(datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI))
    assert "已恢复到别处核对" in back_up_as_planned(planned)  # the folder is new
    clock.advance(11 * HOUR)  # 01:05
    assert "下一份 11-25 02:00" in back_up_as_planned(planned)
    clock.advance(HOUR)
    back_up_as_planned(planned)
    back_up_as_planned(planned)

    assert [name[20:] for name in names(folder)] == [
        "20261124-140500.backup",
        "20261125-020500.backup",
    ]


@pytest.mark.parametrize(("hour", "day"), [(2, 24), (14, 24), (15, 23)])
def test_when_a_backup_was_due_last(hour: int, day: int):
    now = datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI)

    assert last_due(now, hour) == datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def test_a_backup_made_by_the_keeper_comes_back(
    database: Database, folder: Path, clock: FixedClock
):
    decide(database, backup_folder=str(folder))
    write(database, 2)
    back_up_as_planned(database)
    write(database, 2)

    (kept,) = kept_in(folder, identity_of(database), database.clock.now())
    restore(database, WHO, kept.file, overwrite=True)

    with database.reading() as session:
        assert len(session.scalars(sa.select(JournalEntry.id)).all()) == 4  # 1 setting, restore


def test_old_ones_go_and_strangers_stay(planned: Database, folder: Path, clock: FixedClock):
    decide(planned, backup_daily=2, backup_weekly=0, backup_monthly=0)
    mine = f"jiezhi-{identity_of(planned)}"
    strangers = ("letter.txt", "jiezhi-000000000000-20200101-020000.backup")
    for name in (strangers[0], f"{mine}-20200101-020000.backup"):  # the last one by its name only
        (folder / name).write_text("亲爱的")
    backup(planned, WHO, folder / strangers[1], How(proof=Proof.NONE))  # of another database
    for _ in range(4):
        back_up_as_planned(planned)
        clock.advance(DAY)

    left = {file.name for file in folder.iterdir() if file.is_file()}
    assert {*strangers, f"{mine}-20200101-020000.backup"} <= left
    assert [name[20:28] for name in names(folder) if "-2026" in name] == ["20261126", "20261127"]
    assert len([name for name in left if name.endswith(".bodies")]) == 2
    with planned.reading() as session:
        asked = sa.select(JournalEntry.facts).where(
            JournalEntry.action == "administration.backup_thinned"
        )
        assert len(session.scalars(asked).all()) == 2


def test_the_journal_says_who_where_and_how_large(planned: Database, folder: Path):
    back_up_as_planned(planned)

    with planned.reading() as session:
        entry = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "administration.backup")
        ).one()
        who, facts = entry.person_name, entry.facts
    file = folder / names(folder)[0]
    assert who == f"系统·{CHORE}"
    assert (facts["file"], facts["bytes"]) == (str(file), file.stat().st_size)
    assert facts["proof"] == "restored"


def test_attachments_that_were_left_out_are_told(planned: Database, folder: Path):
    with planned.writing(WHO) as uow:
        letter = prepare("一封信".encode(), "信.txt")
        attach(uow, Topic.CASE, "one", "", letter, command_key=new_id())
        uow.session.execute(sa.delete(AttachmentChunk))

    assert "有 1 个附件的内容与登记时的指纹不符" in back_up_as_planned(planned)


def test_a_folder_that_is_gone_is_told_by_keeper_and_check(planned: Database, folder: Path):
    folder.rmdir()
    with pytest.raises(FolderMissing):
        back_up_as_planned(planned)

    runs = {run.name: run for run in run_due(planned, administration_chores(), "甲")}

    assert "没有文件夹" in runs[CHORE].error
    with planned.reading() as session:
        finding = check_backup(session, planned)
    assert (finding.ok, "没有文件夹" in finding.told) == (False, True)


def test_check_says_whether_anybody_looks_after_it(planned: Database, clock: FixedClock):
    def finding():
        with planned.reading() as session:
            return check_backup(session, planned)

    never = finding()
    run_due(planned, administration_chores(), "甲")
    done = finding()
    clock.advance(2 * DAY)
    stale = finding()

    assert (never.ok, done.ok, stale.ok) == (False, True, False)
    assert "备份到 jiezhi-" in done.told
    assert "从 2026-11-24 14:05 起" in stale.told


def test_a_folder_has_to_be_said_whole(embedded_database: Database):
    decide(embedded_database, backup_folder="备份")

    with pytest.raises(FolderNotWhole):
        back_up_as_planned(embedded_database)


def test_what_a_killed_keeper_left_is_swept_and_nothing_else(
    planned: Database, folder: Path, clock: FixedClock
):
    mine = f"jiezhi-{identity_of(planned)}-20261120-020000.backup.part"
    at_work = f"jiezhi-{identity_of(planned)}-20261124-020000.backup.part"
    others = ("letter.part", "jiezhi-000000000000-20261120-020000.backup.part", at_work)
    for name in (mine, *others):
        (folder / name).write_text("x")
        then = (clock.now() - (HOUR if name == at_work else 4 * DAY)).timestamp()
        os.utime(folder / name, (then, then))

    back_up_as_planned(planned)

    left = {file.name for file in folder.glob("*.part")}
    assert left == set(others)


def test_what_failed_is_journaled_and_tried_again_an_hour_later_or_elsewhere(
    planned: Database, folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch
):
    tries = []

    def full(*_given: object) -> None:
        tries.append(clock.now())
        raise DiskFull

    monkeypatch.setattr(sqlite, "save", full)
    with pytest.raises(DiskFull):
        back_up_as_planned(planned)
    clock.advance(HOUR / 2)
    with pytest.raises(BackupLater) as raised:
        back_up_as_planned(planned)
    clock.advance(HOUR / 2)
    with pytest.raises(DiskFull):
        back_up_as_planned(planned)
    decide(planned, backup_folder=str(tmp_path))
    with pytest.raises(DiskFull):
        back_up_as_planned(planned)

    assert len(tries) == 3
    assert sentence(raised.value).endswith("15:05 再试一次。")
    with planned.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == "administration.backup_failed")
        codes = [entry.facts["code"] for entry in session.scalars(asked)]
    assert codes == ["core.disk_full"] * 3


def test_a_file_from_the_future_or_of_no_day_is_none_of_ours(
    planned: Database, folder: Path, clock: FixedClock
):
    decide(planned, backup_daily=1, backup_weekly=0, backup_monthly=0)
    mine = f"jiezhi-{identity_of(planned)}"
    planted = [f"{mine}-20991231-02000{n}.backup" for n in range(2)]
    planted.append(f"{mine}-20261399-990000.backup")
    for name in planted:
        backup(planned, WHO, folder / name, How(proof=Proof.NONE))

    back_up_as_planned(planned)
    clock.advance(DAY)
    back_up_as_planned(planned)

    assert names(folder) == sorted([*planted, f"{mine}-20261125-140500.backup"])


def test_a_failure_somebody_else_wrote_holds_no_backup_up(planned: Database, folder: Path):
    failed = ("administration.backup_failed", Topic.SETTING, "backup")
    clerk = replace(WHO, person_id=new_id())
    with planned.writing(clerk) as uow:
        uow.record(*failed, folder=str(folder), why="x")
    with planned.writing(WHO) as uow:
        uow.record(*failed, folders="odd")

    back_up_as_planned(planned)

    assert len(names(folder)) == 1


@pytest.mark.parametrize("kept", ["backup.pub", "backup.passphrase"])
def test_a_lock_that_lies_there_is_used_whatever_the_setting_says(
    planned: Database, folder: Path, kept: str, tmp_path: Path
):
    file = config_file().with_name(kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    with (tmp_path / "auditor.key").open("wb") as out:
        public = make_key(out, PassphraseLock("only the auditor"))
    file.write_bytes(public if kept == "backup.pub" else b"correct horse\n")

    back_up_as_planned(planned)

    (made,) = kept_in(folder, identity_of(planned), planned.clock.now())
    assert is_locked(made.file)


@pytest.mark.parametrize(
    ("kept", "told"), [("backup.pub", b"x"), ("backup.passphrase", b"\n"), ("backup.pub", None)]
)
def test_a_lock_that_cannot_be_read_does_not_mean_none(
    planned: Database, folder: Path, kept: str, told: bytes | None
):
    file = config_file().with_name(kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    if told is None:
        file.symlink_to("nowhere")
    else:
        file.write_bytes(told)

    with pytest.raises((KeyUnreadable, PassphraseNeeded)):
        back_up_as_planned(planned)

    assert names(folder) == []


def test_where_encryption_is_wanted_nothing_is_written_without_a_key(
    planned: Database, folder: Path
):
    decide(planned, backup_encrypted=1)
    with pytest.raises(PassphraseNeeded):
        back_up_as_planned(planned)

    assert list(folder.iterdir()) == []


def test_the_keeper_locks_for_the_auditor_who_alone_opens(
    planned: Database, folder: Path, tmp_path: Path
):
    decide(planned, backup_encrypted=1)
    private, public = tmp_path / "auditor.key", config_file().with_name("backup.pub")
    public.parent.mkdir(parents=True, exist_ok=True)
    with private.open("wb") as out:
        public.write_bytes(make_key(out, PassphraseLock("only the auditor")))

    assert "已恢复到别处核对" in back_up_as_planned(planned)

    (kept,) = kept_in(folder, identity_of(planned), planned.clock.now())
    keys = Keys(private=read_private(private, "only the auditor"))
    restore(planned, WHO, kept.file, overwrite=True, keys=keys)


def test_the_passphrase_may_lie_beside_the_settings(planned: Database, folder: Path):
    decide(planned, backup_encrypted=1)
    file = config_file().with_name("backup.passphrase")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("correct horse\n")

    back_up_as_planned(planned)

    (kept,) = kept_in(folder, identity_of(planned), planned.clock.now())
    restore(planned, WHO, kept.file, overwrite=True, keys=Keys("correct horse"))


def test_every_chore_of_administration_has_a_title():
    for chore in administration_chores():
        assert say(f"chores.title.{chore.name}")
