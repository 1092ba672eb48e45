"""Proposes who could help whom: all needs and all resources at once, as well as it can be done.

A resource has so much to give and a need lacks so much; what goes from one to the other is a flow,
and the best whole plan is a transport problem: give no more than there is, take no more than is
lacking, and let the sum of the scores be greatest. Every need counts the same, however large, so a
unit of it weighs its score over what is lacking. HiGHS solves it exactly; a vertex of such a
problem is whole numbers. Handing out one need after the other gives the first what the second
could not do without.

After: H. Q. Qi, J. A. J. Hall, "Parallelizing the dual revised simplex method", 2018 (HiGHS).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from app.party.lists.fitting import (
    DEGREE_M,
    KIND_SHARE,
    PLACE_SHARE,
    TIME_SHARE,
    Fit,
    Offer,
    Want,
    kind_fit,
)
from app.party.lists.rules import ANY_TIME, OfferKind, neighbours

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

CANDIDATES = 48
"""Of a need's resources so many, its best, are looked at: what is further down would be asked
for by others long before."""
_LAST = date.max.toordinal()


class Unsolved(Exception):
    """The solver gave no plan, which no lists of ours bring about."""


@dataclass(frozen=True, slots=True)
class Match:
    """So much of a resource would go to a need.

    Attributes:
        score: 0 to 1; see `fitting.Fitting`.
    """

    offer: UUID
    want: UUID
    kind: OfferKind
    amount: int
    score: float


@dataclass(frozen=True, slots=True)
class _Edges:
    """Who could help whom: places of offers and wants, and the score of each pair."""

    offers: "Whole"
    wants: "Whole"
    scores: "Floats"


def propose(offers: Sequence[Offer], wants: Sequence[Want], reach_m: float) -> tuple[Match, ...]:
    """Return the best plan for all, in the order of the wants, the larger parts first.

    Args:
        offers: What can be had; without amount they are left out.
        wants: What is lacking.
        reach_m: How far people go at most, in metres.
    """
    import numpy as np  # not before a board is looked at

    edges = _edges(offers, wants, reach_m)
    if not len(edges.scores):
        return ()
    lacking = np.array([max(want.amount, 0) for want in wants], dtype=float)
    having = np.array([max(offer.amount, 0) for offer in offers], dtype=float)
    flows = _solve(edges, having, lacking)
    found = [
        Match(offers[i].key, wants[j].key, wants[j].kind, amount, float(score))
        for i, j, amount, score in zip(edges.offers, edges.wants, flows, edges.scores, strict=True)
        if amount > 0
    ]
    order = {id(want): place for place, want in enumerate(wants)}
    first: dict[tuple[UUID, OfferKind], int] = {}
    for want in wants:
        first.setdefault((want.key, want.kind), order[id(want)])
    return tuple(sorted(found, key=lambda match: (first[match.want, match.kind], -match.amount)))


def _edges(offers: Sequence[Offer], wants: Sequence[Want], reach_m: float) -> _Edges:
    """Return the pairs nothing stands against, for each want its best `CANDIDATES`."""
    import numpy as np

    sources, targets, scores = [], [], []
    mine, theirs = _columns(offers), _columns(wants)
    for kind in OfferKind:
        rows = np.flatnonzero((theirs.kinds == _number(kind)) & (theirs.amounts > 0))
        fits = np.array([kind_fit(each, kind) for each in OfferKind], dtype=float)[mine.kinds]
        columns = np.flatnonzero((fits > 0) & (mine.amounts > 0))
        if not len(rows) or not len(columns):
            continue
        score = _scores(mine.take(columns), theirs.take(rows), fits[columns], reach_m)
        for row, at in zip(score, rows, strict=True):
            best = np.flatnonzero(row > 0)
            if len(best) > CANDIDATES:
                best = best[np.argpartition(-row[best], CANDIDATES)[:CANDIDATES]]
            sources.append(columns[best])
            targets.append(np.full(len(best), at))
            scores.append(row[best])
    if not sources:
        none = np.zeros(0, dtype=np.int64)
        return _Edges(none, none, np.zeros(0))
    return _Edges(np.concatenate(sources), np.concatenate(targets), np.concatenate(scores))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Offers or wants as columns of numbers; see `_columns`."""

    kinds: "Whole"
    amounts: "Whole"
    points: "Floats"
    slots: "Whole"
    near: "Whole"
    since: "Whole"
    until: "Whole"

    def take(self, places: "Whole") -> "_Columns":
        """Return some of them."""
        return _Columns(
            self.kinds[places],
            self.amounts[places],
            self.points[places],
            self.slots[places],
            self.near[places],
            self.since[places],
            self.until[places],
        )


def _columns(rows: "Sequence[Offer | Want]") -> _Columns:
    import numpy as np

    nowhere = (float("nan"), float("nan"))
    return _Columns(
        np.array([_number(row.kind) for row in rows], dtype=np.int64),
        np.array([row.amount for row in rows], dtype=np.int64),
        np.array([row.at or nowhere for row in rows], dtype=float).reshape(-1, 2),
        np.array([row.slots for row in rows], dtype=np.int64),
        np.array([neighbours(row.slots) for row in rows], dtype=np.int64),
        np.array([row.since.toordinal() if row.since else 0 for row in rows], dtype=np.int64),
        np.array([row.until.toordinal() if row.until else _LAST for row in rows], dtype=np.int64),
    )


def _number(kind: OfferKind) -> int:
    return _PLACES[kind]


_PLACES = {kind: place for place, kind in enumerate(OfferKind)}


def _scores(mine: _Columns, theirs: _Columns, kinds: "Floats", reach_m: float) -> "Floats":
    """Return the score of each want (row) with each offer (column), as `fitting` reckons it."""
    import numpy as np

    middle = np.radians((theirs.points[:, None, 1] + mine.points[None, :, 1]) / 2)
    across = (theirs.points[:, None, 0] - mine.points[None, :, 0]) * np.cos(middle)
    metres = DEGREE_M * np.hypot(across, theirs.points[:, None, 1] - mine.points[None, :, 1])
    near = np.where(np.isnan(metres), 0.5, np.where(metres > reach_m, 0, 1 - metres / reach_m / 2))
    same = (theirs.slots[:, None] & mine.slots[None, :]) != 0
    free = (theirs.slots == ANY_TIME)[:, None] | (mine.slots == ANY_TIME)[None, :]
    beside = (theirs.slots[:, None] & mine.near[None, :]) != 0
    time = np.where(same | free, Fit.FULL, np.where(beside, Fit.PART, Fit.NONE)).astype(float)
    late = mine.since[None, :] > theirs.until[:, None]
    time[late | (theirs.since[:, None] > mine.until[None, :])] = 0
    score = KIND_SHARE * kinds[None, :] / 2 + PLACE_SHARE * near + TIME_SHARE * time / 2
    score[(near == 0) | (time == 0)] = 0
    answer: Floats = score
    return answer


def _solve(edges: _Edges, having: "Floats", lacking: "Floats") -> list[int]:
    """Return how much flows over each edge."""
    import highspy
    import numpy as np

    count, supplies = len(edges.scores), len(having)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, supplies + len(lacking)
    model.col_cost_ = -edges.scores / lacking[edges.wants]
    model.col_lower_ = np.zeros(count)
    model.col_upper_ = np.minimum(having[edges.offers], lacking[edges.wants])
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate((having, lacking))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2)
    model.a_matrix_.index_ = np.column_stack((edges.offers, supplies + edges.wants)).ravel()
    model.a_matrix_.value_ = np.ones(2 * count)
    options = highspy.HighsOptions()
    options.output_flag, options.threads = False, 1
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.passOptions(options)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Unsolved
    return [round(flow) for flow in solver.getSolution().col_value]
