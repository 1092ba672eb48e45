"""Duty of the demo street: a roster of some weeks, a swap that waits, notes of hand-over."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.workforce.duty.actions.notes import take_note, write_note
from app.workforce.duty.actions.shifts import RoundDraft, plan_round
from app.workforce.duty.actions.swaps import SwapDraft, ask_swap
from app.workforce.duty.models import DutyShift
from app.workforce.duty.rules import DutyPost

BEFORE, DAYS, STANDBYS = 14, 42, 4
MORNING, EVENING, ALL_DAY = time(8, 30), time(17, 30), 24
NOTES = (
    "滨河路低洼处的积水泵还在抽，每小时看一次水位。",
    "平安里停电已报供电公司，来电前请回访两户老人。",
    "夜里没有事，电话都接了。",
)


def keep_duty(do: Doing, staff: Staff, region: str, now: datetime) -> None:
    """Put people on duty in turn, some weeks back and ahead; the last days were handed over."""
    first = local(now).date() - timedelta(days=BEFORE)
    earlier = now - timedelta(days=BEFORE + 1)
    roles = staff.by_role
    director = do.by(roles[Role.DIRECTOR][0], earlier)
    rounds = (
        (DutyPost.LEADER, (Role.DIRECTOR, Role.SUPERVISOR), MORNING, ALL_DAY),
        (DutyPost.OFFICER, (Role.RECEPTIONIST, Role.SERVICE_CLERK), MORNING, 9),
        (DutyPost.DISPATCH, (Role.DISPATCHER,), MORNING, 9),
    )
    for post, held, at, hours in rounds:
        people = tuple(
            actor.person_id
            for role in held
            for actor in roles.get(role, ())
            if actor.person_id is not None
        )
        if people:
            director(plan_round, RoundDraft(region, post, people, first, DAYS, at, hours))
    walkers = tuple(
        actor.person_id for actor in staff.grid_workers.values() if actor.person_id is not None
    )
    turn = RoundDraft(region, DutyPost.STANDBY, walkers[:STANDBYS], first, DAYS, EVENING, 15)
    director(plan_round, turn)
    do.session.flush()
    _hand_over(do, staff, region, now)


def _hand_over(do: Doing, staff: Staff, region: str, now: datetime) -> None:
    everybody = (*staff.by_role.values(), tuple(staff.grid_workers.values()))
    by_person = {actor.person_id: actor for actors in everybody for actor in actors}
    own = sa.select(DutyShift).where(DutyShift.region == region)
    over = own.where(DutyShift.ends_at < now, DutyShift.post != DutyPost.LEADER)
    last = over.order_by(DutyShift.ends_at.desc(), DutyShift.id).limit(len(NOTES))
    for at, shift in enumerate(do.session.scalars(last).all()):
        leaver = do.by(by_person[shift.person_id], shift.ends_at - timedelta(minutes=5))
        note = leaver(write_note, shift.id, NOTES[at])
        do.session.flush()
        if at:
            taker = staff.by_role[Role.DISPATCHER][0]
            do.by(taker, shift.ends_at)(take_note, note)
    ahead = own.where(DutyShift.starts_at > now, DutyShift.post == DutyPost.OFFICER)
    shift = do.session.scalars(ahead.order_by(DutyShift.starts_at).limit(1)).one()
    taker = staff.by_role[Role.DIRECTOR][0]
    if taker.person_id is not None and taker.person_id != shift.person_id:
        asker = do.by(by_person[shift.person_id], now - timedelta(hours=3))
        asker(ask_swap, SwapDraft(shift.id, taker.person_id, None, "家里有事"))
