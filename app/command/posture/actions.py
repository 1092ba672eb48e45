"""Posture is changed by one recorded order; a rehearsal writes its order and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.actions.kinds import LimitsToPublish, publish_limits
from app.cases.limits import limits_now
from app.command.incidents.models import Incident
from app.command.posture.calling import call_forces_up
from app.command.posture.errors import OrderedMeanwhile, OrderSame, OrderWithoutReason, OrderWrong
from app.command.posture.models import PostureOrder
from app.command.posture.queries import last_number, limit_bodies, limits_changed, posture_at
from app.command.posture.rules import PERCENT, PostureLevel, WallScene
from app.command.rules import NOTE_MOST, IncidentKind
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.ids import new_id
from app.core.text import one_line
from app.core.words import label, say
from app.party.report_in.actions.calling_up import CallUpDraft, NobodyToCall, PostDraft, call_up

REPORT_MOST, DUTY_MOST = 24 * 60, 50


@dataclass(frozen=True, slots=True)
class PostureDraft:
    """What is ordered.

    Attributes:
        region: Code of a street or district.
        categories: Codes of kinds whose limits for handling become `limit_percent` of theirs.
        calls_up: Members and units who reported in are called up.
        calls_forces: Emergency units on duty are called up.
        is_rehearsal: Nothing else is to change.
    """

    region: str
    level: PostureLevel
    kind: IncidentKind
    reason: str
    limit_percent: int
    categories: tuple[str, ...]
    report_min: int
    duty_least: int
    scene: WallScene
    calls_up: bool = False
    calls_forces: bool = False
    is_rehearsal: bool = False


@once
def order_posture(uow: Uow, draft: PostureDraft, seen_number: int, *, command_key: UUID) -> UUID:
    """Give an order; its limits, rhythm and call-up hold from this moment on.

    Args:
        uow: Open.
        draft: What is ordered.
        seen_number: Number of the last order one has seen, 0 for none.
        command_key: Made by the caller.

    Raises:
        OrderedMeanwhile: Somebody gave an order since.
        OrderSame: 平时 is ordered where it is 平时.
        OrderWithoutReason: Nothing says why.
    """
    reason = _checked(uow, draft)
    if last_number(uow.session, draft.region) != seen_number:
        raise _meanwhile(uow, draft.region)
    now = posture_at(uow.session, draft.region, uow.now)
    if not draft.is_rehearsal and draft.level is now.level is PostureLevel.NORMAL:
        raise OrderSame
    row = PostureOrder(
        id=new_id(),
        region=draft.region,
        number=seen_number + 1,
        level=draft.level,
        kind=draft.kind,
        reason=reason,
        limit_percent=draft.limit_percent,
        categories=list(draft.categories),
        limits_before=None,
        limits_after=None,
        report_min=draft.report_min,
        duty_least=draft.duty_least,
        scene=draft.scene,
        called=0,
        is_rehearsal=draft.is_rehearsal,
        ordered_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    if not draft.is_rehearsal:
        try:
            with uow.session.begin_nested():
                row.limits_before, row.limits_after = _change_limits(uow, draft, command_key)
        except Conflict as error:  # another order, or another desk, published limits just now
            raise _meanwhile(uow, draft.region) from error
        row.called = _call_up(uow, draft, reason, command_key)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:  # two orders at once
        raise _meanwhile(uow, draft.region) from error
    called = 0
    if not draft.is_rehearsal:
        if draft.calls_forces and draft.level is not PostureLevel.NORMAL:
            given = (draft.region, draft.level, draft.kind, command_key)
            called = call_forces_up(uow, *given)
        _set_rhythm(uow, draft)
    told = {"level": draft.level, "number": row.number, "rehearsal": draft.is_rehearsal}
    told |= {"members": row.called, "forces": called}
    uow.record("command.posture_ordered", Topic.POSTURE, row.id, region=draft.region, **told)
    uow.touched(Topic.POSTURE, row.id, draft.region)
    return row.id


def _checked(uow: Uow, draft: PostureDraft) -> str:
    if not uow.actor.may_in(Right.ORDER_POSTURE, draft.region):
        raise NotAllowed(right=Right.ORDER_POSTURE)
    reason = one_line(draft.reason)[:NOTE_MOST]
    if not reason:
        raise OrderWithoutReason
    fits = (
        0 < draft.limit_percent <= PERCENT
        and 0 < draft.report_min <= REPORT_MOST
        and 0 <= draft.duty_least <= DUTY_MOST
    )
    if not fits:
        raise OrderWrong
    return reason


def _change_limits(
    uow: Uow, draft: PostureDraft, command_key: UUID
) -> tuple[int | None, int | None]:
    """Publish the limits of the posture; those of cases registered before stay."""
    if not uow.actor.reaches_all(Right.MANAGE_KINDS):
        return None, None
    old, new = limit_bodies(
        uow.session, draft.region, draft.level, draft.categories, draft.limit_percent
    )
    pair = limits_changed(uow.session, draft.region) or (None, None)
    is_normal = draft.level is PostureLevel.NORMAL
    if old == new:
        return (None, None) if is_normal else pair
    seen = limits_now(uow.session).number
    note = say("command.limits_note", level=label(draft.level), kind=label(draft.kind))
    wanted = LimitsToPublish(seen, new, note)
    number = publish_limits(uow, wanted, command_key=uuid5(command_key, "limits"))
    return (None, None) if is_normal else (pair[0] or seen, number)


def _call_up(uow: Uow, draft: PostureDraft, reason: str, command_key: UUID) -> int:
    from app.party.report_in.models import CallUpAnswer

    reaches = uow.actor.may_in(Right.MANAGE_PARTY, draft.region)
    if not draft.calls_up or draft.level is PostureLevel.NORMAL or not reaches:
        return 0
    title = say("command.call_up_title", level=label(draft.level), kind=label(draft.kind))
    post = PostDraft(say("command.call_up_post"), "", 1)
    wanted = CallUpDraft(draft.region, title, reason, (post,))
    try:
        key = call_up(uow, wanted, command_key=uuid5(command_key, "call_up"))
    except NobodyToCall:
        return 0
    counted = sa.select(sa.func.count()).where(CallUpAnswer.call_up_id == key)
    return uow.session.scalar(counted) or 0


def _set_rhythm(uow: Uow, draft: PostureDraft) -> None:
    """Let the reports of incidents that go on come in the rhythm of the posture."""
    asked = sa.select(Incident).where(
        in_regions(Incident.region, (draft.region,)),
        Incident.ended_at.is_(None),
        Incident.is_rehearsal.is_(False),
    )
    for row in uow.session.scalars(asked).all():
        due = uow.now + timedelta(minutes=draft.report_min)
        row.report_min = draft.report_min
        row.report_due_at = min(row.report_due_at or due, due)
        uow.settle(row)
        uow.touched(Topic.INCIDENT, row.id, row.region)


def _meanwhile(uow: Uow, region: str) -> AppError:
    asked = sa.select(PostureOrder).where(PostureOrder.region == region)
    last = uow.session.scalars(asked.order_by(PostureOrder.number.desc()).limit(1)).first()
    if last is None:
        return Conflict(row=region)  # limits were published by hand at this moment
    moment = f"{local(last.ordered_at):%H:%M:%S}"
    level = label(PostureLevel(last.level))
    return OrderedMeanwhile(name=last.person_name, level=level, moment=moment)
