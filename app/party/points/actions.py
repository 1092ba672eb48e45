"""Points are ruled, put down, confirmed, handed in and put right; nobody does so for themself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.ledger.actions import Posting, hold_account, reverse, spend
from app.ledger.models import LedgerAccount, LedgerTransfer
from app.ledger.rules import AccountKind, Book, holder_account
from app.party.activities.rules import KIND_MOST
from app.party.models.members import PartyMember
from app.party.points.errors import (
    PointsCapWrong,
    PointsDayWrong,
    PointsDecided,
    PointsKindTaken,
    PointsNumberWrong,
    PointsSaidTwice,
    PointsSecondWanted,
)
from app.party.points.ground import (
    STREET_DIGITS,
    check_attendance,
    decide,
    grant_points,
    member_of,
    not_oneself,
    require,
    rule_of,
    said,
    tell,
)
from app.party.points.models import PointsDecision, PointsRecord, PointsRuleVersion
from app.party.points.queries import rules_of
from app.party.points.rules import (
    CODE_MOST,
    MOST_POINTS,
    NOTE_MOST,
    TITLE_MOST,
    CapPeriod,
    PointsConfirmer,
    PointsField,
    PointsRule,
)

__all__ = ["CAP_MOST", "MOST_DAYS_BACK", "STREET_DIGITS"]

CAP_MOST = 100_000


@once
def publish_rule(
    uow: Uow, street: str, seen_number: int, rule: PointsRule, *, command_key: UUID
) -> int:
    """Let a rule hold from now on; what was granted by earlier versions stays.

    Args:
        uow: Open transaction.
        street: Code of nine digits.
        seen_number: Version the desk saw, 0 for a new rule.
        rule: As it is to hold.
        command_key: Makes doing it twice do it once.

    Raises:
        PointsCapWrong: A cap allows less than one time earns, or than a shorter period.
        PointsKindTaken: Another rule counts activities of that sort.
    """
    if not uow.actor.may_in(Right.MANAGE_POINTS, street) or len(street) != STREET_DIGITS:
        raise NotAllowed(right=Right.MANAGE_POINTS)
    code = said(PointsField.CODE, rule.code, CODE_MOST)
    title = said(PointsField.TITLE, rule.title, TITLE_MOST)
    _check_numbers(rule)
    there = rules_of(uow.session, street)
    known = there.get(code)
    if (known.number if known is not None else 0) != seen_number:
        raise Conflict(rule=code)
    kind = one_line(rule.activity_kind)[:KIND_MOST]
    others = (row.rule for row in there.values() if row.rule.is_on and row.rule.code != code)
    same = next((other for other in others if kind and other.activity_kind == kind), None)
    if rule.is_on and same is not None:
        raise PointsKindTaken(title=same.title, kind=kind)
    row = PointsRuleVersion(
        street=street,
        code=code,
        number=seen_number + 1,
        title=title,
        points=rule.points,
        cap_day=rule.caps.get(CapPeriod.DAY),
        cap_month=rule.caps.get(CapPeriod.MONTH),
        cap_year=rule.caps.get(CapPeriod.YEAR),
        confirmer=rule.confirmer,
        is_on=rule.is_on,
        activity_kind=kind,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record("points.rule_published", Topic.POINTS, code, region=street, number=row.number)
    uow.touched(Topic.POINTS, code, street)
    return row.number


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What is put down.

    Attributes:
        code: Of the rule.
        note: What exactly; the same twice on one day is taken for one.
    """

    member_id: UUID
    code: str
    day: date
    note: str = ""


@once
def put_down(uow: Uow, draft: RecordDraft, *, command_key: UUID) -> UUID:
    """Put down what a member did; it counts at once, or once somebody else confirms it.

    Raises:
        PointsForOneself: The member is whoever puts it down.
        PointsDayWrong: The day has not come, or lies more than a year back.
        PointsCapReached: It counts at once, and the member has all the rule allows.
        PointsSaidTwice: It is put down already.
    """
    member = member_of(uow, draft.member_id)
    require(uow, member.region)
    not_oneself(uow, member)
    row = rule_of(uow, member, draft.code)
    today = local(uow.now).date()
    if not 0 <= (today - draft.day).days <= MOST_DAYS_BACK:
        raise PointsDayWrong(day=f"{draft.day:%Y-%m-%d}")
    note = storable(one_line(draft.note))[:NOTE_MOST]
    same = sa.select(PointsRecord.id).where(
        PointsRecord.member_id == member.id,
        PointsRecord.code == draft.code,
        PointsRecord.day == draft.day,
        PointsRecord.note == note,
    )
    if uow.session.scalar(same) is not None:
        raise PointsSaidTwice(title=row.rule.title, day=f"{draft.day:%Y-%m-%d}")
    record = PointsRecord(
        id=new_id(),
        member_id=member.id,
        region=member.region,
        code=draft.code,
        day=draft.day,
        note=note,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(record)
    uow.session.flush()
    tell(uow, "points.put_down", record.id, member, rule=draft.code)
    if row.rule.confirmer is PointsConfirmer.RECORDER:
        grant_points(uow, record, member, row)
    return record.id


@once
def confirm(uow: Uow, record_id: UUID, *, command_key: UUID) -> UUID:
    """Confirm what somebody else put down: the points go over, as many as the caps leave.

    Raises:
        PointsSecondWanted: The actor put it down.
        PointsForOneself: The member is the actor.
        PointsDecided: Somebody decided on it already.
        PointsCapReached: The member has all the rule allows.
        PointsAttendanceGone: It came from a check-in that was taken back.
    """
    record, member = _open_record(uow, record_id)
    check_attendance(uow, record)
    row = rule_of(uow, member, record.code, off_too=True)
    return grant_points(uow, record, member, row)


@once
def refuse(uow: Uow, record_id: UUID, reason: str, *, command_key: UUID) -> None:
    """Refuse what somebody else put down, and say why."""
    record, member = _open_record(uow, record_id)
    row = rule_of(uow, member, record.code, off_too=True)
    why = said(PointsField.REASON, reason, NOTE_MOST)
    decide(uow, record, row, points=0, transfer=None, reason=why)
    tell(uow, "points.refused", record.id, member)


@once
def redeem(uow: Uow, member_id: UUID, points: int, what: str, *, command_key: UUID) -> UUID:
    """Take points a member hands in for something.

    Raises:
        BalanceTooLow: The member has fewer.
        PointsForOneself: The member is the actor.
    """
    member = member_of(uow, member_id)
    require(uow, member.region, Right.MANAGE_POINTS)
    not_oneself(uow, member)
    told = said(PointsField.NOTE, what, NOTE_MOST)
    today = local(uow.now).date()
    made = spend(uow, Book.POINTS, Posting(member.id, member.region, points, today, told))
    tell(uow, "points.redeemed", made, member, points=points)
    return made


@once
def put_right(uow: Uow, transfer_id: UUID, why: str, *, command_key: UUID) -> UUID:
    """Take back what went over by mistake, by an entry of its own; nothing is wiped out.

    Raises:
        NotReversible: It was put right before, or put something right itself.
        PointsForOneself: The member is the actor.
    """
    asked = (
        sa.select(LedgerAccount.holder_id)
        .join(
            LedgerTransfer,
            sa.or_(
                LedgerTransfer.to_id == LedgerAccount.id,
                LedgerTransfer.from_id == LedgerAccount.id,
            ),
        )
        .where(LedgerTransfer.id == transfer_id, LedgerAccount.kind == AccountKind.HOLDER)
    )
    holder = uow.session.scalar(asked)
    if holder is None:
        raise NotFound(transfer=transfer_id)
    member = member_of(uow, holder, gone_too=True)
    require(uow, member.region, Right.MANAGE_POINTS)
    not_oneself(uow, member)
    hold_account(uow, holder_account(Book.POINTS, member.id))
    made = reverse(uow, transfer_id, said(PointsField.REASON, why, NOTE_MOST))
    tell(uow, "points.put_right", made.id, member, transfer=str(transfer_id))
    return made.id


MOST_DAYS_BACK = 366


def _open_record(uow: Uow, record_id: UUID) -> tuple[PointsRecord, PartyMember]:
    record = uow.session.get(PointsRecord, record_id)
    if record is None:
        raise NotFound(record=record_id)
    member = member_of(uow, record.member_id)
    require(uow, member.region)
    not_oneself(uow, member)
    if record.person_id is not None and record.person_id == uow.actor.person_id:
        raise PointsSecondWanted
    if uow.session.get(PointsDecision, record_id) is not None:
        raise PointsDecided
    return record, member


def _check_numbers(rule: PointsRule) -> None:
    if not 1 <= rule.points <= MOST_POINTS:
        raise PointsNumberWrong(most=MOST_POINTS)
    if any(not 1 <= cap <= CAP_MOST for cap in rule.caps.values()):
        raise PointsNumberWrong(most=CAP_MOST)
    caps = [rule.caps[period] for period in CapPeriod if period in rule.caps]
    if caps != sorted(caps) or (caps and caps[0] < rule.points):
        raise PointsCapWrong
