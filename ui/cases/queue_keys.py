"""The keys that stand under the queue: those its reader may use."""

from app.cases import rights
from app.core.actor import Actor
from ui.core.slices import KeyHelp

WALK_KEYS = (KeyHelp("Up Down", "移动"), KeyHelp("Return", "打开"))
STEP_KEYS = (
    (rights.ASSIGN, KeyHelp("A", "分流")),
    (rights.HANDLE, KeyHelp("S", "签收")),
    (rights.HANDLE, KeyHelp("F", "办结")),
    (rights.CLOSE, KeyHelp("C", "结案")),
)


def foot_keys(actor: Actor) -> tuple[KeyHelp, ...]:
    """Return the keys to walk the rows, and those of the steps somebody may take."""
    return (*WALK_KEYS, *(key for right, key in STEP_KEYS if actor.may(right)))
