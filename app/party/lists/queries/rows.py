"""Rows of the three lists as the board shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.party.lists.fitting import Offer, Want
from app.party.lists.rules import (
    JointWork,
    Lateness,
    NeedState,
    OfferKind,
    OfferTerms,
    ProjectState,
)

OPEN = frozenset({NeedState.OPEN, NeedState.HALF})
"""States in which a need still lacks something."""


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource; `left` is what no live project was promised."""

    id: UUID
    region: str
    region_name: str
    title: str
    kind: OfferKind
    amount: int
    left: int
    offered_by: str
    place: str
    at: tuple[float, float] | None
    slots: int
    since: date | None
    until: date | None
    terms: OfferTerms
    price: str
    hours: str
    note: str
    may_keep: bool
    version: int

    @property
    def offer(self) -> Offer:
        """Return what matching looks at."""
        return Offer(self.id, self.kind, self.left, self.at, self.slots, self.since, self.until)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need; `covered` is what is promised or given of its own sort, `has_venue` of a room."""

    id: UUID
    region: str
    region_name: str
    title: str
    kind: OfferKind
    amount: int
    covered: int
    wants_venue: bool
    has_venue: bool
    needed_by: str
    place: str
    at: tuple[float, float] | None
    slots: int
    since: date | None
    until: date | None
    note: str
    state: NeedState
    may_keep: bool
    version: int

    @property
    def lacking(self) -> int:
        """Return how much is lacking."""
        return max(self.amount - self.covered, 0)

    @property
    def wants(self) -> tuple[Want, ...]:
        """Return what is lacking as matching looks at it: the thing itself, then a room."""
        if self.state not in OPEN:
            return ()
        where = (self.at, self.slots, self.since, self.until)
        own = Want(self.id, self.kind, self.lacking, *where)
        room = Want(self.id, OfferKind.VENUE, 1, *where)
        found = (own,) if self.lacking else ()
        return (*found, room) if self.wants_venue and not self.has_venue else found


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project on the board.

    Attributes:
        reached: Steps reached, of `steps`.
        next_title: The step that is due next, "" for none.
        units: How many units take part or were asked.
        confirmed: How many of them said yes.
        late: How it is late, None where it is not.
        may_rate: Whether the reader may judge it now.
    """

    id: UUID
    need_id: UUID
    region: str
    region_name: str
    title: str
    joint_work: JointWork
    state: ProjectState
    formed_at: datetime
    formed_name: str
    answer_by: datetime
    ended_at: datetime | None
    served: int | None
    outcome: str
    reached: int
    steps: int
    next_title: str
    next_due: date | None
    units: int
    confirmed: int
    late: Lateness | None
    may_keep: bool
    may_rate: bool
    version: int
