"""Being checked in at an activity earns points: proposed, counted once, taken back with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.words import say, sentence
from app.ledger.actions import hold_account, reverse
from app.ledger.models import LedgerTransfer
from app.ledger.rules import Book, holder_account
from app.party.activities.models import Activity, ActivitySignUp
from app.party.activities.queries.attendances import Attendance, attendances
from app.party.activities.rules import shown_ticket
from app.party.models.members import PartyMember
from app.party.points.errors import (
    AttendanceCounted,
    PointsActivityRuns,
    PointsAttendanceGone,
    PointsCapReached,
)
from app.party.points.ground import (
    RECORDS,
    STREET_DIGITS,
    decide,
    grant_points,
    member_of,
    not_oneself,
    require,
    tell,
)
from app.party.points.models import PointsDecision, PointsRecord
from app.party.points.own import is_own
from app.party.points.queries import RuleRow, rules_of
from app.party.points.rules import NOTE_MOST, PointsConfirmer, PointsRule

DAYS_BACK = timedelta(days=366)
MOST_PROPOSED = 500


@dataclass(frozen=True, slots=True)
class Proposed:
    """A check-in that earns points nobody has counted yet.

    Attributes:
        id: Of the sign-up.
        points: What the rule gives; its caps may leave less.
        is_own: Whether the member is the reader, or may be by the name: a colleague counts it.
    """

    id: UUID
    member_id: UUID
    member: str
    activity: str
    kind: str
    day: date
    checked_by: str
    rule: PointsRule
    points: int
    is_own: bool


def proposed(
    session: Session, actor: Actor, *, now: datetime, region: str = ""
) -> tuple[Proposed, ...]:
    """Return the check-ins of the last year that some rule in force gives points for and nobody
    has counted; of activities that are over, of members for whom the reader may count.
    """
    counted = sa.select(sa.literal(1)).where(
        PointsRecord.sign_up_id == ActivitySignUp.id,
        PointsRecord.came_at == ActivitySignUp.checked_at,
    )
    waits = sa.and_(~counted.exists(), Activity.ends_at <= now)
    came = attendances(session, actor, since=now - DAYS_BACK, also=waits)
    rules: dict[str, dict[str, RuleRow]] = {}
    found: list[tuple[Attendance, PartyMember, PointsRule]] = []
    for one in came:
        member = session.get_one(PartyMember, one.member_id)
        street = member.region[:STREET_DIGITS]
        if street not in rules:
            rules[street] = _by_kind(session, street)
        row = rules[street].get(one.kind)
        if row is None or member.left_on is not None or not member.region.startswith(region):
            continue
        if any(actor.may_in(right, member.region) for right in RECORDS):
            found.append((one, member, row.rule))
        if len(found) >= MOST_PROPOSED:
            break
    return tuple(
        Proposed(
            one.id,
            member.id,
            member.name,
            one.title,
            one.kind,
            local(one.starts_at).date(),
            one.confirmed_name,
            rule,
            rule.points,
            is_own(session, actor, member),
        )
        for one, member, rule in found
    )


@once
def count_attendances(uow: Uow, sign_ups: tuple[UUID, ...], *, command_key: UUID) -> int:
    """Put points down for check-ins, each by the rule in force for that sort of activity.

    What the rule lets the recorder confirm counts at once; the rest waits for a second person.
    Where the caps leave nothing, that is put down too, so that it is not proposed again. Those
    counted already, and sorts no rule counts, are passed over.

    Returns:
        How many were put down.

    Raises:
        PointsAttendanceGone: Somebody is not checked in.
        PointsActivityRuns: The activity is not over.
        PointsForOneself: The member is the actor.
    """
    return sum(_count(uow, key) for key in dict.fromkeys(sign_ups))


def _count(uow: Uow, key: UUID) -> bool:
    sign_up = uow.session.get(ActivitySignUp, key, populate_existing=True)
    if sign_up is None:
        raise NotFound(sign_up=key)
    if sign_up.checked_at is None:
        raise PointsAttendanceGone
    activity = uow.session.get_one(Activity, sign_up.activity_id)
    if uow.now < activity.ends_at:
        raise PointsActivityRuns(title=activity.title)
    member = member_of(uow, sign_up.member_id)
    require(uow, member.region)
    not_oneself(uow, member)
    row = _by_kind(uow.session, member.region[:STREET_DIGITS]).get(activity.kind)
    if row is None or _recorded(uow.session, sign_up) is not None:
        return False
    record = PointsRecord(
        id=new_id(),
        member_id=member.id,
        region=member.region,
        code=row.rule.code,
        day=local(activity.starts_at).date(),
        note=_note(uow, activity, sign_up, sign_up.checked_at),
        sign_up_id=sign_up.id,
        came_at=sign_up.checked_at,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(record)
    uow.session.flush()
    tell(uow, "points.attendance_counted", record.id, member, sign_up=f"{key}", rule=row.rule.code)
    if row.rule.confirmer is PointsConfirmer.RECORDER:
        try:
            grant_points(uow, record, member, row)
        except PointsCapReached as full:
            why = sentence(full)[:NOTE_MOST]
            decide(uow, record, row, points=0, transfer=None, reason=why)
    return True


def take_points_back(uow: Uow, sign_up: ActivitySignUp, why: str) -> None:
    """Take back, by an entry of its own, what a check-in earned; the check-in goes after it.

    Raises:
        AttendanceCounted: It earned points, and the actor does not keep points there, or is the
            member.
    """
    record = _recorded(uow.session, sign_up)
    transfer = _went_over(uow.session, record.id) if record is not None else None
    if transfer is None:
        return
    member = member_of(uow, sign_up.member_id, gone_too=True)
    own = is_own(uow.session, uow.actor, member)
    if own or not uow.actor.may_in(Right.MANAGE_POINTS, member.region):
        raise AttendanceCounted(name=member.name)
    hold_account(uow, holder_account(Book.POINTS, member.id))
    made = reverse(uow, transfer, why[:NOTE_MOST])
    tell(uow, "points.put_right", made.id, member, transfer=f"{transfer}")


def _by_kind(session: Session, street: str) -> dict[str, RuleRow]:
    """Return the rules in force of a street by the sort of activity they count."""
    rows = rules_of(session, street).values()
    return {
        row.rule.activity_kind: row for row in rows if row.rule.activity_kind and row.rule.is_on
    }


def _recorded(session: Session, sign_up: ActivitySignUp) -> PointsRecord | None:
    return session.scalar(
        sa.select(PointsRecord).where(
            PointsRecord.sign_up_id == sign_up.id, PointsRecord.came_at == sign_up.checked_at
        )
    )


def _went_over(session: Session, record_id: UUID) -> UUID | None:
    """Return the transfer of a record that was not put right."""
    mirror = LedgerTransfer.__table__.alias("mirror")
    return session.scalar(
        sa.select(PointsDecision.transfer_id)
        .outerjoin(mirror, mirror.c.reverses_id == PointsDecision.transfer_id)
        .where(
            PointsDecision.record_id == record_id,
            PointsDecision.transfer_id.is_not(None),
            mirror.c.id.is_(None),
        )
    )


def _note(uow: Uow, activity: Activity, sign_up: ActivitySignUp, came_at: datetime) -> str:
    """Return what is put down: with the number on the list, and how often it was counted before,
    so that a check-in made anew is not taken for the one that was taken back.
    """
    asked = sa.select(sa.func.count()).where(PointsRecord.sign_up_id == sign_up.id)
    before = uow.session.scalar(asked) or 0
    facts = {
        "title": activity.title,
        "moment": f"{local(came_at):%m-%d %H:%M}",
        "ticket": shown_ticket(sign_up.ticket),
    }
    return say("points.came_again" if before else "points.came", again=before, **facts)[:NOTE_MOST]
