"""The outbox of one person: what they wrote while the server was away, in order."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.core.outbox.entries import Entry, EntryState
from app.core.outbox.log import FILE, Log
from app.core.outbox.vault import (
    NobodyKnownHere,
    OutboxPasswordWrong,
    Vault,
    asides,
    open_vault,
    remove,
)


class Outbox:
    """May be used from any thread; every change is on disk before the call returns."""

    def __init__(self, vault: Vault) -> None:
        """Read what lies in a vault.

        Raises:
            FileUnwritable: The system refuses.
        """
        self.vault = vault
        self._lock = threading.RLock()
        self._log = Log(vault)
        self._entries: dict[UUID, Entry] = {}
        self._after: dict[str, list[int]] = {}
        self._told: list[Callable[[], None]] = []
        for line in self._log.read():
            self._take(line)
        self._tidy()

    # -- what is in it -------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all that waits or was refused, in the order it was written."""
        with self._lock:
            return tuple(self._entries.values())

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Return what has yet to be sent, in order."""
        return tuple(each for each in self.entries if each.state is EntryState.WAITING)

    @property
    def damaged(self) -> int:
        """Return how many lines of the file cannot be read any more."""
        return self._log.damaged

    def version_after(self, subject: str, seen: int) -> int:
        """Return the version a case has by what this outbox did to it since it was seen.

        Two notes that were written on the same case as it was seen are no conflict with each
        other: the second follows the first.
        """
        with self._lock:
            before, after = self._after.get(subject, [seen, seen])
        return after if before == seen else seen

    def subscribe(self, told: Callable[[], None]) -> None:
        """Call `told` after each change, on the thread that made it."""
        self._told.append(told)

    # -- what becomes of it --------------------------------------------------------------------

    def put(self, entry: Entry) -> None:
        """Keep a command; the same key again changes nothing.

        Raises:
            DiskFull: There is no room left.
            FileUnwritable: The system refuses.
        """
        with self._lock:
            if entry.key in self._entries:
                return
            self._do({"put": entry.to_json()})

    def done(self, key: UUID, *, seen: int = 0, after: int = 0) -> None:
        """Take that the server has done it.

        Args:
            key: Of the command.
            seen: Version of the case as it was seen, 0 for none.
            after: Version the case has by it.
        """
        with self._lock:
            subject = self._entries[key].subject
            self._do({"end": str(key), "subject": subject, "seen": seen, "after": after})
            self._tidy()

    def refuse(self, key: UUID, why: str) -> None:
        """Take that the server refused it, by a sentence."""
        with self._lock:
            self._do({"refused": str(key), "why": why})

    def try_again(self, key: UUID, **given: object) -> None:
        """Let it be sent once more; `given` changes what it takes, e.g. the version seen."""
        with self._lock:
            self._do({"again": str(key), "given": given})

    def drop(self, key: UUID) -> None:
        """Throw it away for good."""
        with self._lock:
            self._do({"end": str(key)})
            self._tidy()

    def wrap(self, password: str) -> None:
        """Let another password open it from now on."""
        with self._lock:
            self.vault.wrap(password)

    # -- what was locked by an older password ----------------------------------------------------

    def set_aside(self) -> int:
        """Return how many boxes lie beside that only an older password opens."""
        return len(asides(self.vault.folder))

    def take_over(self, password: str) -> int:
        """Take what lies in the boxes that an older password opens; return how much.

        Raises:
            OutboxPasswordWrong: It opens none of them.
        """
        taken, opened = 0, 0
        for folder in asides(self.vault.folder):
            try:
                old = Outbox(open_vault(folder, password))
            except (NobodyKnownHere, OutboxPasswordWrong):
                continue
            for entry in old.entries:
                self.put(entry)
            taken += len(old.entries)
            opened += 1
            remove(folder)
        if not opened:
            raise OutboxPasswordWrong
        return taken

    # -- the file ------------------------------------------------------------------------------

    def _do(self, line: dict[str, Any]) -> None:
        self._log.append(line)
        self._take(line)
        for told in self._told:
            told()

    def _take(self, line: dict[str, Any]) -> None:
        if "put" in line:
            entry = Entry.from_json(line["put"])
            self._entries.setdefault(entry.key, entry)
        elif "end" in line:
            self._entries.pop(UUID(line["end"]), None)
            if line.get("after"):
                self._moved(line["subject"], line["seen"], line["after"])
        elif "refused" in line:
            self._change(line["refused"], lambda entry: entry.refused(line["why"]))
        elif "again" in line:
            given = line["given"]
            self._change(line["again"], lambda e: replace(e.waiting(), given=e.given | given))

    def _moved(self, subject: str, seen: int, after: int) -> None:
        before = self._after.get(subject)
        chained = before is not None and before[1] == seen
        self._after[subject] = [before[0] if chained and before else seen, after]

    def _change(self, key: str, change: Callable[[Entry], Entry]) -> None:
        entry = self._entries.get(UUID(key))
        if entry is not None:
            self._entries[entry.key] = change(entry)

    def _tidy(self) -> None:
        """Leave nothing on disk of what is over."""
        file = self.vault.folder / FILE
        is_empty = not file.exists() or not file.stat().st_size
        if not self._entries and not is_empty and self._log.is_known:
            self._log.rewrite(())
            self._after.clear()
