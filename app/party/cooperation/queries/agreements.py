"""Agreements: what is to be done about each, and its reviews."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.party.cooperation.models import CooperationAgreement, CooperationReview
from app.party.cooperation.rules import AgreementState, Verdict, review_due, state_of
from app.territory.models import Region

URGENT = (AgreementState.EXPIRED, AgreementState.REVIEW_DUE, AgreementState.EXPIRING)
"""States that want something done, the worst first."""
_ORDER = (*URGENT, AgreementState.RUNNING, AgreementState.ENDED)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review."""

    reviewed_on: date
    verdict: Verdict
    words: str
    person_name: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement; `due_on` is when it is to be reviewed next."""

    id: UUID
    region: str
    region_name: str
    title: str
    partners: str
    duties: str
    signed_on: date
    until: date | None
    ended_on: date | None
    reason: str
    reviewed_on: date | None
    due_on: date
    state: AgreementState
    may_keep: bool
    version: int


def agreement_rows(
    session: Session, actor: Actor, *, now: datetime, region: str = ""
) -> tuple[AgreementRow, ...]:
    """Return the agreements of a region, those that want something done first."""
    actor.require(Right.READ_PARTY)
    last = (
        sa.select(sa.func.max(CooperationReview.reviewed_on))
        .where(CooperationReview.agreement_id == CooperationAgreement.id)
        .scalar_subquery()
    )
    asked = (
        sa.select(CooperationAgreement, Region.name, last)
        .join(Region, Region.code == CooperationAgreement.region)
        .where(in_regions(CooperationAgreement.region, actor.prefixes(Right.READ_PARTY)))
    )
    if region:
        asked = asked.where(in_regions(CooperationAgreement.region, (region,)))
    today, warn = local(now).date(), settings_at(session, now).agreement_warn_days
    rows = [_row(actor, today, warn, *found) for found in session.execute(asked)]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.state), row.due_on, row.title)))


def reviews_of(session: Session, agreement_id: UUID) -> tuple[ReviewRow, ...]:
    """Return the reviews of an agreement, the latest first."""
    asked = sa.select(CooperationReview).where(CooperationReview.agreement_id == agreement_id)
    latest = (CooperationReview.reviewed_on.desc(), CooperationReview.id.desc())
    return tuple(
        ReviewRow(row.reviewed_on, Verdict(row.verdict), row.words, row.person_name)
        for row in session.scalars(asked.order_by(*latest))
    )


def _row(
    actor: Actor,
    today: date,
    warn: int,
    row: CooperationAgreement,
    name: str,
    reviewed_on: date | None,
) -> AgreementRow:
    due = review_due(row.signed_on, reviewed_on)
    return AgreementRow(
        row.id,
        row.region,
        name,
        row.title,
        row.partners,
        row.duties,
        row.signed_on,
        row.until,
        row.ended_on,
        row.reason,
        reviewed_on,
        due,
        state_of(today, due, row.until, row.ended_on, warn_days=warn),
        actor.may_in(Right.MANAGE_PARTY, row.region),
        row.version,
    )
