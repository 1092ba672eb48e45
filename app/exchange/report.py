"""What an import did, the same for every kind of file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import AppError
from app.core.text import guarded
from app.core.whole_files import whole_file
from app.core.words import sentence

REASON_LENGTH = 300
"""Characters of a reason at most; a whole letter may stand in the cell that is quoted."""


def shorten(text: str, most: int) -> str:
    """Return a text that is no longer than `most`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not land, and why.

    Attributes:
        line: Line of the file (number of the feature in a geometry file), from 1.
        field: Column that is wrong, as the file calls it; "" where the whole row is.
        reason: One sentence for people; never a personal value.
    """

    line: int
    field: str
    reason: str

    @classmethod
    def because(cls, line: int, field: str, error: AppError) -> "Rejected":
        """Return a refusal for an error a rule raised."""
        return cls(line, field, shorten(sentence(error), REASON_LENGTH))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of rows and the refused ones, each with its line; a row is refused once.

    Attributes:
        new: Rows that were not there before.
        changed: Rows that were there and differ now.
        unchanged: Rows that say what is known already.
        rejected: Rows that did not land, in the order of the file.
        notes: Rows that landed after a repair, with what was repaired.
        joined: Rows that are further steps of a row before them, in an event log.
        dry_run: True when nothing was written.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[Rejected, ...] = ()
    joined: int = 0
    dry_run: bool = False

    @property
    def refused(self) -> int:
        """Return how many rows did not land."""
        return len(self.rejected)

    @property
    def rows(self) -> int:
        """Return how many rows the file had."""
        return self.new + self.changed + self.unchanged + self.refused + self.joined

    def as_json(self) -> dict[str, object]:
        """Return what ``--json`` prints."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "joined": self.joined,
            "rejected": [_as_json(row) for row in self.rejected],
            "notes": [_as_json(row) for row in self.notes],
            "dry_run": self.dry_run,
        }


def _as_json(row: Rejected) -> dict[str, object]:
    return {"line": row.line, "field": row.field, "reason": row.reason}


def rejected_path(path: Path) -> Path:
    """Return where the refused rows of an import of `path` are listed."""
    return path.with_name(f"{path.name}.rejected.csv")


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> Path | None:
    """List refused rows beside the imported file; without any, an older list is removed.

    The import has been committed by then, so a folder that cannot be written to is no
    failure of it.

    Returns:
        The file written, None where there is none.
    """
    target = rejected_path(path)
    rows = [(row.line, guarded(row.field), guarded(row.reason)) for row in rejected]
    try:
        if not rows:
            target.unlink(missing_ok=True)
            return None
        with whole_file(target) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("line", "field", "reason"))
            writer.writerows(rows)
    except (OSError, AppError):
        return None
    return target
