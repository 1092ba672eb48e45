"""Who may read and write the rows of call-backs, their plan, and what the rates leave out."""

from app.accounts.rules import Right
from app.migrations.access.conditions import (
    AT_ITS_DESK,
    DIRECTORY,
    IS_MY_UNIT,
    ME,
    MINE,
    OF_CASE,
    WORKS,
    may,
    of_all,
    reaches,
)
from app.migrations.access.policy import DESK, Policy

_COUNTS = reaches("region", Right.READ_CASES, Right.READ_FIGURES)
_BY_ME = f"{MINE} AND person_name = (SELECT jz.my_name())"
_ASKS = (
    f"{OF_CASE} AND {_BY_ME} AND state = 'asked' AND serial IS NULL AND decided_at IS NULL"
    f" AND {AT_ITS_DESK} AND street = left(region, 9) AND jz.is_now(asked_at)"
    f" AND lifted_at IS NULL AND {may(Right.CALL_BACK, Right.HANDLE_CASE, Right.APPROVE)}"
)
_PUTS_RIGHT = (
    f"{OF_CASE} AND ({MINE} OR {may(Right.APPROVE)}) AND {may(Right.CALL_BACK)}"
    " AND at > now() - interval '2 hours'"
)
"""A step is put right within minutes, by who took it or the director: the longest setting is two
hours. Later nobody makes an answer not count."""
_DECIDES = f"{reaches('region', Right.APPROVE)}"
_DECIDED = (
    f"({_DECIDES} AND CASE state"
    f" WHEN 'granted' THEN person_id IS DISTINCT FROM {ME} AND jz.is_now(decided_at)"
    " WHEN 'refused' THEN serial IS NULL AND jz.is_now(decided_at)"
    " WHEN 'lifted' THEN jz.is_now(lifted_at) ELSE false END)"
    f" OR (person_id = {ME} AND state = 'withdrawn' AND serial IS NULL"
    " AND decided_at IS NULL AND lifted_at IS NULL)"
)
"""Nobody grants what they asked for themselves or decides for another day than today, and who
asked may only take it back, as long as nobody has decided."""
_HEARD = (
    "EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = call_answer.case_id"  # noqa: S608  ours
    f" AND e.ordinal = call_answer.ordinal AND e.kind = 'called_back' AND e.person_id = {ME})"
)
"""An answer stands in the story of its case, by who asked."""
_FINISHING_UNDONE = (
    "EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = call_round.case_id"
    " AND e.ordinal > call_round.ordinal AND e.kind = 'reversed')"
)
_MOVES_ROUND = (
    f"{WORKS} AND ({may(Right.CALL_BACK)} OR (state = 'overtaken' AND {_FINISHING_UNDONE}))"
)
"""Who handles a case ends its call only by putting right that it was finished."""

CALL_BACKS: dict[str, Policy] = {
    # Figures read tens of thousands: by region or unit alone, with no look at each case.
    "call_answer": Policy(
        (DESK,),
        f"CASE WHEN {_COUNTS} THEN true ELSE {IS_MY_UNIT.format('')} END",
        f"{OF_CASE} AND {_BY_ME} AND jz.is_now(at) AND reversed_at IS NULL"
        f" AND {may(Right.CALL_BACK)} AND {AT_ITS_DESK} AND {_HEARD}",
        _PUTS_RIGHT,
        become=f"{_PUTS_RIGHT} AND jz.is_now(reversed_at)",
        fields=("reversed_at",),
    ),
    # By the plan and its salt one would know which finishing is called about.
    "call_plan": Policy(
        DIRECTORY,
        may(Right.CALL_BACK, Right.APPROVE, Right.MANAGE_KINDS),
        of_all(Right.MANAGE_KINDS),
    ),
    "call_round": Policy(
        (DESK,),
        OF_CASE,
        f"{WORKS} AND {may(Right.CALL_BACK)} AND {AT_ITS_DESK}",
        WORKS,
        become=_MOVES_ROUND,
        fields=("state", "tries", "next_at", "ended_at", "version"),
    ),
    "exclusion": Policy(
        (DESK,),
        f"CASE WHEN {_COUNTS} THEN true ELSE person_id = {ME} END",
        _ASKS,
        f"{_DECIDES} OR (person_id = {ME} AND state = 'asked')",
        become=_DECIDED,
        fields=(
            *("year", "serial", "state", "decided_at", "decided_name", "decision"),
            *("lifted_at", "lifted_name", "lifting", "version"),
        ),
    ),
}
