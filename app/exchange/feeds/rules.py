"""Feeds in plain values: states of a file, what a folder holds, what comes next; pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.core.errors import AppError

DONE, FAILED, RESULTS = "done", "failed", "results"
"""Folders beside what comes in: taken in, not taken in, and what the sender is told back."""

NAME_MOST = 40
FOLDER_MOST = 60
RECEIPT, REFUSED = ".receipt.json", ".rejected.csv"
READABLE = (".csv", ".txt", ".xlsx", ".xlsm", ".json", ".jsonl")


class FileState(StrEnum):
    """Where a file stands; `label` gives the words."""

    SEEN = "seen"  # lies in the folder and may still be written to
    WAITING = "waiting"  # handed in at a desk, for the keeper
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


ENDED = (FileState.DONE, FileState.FAILED, FileState.STOPPED)


class NameWanted(AppError):
    """A mapping or feed is called nothing, or too much; facts: ``most``."""

    code = "feeds.name_wanted"


class NameTaken(AppError):
    """Another one of this street is called so; facts: ``name``."""

    code = "feeds.name_taken"


class BadFolder(AppError):
    """The name of a folder would lead elsewhere; facts: ``most``."""

    code = "feeds.bad_folder"


class FolderTaken(AppError):
    """Another feed reads this folder; facts: ``folder``."""

    code = "feeds.folder_taken"


class TellsOthers(AppError):
    """What a sender would be told holds messages of another one; facts: ``other``."""

    code = "feeds.tells_others"


class FileTooLarge(AppError):
    """A file is larger than a desk may hand in; facts: ``most`` (MB)."""

    code = "feeds.file_too_large"


class FileEmpty(AppError):
    """A file without a byte."""

    code = "feeds.file_empty"


class NotRunning(AppError):
    """The file is not being taken in, or not one that can be gone on with."""

    code = "feeds.not_running"


class ColumnsDrifted(AppError):
    """A file lacks columns its mapping reads; facts: ``missing``, ``renamed``."""

    code = "feeds.columns_drifted"


class Stopped(AppError):
    """Somebody stopped the import; what is in stays in."""

    code = "feeds.stopped"


_NO_FOLDER = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def checked_folder(name: str) -> str:
    """Return the name of a folder that lies in the folder of the centre, on every system.

    Raises:
        BadFolder: It is empty, too long, leads elsewhere, or no system has such a folder.
    """
    found = " ".join(name.split())
    bad = not found or len(found) > FOLDER_MOST or _NO_FOLDER.search(found)
    if bad or found.startswith(".") or found.endswith(".") or _RESERVED.fullmatch(found):
        raise BadFolder(most=FOLDER_MOST)
    return found


def checked_name(name: str) -> str:
    """Return a name in one line.

    Raises:
        NameWanted: It is empty or too long.
    """
    found = " ".join(name.split())
    if not found or len(found) > NAME_MOST:
        raise NameWanted(most=NAME_MOST)
    return found


def is_delivery(name: str) -> bool:
    """Tell whether a file of a folder is one to take in: nothing half-copied, nothing of ours."""
    lower = name.lower()
    hidden = lower.startswith((".", "~$"))
    return not hidden and lower.endswith(READABLE) and not lower.endswith((RECEIPT, REFUSED))


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """What somebody says of a feed.

    Attributes:
        name: What the centre calls it.
        region: Street whose messages it brings; nothing of it lands elsewhere.
        folder: Its folder in the folder of the centre (`feeds_folder` of the settings).
        mapping_id: How its files are read.
        is_active: Whether the keeper looks into it.
        tells_back: Whether the sender is told what became of his messages.
    """

    name: str
    region: str
    folder: str
    mapping_id: UUID
    is_active: bool = True
    tells_back: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a file so far."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    joined: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows that were."""
        return self.new + self.changed + self.unchanged + self.joined + self.refused


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that came, for lists.

    Attributes:
        feed: Name of its feed, "" where somebody handed it in at a desk.
        who: Who did that, "" for a folder.
        done: Messages taken in so far.
        refused: Lines, fields and reasons of rows that were not taken.
        notes: The same of rows that were repaired or changed.
        told: What is worth knowing of its columns, in words; "" for nothing.
    """

    id: UUID
    feed_id: UUID | None
    feed: str
    mapping: str
    name: str
    size: int
    who: str
    at: datetime
    ended_at: datetime | None
    state: FileState
    done: int
    counts: Counts
    error: str
    told: str
    wants_stop: bool
    refused: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed, for lists; `last` is the newest file of it."""

    id: UUID
    name: str
    region: str
    folder: str
    mapping_id: UUID
    mapping: str
    is_active: bool
    tells_back: bool
    told_until: datetime | None
    version: int
    last: FileRow | None


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A mapping the centre keeps; `body` is its TOML text."""

    id: UUID
    name: str
    region: str
    body: str
    author: str
    saved_at: datetime
    version: int


class NextStep(StrEnum):
    """What whoever looks after a feed has to do; `label` gives the words."""

    NOTHING = "nothing"
    WAIT = "wait"
    RESUME = "resume"
    SEE_REFUSED = "see_refused"
    SEE_COLUMNS = "see_columns"
    SEE_ERROR = "see_error"
    SET_FOLDER = "set_folder"
    FIRST_FILE = "first_file"


def next_step(last: FileRow | None, *, has_folder: bool) -> NextStep:
    """Return what has to be done about a feed: about its newest file first."""
    first = NextStep.FIRST_FILE if has_folder else NextStep.SET_FOLDER
    if last is None:
        return first
    if last.state is FileState.FAILED:
        return NextStep.SEE_ERROR
    if last.state is FileState.STOPPED:
        return NextStep.RESUME
    if last.state is not FileState.DONE:
        return NextStep.WAIT
    if last.counts.refused:
        return NextStep.SEE_REFUSED
    if last.told:
        return NextStep.SEE_COLUMNS
    return NextStep.NOTHING if has_folder else first
