"""A backup is proven before it gets its name, and read to its end before it is used."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.administration.backup import How, Proof, backup, postgres, restore, sqlite
from app.administration.backup.errors import (
    BackupNotProven,
    PassphraseNeeded,
    WrongPassphrase,
)
from app.administration.backup.locks import Keys, PassphraseLock
from app.administration.backup.programs import start
from app.administration.backup.wrapping import Holding, opened
from app.administration.checks import check_schema
from app.core.actor import console
from app.core.database import Database
from app.core.database.tables import JournalSeal
from app.core.errors import AppError, RestoreUnfinished
from app.core.sealing import seal_journal
from app.core.words import sentence
from tests.factories.journal import write

WHO = console("test")
SECRET = "correct horse"
UNPROVEN = How(proof=Proof.NONE)


@pytest.fixture
def written(database: Database) -> Database:
    """A database with a sealed journal."""
    write(database, 3)
    seal_journal(database)
    return database


def seals(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(JournalSeal))


def test_a_backup_says_what_it_holds_and_was_restored_to_see_it(written: Database, tmp_path: Path):
    done = backup(written, WHO, tmp_path / "a.backup")

    with opened(done.file, Keys()) as source:
        told = source.manifest
    assert done.proof is Proof.RESTORED
    assert told.holding.counts["journal"] == 3
    assert told.holding.seal == done.seal == 1
    with written.reading() as session:
        assert told.holding.seal_hash == session.scalars(sa.select(JournalSeal.hash)).one().hex()
    assert told.revision == written.state.revision


def test_what_colleagues_save_meanwhile_is_no_difference(
    written: Database, tmp_path: Path, monkeypatch
):
    def somebody_saves() -> None:
        write(written, 1)

    def start_late(*given, **more):
        somebody_saves()
        return start(*given, **more)

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "meanwhile", somebody_saves)
    monkeypatch.setattr(postgres, "start", start_late)
    done = backup(written, WHO, tmp_path / "a.backup")
    monkeypatch.undo()

    with opened(done.file, Keys()) as source:
        assert source.manifest.holding.counts["journal"] == 3
    restore(written, WHO, done.file, overwrite=True)
    assert seals(written) == 1


def test_what_does_not_restore_to_what_was_there_gets_no_name(
    written: Database, tmp_path: Path, monkeypatch
):
    def one_more(of: Holding) -> Holding:
        return Holding({**of.counts, "person": of.counts["person"] + 1}, of.seal, of.seal_hash)

    for module in (sqlite, postgres):
        honest = module.save
        monkeypatch.setattr(module, "save", lambda *given, save=honest: one_more(save(*given)))
    with pytest.raises(BackupNotProven) as raised:
        backup(written, WHO, tmp_path / "a.backup")

    assert "person 1 ≠ 0" in sentence(raised.value)
    assert list(tmp_path.glob("a.*")) == []


def test_two_databases_hold_the_same_only_with_the_same_rows_and_seal():
    there = Holding({"person": 1, "attachment_chunk": 7}, 3, "ab")

    assert there.differs(there) == ""
    assert there.differs(Holding({"person": 1}, 3, "ab"), frozenset({"attachment_chunk"})) == ""
    for copy in (
        Holding({"person": 2, "attachment_chunk": 7}, 3, "ab"),
        Holding({"attachment_chunk": 7}, 3, "ab"),
        Holding({"person": 1}, 3, "ab"),
        Holding({"person": 1, "attachment_chunk": 7}, 2, "ab"),
        Holding({"person": 1, "attachment_chunk": 7}, 3, "cd"),
    ):
        assert there.differs(copy)


def test_nobody_has_to_wait_for_the_proof(written: Database, tmp_path: Path):
    assert backup(written, WHO, tmp_path / "a.backup", UNPROVEN).proof is Proof.NONE


def changed(body: bytes) -> bytes:
    half = len(body) // 2
    return body[:half] + bytes([body[half] ^ 1]) + body[half + 1 :]


HARMS = (changed, lambda body: body[:-1], lambda body: body[: len(body) * 2 // 3], lambda body: b"")


@pytest.mark.parametrize("secret", ["", SECRET], ids=["plain", "locked"])
def test_a_harmed_backup_is_refused_before_anything_is_touched(
    written: Database, tmp_path: Path, secret: str
):
    lock = PassphraseLock(secret) if secret else None
    file = backup(written, WHO, tmp_path / "a.backup", How(lock, proof=Proof.NONE)).file
    whole, epoch = file.read_bytes(), written.state.epoch

    for harm in HARMS:
        file.write_bytes(harm(whole))
        with pytest.raises(AppError) as raised:
            restore(written, WHO, file, overwrite=True, keys=Keys(secret))
        assert sentence(raised.value).endswith("。")
        assert written.look_again().epoch == epoch


def test_a_backup_of_an_older_program_has_no_fingerprint_and_restores(
    written: Database, tmp_path: Path
):
    file = backup(written, WHO, tmp_path / "a.backup", UNPROVEN).file
    with opened(file, Keys()) as source:
        bare = b"".join(source.pieces())
    file.write_bytes(bare)

    restore(written, WHO, file, overwrite=True)

    assert seals(written) == 1


def test_an_encrypted_backup_comes_back_with_its_passphrase_only(written: Database, tmp_path: Path):
    done = backup(written, WHO, tmp_path / "a.backup", How(PassphraseLock(SECRET)))
    assert done.proof is Proof.RESTORED
    assert b"database_state" not in done.file.read_bytes()
    write(written, 1, "test.after")

    for keys, error in ((Keys(), PassphraseNeeded), (Keys("another"), WrongPassphrase)):
        with pytest.raises(error):
            restore(written, WHO, done.file, overwrite=True, keys=keys)
    restore(written, WHO, done.file, overwrite=True, keys=Keys(SECRET))

    with written.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM journal")) == 4  # and the restore


def test_an_encrypted_backup_never_lies_open_beside_itself(
    written: Database, tmp_path: Path, monkeypatch
):
    folder, seen = tmp_path / "backups", []
    folder.mkdir()

    def look() -> None:
        seen.extend(file.read_bytes()[:16] for file in folder.iterdir())

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "meanwhile", look)
    backup(written, WHO, folder / "a.backup", How(PassphraseLock(SECRET)))

    assert seen
    assert set(seen) <= {b"jiezhi locked 1\n", b""}


@pytest.mark.postgres
def test_an_account_that_makes_no_databases_reads_the_backup_back(
    cluster, postgres_template: str, open_database, tmp_path: Path, may_create
):
    may_create(may=False)
    name = cluster.create(postgres_template)
    database = open_database(cluster.url(name))

    assert backup(database, WHO, tmp_path / "a.backup").proof is Proof.READ

    database.dispose()
    cluster.drop(name)


@pytest.mark.postgres
def test_no_proof_leaves_a_database_behind(
    cluster, postgres_template: str, open_database, tmp_path: Path, monkeypatch
):
    name = cluster.create(postgres_template)
    database = open_database(cluster.url(name))
    with cluster.connect() as connection:  # as a keeper that was killed leaves one
        connection.execute(f"CREATE DATABASE {name}_proof_old OWNER jiezhi TEMPLATE template0")
    monkeypatch.setattr(postgres, "_holding", lambda _connection: Holding({"person": 1}))
    monkeypatch.setattr(Holding, "differs", lambda *_given: "person")
    with pytest.raises(BackupNotProven):
        backup(database, WHO, tmp_path / "a.backup")

    with cluster.connect() as connection:
        asked = f"SELECT count(*) FROM pg_database WHERE datname LIKE '{name}_%'"
        assert connection.execute(asked).fetchone() == (0,)
    database.dispose()
    cluster.drop(name)


@pytest.mark.postgres
def test_a_restore_that_was_not_finished_is_told_and_can_be_done_again(
    cluster, postgres_template: str, open_database, tmp_path: Path
):
    name = cluster.create(postgres_template)
    database, other = open_database(cluster.url(name)), open_database(cluster.url(name))
    write(database, 3)
    file = backup(database, WHO, tmp_path / "a.backup", UNPROVEN).file

    def power_cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(database, WHO, file, overwrite=True, settle=power_cut)

    with pytest.raises(RestoreUnfinished), other.writing(WHO):
        pass
    finding = check_schema(other)
    assert (finding.ok, "再运行一次 restore" in finding.told) == (False, True)
    restore(database, WHO, file)  # nothing of its own is lost by that
    write(other, 1)
    assert check_schema(other).ok
    database.dispose()
    other.dispose()
    cluster.drop(name)
