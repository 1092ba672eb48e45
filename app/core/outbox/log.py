"""An append-only file of encrypted lines: what was said to be kept is kept, whatever happens.

Each line begins with a mark and its length. A line that was being written when the power went is
dropped, and nothing else: damage in the middle is stepped over.
"""

import json
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.core.outbox.vault import NONCE, Vault, told
from app.core.whole_files import whole_file

FILE = "box.log"
_MARK = b"\x89JZL"
_HEAD = struct.Struct(">4sI")
_TAG = 16


class Log:
    """The lines of one vault; whoever uses it takes care that one thread writes at a time.

    Attributes:
        damaged: Lines that cannot be read any more.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._file = vault.folder / FILE
        self.damaged = 0
        self._known = 0  # bytes that were read or written here

    @property
    def is_known(self) -> bool:
        """Tell whether the file holds nothing but what was read or written here: another program
        of the same person may have added to it.
        """
        return self._size() == self._known

    def _size(self) -> int:
        return self._file.stat().st_size if self._file.exists() else 0

    def read(self) -> list[dict[str, Any]]:
        """Return all lines; a last one that is not whole is cut off.

        Raises:
            FileUnwritable: The system refuses.
        """
        try:
            body = self._file.read_bytes()
        except FileNotFoundError:
            return []
        lines, end, self.damaged = [], 0, 0
        for start, stop, line in self._lines(body):
            self.damaged += start > end
            end = stop
            lines.append(line)
        if end < len(body):
            with told(self._file):
                os.truncate(self._file, end)
        self._known = end
        return lines

    def append(self, line: dict[str, Any]) -> None:
        """Add a line; once this returns it outlives the power.

        Raises:
            DiskFull: There is no room left.
            FileUnwritable: The system refuses.
        """
        sealed, was_known = self._sealed(line), self.is_known
        with told(self._file):
            is_new = not self._file.exists()
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab", buffering=0) as out:
                _all(out.fileno(), sealed)
                os.fsync(out.fileno())
            if is_new:
                _keep_name(self._file.parent)
        self._known += len(sealed) if was_known else 0

    def rewrite(self, lines: Iterable[dict[str, Any]]) -> None:
        """Keep these lines and no others, whole or not at all.

        Raises:
            DiskFull: There is no room left.
            FileUnwritable: The system refuses.
        """
        body = b"".join(map(self._sealed, lines))
        with whole_file(self._file) as part:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(body)
                out.flush()
                os.fsync(out.fileno())
        self._known = len(body)

    def _sealed(self, line: dict[str, Any]) -> bytes:
        body = self._vault.seal(json.dumps(line, ensure_ascii=False).encode(), FILE)
        return _HEAD.pack(_MARK, len(body)) + body

    def _lines(self, body: bytes) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield where each readable line begins and ends, and what it says."""
        at = 0
        while (start := body.find(_MARK, at)) >= 0:
            at = start + 1  # where it is none, the next mark may lie in it
            begin = start + _HEAD.size
            if begin > len(body):
                return
            stop = begin + _HEAD.unpack_from(body, start)[1]
            if stop > len(body) or stop - begin < NONCE + _TAG:
                continue
            plain = self._vault.unseal(body[begin:stop], FILE)
            if plain is not None:
                yield start, stop, json.loads(plain)
                at = stop


def _all(handle: int, body: bytes) -> None:
    while body:
        body = body[os.write(handle, body) :]


def _keep_name(folder: Path) -> None:
    """Let a new name in a folder outlive the power, where the system knows of that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
