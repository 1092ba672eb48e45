"""How rows of an import land: batch by batch, each a transaction that is done once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.core.changes import Topic
from app.core.database import Uow
from app.exchange.report import ImportReport, Rejected
from app.territory.rules import common_region

Item = TypeVar("Item")

ANNOUNCED_ONE_BY_ONE = 100


@dataclass(slots=True)
class Landed:
    """What landed so far, or would land."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Rejected] = field(default_factory=list)
    joined: int = 0  # in event logs only, which no action repeats: `as_text` leaves it out

    def add(self, other: "Landed") -> None:
        """Take in what a further batch did."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.joined += other.joined
        self.rejected += other.rejected
        self.notes += other.notes

    def taken(self) -> "Landed":
        """Return what landed so far, and begin anew."""
        found = replace(self)
        self.new = self.changed = self.unchanged = self.joined = 0
        self.rejected, self.notes = [], []
        return found

    def as_text(self) -> str:
        """Return it as what an action answers with, also when it is repeated."""
        rejected = [(row.line, row.field, row.reason) for row in self.rejected]
        notes = [(row.line, row.field, row.reason) for row in self.notes]
        counts = (self.new, self.changed, self.unchanged)
        return json.dumps((*counts, rejected, notes), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Landed":
        """Return what `as_text` kept."""
        new, changed, unchanged, rejected, notes = json.loads(text)
        refused, repaired = ([Rejected(*row) for row in kept] for kept in (rejected, notes))
        return cls(new, changed, unchanged, refused, repaired)

    def report(self, *, dry_run: bool) -> ImportReport:
        """Return the report, refused rows in the order of the file."""
        rejected = tuple(sorted(self.rejected, key=lambda row: row.line))
        notes = tuple(sorted(self.notes, key=lambda row: row.line))
        counts = (self.new, self.changed, self.unchanged)
        return ImportReport(*counts, rejected, notes, joined=self.joined, dry_run=dry_run)


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield `items` in pieces of `size`, the last one shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def tell_regions(uow: Uow, action: str, codes: Sequence[str], landed: Landed) -> None:
    """Journal a batch, and tell every desk: in one word where it is too much one by one."""
    if not codes:
        return
    scope = common_region(min(codes), max(codes))
    counts = {"new": landed.new, "changed": landed.changed}
    uow.record(action, Topic.REGION, scope, region=scope, **counts)
    if len(codes) > ANNOUNCED_ONE_BY_ONE:
        uow.touched(Topic.EVERYTHING, "")
        return
    for code in codes:
        uow.touched(Topic.REGION, code, code)
