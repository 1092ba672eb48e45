"""What all writing of points shares: who may, for whom, by which rule, and how points go over."""

from collections.abc import Mapping
from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import NotAllowed, NotFound
from app.core.text import one_line
from app.ledger.actions import Posting, give, hold_account
from app.ledger.rules import Book, holder_account
from app.party.activities.models import ActivitySignUp
from app.party.models.members import PartyMember
from app.party.points.errors import (
    PointsAttendanceGone,
    PointsCapReached,
    PointsFieldMissing,
    PointsForOneself,
    PointsMemberGone,
    PointsRuleOff,
)
from app.party.points.models import PointsDecision, PointsRecord
from app.party.points.own import is_own
from app.party.points.queries import RuleRow, had_of, rules_of
from app.party.points.rules import CapPeriod, PointsField, granted, reached_cap

STREET_DIGITS = 9
RECORDS = (Right.MANAGE_POINTS, Right.CONFIRM_REPORT_IN)
"""Either lets somebody put records down and confirm those of others."""


def grant_points(uow: Uow, record: PointsRecord, member: PartyMember, row: RuleRow) -> UUID:
    """Let the points of a record go over, as many as the caps leave.

    Raises:
        PointsCapReached: They leave none.
    """
    # Two desks that confirm at once would both see room under a cap.
    hold_account(uow, holder_account(Book.POINTS, member.id))
    had: Mapping[CapPeriod, int] = had_of(uow.session, member.id, row.rule, record.day)
    points = granted(row.rule, had)
    if points < 1:
        period = reached_cap(row.rule, had) or CapPeriod.DAY
        cap = row.rule.caps[period]
        raise PointsCapReached(title=row.rule.title, period=period, cap=cap)
    told = Posting(member.id, member.region, points, record.day, row.rule.title, ref=str(record.id))
    transfer = give(uow, Book.POINTS, told)
    decide(uow, record, row, points=points, transfer=transfer)
    tell(uow, "points.granted", record.id, member, points=points)
    return transfer


def decide(
    uow: Uow,
    record: PointsRecord,
    row: RuleRow,
    *,
    points: int,
    transfer: UUID | None,
    reason: str = "",
) -> None:
    """Put down what became of a record."""
    uow.session.add(
        PointsDecision(
            record_id=record.id,
            region=record.region,
            points=points,
            rule_number=row.number,
            transfer_id=transfer,
            reason=reason,
            at=uow.now,
            person_id=uow.actor.person_id,
            person_name=uow.actor.name,
        )
    )
    uow.session.flush()


def member_of(uow: Uow, member_id: UUID, *, gone_too: bool = False) -> PartyMember:
    """Return a member; raise `PointsMemberGone` for one who left, unless that does not matter."""
    member = uow.session.get(PartyMember, member_id)
    if member is None:
        raise NotFound(member=member_id)
    if member.left_on is not None and not gone_too:
        raise PointsMemberGone(name=member.name)
    return member


def rule_of(uow: Uow, member: PartyMember, code: str, *, off_too: bool = False) -> RuleRow:
    """Return a rule of the member's street; raise `PointsRuleOff` where nothing is taken by it."""
    row = rules_of(uow.session, member.region[:STREET_DIGITS]).get(code)
    if row is None:
        raise NotFound(rule=code)
    if not row.rule.is_on and not off_too:
        raise PointsRuleOff(title=row.rule.title)
    return row


def not_oneself(uow: Uow, member: PartyMember) -> None:
    """Raise where the member is the actor, or may be; see `is_own`."""
    if is_own(uow.session, uow.actor, member):
        raise PointsForOneself(name=member.name)


def require(uow: Uow, region: str, *rights: Right) -> None:
    """Raise unless the actor has one of the rights there; by default one that records."""
    wanted = rights or RECORDS
    if not any(uow.actor.may_in(right, region) for right in wanted):
        raise NotAllowed(right=wanted[0])


def said(field: PointsField, text: str, most: int) -> str:
    """Return a text of one line that has to be there."""
    told = one_line(text)
    if not told:
        raise PointsFieldMissing(field=field)
    return told[:most]


def tell(uow: Uow, action: str, key: UUID, member: PartyMember, **facts: object) -> None:
    """Journal a step and tell the desks."""
    uow.record(action, Topic.POINTS, key, region=member.region, **facts)
    uow.touched(Topic.POINTS, member.id, member.region)


def check_attendance(uow: Uow, record: PointsRecord) -> None:
    """Raise where a record comes from a check-in that was taken back."""
    if record.sign_up_id is None:
        return
    sign_up = uow.session.get(ActivitySignUp, record.sign_up_id)
    if sign_up is None or sign_up.checked_at != record.came_at:
        raise PointsAttendanceGone
