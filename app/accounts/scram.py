"""What a PostgreSQL server keeps of a password: a SCRAM-SHA-256 verifier (RFC 5802, RFC 7677).

It is computed here, so that no password ever reaches a server or its log. The server reckons a
password as `normal_password` leaves it; what Unicode calls a preparation (RFC 4013) is done before
by both sides alike.
"""

import base64
import hashlib
import hmac
import re
import secrets
import stringprep
import unicodedata

ITERATIONS = 20_000
"""A guess takes 13 ms, and so does each of the few connections of a desk."""
_SALT_BYTES = 16
_BEGINNING = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)", re.ASCII)
_FORM = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)", re.ASCII)


def make_verifier(plain: str, *, salt: bytes | None = None, iterations: int = 0) -> str:
    """Return the verifier of a normal password.

    Args:
        plain: As `app.accounts.rules.normal_password` returns it.
        salt: Of a known verifier; a new one where left out.
        iterations: Rounds of PBKDF2; as many as new ones get where left out.
    """
    iterations = iterations or ITERATIONS
    salt = salt if salt is not None else secrets.token_bytes(_SALT_BYTES)
    salted = hashlib.pbkdf2_hmac("sha256", prepared(plain), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *parts)


def proof_of(reckoned_by: str, plain: str) -> bytes:
    """Return what proves that somebody knows a password: the ClientKey of RFC 5802.

    Args:
        reckoned_by: Beginning of its verifier: form, rounds and salt.
        plain: As `app.accounts.rules.normal_password` returns it.

    Raises:
        ValueError: That begins no verifier.
    """
    found = _BEGINNING.fullmatch(reckoned_by)
    if found is None:
        raise ValueError
    salted = hashlib.pbkdf2_hmac(
        "sha256", prepared(plain), base64.b64decode(found[2]), int(found[1])
    )
    return hmac.digest(salted, b"Client Key", "sha256")


def beginning_of(verifier: str) -> str:
    """Return the beginning of a verifier: form, rounds and salt; nothing of the password."""
    return verifier.rpartition("$")[0]


def stored_of(verifier: str) -> str:
    """Return the StoredKey of a verifier, in base64: the SHA-256 of what `proof_of` returns."""
    return verifier.rpartition("$")[2].partition(":")[0]


def fits(verifier: str, plain: str) -> bool:
    """Tell whether a verifier is that of a normal password."""
    found = _FORM.fullmatch(verifier)
    if found is None:
        return False
    salt = base64.b64decode(found[2])
    again = make_verifier(plain, salt=salt, iterations=int(found[1]))
    return hmac.compare_digest(again, verifier)


def is_verifier(text: str) -> bool:
    """Tell a verifier from other hashes."""
    return _FORM.fullmatch(text) is not None


def rounds_of(verifier: str) -> int:
    """Return how many rounds a verifier was made with."""
    found = _FORM.fullmatch(verifier)
    return int(found[1]) if found else 0


def prepared(plain: str) -> bytes:
    """Return the bytes a password is reckoned by (SASLprep, RFC 4013), as libpq has them: what
    may not be prepared is taken as it was typed.
    """
    raw = plain.encode("utf-8", "surrogatepass")
    if plain.isascii():
        return raw
    spaced = "".join(" " if stringprep.in_table_c12(char) else char for char in plain)
    mapped = "".join(char for char in spaced if not stringprep.in_table_b1(char))
    text = unicodedata.ucd_3_2_0.normalize("NFKC", mapped)
    if not text or _is_prohibited(text) or not _is_of_one_direction(text):
        return raw
    return text.encode()


_PROHIBITED = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
    stringprep.in_table_a1,
)


def _is_prohibited(text: str) -> bool:
    return any(is_in(char) for char in text for is_in in _PROHIBITED)


def _is_of_one_direction(text: str) -> bool:
    leftward = [stringprep.in_table_d1(char) for char in text]
    if not any(leftward):
        return True
    mixed = any(stringprep.in_table_d2(char) for char in text)
    return leftward[0] and leftward[-1] and not mixed
