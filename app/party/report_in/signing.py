"""Signed exchange files: registrations come in so, and results go back the same way; pure.

A file is JSON: ``body`` is the text that is signed, exactly as it stands; ``key`` is the public key
(Ed25519, RFC 8032, 64 hexadecimal digits) of whoever signed it, ``signature`` 128 of them. The key
that comes with a file proves nothing: it has to be one of those that were put down as trusted.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import AppError

FORM = "jiezhi-report-in/1"
MOST_BYTES = 20_000_000
MOST_ITEMS = 50_000
"""Each is written by itself: more would keep a desk busy for hours."""


class NotASignedFile(AppError):
    """A file is none of this form; facts: ``name``."""

    code = "reportin.not_a_signed_file"


class SenderUnknown(AppError):
    """Nobody who is trusted has the key a file was signed with; facts: ``key``."""

    code = "reportin.sender_unknown"


class SignatureWrong(AppError):
    """The signature does not fit: the file was changed on the way."""

    code = "reportin.signature_wrong"


class KeyWrong(AppError):
    """That is no public key: 64 hexadecimal digits."""

    code = "reportin.key_wrong"


@dataclass(frozen=True, slots=True)
class SignedFile:
    """What a file says, once its signature was checked.

    Attributes:
        kind: ``registrations``, ``answers``, ``results``, ``call_up``.
        key: Public key of whoever signed it.
        items: As they stand there, one for each line.
        digest: SHA-256 of the text that was signed: the file around it can be written anew.
    """

    kind: str
    key: str
    items: tuple[Mapping[str, Any], ...]
    digest: str


def clean_key(typed: str) -> str:
    """Return a public key in small letters without blanks.

    Raises:
        KeyWrong: It is none.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    plain = "".join(typed.split()).lower()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(plain))
    except ValueError as error:
        raise KeyWrong from error
    return plain


def sign(private: bytes, kind: str, items: list[dict[str, Any]]) -> str:
    """Return a signed file.

    Args:
        private: Raw Ed25519 private key, 32 bytes.
        kind: See `SignedFile`.
        items: JSON values.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signer = Ed25519PrivateKey.from_private_bytes(private)
    body = json.dumps({"form": FORM, "kind": kind, "items": items}, ensure_ascii=False)
    told = {
        "form": FORM,
        "key": signer.public_key().public_bytes_raw().hex(),
        "signature": signer.sign(body.encode()).hex(),
        "body": body,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_signed(text: str, name: str, trusted: frozenset[str]) -> SignedFile:
    """Return what a file says, if somebody trusted signed just that.

    Args:
        text: Of the file.
        name: Of the file, for refusals.
        trusted: Public keys that are trusted now.

    Raises:
        NotASignedFile: It is no file of this form.
        SenderUnknown: The key is none of those.
        SignatureWrong: It was not signed with it, or changed since.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    outer = _json(text, name)
    key, body, signature = (outer.get(part) for part in ("key", "body", "signature"))
    if not all(isinstance(part, str) for part in (key, body, signature)):
        raise NotASignedFile(name=name)
    if str(key) not in trusted:
        raise SenderUnknown(key=str(key)[:16])
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(key)))
        public.verify(bytes.fromhex(str(signature)), str(body).encode())
    except (InvalidSignature, ValueError) as error:
        raise SignatureWrong from error
    inner = _json(str(body), name)
    items = inner.get("items")
    if inner.get("form") != FORM or not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise NotASignedFile(name=name)
    told = tuple(each if isinstance(each, dict) else {} for each in items)
    digest = hashlib.sha256(str(body).encode()).hexdigest()
    return SignedFile(str(inner.get("kind", "")), str(key), told, digest)


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotASignedFile(name=name) from error
    if not isinstance(found, dict):
        raise NotASignedFile(name=name)
    return found


def new_private_key() -> bytes:
    """Return a new raw Ed25519 private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> str:
    """Return the public key of a private one, in hexadecimal digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()
