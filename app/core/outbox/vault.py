"""A locked folder for one person and database: what is in it opens with their password only.

A key made by chance encrypts (AES-256-GCM); it lies beside, wrapped by a key that scrypt makes of
the password. A new password wraps it anew and touches nothing else. Nothing in the folder, not
even its name, says in plain text whose it is.
"""

import errno
import hashlib
import json
import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import AppError, DiskFull
from app.core.settings import data_folder
from app.core.whole_files import FileUnwritable, whole_file

FOLDER = "outbox"
KEY_FILE = "key.json"
COST = 1 << 16
"""scrypt's N: with r = 8 a guess takes 64 MiB and a quarter of a second."""
_KNOWN_COSTS = (1 << 16, 1 << 17)
"""Costs that are paid besides the present one: a changed file must not take all the memory."""
BLOCK, LANES = 8, 1
NONCE, KEY = 12, 32
_MARK = b"jiezhi outbox 1 "
_FULL = (errno.ENOSPC, errno.EDQUOT)


class OutboxPasswordWrong(AppError):
    """The password does not open what this person left at this computer."""

    code = "outbox.password_wrong"


class NobodyKnownHere(AppError):
    """This person has never signed in at this computer, so nothing of theirs lies here."""

    code = "outbox.nobody_known"


class RememberedTooLong(AppError):
    """This computer remembers the person from too long ago; facts: ``days``."""

    code = "outbox.remembered_too_long"


@dataclass(frozen=True, slots=True)
class Vault:
    """An open folder.

    Attributes:
        folder: Where it lies.
    """

    folder: Path
    _key: bytes = field(repr=False)

    def seal(self, plain: bytes, what: str) -> bytes:
        """Return bytes encrypted; `what` names what they are and must be the same to open."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, plain, _MARK + what.encode())

    def unseal(self, sealed: bytes, what: str) -> bytes | None:
        """Return what was sealed; None where a bit of it differs."""
        return _decrypted(self._key, sealed, what)

    def keep(self, name: str, plain: bytes) -> None:
        """Keep something under a name, whole or not at all.

        Raises:
            DiskFull: There is no room left.
            FileUnwritable: The system refuses.
        """
        _write(self.folder / name, self.seal(plain, name))

    def kept(self, name: str) -> bytes | None:
        """Return what is kept under a name, None for nothing that can be read."""
        try:
            sealed = (self.folder / name).read_bytes()
        except OSError:
            return None
        return self.unseal(sealed, name)

    def wrap(self, password: str) -> None:
        """Let another password open it from now on; the one of before does no more.

        Raises:
            DiskFull: There is no room left.
            FileUnwritable: The system refuses.
        """
        salt = os.urandom(16)
        sealed = Vault(self.folder, _stretched(password, salt, COST)).seal(self._key, KEY_FILE)
        kept = {"salt": _text(salt), "n": COST, "r": BLOCK, "p": LANES, "key": _text(sealed)}
        _write(self.folder / KEY_FILE, json.dumps(kept).encode())


def folder_of(where: str, login: str) -> Path:
    """Return the folder of a person; `where` names the database and nothing else does."""
    return data_folder() / FOLDER / _name(where, 12) / _name(login, 20)


def anybody_known(where: str) -> bool:
    """Tell whether somebody signed in to a database at this computer before."""
    return bool(folders_of(where))


def make_vault(folder: Path, password: str) -> Vault:
    """Return a new folder, locked by a password.

    Raises:
        DiskFull: There is no room left.
        FileUnwritable: The system refuses.
    """
    with told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    vault = Vault(folder, os.urandom(KEY))
    vault.wrap(password)
    return vault


def open_vault(folder: Path, password: str) -> Vault:
    """Return a folder that was locked by this password.

    Raises:
        NobodyKnownHere: There is none, or its key is wrapped as no program of ours does it.
        OutboxPasswordWrong: The password is another one.
    """
    try:
        kept = json.loads((folder / KEY_FILE).read_text("utf-8"))
        salt, sealed, cost = b64decode(kept["salt"]), b64decode(kept["key"]), int(kept["n"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NobodyKnownHere from error
    if cost not in (COST, *_KNOWN_COSTS):
        raise NobodyKnownHere
    key = _decrypted(_stretched(password, salt, cost), sealed, KEY_FILE)
    if key is None:
        raise OutboxPasswordWrong
    return Vault(folder, key)


def set_aside(folder: Path) -> Path:
    """Make room for a new folder; the old one stays beside it, to be opened by its password."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}.{number}")).exists():
        number += 1
    with told(folder):
        folder.rename(aside)
    return aside


def asides(folder: Path) -> tuple[Path, ...]:
    """Return the folders that were set aside, the oldest first."""
    found = folder.parent.glob(f"{folder.name}.*")
    return tuple(sorted(found, key=lambda each: int(each.suffix[1:])))


def folders_of(where: str) -> tuple[Path, ...]:
    """Return the folders of everybody who signed in to a database at this computer."""
    found = (data_folder() / FOLDER / _name(where, 12)).glob(f"*/{KEY_FILE}")
    return tuple(file.parent for file in found)


def remove(folder: Path) -> None:
    """Remove a folder of which nothing is needed any more."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Turn what the system says of a disk into what a person understands.

    Raises:
        DiskFull: There is no room left.
        FileUnwritable: Anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise FileUnwritable(file=file, why=error.strerror or type(error).__name__) from error


def _write(file: Path, body: bytes) -> None:
    with whole_file(file) as part:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())


def _stretched(password: str, salt: bytes, cost: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    plain = password.encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=KEY, n=cost, r=BLOCK, p=LANES).derive(plain)


def _decrypted(key: bytes, sealed: bytes, what: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _MARK + what.encode())
    except (InvalidTag, ValueError):
        return None


def _name(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _text(body: bytes) -> str:
    return b64encode(body).decode()
