"""Encryption of what leaves the house: a stream of AES-256-GCM chunks under a key of its own.

Each file has a random key, kept at its beginning under a passphrase (scrypt, RFC 7914) or under
the public key of somebody who alone can open it again (X25519, RFC 7748). The chunks are those of
the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár 2015): the nonce counts them and
says which is the last, so that a file cut short, also between two chunks, does not open.
"""

import os
import struct
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.administration.backup.errors import (
    BackupDamaged,
    KeyNeeded,
    KeyUnreadable,
    PassphraseNeeded,
    WrongPassphrase,
)

MARK = b"jiezhi locked 1\n"
CHUNK = 1 << 20
TAG = 16
SALT = 16
SCRYPT_LOG2_N = 16
"""64 MiB and some tenths of a second a guess."""
_BY_PASSPHRASE, _BY_KEY = 1, 2
_WRAPPED = 12 + 32 + TAG
_NONCE_START = 7
_PURPOSE = b"jiezhi backup file key"


class Lock(Protocol):
    """What a new file is locked with."""

    @property
    def name(self) -> str:
        """Return what tells this lock from others and nothing about its key."""

    @property
    def head_size(self) -> int:
        """Return how many bytes `wrap` gives."""

    def wrap(self, file_key: bytes) -> bytes:
        """Return the beginning of a file by which its key is found again."""


@dataclass(frozen=True, slots=True)
class PassphraseLock:
    """Locks with what somebody has to remember.

    Attributes:
        salt: Makes the same passphrase another key elsewhere; 16 random bytes.
    """

    passphrase: str = field(repr=False)
    salt: bytes = field(default_factory=lambda: os.urandom(SALT))

    @property
    def name(self) -> str:
        """Return what tells this lock from others."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(b"name" + _stretched(self.passphrase, self.salt, SCRYPT_LOG2_N))
        return digest.finalize().hex()[:16]

    @property
    def head_size(self) -> int:
        """Return how many bytes `wrap` gives."""
        return 2 + SALT + _WRAPPED

    def wrap(self, file_key: bytes) -> bytes:
        """Return the beginning of a file by which its key is found again."""
        head = struct.pack(">BB", _BY_PASSPHRASE, SCRYPT_LOG2_N) + self.salt
        outer = _stretched(self.passphrase, self.salt, SCRYPT_LOG2_N)
        return head + _wrapped(outer, file_key, head)


@dataclass(frozen=True, slots=True)
class KeyLock:
    """Locks for whoever holds the private key; whoever locks cannot open again.

    Attributes:
        public: Raw X25519 public key, 32 bytes.
    """

    public: bytes

    @property
    def name(self) -> str:
        """Return what tells this lock from others."""
        return _fingerprint(self.public).hex()

    @property
    def head_size(self) -> int:
        """Return how many bytes `wrap` gives."""
        return 1 + 8 + 32 + _WRAPPED

    def wrap(self, file_key: bytes) -> bytes:
        """Return the beginning of a file by which its key is found again."""
        once = X25519PrivateKey.generate()
        shared = once.exchange(X25519PublicKey.from_public_bytes(self.public))
        ours = once.public_key().public_bytes_raw()
        head = struct.pack(">B", _BY_KEY) + _fingerprint(self.public) + ours
        return head + _wrapped(_agreed(shared, ours, self.public), file_key, head)


@dataclass(frozen=True, slots=True)
class Keys:
    """What locked files are opened with.

    Attributes:
        passphrase: "" where nobody said one.
        private: Raw X25519 private key, b"" without one.
        known: File keys by their wrapping, of files this process locked itself: it proves what
            it wrote without being able to open it again later.
        only_locked: A backup that is not locked is not opened: one is expected to be, and
            whoever has the disk may have put another in its place.
    """

    passphrase: str = field(default="", repr=False)
    private: bytes = field(default=b"", repr=False)
    known: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    only_locked: bool = False


class LockedWriter:
    """Writes a locked file piece by piece; memory stays flat."""

    def __init__(self, out: BinaryIO, lock: Lock, keys: Keys) -> None:
        """Begin a file; its key is remembered in `keys` for as long as they live."""
        file_key = AESGCM.generate_key(256)
        wrapping = lock.wrap(file_key)
        keys.known[wrapping] = file_key
        self._head = MARK + wrapping + os.urandom(_NONCE_START)
        self._out, self._cipher = out, AESGCM(file_key)
        self._rest, self._count = bytearray(), 0
        out.write(self._head)

    def write(self, piece: bytes) -> None:
        """Lock a piece of any length."""
        self._rest += piece
        while len(self._rest) > CHUNK:  # a whole one may still be the last
            self._send(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk, without which the file does not open."""
        self._send(bytes(self._rest), last=True)

    def _send(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._head, self._count, last=last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._count += 1


class LockedReader:
    """Reads a locked file at any place.

    Attributes:
        size: Bytes of what is locked in it.
    """

    def __init__(self, stream: BinaryIO, keys: Keys, name: str) -> None:
        """Look at the beginning and the end.

        Args:
            stream: Opened at its beginning.
            keys: What it is opened with.
            name: Of the file, for people.

        Raises:
            PassphraseNeeded: It is locked with a passphrase and nobody said one.
            WrongPassphrase: That one, or that key, does not open it.
            KeyNeeded: It is locked for somebody's key.
            BackupDamaged: It is cut short or was changed.
        """
        self._stream, self._name = stream, name
        stream.seek(len(MARK))
        file_key, wrapping = _unwrapped(stream, keys, name)
        self._head = MARK + wrapping + stream.read(_NONCE_START)
        self._cipher = AESGCM(file_key)
        whole = stream.seek(0, os.SEEK_END) - len(self._head)
        self._chunks = max(1, -(-whole // (CHUNK + TAG)))
        self.size = whole - self._chunks * TAG
        self._at, self._chunk = -1, b""
        self._load(self._chunks - 1)  # says at once whether the end is there

    def read_at(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on; fewer only at the end."""
        found = bytearray()
        while len(found) < length and start + len(found) < self.size:
            number, offset = divmod(start + len(found), CHUNK)
            self._load(number)
            found += self._chunk[offset : offset + length - len(found)]
        return bytes(found)

    def _load(self, number: int) -> None:
        if number == self._at:
            return
        self._stream.seek(len(self._head) + number * (CHUNK + TAG))
        nonce = _nonce(self._head, number, last=number == self._chunks - 1)
        try:
            told = self._stream.read(CHUNK + TAG)
            self._chunk = self._cipher.decrypt(nonce, told, self._head)
        except (InvalidTag, ValueError) as error:
            raise BackupDamaged(file=self._name, why=f"AES-GCM {number}") from error
        self._at = number


def is_locked(file: Path) -> bool:
    """Tell whether a file begins as locked ones do."""
    with file.open("rb") as stream:
        return stream.read(len(MARK)) == MARK


def locked_size(lock: Lock, size: int) -> int:
    """Return how many bytes a file has in which `size` bytes are locked."""
    chunks = max(1, -(-size // CHUNK))
    return len(MARK) + lock.head_size + _NONCE_START + size + chunks * TAG


def make_key(private_file: BinaryIO, lock: Lock) -> bytes:
    """Write a new private key, locked, and return its public one as PEM."""
    private = X25519PrivateKey.generate()
    writer = LockedWriter(private_file, lock, Keys())
    writer.write(private.private_bytes_raw())
    writer.finish()
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, kind)


def read_private(file: Path, passphrase: str) -> bytes:
    """Return the raw private key of a file that `make_key` wrote.

    Raises:
        KeyUnreadable: It is something else.
        WrongPassphrase: It does not open with that.
    """
    try:
        if not is_locked(file):
            raise KeyUnreadable(file=file.name)
        with file.open("rb") as stream:
            return LockedReader(stream, Keys(passphrase), file.name).read_at(0, 32)
    except OSError as error:
        raise KeyUnreadable(file=file.name) from error


def read_public(file: Path) -> KeyLock:
    """Return the lock of a public key file.

    Raises:
        KeyUnreadable: It is something else.
    """
    try:
        key = serialization.load_pem_public_key(file.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyUnreadable(file=file.name) from error
    if not isinstance(key, X25519PublicKey):
        raise KeyUnreadable(file=file.name)
    return KeyLock(key.public_bytes_raw())


def _unwrapped(stream: BinaryIO, keys: Keys, name: str) -> tuple[bytes, bytes]:
    kind = stream.read(1)
    if kind == bytes([_BY_PASSPHRASE]):
        head = kind + stream.read(1 + SALT)
    elif kind == bytes([_BY_KEY]):
        head = kind + stream.read(8 + 32)
    else:
        raise BackupDamaged(file=name, why="kind")
    wrapped = stream.read(_WRAPPED)
    known = keys.known.get(head + wrapped)
    if known is None:
        if len(wrapped) < _WRAPPED:
            raise BackupDamaged(file=name, why="head")
        is_word = head[0] == _BY_PASSPHRASE
        try:
            outer = _passphrase_key(head, keys) if is_word else _own_key(head, keys)
            known = AESGCM(outer).decrypt(wrapped[:12], wrapped[12:], head)
        except InvalidTag as error:
            raise WrongPassphrase(file=name) from error
        except ValueError as error:  # a cost or a point nobody of us writes
            raise BackupDamaged(file=name, why="head") from error
    return known, head + wrapped


def _passphrase_key(head: bytes, keys: Keys) -> bytes:
    if not keys.passphrase:
        raise PassphraseNeeded
    return _stretched(keys.passphrase, head[2:], min(head[1], SCRYPT_LOG2_N + 4))


def _own_key(head: bytes, keys: Keys) -> bytes:
    wanted, theirs = head[1:9], head[9:]
    if not keys.private:
        raise KeyNeeded(key=wanted.hex())
    private = X25519PrivateKey.from_private_bytes(keys.private)
    public = private.public_key().public_bytes_raw()
    if _fingerprint(public) != wanted:
        raise KeyNeeded(key=wanted.hex())
    shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
    return _agreed(shared, theirs, public)


@lru_cache(maxsize=64)
def _stretched(passphrase: str, salt: bytes, log2_n: int) -> bytes:
    told = unicodedata.normalize("NFKC", passphrase).encode()  # full-width or not, it is the same
    return Scrypt(salt=salt, length=32, n=1 << log2_n, r=8, p=1).derive(told)


def _agreed(shared: bytes, once: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=once + public, info=_PURPOSE).derive(shared)


def _fingerprint(public: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public)
    return digest.finalize()[:8]


def _wrapped(outer: bytes, file_key: bytes, head: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(outer).encrypt(nonce, file_key, head)


def _nonce(head: bytes, number: int, *, last: bool) -> bytes:
    return head[-_NONCE_START:] + struct.pack(">IB", number, last)
