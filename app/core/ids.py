"""Keys made by the client: UUIDv7 (RFC 9562), ascending within one process."""

import os
import struct
import threading
import time
from uuid import UUID

TOLERATED_MS = 5 * 60_000  # a desk whose clock is further off takes the server's time


class KeyMaker:
    """Makes keys that ascend, whatever the clock of the desk does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._offset_ms = 0

    def follow_server(self, offset_ms: int) -> None:
        """Take server time minus desk time: keys of a desk with a wrong clock sort right."""
        self._offset_ms = offset_ms if abs(offset_ms) > TOLERATED_MS else 0

    def new_id(self) -> UUID:
        """Return a UUIDv7: Unix milliseconds, a 12-bit counter with a random seed, 62 random bits.

        Each is greater than the one before, also when the clock stands still or is set back.
        """
        chance = int.from_bytes(os.urandom(10), "big")
        now_ms = time.time_ns() // 1_000_000 + self._offset_ms
        with self._lock:
            self._last = stamp = max(now_ms << 12 | chance >> 68, self._last + 1)
        return _key(stamp, chance & ((1 << 62) - 1))

    def new_ids(self, count: int) -> list[UUID]:
        """Return keys for many rows at once, ascending: chance and clock are asked once."""
        seed, *tails = struct.unpack(f">H{count}Q", os.urandom(2 + 8 * count))
        now_ms = time.time_ns() // 1_000_000 + self._offset_ms
        with self._lock:
            first = max(now_ms << 12 | seed >> 4, self._last + 1)
            self._last = first + count - 1
        return [_key(stamp, tail >> 2) for stamp, tail in enumerate(tails, first)]


def _key(stamp: int, chance: int) -> UUID:
    return UUID(int=(stamp >> 12 << 80) | (7 << 76) | ((stamp & 0xFFF) << 64) | (2 << 62) | chance)


_keys = KeyMaker()
new_id = _keys.new_id
new_ids = _keys.new_ids
follow_server = _keys.follow_server
