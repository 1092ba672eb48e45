"""Sketches are drawn, worded, shared and wiped off by whoever drew them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.territory.models import Region
from app.territory.rules import Tier, tier_of
from app.territory.sketches.errors import (
    LabelWrong,
    SketchNotYours,
    SketchWrong,
    TooManySketches,
)
from app.territory.sketches.models import MapSketch
from app.territory.sketches.rules import (
    LABEL_MOST,
    POINTS_MOST,
    SKETCHES_MOST,
    SketchColor,
    SketchKind,
    Spots,
    settled,
)
from app.territory.sketches.sharing import reads_street


@dataclass(frozen=True, slots=True)
class SketchLook:
    """What can be changed of a sketch.

    Attributes:
        label: Of 60 characters at most; a note has one.
        color: In which colour.
        shared: Whether others in the street see it.
    """

    label: str = ""
    color: SketchColor = SketchColor.BLUE
    shared: bool = False


@once
def add_sketch(
    uow: Uow,
    region: str,
    kind: SketchKind,
    points: Spots,
    look: SketchLook,
    *,
    command_key: UUID,
) -> UUID:
    """Keep what somebody drew.

    Args:
        uow: Open transaction.
        region: Code of the street it lies in.
        kind: What it is.
        points: CGCS2000 degrees; an area is not closed.
        look: How it is shown, and to whom.
        command_key: Made by the caller, once per user action.

    Raises:
        SketchWrong: It is none.
        LabelWrong: A note says nothing, or a label too much.
        TooManySketches: One has as many as are kept.
        NotAllowed: One does not read the map there.
    """
    if not reads_street(uow.actor, region):
        raise NotAllowed(right=Right.READ_TERRITORY)
    if uow.session.get(Region, region) is None or tier_of(region) is not Tier.STREET:
        raise NotFound(key=region)
    found = settled(kind, points)
    if found is None:
        raise SketchWrong(most=POINTS_MOST)
    mine = MapSketch.owner_id.is_not_distinct_from(uow.actor.person_id)
    held = uow.session.scalar(sa.select(sa.func.count()).where(mine))
    if (held or 0) >= SKETCHES_MOST:
        raise TooManySketches(most=SKETCHES_MOST)
    row = MapSketch(
        id=new_id(),
        owner_id=uow.actor.person_id,
        owner_name=uow.actor.name,
        kind=kind,
        points=[list(spot) for spot in found],
        region=region,
        created_at=uow.now,
        **_looks(kind, look),
    )
    uow.session.add(row)
    _tell(uow, row, "territory.sketch_added")
    return row.id


@once
def change_sketch(
    uow: Uow, sketch_id: UUID, look: SketchLook, seen_version: int, *, command_key: UUID
) -> int:
    """Word, colour or share a sketch of one's own anew; returns its version.

    Raises:
        NotFound: It was wiped off meanwhile, or is not this person's to see.
        SketchNotYours: Somebody else drew it.
        Conflict: It was changed since it was read, at another desk.
        NotAllowed: It is to be shared where one reads the map no more.
    """
    row = _own(uow, sketch_id)
    if row.version != seen_version:
        raise Conflict(sketch=sketch_id)
    if look.shared and not reads_street(uow.actor, row.region):
        raise NotAllowed(right=Right.READ_TERRITORY)
    for name, value in _looks(SketchKind(row.kind), look).items():
        setattr(row, name, value)
    _tell(uow, row, "territory.sketch_changed")
    return row.version


@once
def drop_sketch(uow: Uow, sketch_id: UUID, *, command_key: UUID) -> None:
    """Wipe a sketch of one's own off, for everybody who saw it.

    Raises:
        NotFound: It was wiped off meanwhile, or is not this person's to see.
        SketchNotYours: Somebody else drew it.
    """
    row = _own(uow, sketch_id)
    _tell(uow, row, "territory.sketch_dropped")
    uow.session.delete(row)
    uow.session.flush()


@once
def note_sketch_export(uow: Uow, region: str, count: int, *, command_key: UUID) -> None:
    """Note in the journal that sketches of a street were taken out as a file.

    Raises:
        NotAllowed: One does not read the map there.
    """
    if not reads_street(uow.actor, region):
        raise NotAllowed(right=Right.READ_TERRITORY)
    uow.record("territory.sketches_exported", Topic.SKETCH, region, region=region, count=count)


def _looks(kind: SketchKind, look: SketchLook) -> dict[str, object]:
    label = one_line(look.label)
    if len(label) > LABEL_MOST or (kind is SketchKind.NOTE and not label):
        raise LabelWrong(most=LABEL_MOST)
    return {"label": label, "color": look.color, "is_shared": look.shared}


def _own(uow: Uow, sketch_id: UUID) -> MapSketch:
    row = uow.session.get(MapSketch, sketch_id)
    mine = row is not None and row.owner_id == uow.actor.person_id
    if row is None or not (mine or (row.is_shared and reads_street(uow.actor, row.region))):
        raise NotFound(key=sketch_id)
    if not mine:
        raise SketchNotYours(owner=row.owner_name)
    return row


def _tell(uow: Uow, row: MapSketch, action: str) -> None:
    """Journal it without its words: what a person notes for themselves is theirs."""
    uow.session.flush()
    uow.record(action, Topic.SKETCH, row.id, region=row.region, shared=row.is_shared)
    uow.touched(Topic.SKETCH, row.id, row.region)
