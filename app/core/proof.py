"""What the journal is proven by: the digest of a row, the root of a block, the chain; pure.

Each row carries the SHA-256 of what it says. Rows are sealed in blocks: a block's root is the
Merkle tree hash of RFC 6962 over its rows, so that one row can be shown to belong to it without
the others, and each seal holds the hash of the one before.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

LEAF_SIZE = 40
"""Bytes a leaf takes in a seal: serial (8, big-endian) and the digest of its row (32)."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAF, _NODE = b"\x00", b"\x01"  # RFC 6962 section 2.1: a leaf can never be taken for a node


@dataclass(frozen=True, slots=True)
class Leaf:
    """A row in its place: the serial the database gave it, and the digest it carries."""

    serial: int
    digest: bytes


def entry_digest(entry: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of a journal row, the same whichever engine gives it back.

    Args:
        entry: ``id``, ``at`` (aware), ``person_id``, ``person_name``, ``desk``, ``action``,
            ``topic``, ``subject``, ``region`` and ``facts`` (JSON values).
    """
    who = entry["person_id"]
    told = (
        str(entry["id"]),
        microseconds(entry["at"]),
        None if who is None else str(who),
        *(str(entry[name]) for name in ("person_name", "desk", "action", "topic")),
        *(str(entry[name]) for name in ("subject", "region")),
        _plain(entry["facts"]),
    )
    return hashlib.sha256(_ENCODER.encode(told).encode()).digest()


class EntryDigester:
    """Digests of many rows of one moment, by one person at one desk, as `entry_digest` makes
    them: what they share is worded once.
    """

    def __init__(self, shared: Mapping[str, Any]) -> None:
        """Take ``at``, ``person_id``, ``person_name``, ``desk``, ``action`` and ``topic``."""
        who = shared["person_id"]
        told = (
            microseconds(shared["at"]),
            None if who is None else str(who),
            *(str(shared[name]) for name in ("person_name", "desk", "action", "topic")),
        )
        self._shared = _ENCODER.encode(told)[1:-1]
        self._facts: Any = self  # is the facts of no row
        self._facts_told = ""

    def digest(self, entry_id: UUID, subject: str, region: str, facts: Any) -> bytes:
        """Return the digest of a row; the same facts twice running are worded once."""
        if facts is not self._facts:
            self._facts, self._facts_told = facts, _ENCODER.encode(_plain(facts))
        where = f"{encode_basestring(subject)},{encode_basestring(region)}"
        told = f'["{entry_id}",{self._shared},{where},{self._facts_told}]'
        return hashlib.sha256(told.encode()).digest()


def microseconds(moment: datetime) -> int:
    """Return an aware moment in microseconds since 1970: its text depends on a time zone."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _plain(value: Any) -> Any:
    """Return a JSON value in the one form both engines agree on: jsonb knows no ``1.0``."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def merkle_root(leaves: Sequence[Leaf]) -> bytes:
    """Return the Merkle tree hash of a block; of an empty one, that of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(_LEAF + _packed(leaf)).digest() for leaf in leaves]
    while len(level) > 1:  # an odd one out goes up as it is, which is RFC 6962's tree
        paired = [
            hashlib.sha256(_NODE + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = [*paired, *level[2 * len(paired) :]]
    return level[0]


def seal_hash(
    number: int, after_serial: int, last_serial: int, at: datetime, root: bytes, previous: bytes
) -> bytes:
    """Return the hash of a seal, which the next one holds as ``previous``."""
    told = "|".join(str(n) for n in (number, after_serial, last_serial, microseconds(at)))
    return hashlib.sha256(previous + told.encode() + root).digest()


def pack_leaves(leaves: Sequence[Leaf]) -> bytes:
    """Return leaves as a seal keeps them."""
    return b"".join(_packed(leaf) for leaf in leaves)


def unpack_leaves(packed: bytes) -> list[Leaf]:
    """Return the leaves a seal keeps.

    Raises:
        ValueError: What is kept is no whole number of leaves.
    """
    if len(packed) % LEAF_SIZE:
        raise ValueError("leaves are cut short")
    return [
        Leaf(int.from_bytes(packed[at : at + 8], "big"), packed[at + 8 : at + LEAF_SIZE])
        for at in range(0, len(packed), LEAF_SIZE)
    ]


def _packed(leaf: Leaf) -> bytes:
    return leaf.serial.to_bytes(8, "big") + leaf.digest
