"""Encrypted files open for whoever has the key, whole, and for nobody else."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from app.administration.backup import locks
from app.administration.backup.errors import (
    BackupDamaged,
    KeyNeeded,
    KeyUnreadable,
    PassphraseNeeded,
    WrongPassphrase,
)
from app.administration.backup.locks import (
    KeyLock,
    Keys,
    Lock,
    LockedReader,
    LockedWriter,
    PassphraseLock,
    make_key,
    read_private,
    read_public,
)

SECRET = "correct horse 北京"
CHUNK = 64


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small chunks and cheap guesses: what is tested is how they hang together."""
    monkeypatch.setattr(locks, "CHUNK", CHUNK)
    monkeypatch.setattr(locks, "SCRYPT_LOG2_N", 4)


def locked(told: bytes, lock: Lock | None = None) -> bytes:
    out = BytesIO()
    writer = LockedWriter(out, lock or PassphraseLock(SECRET), Keys())
    for start in range(0, len(told), 50):  # pieces as they come
        writer.write(told[start : start + 50])
    writer.finish()
    return out.getvalue()


def read(body: bytes, keys: Keys | None = None) -> bytes:
    reader = LockedReader(BytesIO(body), keys or Keys(SECRET), "a.backup")
    return reader.read_at(0, reader.size + 1)


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 5 * CHUNK + 7])
def test_what_was_locked_comes_out_again(length: int):
    told = Random(length).randbytes(length)

    assert read(locked(told)) == told


def test_any_part_can_be_read_without_the_others():
    told = Random(1).randbytes(10 * CHUNK + 5)
    reader = LockedReader(BytesIO(locked(told)), Keys(SECRET), "a.backup")

    for start, length in ((0, 1), (CHUNK - 1, 2), (3 * CHUNK, CHUNK), (600, 100), (9999, 5)):
        assert reader.read_at(start, length) == told[start : start + length]


def test_nothing_of_it_can_be_read_as_it_lies():
    assert b"private" not in locked(b"private" * 30)


def test_wherever_it_is_cut_short_it_does_not_open():
    body = locked(Random(2).randbytes(4 * CHUNK))
    for length in range(len(body)):
        with pytest.raises((BackupDamaged, WrongPassphrase)):
            read(body[:length])


def test_a_changed_byte_is_noticed_wherever_it_is():
    body = locked(Random(3).randbytes(2 * CHUNK))
    for place in range(len(locks.MARK), len(body), 7):
        changed = bytearray(body)
        changed[place] ^= 1
        with pytest.raises((BackupDamaged, WrongPassphrase)):
            read(bytes(changed))


def test_a_head_nobody_of_us_wrote_is_damage_and_no_mishap(pair: tuple[Path, KeyLock]):
    at = len(locks.MARK)
    no_cost, no_point = bytearray(locked(b"x")), bytearray(locked(b"x", pair[1]))
    no_cost[at + 1] = 0
    no_point[at + 9 : at + 41] = bytes(32)  # all exchanges with it give the same
    private = read_private(pair[0], SECRET)

    for body, keys in ((no_cost, Keys(SECRET)), (no_point, Keys(private=private))):
        with pytest.raises(BackupDamaged):
            read(bytes(body), keys)


def test_chunks_put_in_another_order_are_noticed():
    body = locked(bytes(4 * CHUNK))
    size = CHUNK + locks.TAG
    head = len(body) - 4 * size
    first, second = body[head : head + size], body[head + size : head + 2 * size]
    with pytest.raises(BackupDamaged):
        read(body[:head] + second + first + body[head + 2 * size :])


def test_a_wrong_passphrase_and_none_are_told_apart():
    body = locked(b"x")
    with pytest.raises(WrongPassphrase):
        read(body, Keys("another"))
    with pytest.raises(PassphraseNeeded):
        read(body, Keys())


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, KeyLock]:
    """A private key as a file, and what locks for it."""
    file, public = tmp_path / "auditor.key", tmp_path / "auditor.key.pub"
    with file.open("wb") as out:
        public.write_bytes(make_key(out, PassphraseLock(SECRET)))
    return file, read_public(public)


def test_what_is_locked_for_a_key_opens_with_that_key_only(pair: tuple[Path, KeyLock]):
    file, lock = pair
    body = locked(b"told", lock)

    assert read(body, Keys(private=read_private(file, SECRET))) == b"told"
    for keys in (Keys(), Keys(SECRET), Keys(private=bytes(range(32)))):
        with pytest.raises(KeyNeeded):
            read(body, keys)


def test_who_locks_for_a_key_proves_it_at_once_and_cannot_open_it_later(pair):
    out, keys = BytesIO(), Keys()
    writer = LockedWriter(out, pair[1], keys)
    writer.write(b"told")
    writer.finish()

    assert read(out.getvalue(), keys) == b"told"
    with pytest.raises(KeyNeeded):
        read(out.getvalue(), Keys())


def test_a_key_file_takes_its_passphrase_and_no_other_file_is_one(pair, tmp_path: Path):
    with pytest.raises(WrongPassphrase):
        read_private(pair[0], "another")
    other = tmp_path / "letter.txt"
    other.write_text("亲爱的")
    for reading in (read_public, lambda file: read_private(file, SECRET)):
        with pytest.raises(KeyUnreadable):
            reading(other)
        with pytest.raises(KeyUnreadable):
            reading(tmp_path / "nothing")
