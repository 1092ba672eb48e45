"""One activity: who has a place, who waits, who came, and its files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments, thumbnails
from app.party.activities.models import ActivitySignUp, ActivityTakeBack
from app.party.activities.queries.months import ActivityRow, activity_row
from app.party.activities.rules import CheckInWay, SignUpState
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.scope import members_seen


@dataclass(frozen=True, slots=True)
class SignUpRow:
    """A member on the list; name and organisation are "" for somebody out of the reader's reach.

    Attributes:
        place: Where in the waiting line, from 1 on; 0 for who has a place.
        checked_at: When they came, None while they have not.
        mistaken: Why an earlier check-in was taken back, "" where none was.
    """

    id: UUID
    member_id: UUID
    name: str
    organisation: str
    ticket: str
    state: SignUpState
    place: int
    signed_at: datetime
    checked_at: datetime | None
    checked_name: str
    way: CheckInWay | None
    version: int
    mistaken: str = ""


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """What the panel of an activity shows; thumbnails are small JPEGs."""

    row: ActivityRow
    people: tuple[SignUpRow, ...]
    files: tuple[AttachmentRow, ...]
    thumbnails: dict[UUID, bytes]


def activity_detail(
    session: Session, actor: Actor, activity_id: UUID, *, now: datetime
) -> ActivityDetail:
    """Return what there is to an activity; those with a place first, then who waits.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
        NotFound: There is none.
    """
    row = activity_row(session, actor, activity_id, now=now)
    subject = str(activity_id)
    return ActivityDetail(
        row,
        _people(session, actor, activity_id),
        list_attachments(session, subject),
        thumbnails(session, subject),
    )


def _people(session: Session, actor: Actor, activity_id: UUID) -> tuple[SignUpRow, ...]:
    known = sa.and_(PartyMember.id == ActivitySignUp.member_id, members_seen(actor))
    asked = (
        sa.select(ActivitySignUp, PartyMember.name, PartyOrganisation.name)
        .outerjoin(PartyMember, known)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(
            ActivitySignUp.activity_id == activity_id,
            ActivitySignUp.state != SignUpState.WITHDRAWN,
        )
        .order_by(
            sa.case((ActivitySignUp.state == SignUpState.SIGNED, 0), else_=1),
            ActivitySignUp.turn,
        )
    )
    found, line = [], 0
    mistaken = _mistaken(session, activity_id)
    for one, name, organisation in session.execute(asked):
        line += one.state == SignUpState.WAITING
        found.append(
            SignUpRow(
                id=one.id,
                member_id=one.member_id,
                name=name or "",
                organisation=organisation or "",
                ticket=one.ticket,
                state=SignUpState(one.state),
                place=line,
                signed_at=one.signed_at,
                checked_at=one.checked_at,
                checked_name=one.checked_name,
                way=CheckInWay(one.way) if one.way else None,
                version=one.version,
                mistaken=mistaken.get(one.id, ""),
            )
        )
    return tuple(found)


def _mistaken(session: Session, activity_id: UUID) -> dict[UUID, str]:
    """Return why check-ins were taken back, the last time of each, by the sign-up."""
    asked = (
        sa.select(ActivityTakeBack.sign_up_id, ActivityTakeBack.reason)
        .join(ActivitySignUp, ActivitySignUp.id == ActivityTakeBack.sign_up_id)
        .where(ActivitySignUp.activity_id == activity_id)
        .order_by(ActivityTakeBack.at)
    )
    return dict(session.execute(asked).all())
