"""Agreements are signed, looked at every year, and ended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.text import one_line
from app.party.cooperation.actions.ground import (
    check_region,
    check_term,
    kept,
    require,
    said,
    tell,
    today,
    words,
)
from app.party.cooperation.errors import AgreementEnded, ReviewDayWrong
from app.party.cooperation.models import CooperationAgreement, CooperationReview
from app.party.cooperation.rules import TITLE_MOST, WORDS_MOST, CooperationField, Verdict


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """An agreement that was signed.

    Attributes:
        partners: Who signed besides the street or community.
        duties: Who does what.
        until: Last day, None without an end.
    """

    region: str
    title: str
    partners: tuple[str, ...]
    duties: str
    signed_on: date
    until: date | None = None


@once
def sign_agreement(uow: Uow, draft: AgreementDraft, *, command_key: UUID) -> UUID:
    """Put an agreement down.

    Raises:
        CooperationTermWrong: It ends before it was signed.
    """
    require(uow, draft.region)
    check_region(uow, draft.region)
    check_term(draft.signed_on, draft.until)
    partners = "、".join(name for name in map(one_line, draft.partners) if name)
    row = CooperationAgreement(
        id=new_id(),
        region=draft.region,
        title=said(CooperationField.TITLE, draft.title, TITLE_MOST),
        partners=said(CooperationField.PARTNERS, partners, WORDS_MOST),
        duties=words(CooperationField.DUTIES, draft.duties, WORDS_MOST),
        signed_on=draft.signed_on,
        until=draft.until,
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "cooperation.signed", row.id, row.region)
    return row.id


@once
def review_agreement(
    uow: Uow,
    agreement_id: UUID,
    seen_version: int,
    day: date,
    verdict: Verdict,
    text: str,
    *,
    command_key: UUID,
) -> UUID:
    """Write down how the duties were kept; the next review is due a year later.

    Raises:
        ReviewDayWrong: The day lies before the signing, or has not come.
        AgreementEnded: It is over.
    """
    row = kept(uow, CooperationAgreement, agreement_id, seen_version)
    if row.ended_on is not None:
        raise AgreementEnded(title=row.title)
    if not row.signed_on <= day <= today(uow):
        raise ReviewDayWrong
    review = CooperationReview(
        id=new_id(),
        agreement_id=row.id,
        reviewed_on=day,
        verdict=verdict,
        words=words(CooperationField.REVIEW, text, WORDS_MOST),
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        at=uow.now,
    )
    uow.session.add(review)
    uow.settle(review)
    tell(uow, "cooperation.reviewed", row.id, row.region, verdict=verdict)
    return review.id


@once
def prolong_agreement(
    uow: Uow, agreement_id: UUID, seen_version: int, until: date, *, command_key: UUID
) -> None:
    """Let an agreement last until another day."""
    row = kept(uow, CooperationAgreement, agreement_id, seen_version)
    if row.ended_on is not None:
        raise AgreementEnded(title=row.title)
    check_term(row.signed_on, until)
    old, row.until = row.until, until
    uow.settle(row)
    tell(uow, "cooperation.prolonged", row.id, row.region, old=f"{old or ''}", new=f"{until}")


@once
def end_agreement(
    uow: Uow, agreement_id: UUID, seen_version: int, day: date, reason: str, *, command_key: UUID
) -> None:
    """End an agreement with a day and say why."""
    row = kept(uow, CooperationAgreement, agreement_id, seen_version)
    if row.ended_on is not None:
        raise AgreementEnded(title=row.title)
    check_term(row.signed_on, day)
    row.ended_on = day
    row.reason = words(CooperationField.REASON, reason, WORDS_MOST)
    uow.settle(row)
    tell(uow, "cooperation.ended", row.id, row.region, day=f"{day}")
