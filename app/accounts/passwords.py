"""Password hashes by Argon2id: slow for who guesses, a blink for who knows. A server keeps a
verifier of its own kind (`app.accounts.scram`), since it compares passwords itself.

32 MiB and three passes take 60 ms on a present desk and a quarter of a second on the oldest
PCs of a street office, which also have the memory to spare. argon2-cffi binds the reference
implementation and is what the Python world maintains for it.
"""

import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from app.accounts import scram
from app.accounts.rules import PASSWORD_MOST, normal_password

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 32 * 1024
PASSES = 3
LANES = 1

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP = 3, 4  # 59 bits: enough for one day

# Compared with for a login that does not exist, so that the answer takes as long.
NOBODY = (
    "$argon2id$v=19$m=32768,t=3,p=1$c29tZWJvZHlpc25vYm9keQ"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing a password.

    Attributes:
        fits: The password is the right one.
        is_stale: It was hashed with older parameters and should be hashed again.
    """

    fits: bool
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Secret:
    """What is kept of a password; which of the two, the kind of database decides.

    Attributes:
        hash: By Argon2id.
        verifier: By SCRAM-SHA-256.
    """

    hash: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TemporaryPassword:
    """A password to be read out and changed at the first sign-in; shown once, never stored.

    Attributes:
        text: What the person types.
        secret: What the database keeps.
    """

    text: str = field(repr=False)
    secret: Secret = field(repr=False)


def secret_of(password: str) -> Secret:
    """Return what to store; takes its time, so call it outside transactions."""
    plain = normal_password(password)
    return Secret(_hasher().hash(_bytes(plain)), scram.make_verifier(plain))


def compare(stored: str | None, password: str) -> Verdict:
    """Compare a password with its stored hash; without one the answer is no, as late."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    plain = normal_password(password)
    if len(plain) > PASSWORD_MOST:
        return Verdict(fits=False)
    if stored is not None and scram.is_verifier(stored):
        is_stale = scram.rounds_of(stored) < scram.ITERATIONS
        return Verdict(scram.fits(stored, plain), is_stale)
    try:
        _hasher().verify(stored or NOBODY, _bytes(plain))
    except (Argon2Error, InvalidHashError):
        return Verdict(fits=False)
    return Verdict(fits=stored is not None, is_stale=_hasher().check_needs_rehash(stored or NOBODY))


def temporary_password() -> TemporaryPassword:
    """Return a new random password that is easily read out."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    text = "-".join(groups)
    return TemporaryPassword(text, secret_of(text))


def _bytes(plain: str) -> bytes:
    return plain.encode("utf-8", "surrogatepass")  # whatever a keyboard may send


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
