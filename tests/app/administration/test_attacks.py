"""Backups written over what is none of theirs."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.administration.backup import How, Proof, backup, restore
from app.administration.backup.errors import NotABackup
from app.core.actor import console
from app.core.database import Database

ME = console("test")


def test_a_backup_does_not_replace_the_database_of_another_program(
    embedded_database: Database, tmp_path: Path
):
    letters = tmp_path / "letters.db"
    with closing(sqlite3.connect(letters)) as other:
        other.execute("CREATE TABLE letter (text)")
        other.commit()
    before = letters.read_bytes()

    with pytest.raises(NotABackup):
        backup(embedded_database, ME, letters)

    assert letters.read_bytes() == before


def test_a_backup_does_not_replace_the_database_of_another_centre(
    embedded_database: Database, sqlite_template: Path, tmp_path: Path
):
    """It looks like a backup but for its write-ahead log, which a backup never has."""
    other = shutil.copyfile(sqlite_template, tmp_path / "jiezhi.db")
    before = other.read_bytes()

    with pytest.raises(NotABackup):
        backup(embedded_database, ME, other)

    assert other.read_bytes() == before


def test_a_restored_file_is_read_by_its_owner_only(embedded_database: Database, tmp_path: Path):
    done = backup(embedded_database, ME, tmp_path / "a.backup")
    other = Database.open(f"sqlite:///{tmp_path}/other/jiezhi.db")
    restore(other, ME, done.file, overwrite=True)
    other.dispose()

    assert (tmp_path / "other" / "jiezhi.db").stat().st_mode & 0o077 == 0


def test_the_copy_a_backup_is_made_from_is_read_by_its_owner_only(
    embedded_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    modes: list[int] = []
    connect = sqlite3.connect

    def watched(*given, **named):
        opened = connect(*given, **named)
        if str(given[0]).endswith(".copying"):
            opened.execute("PRAGMA user_version")
            modes.append(Path(given[0]).stat().st_mode & 0o077)
        return opened

    monkeypatch.setattr(sqlite3, "connect", watched)
    backup(embedded_database, ME, tmp_path / "a.backup", How(proof=Proof.NONE, apart=True))

    assert set(modes) == {0}


def test_a_backup_is_not_written_through_a_link(database: Database, tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")
    (tmp_path / "today.backup.part").symlink_to(letter)

    done = backup(database, ME, tmp_path / "today.backup")

    assert letter.read_text() == "mine"
    assert done.size_bytes > 0
