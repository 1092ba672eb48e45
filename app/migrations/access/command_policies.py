"""Who may read and write posture, incidents and emergency units.

Orders, figures, lines of the timeline and reports are written in one's own name, now, and never
changed; an incident that ended takes nothing more.
"""

from app.accounts.rules import Right
from app.command.forces.rules import HOURS_MOST
from app.migrations.access.conditions import MINE, OWN_STAFF, exists, may, reaches
from app.migrations.access.policy import ADMIN, DESK, Policy

_READ, _ACT, _COMMIT = Right.READ_COMMAND, Right.COMMAND, Right.COMMIT_FORCES
_NAMED = f"{MINE} AND person_name = (SELECT jz.my_name())"


def _of_incident(*rights: Right, running: bool = False) -> str:
    where = f"i.id = incident_id AND {reaches('i.region', *rights)}"
    return exists("incident i", f"{where} AND i.ended_at IS NULL" if running else where)


def _of_unit(right: Right) -> str:
    where = f"u.id = unit_id AND {reaches('u.region', right)}"
    return exists("emergency_unit u", where)


def _told(moment: str, *rights: Right) -> Policy:
    """Return the policy of what is put down in an incident that goes on."""
    goes_on = _of_incident(*rights, running=True)
    add = f"{goes_on} AND {_NAMED} AND jz.is_now({moment})"
    return Policy((DESK,), _of_incident(_READ), add)


_KEEPS = reaches("region", Right.KEEP_FORCES)
_SAME_KIND = exists("incident i", "i.id = incident_id AND is_real <> i.is_rehearsal")
_WORKS_CALL = _of_incident(_ACT, _COMMIT, running=True)
_WORKS_TASK = _of_incident(_ACT, running=True)
_NOT_DONE = "(done_at IS NULL AND done_name = '')"
_RELEASES = "(released_at IS NULL OR released_name = (SELECT jz.my_name()))"

COMMAND: dict[str, Policy] = {
    "posture_order": Policy(
        (DESK, ADMIN),
        OWN_STAFF,
        f"{reaches('region', Right.ORDER_POSTURE)} AND {_NAMED} AND jz.is_now(ordered_at)"
        " AND number = jz.next_posture(region)",
    ),
    "response_plan": Policy(
        (DESK,),
        may(_READ),
        reaches("region", _ACT),
        reaches("region", _ACT),
    ),
    "incident": Policy(
        (DESK,),
        reaches("region", _READ),
        f"{reaches('region', _ACT)} AND commander = (SELECT jz.my_name())"
        " AND jz.is_now(started_at) AND ended_at IS NULL"
        " AND (case_id IS NULL OR jz.may_read_case(case_id))",
        f"{reaches('region', _ACT, Right.ORDER_POSTURE)} AND ended_at IS NULL",
        become=f"{reaches('region', _ACT, Right.ORDER_POSTURE)}"
        " AND (ended_at IS NULL OR (jz.is_now(ended_at) AND NOT jz.holds_units(id)))",
        fields=("ended_at", "report_min", "report_due_at", "rolled_at", "version"),
    ),
    "incident_task": Policy(
        (DESK,),
        _of_incident(_READ),
        f"{_WORKS_TASK} AND {_NOT_DONE}",
        _WORKS_TASK,
        become=f"{_WORKS_TASK} AND CASE state WHEN 'done' THEN jz.is_now(done_at)"
        f" AND done_name = (SELECT jz.my_name()) ELSE {_NOT_DONE} END",
        fields=("state", "note", "done_at", "done_name", "version"),
    ),
    "incident_figure": _told("at", _ACT),
    "incident_entry": _told("at", _ACT, _COMMIT),
    "situation_report": _told("made_at", _ACT),
    "emergency_unit": Policy(
        (DESK,),
        reaches("region", _READ),
        f"{_KEEPS} AND checked_in_at IS NULL AND on_duty_until IS NULL",
        _KEEPS,
        become=f"{_KEEPS} AND jz.is_checked_in(id, checked_in_at, on_duty_until)",
        fields=(
            *("region", "kind", "name", "place", "longitude", "latitude", "people", "kit"),
            *("skills", "checked_in_at", "on_duty_until", "is_active", "version"),
        ),
    ),
    # Names and telephones go through doors: masked, or against a committed request.
    "unit_member": Policy(
        (DESK,),
        _of_unit(_READ),
        _of_unit(Right.KEEP_FORCES),
        None,
        _of_unit(Right.KEEP_FORCES),
        columns=("id", "unit_id", "duty"),
    ),
    "unit_member_reading": Policy(
        (DESK,),
        MINE,
        f"{MINE} AND jz.may_read_unit_phone(member_id) AND jz.is_now(at)",
    ),
    "unit_check_in": Policy(
        (DESK,),
        _of_unit(_READ),
        f"{_of_unit(Right.KEEP_FORCES)} AND {_NAMED} AND jz.is_now(at)"
        f" AND people > 0 AND until > at AND until <= at + interval '{HOURS_MOST} hours'",
    ),
    "unit_drill": Policy(
        (DESK,),
        _of_unit(_READ),
        f"{_of_unit(Right.KEEP_FORCES)} AND {_NAMED} AND jz.is_now(recorded_at)",
    ),
    "unit_call": Policy(
        (DESK,),
        _of_incident(_READ),
        f"{_WORKS_CALL} AND {_of_unit(_READ)} AND {_SAME_KIND}"
        " AND person_name = (SELECT jz.my_name()) AND jz.is_now(called_at)"
        " AND jz.is_now(heard_at) AND answered_at IS NULL AND arrived_at IS NULL"
        " AND released_at IS NULL",
        _WORKS_CALL,
        become=f"{_WORKS_CALL} AND {_RELEASES} AND jz.is_call_told(id, called_at, heard_at,"
        " answered_at, arrived_at, released_at)",
        fields=(
            *("calls", "called_at", "answer", "answered_at", "eta_at", "arrived_at", "heard_at"),
            *("released_at", "released_name", "hold_of", "version"),
        ),
    ),
}
