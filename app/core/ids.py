"""Keys made by the client: UUIDv7 (RFC 9562), ascending within one process."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Return a UUIDv7: 48 bits of Unix milliseconds, then a 12-bit counter seed and 62 random bits.

    Within one process each value is greater than the one before, also when the
    clock stands still or is set back.
    """
    global _last
    random_bits = int.from_bytes(os.urandom(10), "big")
    with _lock:
        stamp = (time.time_ns() // 1_000_000 << 12) | (random_bits >> 68)
        _last = stamp = max(stamp, _last + 1)
    tail = random_bits & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12 << 80) | (7 << 76) | ((stamp & 0xFFF) << 64) | (2 << 62) | tail)
