"""Bodies of attachments beside backups: each once, all of them back, none left over."""

import hashlib
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.administration.backup import How, Proof, backup, restore
from app.administration.backup.bodies import FOLDER, Bodies, forget_unneeded, list_of
from app.administration.backup.errors import BackupDamaged, BodiesMissing, WrongPassphrase
from app.administration.backup.locks import Keys, LockedWriter, PassphraseLock
from app.administration.checks import check_attachments
from app.core.actor import console
from app.core.attachments import attach, prepare
from app.core.attachments.bodies import body_of
from app.core.attachments.tables import Attachment, AttachmentChunk
from app.core.changes import Topic
from app.core.database import Database
from app.core.ids import new_id

WHO = console("test")
LETTER = "一封信".encode() * 400_000  # several chunks
SECRET = "correct horse"
APART = How(proof=Proof.NONE, apart=True)


def keep(database: Database, subject: str, body: bytes) -> None:
    with database.writing(WHO) as uow:
        attach(uow, Topic.CASE, subject, "", prepare(body, "信.txt"), command_key=new_id())


def bodies_in(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*/??/*"))


def forge(database: Database, subject: str, body: bytes, sha256: str) -> None:
    """Write what a clerk writes past the program: a file under a name of their choice."""
    key, like = new_id(), sa.select(Attachment.__table__).limit(1)
    with database.writing(WHO) as uow:
        facts = dict(uow.session.execute(like).mappings().one())
        facts |= {"id": key, "subject": subject, "sha256": sha256, "size_bytes": len(body)}
        uow.session.execute(sa.insert(Attachment).values(facts))
        chunk = {"attachment_id": key, "number": 0, "body": body}
        uow.session.execute(sa.insert(AttachmentChunk).values(chunk))


def shown(database: Database, *only: str) -> dict[str, bytes]:
    with database.reading() as session:
        rows = session.execute(sa.select(Attachment.subject, Attachment.id)).all()
        wanted = [row for row in rows if not only or row.subject in only]
        return {subject: body_of(session, key) for subject, key in wanted}


@pytest.mark.parametrize("secret", ["", SECRET], ids=["plain", "locked"])
def test_the_same_body_is_copied_once_and_all_come_back(
    database: Database, tmp_path: Path, secret: str
):
    def how(proof: Proof) -> How:
        return How(PassphraseLock(secret) if secret else None, proof=proof, apart=True)

    keep(database, "one", LETTER)
    keep(database, "two", LETTER)
    keep(database, "three", b"short")
    first = backup(database, WHO, tmp_path / "1.backup", how(Proof.NONE))
    keep(database, "four", b"new")
    second = backup(database, WHO, tmp_path / "2.backup", how(Proof.RESTORED))
    was = shown(database)
    with database.writing(WHO) as uow:
        uow.session.execute(sa.delete(AttachmentChunk))

    restore(database, WHO, second.file, overwrite=True, keys=Keys(secret))

    assert (first.bodies, first.added) == (2, 2)
    assert (second.bodies, second.added) == (3, 1)
    assert len(bodies_in(tmp_path)) == 3
    assert first.file.stat().st_size < len(LETTER)
    assert shown(database) == was
    with database.reading() as session:
        assert check_attachments(session).ok
    if secret:
        assert not any(b"short" in body.read_bytes() for body in bodies_in(tmp_path))


def test_a_missing_body_is_said_before_anything_is_touched(database: Database, tmp_path: Path):
    keep(database, "one", b"told")
    file = backup(database, WHO, tmp_path / "a.backup", APART).file
    keep(database, "two", b"later")
    bodies_in(tmp_path)[0].unlink()

    with pytest.raises(BodiesMissing):
        restore(database, WHO, file, overwrite=True)
    list_of(file).unlink()
    with pytest.raises(BodiesMissing):
        restore(database, WHO, file, overwrite=True)

    assert set(shown(database)) == {"one", "two"}


def test_a_body_that_rotted_on_the_disk_is_counted(database: Database, tmp_path: Path):
    keep(database, "one", b"told")
    file = backup(database, WHO, tmp_path / "a.backup", APART).file
    bodies_in(tmp_path)[0].write_bytes(b"gold")

    assert restore(database, WHO, file, overwrite=True).damaged == 1


def test_names_that_are_no_fingerprint_are_counted_and_stop_nothing(
    database: Database, tmp_path: Path
):
    keep(database, "one", b"told")
    names = (f"{tmp_path}/x", "../../x", "AB" * 32, "", "a" * 63 + "\n")
    for number, name in enumerate(names):
        forge(database, f"forged {number}", b"forged", name[:64])
    folder = tmp_path / "in"
    folder.mkdir()

    done = backup(database, WHO, folder / "a.backup", APART)
    back = restore(database, WHO, done.file, overwrite=True)

    assert (done.bodies, done.damaged, back.damaged) == (1, len(names), len(names))
    assert list_of(done.file).read_text().split()[1:] == [bodies_in(folder)[0].name]
    assert list(tmp_path.glob("**/x")) == []
    assert shown(database, "one") == {"one": b"told"}


def test_a_name_that_is_no_fingerprint_is_no_path(tmp_path: Path):
    with pytest.raises(BackupDamaged):
        Bodies(tmp_path).check_there(["../" * 20 + "etc/passwd"])


def test_who_names_other_bytes_like_a_file_does_not_take_its_place(
    database: Database, tmp_path: Path
):
    good, lost = (hashlib.sha256(body).hexdigest() for body in (b"told", b"nowhere"))
    keep(database, "", b"old")
    forge(database, "two", b"gold", good)
    forge(database, "three", b"sold", lost)
    keep(database, "one", b"told")

    done = backup(database, WHO, tmp_path / "a.backup", APART)
    back = restore(database, WHO, done.file, overwrite=True)

    assert (tmp_path / FOLDER / "plain" / good[:2] / good).read_bytes() == b"told"
    assert lost not in {body.name for body in bodies_in(tmp_path)}
    assert (done.bodies, done.added, done.damaged, back.damaged) == (2, 2, 1, 1)
    assert shown(database, "one") == {"one": b"told"}


@pytest.mark.parametrize("secret", ["", SECRET], ids=["plain", "locked"])
def test_a_body_that_was_cut_short_on_the_disk_is_copied_again(
    embedded_database: Database, tmp_path: Path, secret: str
):
    how = How(PassphraseLock(secret) if secret else None, proof=Proof.NONE, apart=True)
    keep(embedded_database, "one", LETTER)
    backup(embedded_database, WHO, tmp_path / "a.backup", how)
    body = bodies_in(tmp_path)[0]
    whole = body.read_bytes()
    body.write_bytes(whole[:-1])

    again = backup(embedded_database, WHO, tmp_path / "b.backup", how)
    once_more = backup(embedded_database, WHO, tmp_path / "b.backup", how)

    assert len(body.read_bytes()) == len(whole)
    assert (again.added, once_more.added) == (1, 0)


@pytest.mark.parametrize("secret", ["", SECRET], ids=["plain", "locked"])
def test_bodies_that_do_not_open_or_are_others_do_not_stop_a_restore_half_way(
    database: Database, tmp_path: Path, secret: str
):
    how = How(PassphraseLock(secret) if secret else None, proof=Proof.NONE, apart=True)
    for number in range(4):
        keep(database, str(number), str(number).encode())
    file = backup(database, WHO, tmp_path / "a.backup", how).file
    cut, empty, forged, good = bodies_in(tmp_path)
    cut.write_bytes(cut.read_bytes()[:-1])
    empty.write_bytes(b"")
    forged.write_bytes(good.read_bytes())

    back = restore(database, WHO, file, overwrite=True, keys=Keys(secret))

    assert back.damaged == 3
    left = next(str(n) for n in range(4) if hashlib.sha256(b"%d" % n).hexdigest() == good.name)
    assert shown(database, left) == {left: left.encode()}
    assert not database.look_again().is_unfinished


@pytest.mark.parametrize("change", ["fewer", "twice", "place"])
def test_a_list_that_is_another_one_is_said_before_anything_is_touched(
    database: Database, tmp_path: Path, change: str
):
    for number in range(2):
        keep(database, str(number), str(number).encode())
    file = backup(database, WHO, tmp_path / "a.backup", APART).file
    keep(database, "later", b"later")
    place, first, second = list_of(file).read_text().split()
    told = {"fewer": [place, first], "twice": [place, first, first]}
    list_of(file).write_text("\n".join(told.get(change, ["0" * 16, first, second])))

    with pytest.raises(BackupDamaged):
        restore(database, WHO, file, overwrite=True)

    assert set(shown(database)) == {"0", "1", "later"}


def test_bodies_that_open_with_another_passphrase_are_said_before_anything_is_touched(
    database: Database, tmp_path: Path
):
    for number in range(2):
        keep(database, str(number), str(number).encode())
    file = backup(database, WHO, tmp_path / "a.backup", replace(APART, lock=PassphraseLock(SECRET)))
    keep(database, "later", b"later")
    for body in bodies_in(tmp_path):
        with body.open("wb") as out:
            writer = LockedWriter(out, PassphraseLock("another word"), Keys())
            writer.finish()

    with pytest.raises(WrongPassphrase):
        restore(database, WHO, file.file, overwrite=True, keys=Keys(SECRET))

    assert set(shown(database)) == {"0", "1", "later"}


def test_attachments_without_bytes_are_found(database: Database):
    keep(database, "one", b"told")
    with database.writing(WHO) as uow:
        uow.session.execute(sa.delete(AttachmentChunk))

    with database.reading() as session:
        finding = check_attachments(session)
    assert (finding.ok, "1 个附件没有内容" in finding.told) == (False, True)


def test_bodies_no_backup_needs_go_and_new_ones_wait(
    embedded_database: Database, tmp_path: Path, clock
):
    for number in range(3):
        keep(embedded_database, str(number), str(number).encode())
    file = backup(embedded_database, WHO, tmp_path / "a.backup", APART).file
    needed, old, new = bodies_in(tmp_path)
    listed = list_of(file).read_text().split()
    list_of(file).write_text("\n".join([listed[0], needed.name]))
    stranger = needed.with_name("readme.txt")
    stranger.write_text("x")
    for body, days in ((needed, 9), (old, 9), (new, 1), (stranger, 9)):
        then = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(body, (then, then))

    assert forget_unneeded(tmp_path, [file], clock.now()) == 1

    assert [b.exists() for b in (needed, old, new, stranger)] == [True, False, True, True]
    list_of(file).unlink()
    with pytest.raises(BodiesMissing):  # whatever it named is not known
        forget_unneeded(tmp_path, [file], clock.now() + timedelta(days=9))
