"""Calling back in the demo street: a plan, who is drawn of late, and what the rates leave out."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.calling import publish_plan
from app.cases.actions.excluding import ExclusionWish, ask_exclusion, grant_exclusion
from app.cases.actions.notice_templates import TemplateDetails, save_template
from app.cases.call_states import ExclusionReason
from app.cases.chores import draw_now, undrawn
from app.cases.drawing import DrawnBy, Share
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer, CallRound, Exclusion
from app.cases.notice_rules import Audience
from app.cases.rules import EventKind, Source
from app.core.actor import system
from app.core.gateways.channels import Channel
from app.demo.doing import Doing
from app.demo.people import Staff

SALT = "demo"
SINCE = timedelta(days=3)
AGO = timedelta(minutes=40)
IN_VAIN = 4
SHARES = (
    Share(DrawnBy.SOURCE, Source.HOTLINE_12345, 1, 1),
    Share(DrawnBy.SOURCE, Source.CALL, 5, 10),
)
REST = Share(DrawnBy.REST, "", 3, 10)
WISHES = (
    (ExclusionReason.NOT_LAWFUL, "要求的补偿没有政策依据，主管部门已书面答复。"),
    (ExclusionReason.OTHER_CHANNEL, "反映人已就这件事起诉，有法院的受理通知书。"),
    (ExclusionReason.DUPLICATE, "同一人就同一件事多次反映，前一件已办结。"),
    (ExclusionReason.OUTSIDE_DUTY, "须由市里统一安排，已转市级部门并告知反映人。"),
)
GRANTED = 2
TOLD = {
    EventKind.REGISTERED: "您反映的“{title}”已受理，编号 {number}，查询电话 {telephone}。",
    EventKind.FINISHED: "您反映的“{title}”已办结。不满意请回复 {reference} 和原因。",
}
UNHAPPY = (
    (False, "来看过一次，还是老样子。"),
    (True, "修是修了，等的时间太长。"),
    (False, "只打了个电话，没有人来。"),
    (True, "态度不好，不愿多说。"),
)


def call_some(do: Doing, staff: Staff, now: datetime) -> None:
    """Publish a plan, draw by it, miss some calls, and ask to leave some cases out."""
    session = do.session
    session.flush()
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - AGO)
    desk = do.by(staff.by_role[Role.DISPATCHER][0], now - AGO)
    everywhere = do.by(do.who, now - AGO)  # the plan is one for all streets
    everywhere(publish_plan, SHARES, REST, 0, "人手紧，12345 全打，其余抽查", salt=SALT)
    for step, text in TOLD.items():
        everywhere(save_template, TemplateDetails(step, Audience.CALLER, Channel.SMS, text))
    draws = do.by(system("cases.draw"), now - AGO)
    for case_id in session.scalars(undrawn(now - SINCE, now)).all():
        draws.plainly(draw_now, case_id)
    session.flush()
    waiting = _waiting(session)
    for case in waiting[:IN_VAIN]:
        desk(call_back, CallBack(case.id, case.version, None))
    for case, (solved, note) in zip(waiting[IN_VAIN:], UNHAPPY, strict=False):
        order = CallBack(
            case.id, case.version, contacted=True, solved=solved, satisfied=False, note=note
        )
        desk(call_back, order)
    session.flush()  # nothing is flushed by itself here, and what follows reads the cases anew
    for case, (reason, basis) in zip(_unhappy(session), WISHES, strict=False):
        desk(ask_exclusion, ExclusionWish(case.id, reason, basis))
    session.flush()
    for entry in session.scalars(sa.select(Exclusion).order_by(Exclusion.basis)).all()[:GRANTED]:
        director(grant_exclusion, entry.id, entry.version, "情况属实，同意剔除。")
    session.flush()


def _waiting(session: Session) -> list[CaseFile]:
    """Return cases to be called about, in an order that is the same anew."""
    asked = (
        sa.select(CaseFile)
        .join(CallRound, CallRound.case_id == CaseFile.id)
        .where(CallRound.ended_at.is_(None), CaseFile.is_confidential.is_(False))
        .order_by(CaseFile.number)
    )
    return list(session.scalars(asked))


def _unhappy(session: Session) -> list[CaseFile]:
    """Return cases whose reporters were not satisfied, in an order that is the same anew."""
    asked = (
        sa.select(CaseFile)
        .where(
            CaseFile.id.in_(sa.select(CallAnswer.case_id).where(CallAnswer.is_satisfied.is_(False)))
        )
        .order_by(CaseFile.number)
    )
    return list(session.scalars(asked))
