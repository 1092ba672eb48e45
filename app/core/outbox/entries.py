"""What waits in an outbox: commands as somebody gave them while the server was away."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class EntryKind(StrEnum):
    """The commands that can wait; all else needs the server."""

    REGISTER = "register"
    PROGRESS = "progress"
    SIGN_FOR = "sign_for"
    HAND_IN = "hand_in"  # what a resident typed at a machine in the hall
    DRILL = "drill"  # of an outage drill: it leaves a line in the journal and nothing else


class EntryState(StrEnum):
    """Where an entry stands."""

    WAITING = "waiting"
    REFUSED = "refused"  # the server did not take it; its person has to say what becomes of it


@dataclass(frozen=True, slots=True)
class Entry:
    """One command.

    Attributes:
        key: Its command key, made when it was first given: whatever was tried before, it is
            done once.
        at: When it was given, by the desk's idea of server time (aware).
        title: What people call it: the short line of a case.
        subject: Key of the case it is about, "" for a new one.
        given: All that it takes, as JSON.
        why: Sentence of the refusal, "" for none.
        words: What its person wrote, in full, "" for nothing.
    """

    key: UUID
    kind: EntryKind
    at: datetime
    title: str
    subject: str = ""
    given: dict[str, Any] = field(default_factory=dict, repr=False)
    state: EntryState = EntryState.WAITING
    why: str = ""
    words: str = field(default="", repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {
            "key": str(self.key),
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "title": self.title,
            "subject": self.subject,
            "given": self.given,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Entry":
        """Return an entry as it was kept; what became of it stands in later lines."""
        return cls(
            UUID(kept["key"]),
            EntryKind(kept["kind"]),
            datetime.fromisoformat(kept["at"]),
            kept["title"],
            kept["subject"],
            kept["given"],
            words=kept.get("words", ""),  # not yet kept by the first programs
        )

    def refused(self, why: str) -> "Entry":
        """Return it as refused."""
        return replace(self, state=EntryState.REFUSED, why=why)

    def waiting(self) -> "Entry":
        """Return it as waiting once more."""
        return replace(self, state=EntryState.WAITING, why="")
