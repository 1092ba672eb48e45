"""What was done to sketches, to be taken back and done again."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.territory.sketches.actions import SketchLook, add_sketch, change_sketch, drop_sketch
from app.territory.sketches.queries import SketchRow
from app.territory.sketches.rules import SketchKind, Spots


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sketch as it was."""

    street: str
    kind: SketchKind
    points: Spots
    look: SketchLook


@dataclass(slots=True)
class SketchStep:
    """One deed; a sketch that is drawn again has another key.

    Attributes:
        key: Of the sketch.
        before: None where there was none.
        after: None where there is none any more.
    """

    key: UUID
    before: Drawing | None
    after: Drawing | None


def drawing_of(row: SketchRow) -> Drawing:
    """Return a sketch as it is."""
    look = SketchLook(row.label, row.color, row.is_shared)
    return Drawing(row.region, row.kind, row.points, look)


@dataclass(slots=True)
class SketchSteps:
    """What was done here, the last at the end, and what was taken back."""

    done: list[SketchStep] = field(default_factory=list)
    undone: list[SketchStep] = field(default_factory=list)

    def take(self, key: UUID, before: Drawing | None, after: Drawing | None) -> None:
        """Remember a deed; what was taken back before is gone."""
        self.done.append(SketchStep(key, before, after))
        self.undone.clear()

    def moved(self, *, back: bool, key: UUID) -> None:
        """A step was taken back, or done again; its sketch has this key now."""
        source, target = (self.done, self.undone) if back else (self.undone, self.done)
        step = source.pop()
        old = step.key
        target.append(step)
        for each in (*self.done, *self.undone):
            if each.key == old:
                each.key = key


def bring_about(uow: Any, key: UUID, wanted: Drawing | None, version: int | None) -> UUID:
    """Let a sketch be as wanted; returns its key.

    Args:
        uow: Open transaction.
        key: Of the sketch.
        wanted: How it is to be, None for wiped off.
        version: Of the sketch as it stands, None where it does not.
    """
    if wanted is None:
        if version is not None:
            drop_sketch(uow, key, command_key=new_id())
        return key
    if version is None:
        found: UUID = add_sketch(
            uow, wanted.street, wanted.kind, wanted.points, wanted.look, command_key=new_id()
        )
        return found
    change_sketch(uow, key, wanted.look, version, command_key=new_id())
    return key
