"""Who could help whom, all lists at once; and what nobody offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.party.lists.fitting import Fit, Fitting, Offer, Want, fitting, kind_fit
from app.party.lists.matching import Match, propose
from app.party.lists.queries.board import Board, wants_of
from app.party.lists.queries.rows import NeedRow, ResourceRow
from app.party.lists.rules import OfferKind


class LackReason(StrEnum):
    """Why a need finds nobody: what stands against the resource that comes nearest."""

    NO_KIND = "no_kind"
    TOO_FAR = "too_far"
    OTHER_TIME = "other_time"
    ALL_TAKEN = "all_taken"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class Lack:
    """What of a need nobody offers.

    Attributes:
        kind: Of the need itself, or a room for it.
        lacking: How much, after all that could be had.
        offered: How much of it could be had.
        nearest: Title of the resource of that sort that comes nearest, "" for none.
    """

    need: NeedRow
    kind: OfferKind
    lacking: int
    offered: int
    reason: LackReason
    nearest: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best plan for all needs.

    Attributes:
        by_need: What would go to each, the larger parts first.
        lacks: What is left over.
    """

    by_need: Mapping[UUID, tuple[Match, ...]]
    lacks: tuple[Lack, ...]

    def of(self, need_id: UUID) -> tuple[Match, ...]:
        """Return what would go to one need."""
        return self.by_need.get(need_id, ())


def proposals(shown: Board) -> Proposals:
    """Return the best plan for what the board shows, and what nobody offers."""
    wants = wants_of(shown.needs)
    matches = propose([row.offer for row in shown.resources], wants, shown.reach_m)
    by_need: dict[UUID, list[Match]] = {}
    given: dict[tuple[UUID, OfferKind], int] = {}
    for match in matches:
        by_need.setdefault(match.want, []).append(match)
        key = match.want, match.kind
        given[key] = given.get(key, 0) + match.amount
    rows = {row.id: row for row in shown.needs}
    could_do = {kind: _who_could(kind, shown.resources) for kind in OfferKind}
    lacks = tuple(
        _lack(rows[want.key], want, given.get((want.key, want.kind), 0), could_do, shown.reach_m)
        for want in wants
        if given.get((want.key, want.kind), 0) < want.amount
    )
    return Proposals({key: tuple(found) for key, found in by_need.items()}, lacks)


_Offered = tuple[ResourceRow, Offer]


def _who_could(kind: OfferKind, resources: Sequence[ResourceRow]) -> tuple[_Offered, ...]:
    fitting_ones = (row for row in resources if kind_fit(row.kind, kind) is not Fit.NONE)
    return tuple((row, row.offer) for row in fitting_ones)


def _lack(
    need: NeedRow,
    want: Want,
    offered: int,
    could_do: Mapping[OfferKind, Sequence[_Offered]],
    reach_m: float,
) -> Lack:
    if offered:
        reason, nearest = LackReason.TOO_LITTLE, ""
    else:
        reason, nearest = _why(want, could_do[want.kind], reach_m)
    return Lack(need, want.kind, want.amount - offered, offered, reason, nearest)


def _why(want: Want, resources: Sequence[_Offered], reach_m: float) -> tuple[LackReason, str]:
    """Return what stands against the resource of the sort that comes nearest, and its title."""
    best: tuple[tuple[int, ...], ResourceRow, Fitting] | None = None
    for row, offer in resources:
        fit = fitting(offer, want, reach_m)
        rank = (int(fit.fits), min(fit.place, fit.time), fit.place + fit.time, int(row.left > 0))
        if best is None or rank > best[0]:
            best = rank, row, fit
    if best is None:
        return LackReason.NO_KIND, ""
    _, row, fit = best
    if fit.place is Fit.NONE:
        return LackReason.TOO_FAR, row.title
    if fit.time is Fit.NONE:
        return LackReason.OTHER_TIME, row.title
    return LackReason.ALL_TAKEN, row.title
