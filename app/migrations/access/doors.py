"""Which groups may call which functions: whoever is named nowhere calls none.

A device has an account that anybody who stands before it may get at. So it calls what signing in
and the rules of the tables it writes ask for, and its own few doors.
"""

import re
from collections.abc import Iterator

from app.command.wall.doors import DOORS
from app.migrations.access.policies import POLICIES
from app.migrations.access.policy import ADMIN, AUDITOR, DESK, KIOSK, PERSON, WALL

INSIDE = frozenset(
    (
        *("fit_login", "follow_accounts", "must_be_journaled", "refuse_when_shut"),
        *("member_must_be_journaled", "end_old_sessions", "end_hold_ups"),
        *("hmac", "is_committed", "looked_up", "cases_of_key"),
        *("sha1", "hmac_sha1", "code_of", "is_proven"),
        *("keep_to_own_part", "is_told_in_time", "is_of_summoned"),
        *("is_my_import", "is_agreed", "earns", "points_left"),
        "wall_kinds",
        *("gives_numbers", "is_machine"),
        *("kiosk_case", "is_asked", "is_video_told"),
    )
)
"""What only other functions call."""

_STAFF = (DESK, ADMIN, AUDITOR)
_SIGNING_IN = frozenset(
    (
        *("choose_password", "note_sign_in", "pepper", "is_shut", "hint", "news"),
        *("held", "me", "myself", "is_service", "needs_code", "knocking", "my_name"),
        *("reckoned_by", "end_my_older_sessions"),
    )
)
_STATE_OF_WALL = ("wall_posture", "wall_duty", "wall_incidents", "wall_units", "wall_entries")
_OF_DEVICES = dict.fromkeys((*DOORS, *_STATE_OF_WALL, "wall_settings"), (WALL, *_STAFF)) | {
    "wall_camera_address": (WALL,),
    "kiosk_progress": (KIOSK,),
    "kiosk_steps": (KIOSK,),
    "kiosk_near": (KIOSK,),
    "kiosk_regions": (KIOSK,),
    "kiosk_outlines": (KIOSK,),
    "kiosk_lines": (KIOSK,),
    "kiosk_places": (KIOSK,),
    "kiosk_kinds": (KIOSK,),
    "kiosk_reach": (KIOSK, ADMIN),
    "kiosk_shows": (KIOSK,),
    "kiosk_may_leave": (KIOSK,),
    "is_slot_of_now": (KIOSK,),
    "kiosk_guide": (KIOSK,),
    "kiosk_queues": (KIOSK,),
    "kiosk_ticket": (KIOSK,),
    "work_calendar": (KIOSK,),
    "queue_rules": (KIOSK,),
    "take_number": (KIOSK, *_STAFF),
    "booking_rules": (KIOSK, *_STAFF),
    "booked_slots": (KIOSK,),
    "book_time": (KIOSK, *_STAFF),
    "find_booking": (KIOSK, *_STAFF),
    "booked_by_code": (KIOSK, *_STAFF),
    "cancel_booking": (KIOSK, *_STAFF),
}
_CALLED = re.compile(r"jz\.(\w+)\(")


def callers_of(function: str) -> tuple[str, ...]:
    """Return the groups that may call a function of the schema ``jz``."""
    if function in INSIDE:
        return ()
    if function in _OF_DEVICES:
        return _OF_DEVICES[function]
    return (PERSON,) if function in _SIGNING_IN or function in _IN_RULES else _STAFF


def _asked_by_all() -> Iterator[str]:
    """Tell the functions that the rules of tables ask which everybody reaches."""
    for policy in POLICIES.values():
        if PERSON in policy.groups:
            for condition in (policy.read, policy.add, policy.change, policy.become, policy.remove):
                yield from _CALLED.findall(condition or "")


_IN_RULES = frozenset(_asked_by_all())
