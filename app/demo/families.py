"""What neighbours of the demo street report a second time, and what the dispatcher merges."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.cases.actions.families import Joining, merge_cases
from app.cases.actions.intake import Intake, Reporter, register_case
from app.cases.models import CaseFile
from app.cases.rules import HANDLING_STATES, CaseState, Source
from app.cases.scope import at_desk
from app.demo.doing import Doing
from app.demo.people import Staff

LEADS = 4
SINCE = timedelta(days=3)
PART = 8
"""In how many parts the time since the last case is cut: one for each report."""
NEARBY = 0.00015  # degrees: some 15 m
AGAIN = (
    "同一处，我也来反映：{title}。",
    "跟邻居说的是一件事，{title}，请尽快来看看。",
    "{title}，早上就有人打过电话了，到现在还没人来。",
)
BEGINNINGS = ("又有人反映", "邻居也反映", "再次来电：", "同楼也反映")
CALLERS = ("林国庆", "戚丽君", "顾长海", "卢桂芬", "姚志强", "温秀兰", "丁大勇", "孔玉梅")
SAME = "地点、说的都是同一件，并到先来的一件一起办。"


def report_again(do: Doing, staff: Staff, street: str, pepper: bytes, now: datetime) -> int:
    """Let neighbours report the same matters, most of which the dispatcher merges (并案); one
    more report stands beside its like, for whoever looks at what may be the same.

    They come last of all, since numbers of a day follow the order of registering.

    Returns:
        How many cases they are.
    """
    session = do.session
    session.flush()
    last = session.scalar(sa.select(sa.func.max(CaseFile.registered_at)))
    step = (now - (last or now)) / PART
    desk, merger = staff.by_role[Role.RECEPTIONIST][0], staff.by_role[Role.DISPATCHER][0]
    told, at = 0, now
    chance = Random(f"families:{street}")  # noqa: S311  nothing secret hangs on it
    for place, lead in enumerate(_leads(session, street, now)):
        joined = []
        for _ in range(1 + place % 2):
            told += 1
            at = now - step * (PART - told)
            case_id = do.by(desk, at)(register_case, _again(lead, told, chance), pepper)
            session.flush()
            joined.append(Joining(case_id, session.get_one(CaseFile, case_id).version))
        if place < LEADS:
            do.by(merger, at + step / 2)(merge_cases, lead.id, joined, SAME)
            session.flush()
    return told


def _leads(session: Session, street: str, now: datetime) -> list[CaseFile]:
    """Return young matters under way that lie somewhere, in an order that is the same anew."""
    asked = (
        sa.select(CaseFile)
        .where(
            CaseFile.state.in_((CaseState.REGISTERED, *HANDLING_STATES)),
            CaseFile.pause.is_(None),
            CaseFile.lead_id.is_(None),
            CaseFile.longitude.is_not(None),
            CaseFile.category_code.is_not(None),
            CaseFile.is_confidential.is_(False),
            CaseFile.received_at >= now - SINCE,
            CaseFile.number.is_not(None),
            at_desk(street),
        )
        .order_by(CaseFile.number)
    )
    return list(session.scalars(asked.limit(LEADS + 1)))


def _again(lead: CaseFile, turn: int, chance: Random) -> Intake:
    name = CALLERS[turn % len(CALLERS)]
    phone = f"13{chance.randrange(10**9):09d}"
    return Intake(
        text=AGAIN[turn % len(AGAIN)].format(title=lead.title),
        title=f"{BEGINNINGS[turn % len(BEGINNINGS)]}{lead.title}",
        source=Source.CALL,
        region=lead.region,
        category=lead.category_code,
        place=lead.place,
        longitude=_beside(lead.longitude, chance),
        latitude=_beside(lead.latitude, chance),
        reporter=Reporter(name=name, phone=phone),
    )


def _beside(degrees: float | None, chance: Random) -> float | None:
    return None if degrees is None else degrees + chance.uniform(-NEARBY, NEARBY)
