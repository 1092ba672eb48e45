"""Duty on a server."""

from datetime import timedelta

from app.core.actor import console
from app.core.ids import new_id
from app.workforce.duty.actions.shifts import ShiftDraft, plan_shift
from app.workforce.duty.actions.swaps import SwapDraft, ask_swap
from app.workforce.duty.rules import DutyPost
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import Server

HOUR = timedelta(hours=1)


def duty_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: shifts of both streets, a request to swap."""
    now = server.database.clock.now()
    told = {}
    shifts = (
        ("near_shift", STREET, "receptionist", 1),
        ("own_shift", STREET, "dispatcher", 24),
        ("far_shift", OTHER_STREET, "stranger", 1),
    )
    for name, region, who, begin in shifts:
        start = now + begin * HOUR
        draft = ShiftDraft(region, DutyPost.OFFICER, server.keys[who], start, start + 8 * HOUR)
        with server.database.writing(console("test")) as uow:
            told[name] = plan_shift(uow, draft, command_key=new_id())
    ask = SwapDraft(told["near_shift"], server.keys["dispatcher"], None, "有事")
    told["near_swap"] = server.do("receptionist", ask_swap, ask)
    server.close()
    return {name: str(key) for name, key in told.items()}
