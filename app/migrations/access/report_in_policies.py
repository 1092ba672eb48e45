"""Who may read and write report-ins to communities, signed files, and call-ups."""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, exists, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_MANAGES = reaches("region", Right.MANAGE_PARTY)
_CONFIRMS = reaches("region", Right.CONFIRM_REPORT_IN)
_WORKS = reaches("region", Right.MANAGE_PARTY, Right.CONFIRM_REPORT_IN)
_BY_ME = f"{MINE} AND person_name = (SELECT jz.my_name())"
_NOW_BY_ME = f"{_BY_ME} AND jz.is_now(at)"
_OF_REPORT_IN = "EXISTS (SELECT 1 FROM report_in r WHERE r.id = report_in_id)"
_OF_MINE = (
    "EXISTS (SELECT 1 FROM report_in r WHERE r.id = report_in_id AND "  # noqa: S608  of ours
    + reaches("r.region", Right.MANAGE_PARTY, Right.CONFIRM_REPORT_IN)
    + ")"
)
_VISIT_SEEN = exists(
    "report_in r", f"r.id = report_in_id AND {reaches('r.region', Right.CONFIRM_REPORT_IN)}"
)
_SENT_IN = exists(
    "report_sender s", "s.id = sender_id AND s.ended_at IS NULL AND starts_with(region, s.region)"
)
_REGISTERS = (
    f"{_WORKS} AND state = 'registered' AND confirmed_at IS NULL AND confirmed_name = ''"
    f" AND CASE source WHEN 'desk' THEN jz.is_now(registered_at) ELSE {_SENT_IN} END"
)
_AS_CONFIRMED = (
    "CASE WHEN jz.was_confirmed_so(id, region, state, confirmed_at, confirmed_name) THEN true"
    " WHEN confirmed_at IS NULL THEN state <> 'confirmed' AND confirmed_name = ''"
    f" ELSE state = 'confirmed' AND {_CONFIRMS} AND jz.is_now(confirmed_at)"
    " AND confirmed_name = (SELECT jz.my_name()) END"
)
"""A visit stays confirmed as it was, is to be confirmed, or is confirmed now by whoever may."""
_OF_CALL_UP = "EXISTS (SELECT 1 FROM call_up c WHERE c.id = call_up_id)"
_OF_OPEN_CALL = (
    "EXISTS (SELECT 1 FROM call_up c WHERE c.id = call_up_id AND c.state = 'open'"  # noqa: S608  of ours
    f" AND c.person_id = (SELECT jz.me()) AND {reaches('c.region', Right.MANAGE_PARTY)})"
)
_CALLED_OPEN = _OF_CALL_UP.replace("call_up_id)", "call_up_id AND c.state = 'open')")
_AT_ITS_COMMUNITY = "region = (SELECT r.region FROM report_in r WHERE r.id = report_in_id)"

REPORT_IN: dict[str, Policy] = {
    "report_sender": Policy(
        (DESK,),
        _READS,
        f"{_MANAGES} AND {_NOW_BY_ME} AND ended_at IS NULL",
        f"{_MANAGES} AND ended_at IS NULL",
        become=f"{_MANAGES} AND jz.is_now(ended_at)",
        fields=("ended_at",),
    ),
    # A visit is confirmed by whoever confirms visits there, and by nobody else.
    "report_in": Policy(
        (DESK,),
        _READS,
        _REGISTERS,
        f"{_WORKS} AND state <> 'ended'",
        become=f"{_WORKS} AND {_AS_CONFIRMED}",
        fields=(
            *("region", "state", "visit_by", "confirmed_at", "confirmed_name", "ended_at"),
            *("ended_why", "reviewed_year", "changed_at", "version"),
        ),
    ),
    "report_in_event": Policy(
        (DESK,),
        _OF_REPORT_IN,
        f"{_OF_MINE} AND {_NOW_BY_ME} AND CASE step WHEN 'confirmed' THEN {_VISIT_SEEN}"
        " ELSE true END",
    ),
    "report_file": Policy((DESK,), _READS, f"{_MANAGES} AND {_NOW_BY_ME}"),
    "call_up": Policy(
        (DESK,),
        _READS,
        f"{_MANAGES} AND {_BY_ME} AND jz.is_now(called_at) AND state = 'open'",
        f"{_MANAGES} AND state = 'open'",
        become=f"{_MANAGES} AND state = 'closed' AND jz.is_now(closed_at)",
        fields=("state", "closed_at", "version"),
    ),
    "call_up_post": Policy((DESK,), _OF_CALL_UP, _OF_OPEN_CALL),
    "call_up_answer": Policy(
        (DESK,),
        _READS,
        f"{_OF_OPEN_CALL} AND {_NOW_BY_ME} AND answer = 'asked' AND {_AT_ITS_COMMUNITY}",
        f"{_WORKS} AND {_CALLED_OPEN}",
        become=f"{_WORKS} AND {_NOW_BY_ME}",
        fields=("post_id", "answer", "at", "person_id", "person_name"),
    ),
}
"""What was registered, confirmed and answered stays put down; it ends and is never taken away."""
