"""Codes that change every half minute (RFC 6238), as authenticators on phones make them; pure.

SHA-1, six digits, 30 seconds: what every authenticator takes, whatever else it can do.
"""

import os
from urllib.parse import quote

SECRET_BYTES = 20
DIGITS = 6
STEP_S = 30
DRIFT = 1
"""Steps by which a phone's clock may be off."""

TRIES = 5
WAIT_S = 300
LONGEST_WAIT_S = 3600
"""After so many wrong codes the next one waits so long, after as many more twice that, at most an
hour; a right one ends the count."""

FRESH_STEPS = 4
"""Steps after a code in which what asks for a fresh one may be done."""


def new_secret() -> bytes:
    """Return what phone and server share."""
    return os.urandom(SECRET_BYTES)


def code_of(secret: bytes, step: int) -> str:
    """Return the code of a step of time: seconds since 1970 divided by `STEP_S`."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    made = TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303  what authenticators know
    return made.generate(step * STEP_S).decode()


def step_of(secret: bytes, code: str, seconds: float, last_step: int) -> int | None:
    """Return the step a code belongs to, None where it is wrong or was used before.

    Args:
        secret: What phone and server share.
        code: As typed, digits alone.
        seconds: Now, since 1970.
        last_step: Step of the code that was taken last.
    """
    now = int(seconds // STEP_S)
    steps = range(now + DRIFT, now - DRIFT - 1, -1)
    return next((s for s in steps if s > last_step and code_of(secret, s) == code), None)


def wait_s(tries: int, passed_s: float) -> int:
    """Return how long the next code has to wait, in seconds; 0 for not at all.

    Args:
        tries: Wrong codes since the last right one.
        passed_s: Since the last of them.
    """
    if not tries or tries % TRIES:
        return 0
    whole = min(WAIT_S << min(tries // TRIES - 1, 10), LONGEST_WAIT_S)
    return max(round(whole - passed_s), 0)


def address_of(secret: bytes, login: str, centre: str) -> str:
    """Return what an authenticator reads from a QR code (otpauth)."""
    label = f"{quote(centre, safe='')}:{quote(login, safe='')}"
    return f"otpauth://totp/{label}?secret={typed_secret(secret)}&issuer={quote(centre, safe='')}"


def typed_secret(secret: bytes) -> str:
    """Return a secret as it is typed into a phone that cannot read the QR code."""
    from base64 import b32encode

    return b32encode(secret).decode()


def digits_of(typed: str) -> str:
    """Return the code somebody typed without blanks, "" where it is none."""
    code = "".join(typed.split())
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else ""
