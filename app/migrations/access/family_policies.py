"""Who may read and write what may be one matter."""

from app.accounts.rules import Right
from app.migrations.access.conditions import WORK, may, reaches
from app.migrations.access.policy import DESK, Policy

_BOTH = (
    "EXISTS (SELECT 1 FROM case_file c WHERE c.id = first_id)"
    " AND EXISTS (SELECT 1 FROM case_file c WHERE c.id = second_id)"
)
"""A pair is for whoever may read both cases: the policy of cases holds within this one."""
_JUDGES = f"{_BOTH} AND {may(Right.REGISTER_CASE, Right.ASSIGN_CASE)}"
_COMES_BACK = reaches("region", Right.READ_CASES)
_DECIDES = reaches("region", Right.ASSIGN_CASE)
_OF_RECURRENCE = (
    "EXISTS (SELECT 1 FROM recurrence r WHERE r.id = recurrence_id)"
    " AND EXISTS (SELECT 1 FROM case_file c WHERE c.id = case_id)"
)

# What is found by itself is written by the service; a person only judges it.
FAMILIES: dict[str, Policy] = {
    "likely_pair": Policy((DESK,), _BOTH, f"{_JUDGES} AND state = 'refused'", _JUDGES),
    "recurrence": Policy((DESK,), _COMES_BACK, None, f"{_DECIDES} AND {may(*WORK)}"),
    "recurrence_case": Policy((DESK,), _OF_RECURRENCE),
}
