"""The machine in the hall of the demo: what its first screen says, and that it is alive."""

from datetime import datetime, timedelta

from app.accounts.rules import Role
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan
from app.kiosk.actions import MachineState, note_state
from app.kiosk.looks import Look, decide_look, hash_of_code

STAFF_CODE = "246810"
_NOTICES = ("本周六上午，医生在大厅义诊。", "周四 9 点到 12 点，南片停水检修。")


def set_up_machine(do: Doing, plan: StreetPlan, staff: Staff, now: datetime) -> None:
    """Let the administrator write the notices some days ago, and the machine report in now."""
    admin = do.by(staff.by_role[Role.ADMINISTRATOR][0], now - timedelta(days=3))
    admin(decide_look, plan.code, Look(notices=_NOTICES), 0, secret=hash_of_code(STAFF_CODE))
    for machine in staff.by_role.get(Role.KIOSK, ())[:1]:
        started, used = now - timedelta(hours=6), now - timedelta(minutes=9)
        said = do.by(machine, now - timedelta(seconds=40))
        said.plainly(note_state, MachineState(started, used))
