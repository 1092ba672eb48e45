"""What the people of the demo street put on its cases: tags, a shortlist, a few reminders."""

from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.cases.actions.following import follow_cases
from app.cases.actions.reminding import remind_case
from app.cases.actions.tags import add_tag, mark_case
from app.cases.models import CaseFile
from app.cases.rules import HANDLING_STATES, OPEN_STATES
from app.cases.scope import at_desk
from app.demo.doing import Doing
from app.demo.people import Staff

TAGS = ("重复反映", "老旧小区", "汛期", "创城")
MARKED_SHARE = 7  # one open case in so many carries a tag
FOLLOWED = 4
NOTES = ("反映人又来电询问，请尽快联系。", "今天能不能办完，请回个话。")
AGO = timedelta(minutes=25)


def leave_marks(do: Doing, staff: Staff, street: str, now: datetime) -> None:
    """Let the director add the words and the dispatcher use them, shortly before `now`; both
    follow what runs out first.
    """
    session = do.session
    session.flush()
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - AGO)
    dispatcher = do.by(staff.by_role[Role.DISPATCHER][0], now - AGO)
    tags = [director(add_tag, name, street) for name in TAGS]
    open_ones = _first(session, CaseFile.state.in_(OPEN_STATES))
    for case_id, tag in zip(open_ones[::MARKED_SHARE], cycle(tags), strict=False):
        dispatcher(mark_case, case_id, (tag,))
    for who in (*staff.by_role[Role.DISPATCHER], *staff.by_role[Role.DIRECTOR]):
        do.by(who, now - AGO)(follow_cases, open_ones[:FOLLOWED])
    goes_on = CaseFile.state.in_(HANDLING_STATES), CaseFile.pause.is_(None)
    in_hand = _first(session, *goes_on, at_desk(street))
    for case_id, note in zip(in_hand, NOTES, strict=False):
        dispatcher(remind_case, case_id, note)
    session.flush()


def _first(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[UUID, ...]:
    """Return cases in the order their clocks run out; numbers, unlike keys, are the same anew."""
    asked = sa.select(CaseFile.id).where(CaseFile.number.is_not(None), *conditions)
    return tuple(session.scalars(asked.order_by(CaseFile.order_at, CaseFile.number)))
