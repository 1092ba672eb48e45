"""Keys of the rows that figures counted, as they are written with a paper; pure."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from uuid import UUID

_KEY_BYTES = 16


def as_kept(kept: Mapping[str, tuple[UUID, ...]]) -> dict[str, str]:
    """Return keys as they are written with the paper."""
    return {
        name: b64encode(b"".join(key.bytes for key in keys)).decode() for name, keys in kept.items()
    }


def from_kept(told: Mapping[str, str]) -> dict[str, tuple[UUID, ...]]:
    """Return the keys that were written."""
    found: dict[str, tuple[UUID, ...]] = {}
    for name, text in told.items():
        body = b64decode(text)
        starts = range(0, len(body), _KEY_BYTES)
        found[name] = tuple(UUID(bytes=body[at : at + _KEY_BYTES]) for at in starts)
    return found
