"""Attachments in the database: kept once, listed, opened under the eyes of the journal."""

import os
import random
import stat
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.attachments import (
    Prepared,
    attach,
    body_of,
    clear_exports,
    export_to,
    list_attachments,
    prepare,
    thumbnails,
)
from app.core.attachments.errors import StoredDamaged
from app.core.attachments.tables import CHUNK_BYTES, Attachment, AttachmentChunk
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.errors import NotFound
from app.core.words import sentence
from tests.factories.files import PDF, opened, photo

CLERK = console("前台")
CASE = str(uuid4())
REGION = "140213004"


def put(database: Database, prepared: Prepared, subject: str = CASE, **kwargs):
    kwargs.setdefault("command_key", uuid4())
    with database.writing(CLERK) as uow:
        return attach(uow, Topic.CASE, subject, REGION, prepared, **kwargs)


def noise(size: int) -> bytes:
    """A text of `size` bytes that no packing makes smaller."""
    return random.Random(size).randbytes(size // 2).hex().encode()


@pytest.mark.parametrize("size", [2, CHUNK_BYTES, CHUNK_BYTES + 2, 3 * CHUNK_BYTES - 2])
def test_what_was_attached_comes_back_byte_by_byte(database, size):
    body = noise(size)
    key = put(database, prepare(body, "a.txt"))
    with database.reading() as session:
        assert body_of(session, key) == body
        sizes = list(session.scalars(sa.select(sa.func.length(AttachmentChunk.body))))
    assert sum(sizes) == size
    assert max(sizes) <= CHUNK_BYTES


def test_the_list_tells_what_is_known(database, clock):
    first = put(database, prepare(photo(taken="2026:11:20 08:30:05", place=(113.3, 40.1)), "a.jpg"))
    second = put(database, prepare(PDF, "判决书.pdf"))
    put(database, prepare(PDF, "别的.pdf"), subject=str(uuid4()))
    with database.reading() as session:
        rows = list_attachments(session, CASE)
        small = thumbnails(session, CASE)
    assert [row.id for row in rows] == [first, second]
    assert rows[0].taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert (rows[0].longitude, rows[0].latitude) == (113.3, 40.1)
    assert (rows[0].width_px, rows[0].height_px) == (400, 300)
    assert (rows[1].name, rows[1].size_bytes) == ("判决书.pdf", len(PDF))
    assert (rows[1].created_at, rows[1].person_name) == (clock.now(), CLERK.name)
    assert set(small) == {first}
    assert opened(small[first]).format == "JPEG"


def test_the_same_file_twice_in_one_case_stays_one(database):
    news = []
    database.subscribe(news.extend)
    first = put(database, prepare(photo(), "a.jpg"))
    assert put(database, prepare(photo(), "又一次.jpg")) == first
    assert put(database, prepare(photo(), "a.jpg"), subject=str(uuid4())) != first
    with database.reading() as session:
        assert len(list_attachments(session, CASE)) == 1
    assert [(change.topic, change.region) for change in news] == [(Topic.ATTACHMENT, REGION)] * 2


def test_the_same_command_twice_attaches_once(database):
    key, prepared = uuid4(), prepare(PDF, "a.pdf")
    assert put(database, prepared, command_key=key) == put(database, prepared, command_key=key)


def test_two_desks_that_attach_the_same_file_at_once_get_one(database):
    prepared = prepare(PDF, "a.pdf")
    first = put(database, prepared)
    with database.writing(CLERK) as uow:
        ask = uow.session.scalar
        uow.session.scalar = lambda *_: None  # this desk looked before the other committed
        assert attach(uow, Topic.CASE, CASE, REGION, prepared, command_key=uuid4()) == first
        uow.session.scalar = ask
    with database.reading() as session:
        assert len(list_attachments(session, CASE)) == 1


def test_the_journal_knows_the_fingerprint_and_not_the_name(database):
    prepared = prepare(PDF, "张三身份证.pdf")
    put(database, prepared)
    with database.reading() as session:
        (entry,) = session.scalars(sa.select(JournalEntry))
    assert (entry.action, entry.subject) == ("attachments.attach", CASE)
    assert entry.facts["sha256"] == prepared.sha256
    assert "张三" not in str(entry.facts)


def test_opening_writes_a_read_only_copy_and_a_journal_row(database, tmp_path):
    body = photo()
    key = put(database, prepare(body, "现场.jpg", is_evidence=True))
    path = export_to(database, key, tmp_path / "open", actor=CLERK, region=REGION)
    assert (path.name, path.read_bytes()) == ("现场.jpg", body)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o500
    with database.reading() as session:
        entry = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.action, entry.subject, entry.region) == ("attachments.open", CASE, REGION)
    assert entry.facts["attachment"] == str(key)
    clear_exports(tmp_path / "open")
    assert list((tmp_path / "open").iterdir()) == []


def test_clearing_leaves_what_others_put_there(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir()
    (folder / "notes.txt").touch()
    clear_exports(folder)
    clear_exports(tmp_path / "absent")
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_the_database_refuses_to_change_a_file(database):
    put(database, prepare(PDF, "a.pdf"))
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.writing(CLERK) as uow:
        uow.session.execute(sa.update(AttachmentChunk).values(body=b"other"))


def test_a_file_that_was_tampered_with_is_not_opened(database, tmp_path):
    key = put(database, prepare(PDF, "a.pdf"))
    where = "" if database.is_sqlite else "ON attachment_chunk"
    with database.engine.execution_options(writes=True).begin() as connection:
        # What only somebody with the whole database in hand can do.
        connection.execute(sa.text(f"DROP TRIGGER attachment_chunk_refuses_update {where}"))
        connection.execute(
            sa.update(AttachmentChunk).values(body=PDF.replace(b"endobj", b"ENDOBJ"))
        )
    with pytest.raises(StoredDamaged) as refused:
        export_to(database, key, tmp_path, actor=CLERK)
    assert "a.pdf" in sentence(refused.value)
    assert list(tmp_path.glob("jiezhi-file-*")) == []


def test_what_does_not_exist_is_not_found(database):
    with pytest.raises(NotFound), database.reading() as session:
        body_of(session, uuid4())


def test_a_file_of_twenty_megabytes_is_kept_whole(database):
    body = noise(20 * 1024 * 1024)
    key = put(database, prepare(body, "a.txt"))
    with database.reading() as session:
        assert body_of(session, key) == body
        assert session.get(Attachment, key).size_bytes == len(body)
