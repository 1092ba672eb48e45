"""Who may read and write what committee and conference do.

Meetings are for whoever reads the Party's affairs where they are held, and kept by whoever manages
these there. A resolution is also for the unit that carries it out, which says how far it is; that
it is done says whoever keeps the body. Who came, and what was said, stays as it was written.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import CALLED_SO, MINE, exists, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_KEEPS = reaches("region", Right.MANAGE_PARTY)
_KEEPS_MEETING = reaches("m.region", Right.MANAGE_PARTY)
OF_MEETING = exists("conference_meeting m", f"m.id::text = subject AND {_KEEPS_MEETING}")
"""Papers are put on a meeting by whoever keeps the body."""
READS_MEETING = exists("conference_meeting m", "m.id::text = subject")
"""Its own policy holds within this one."""
_OWN = "jz.stands_for(unit_id)"
_OWN_OF = reaches("r.region", Right.MANAGE_PARTY)


def _meeting(*states: str, region: str) -> str:
    named = ", ".join(f"'{state}'" for state in states)
    return exists(
        "conference_meeting m",
        f"m.id = meeting_id AND m.state IN ({named}) AND m.region = {region}",
    )


def _signed(what: str) -> str:
    return (
        f"CASE WHEN {what}_at IS NULL THEN {what}_name = ''"
        f" ELSE {what}_name = (SELECT jz.my_name()) AND jz.is_now({what}_at) END"
    )


_PERSON = f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
_SAYS = (
    f"CASE WHEN {_OWN_OF} THEN true"
    " ELSE kind IN ('progress', 'finished') AND r.state = 'open' AND jz.stands_for(r.unit_id) END"
)

CONFERENCE: dict[str, Policy] = {
    "conference_seat": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND ended_on IS NULL AND {CALLED_SO}",
        f"{_KEEPS} AND ended_on IS NULL",
        become=_KEEPS,
        fields=("ended_on", "version"),
    ),
    "conference_meeting": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND state = 'called' AND called_name = (SELECT jz.my_name())"
        " AND jz.is_now(called_at) AND quorum_percent = (SELECT jz.quorum_percent())",
        f"{_KEEPS} AND state IN ('called', 'held')",
        # What was held stays held, whoever leaves their seat later.
        become=f"{_KEEPS} AND CASE WHEN jz.was_held(id) THEN state = 'held' ELSE state <> 'held'"
        f" OR jz.has_quorum(id) END AND {_signed('minutes')}"
        " AND (minutes = '' OR minutes_at IS NOT NULL)",
        fields=("state", "reason", "minutes", "minutes_at", "minutes_name", "version"),
    ),
    "conference_item": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND state = 'open' AND {_meeting('called', region='conference_item.region')}"
        " AND (case_id IS NULL OR jz.is_tabled(case_id, region))"
        " AND (matter_id IS NULL OR jz.is_matter_open(matter_id, region))",
        f"{_KEEPS} AND state = 'open'",
        # A result is of a meeting that was held.
        become=f"{_KEEPS} AND {_signed('concluded')} AND (state <> 'concluded' OR (concluded_at"
        f" IS NOT NULL AND {_meeting('held', region='conference_item.region')}))",
        fields=("state", "result", "concluded_at", "concluded_name", "version"),
    ),
    "conference_presence": Policy(
        (DESK,),
        exists("conference_meeting m", "m.id = meeting_id"),
        "jz.may_mark(meeting_id, seat_id)",
    ),
    "conference_resolution": Policy(
        (DESK,),
        f"CASE WHEN {_READS} THEN true ELSE {_OWN} END",
        f"{_KEEPS} AND state = 'open' AND resolved_name = (SELECT jz.my_name())"
        " AND jz.is_now(resolved_at)"
        f" AND {_meeting('held', region='conference_resolution.region')}"
        f" AND {exists('unit u', 'u.id = unit_id AND u.is_active')}",
        f"state <> 'done' AND CASE WHEN {_KEEPS} THEN true ELSE state = 'open' AND {_OWN} END",
        become=f"CASE WHEN {_KEEPS} THEN true ELSE state IN ('open', 'reported') AND {_OWN} END",
        fields=("state", "done_at", "version"),
    ),
    "conference_report": Policy(
        (DESK,),
        exists("conference_resolution r", "r.id = resolution_id"),
        f"{_PERSON} AND {exists('conference_resolution r', f'r.id = resolution_id AND {_SAYS}')}",
    ),
}
