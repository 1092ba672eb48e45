"""How much of a resource is promised, and how much of a need is covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.party.lists.models import ListProject, ListShare
from app.party.lists.rules import LIVE, OfferKind, ProjectState, ShareAnswer

_GAVE = frozenset({ProjectState.TO_RATE, ProjectState.RATED})


def promised_of(resource_id: UUID) -> sa.Select[int]:
    """Return the query of how much of a resource live projects were promised."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(ListShare.amount), 0))
        .join(ListProject, ListProject.id == ListShare.project_id)
        .where(
            ListShare.resource_id == resource_id,
            ListShare.answer != ShareAnswer.DECLINED,
            ListProject.state.in_(LIVE),
        )
    )


def promised(session: Session) -> dict[UUID, int]:
    """Return how much live projects were promised, by resource."""
    asked = (
        sa.select(ListShare.resource_id, sa.func.sum(ListShare.amount))
        .join(ListProject, ListProject.id == ListShare.project_id)
        .where(ListShare.answer != ShareAnswer.DECLINED, ListProject.state.in_(LIVE))
        .group_by(ListShare.resource_id)
    )
    return {key: int(amount) for key, amount in session.execute(asked)}


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a need live projects were promised, and what finished ones gave."""

    promised: Mapping[OfferKind, int]
    given: Mapping[OfferKind, int]

    def of(self, kind: OfferKind) -> int:
        """Return what is covered of one sort."""
        return self.promised.get(kind, 0) + self.given.get(kind, 0)


NOTHING = Covered({}, {})


def covered(session: Session, need_id: UUID | None = None) -> dict[UUID, Covered]:
    """Return what is covered of each need, or of one."""
    asked = (
        sa.select(
            ListProject.need_id, ListShare.kind, ListProject.state, sa.func.sum(ListShare.amount)
        )
        .join(ListProject, ListProject.id == ListShare.project_id)
        .where(ListShare.answer != ShareAnswer.DECLINED, ListProject.state.in_(LIVE | _GAVE))
        .group_by(ListProject.need_id, ListShare.kind, ListProject.state)
    )
    if need_id is not None:
        asked = asked.where(ListProject.need_id == need_id)
    found: dict[UUID, tuple[dict[OfferKind, int], dict[OfferKind, int]]] = {}
    for need, kind, state, amount in session.execute(asked):
        live, gave = found.setdefault(need, ({}, {}))
        kept = live if state in LIVE else gave
        kept[OfferKind(kind)] = kept.get(OfferKind(kind), 0) + int(amount)
    return {need: Covered(live, gave) for need, (live, gave) in found.items()}
