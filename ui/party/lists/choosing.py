"""What is ticked on the match board: for each need its own, at first what the plan proposes."""

from dataclasses import dataclass, field
from uuid import UUID

from app.party.lists.fitting import Fitting, Want
from app.party.lists.matching import Match
from app.party.lists.queries.board import Board, fits_for
from app.party.lists.queries.proposals import Proposals
from app.party.lists.queries.rows import NeedRow, ResourceRow
from app.party.lists.rules import OfferKind


@dataclass(frozen=True, slots=True)
class Ticked:
    """A resource that is ticked, what of the need it is for, and how much of it is asked for."""

    row: ResourceRow
    kind: OfferKind
    amount: int


@dataclass
class Choosing:
    """The board with what is ticked on it; pure, so that a page only paints it.

    Attributes:
        need_id: The need that is looked at, None for none.
        order: The resources in the order in which they fit it, those of the plan first.
    """

    board: Board
    plan: Proposals | None = None
    need_id: UUID | None = None
    order: list[ResourceRow] = field(default_factory=list)
    fits: dict[UUID, tuple[Want, Fitting]] = field(default_factory=dict)
    _ticks: dict[UUID, set[UUID]] = field(default_factory=dict)

    @property
    def need(self) -> NeedRow | None:
        """The need that is looked at."""
        return next((row for row in self.board.needs if row.id == self.need_id), None)

    def look_at(self, need_id: UUID | None) -> None:
        """Look at another need: what fits it comes first."""
        self.need_id = need_id
        need = self.need
        if need is None:
            self.order, self.fits = list(self.board.resources), {}
            return
        self.fits = fits_for(self.board.resources, need, self.board.reach_m)
        ticked = self.ticks()
        self.order = sorted(self.board.resources, key=lambda row: self._rank(row, ticked))

    def replace(self, board: Board, plan: Proposals | None) -> None:
        """Take what was read anew; ticks stay with what is still there."""
        self.board, self.plan = board, plan
        self.look_at(self.need_id if self.need is not None else None)

    def ticks(self) -> frozenset[UUID]:
        """Return the keys of what is ticked for the need."""
        need = self.need
        if need is None or not need.wants:
            return frozenset()
        known = self._ticks.get(need.id)
        if known is None:
            return frozenset(match.offer for match in self._planned())
        return frozenset(known)

    def toggle(self, resource_id: UUID) -> bool:
        """Tick a resource or take that back; return False where it does not fit at all."""
        need = self.need
        want, fit = self.fits.get(resource_id, (None, None))
        if need is None or not need.wants or want is None or fit is None:
            return False
        kept = set(self.ticks())
        if resource_id not in kept and not fit.fits:
            return False
        kept ^= {resource_id}
        self._ticks[need.id] = kept
        return True

    def forget(self, need_id: UUID) -> None:
        """Drop what was ticked for a need: a project was made of it."""
        self._ticks.pop(need_id, None)

    def ticked(self) -> tuple[Ticked, ...]:
        """Return what is ticked, with how much of each is asked for: as the plan has it, and of
        what was ticked besides as much as is lacking still; what would give nothing is left out.
        """
        need, ticks = self.need, self.ticks()
        if need is None:
            return ()
        lacking = {want.kind: want.amount for want in need.wants}
        rows = [row for row in self.order if row.id in ticks and row.id in self.fits]
        given = dict.fromkeys((row.id for row in rows), 0)
        planned = {match.offer: match.amount for match in self._planned()}
        for most in (planned, {row.id: row.left for row in rows}):
            for row in rows:
                kind = self.fits[row.id][0].kind
                room = min(row.left, most.get(row.id, 0)) - given[row.id]
                more = max(min(room, lacking.get(kind, 0)), 0)
                given[row.id] += more
                lacking[kind] = lacking.get(kind, 0) - more
        return tuple(
            Ticked(row, self.fits[row.id][0].kind, given[row.id]) for row in rows if given[row.id]
        )

    def _planned(self) -> tuple[Match, ...]:
        need = self.need
        return self.plan.of(need.id) if self.plan is not None and need is not None else ()

    def _rank(self, row: ResourceRow, ticked: frozenset[UUID]) -> tuple[bool, bool, bool, float]:
        want, fit = self.fits[row.id]
        need = self.need
        other = need is not None and want.kind is not need.kind  # a room, after the thing itself
        score = fit.score * min(1, fit.amount / fit.lacking)
        return row.id not in ticked, not fit.fits, other, -score
