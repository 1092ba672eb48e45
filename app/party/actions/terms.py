"""Who is secretary and who sits in the committee, from when until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, once
from app.core.ids import new_id
from app.party.actions.ground import held, organisation, placed, said, tell, today
from app.party.errors import PartySecretaryThere, PartyTermEnded, PartyTermWrong
from app.party.models import PartyOrganisation, PartyTerm
from app.party.rules import PERSON_MOST, PartyField, PartyPost, check_day, check_standing


@dataclass(frozen=True, slots=True)
class TermDraft:
    """Who is put into a post of an organisation.

    Attributes:
        member_id: The member it is, None for somebody who stands in no roster here.
        until: The last day of the term; None without an end.
    """

    organisation_id: UUID
    post: PartyPost
    person_name: str
    since: date
    until: date | None = None
    member_id: UUID | None = None


@once
def put_into_post(uow: Uow, draft: TermDraft, *, command_key: UUID) -> UUID:
    """Put somebody into a post.

    Raises:
        PartySecretaryThere: There is a secretary; their term is ended first.
        PartyTermWrong: It ends before it begins.
    """
    organisation(uow, draft.organisation_id)
    row = held(uow, PartyOrganisation, draft.organisation_id)
    check_standing(placed(row), draft.since)
    check_day(draft.since, None, today(uow))
    if draft.until is not None and draft.until < draft.since:
        raise PartyTermWrong
    _check_single(uow, draft)
    term = PartyTerm(
        id=new_id(),
        organisation_id=row.id,
        post=draft.post,
        person_name=said(PartyField.PERSON, draft.person_name, PERSON_MOST),
        member_id=draft.member_id,
        since=draft.since,
        until=draft.until,
    )
    uow.session.add(term)
    uow.settle(term)
    tell(uow, "party.into_post", row, post=draft.post, day=f"{draft.since}")
    return term.id


@once
def end_term(
    uow: Uow, term_id: UUID, seen_version: int, ended_on: date, *, command_key: UUID
) -> None:
    """Let somebody leave their post with a day."""
    term = held(uow, PartyTerm, term_id, seen_version)
    row = organisation(uow, term.organisation_id)
    if term.ended_on is not None:
        raise PartyTermEnded
    check_day(ended_on, term.since, today(uow))
    term.ended_on = ended_on
    uow.settle(term)
    tell(uow, "party.out_of_post", row, post=term.post, day=f"{ended_on}")


@once
def prolong_term(
    uow: Uow, term_id: UUID, seen_version: int, until: date, *, command_key: UUID
) -> None:
    """Let a term last until another day, as after an election that kept somebody in office."""
    term = held(uow, PartyTerm, term_id, seen_version)
    row = organisation(uow, term.organisation_id)
    if term.ended_on is not None:
        raise PartyTermEnded
    if until < term.since:
        raise PartyTermWrong
    old, term.until = term.until, until
    uow.settle(term)
    tell(uow, "party.prolonged", row, post=term.post, old=f"{old or ''}", new=f"{until}")


def _check_single(uow: Uow, draft: TermDraft) -> None:
    if draft.post is not PartyPost.SECRETARY:
        return
    same = sa.select(PartyTerm.person_name).where(
        PartyTerm.organisation_id == draft.organisation_id,
        PartyTerm.post == PartyPost.SECRETARY,
        PartyTerm.ended_on.is_(None),
    )
    there = uow.session.scalar(same.limit(1))
    if there is not None:
        raise PartySecretaryThere(name=there)
