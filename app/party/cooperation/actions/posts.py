"""Posts in the bodies of a compound: somebody is put into one, and leaves it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

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
)
from app.party.cooperation.errors import PostEnded, PostsExclude, VotesWrong
from app.party.cooperation.models import CrossAppointment
from app.party.cooperation.rules import (
    NAME_MOST,
    WORDS_MOST,
    CooperationField,
    CrossBody,
    are_apart,
    exclude,
)
from app.party.rules import PERSON_MOST
from app.party.same import check_member, same_person


@dataclass(frozen=True, slots=True)
class Election:
    """How somebody came into a post: on which day, with how many of how many votes."""

    day: date
    votes_for: int
    votes_cast: int


@dataclass(frozen=True, slots=True)
class PostDraft:
    """Somebody is put into a post of a compound's body.

    Attributes:
        region: Its community.
        compound: As people call it.
        post: What they are there: 主任, 委员, 项目经理.
        election: None where they were not elected, or nothing is known of it.
        member_id: Who they are in the roster, None for others.
    """

    region: str
    compound: str
    person_name: str
    body: CrossBody
    post: str
    since: date
    until: date | None = None
    election: Election | None = None
    note: str = ""
    member_id: UUID | None = None


@once
def put_into_body(uow: Uow, draft: PostDraft, *, command_key: UUID) -> UUID:
    """Put somebody into a post.

    Raises:
        CooperationTermWrong: The term ends before it begins.
        PostsExclude: They hold one at that time that excludes it: the same body of the same
            compound, or owners' committee and property company of a community.
        VotesWrong: More votes for them than were cast.
    """
    require(uow, draft.region)
    check_region(uow, draft.region)
    check_term(draft.since, draft.until)
    votes = draft.election
    if votes is not None and not 0 <= votes.votes_for <= votes.votes_cast:
        raise VotesWrong
    row = CrossAppointment(
        id=new_id(),
        region=draft.region,
        compound=said(CooperationField.COMPOUND, draft.compound, NAME_MOST),
        person_name=said(CooperationField.PERSON, draft.person_name, PERSON_MOST),
        member_id=draft.member_id,
        body=draft.body,
        post=said(CooperationField.POST, draft.post, NAME_MOST),
        since=draft.since,
        until=draft.until,
        elected_on=votes.day if votes is not None else None,
        votes_for=votes.votes_for if votes is not None else None,
        votes_cast=votes.votes_cast if votes is not None else None,
        note=one_line(draft.note)[:WORDS_MOST],
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    check_member(uow.session, uow.actor, row.member_id, row.person_name)
    _check_excluding(uow, row)
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "cooperation.into_body", row.id, row.region, body=row.body)
    return row.id


@once
def leave_body(uow: Uow, post_id: UUID, seen_version: int, day: date, *, command_key: UUID) -> None:
    """Let somebody leave a post with a day."""
    row = kept(uow, CrossAppointment, post_id, seen_version)
    if row.ended_on is not None:
        raise PostEnded(name=row.person_name)
    check_term(row.since, day)
    row.ended_on = day
    uow.settle(row)
    tell(uow, "cooperation.out_of_body", row.id, row.region, day=f"{day}")


def _check_excluding(uow: Uow, row: CrossAppointment) -> None:
    same = sa.select(CrossAppointment).where(
        CrossAppointment.region == row.region,
        same_person(CrossAppointment, row),
    )
    for other in uow.session.scalars(same):
        elsewhere = other.body == row.body and other.compound != row.compound
        ends = other.ended_on or other.until
        apart = are_apart(row.since, row.until, other.since, ends)
        body = CrossBody(other.body)
        if not elsewhere and not apart and exclude(CrossBody(row.body), body):
            raise PostsExclude(name=row.person_name, body=body, other=CrossBody(row.body))
