"""Who may read and write the rules of desks, and what those rules did."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, STAFF, WORKS_BY_DOOR, reaches
from app.migrations.access.policy import DESK, Policy

_KEEPS = reaches("region", Right.APPROVE)
_OF_MINE = (
    "EXISTS (SELECT 1 FROM case_rule r WHERE r.id = rule_id AND "  # noqa: S608  of ours
    + reaches("r.region", Right.APPROVE)
    + ")"
)
_OF_RULE = (
    "EXISTS (SELECT 1 FROM case_rule r WHERE r.id = rule_id"
    " AND r.number = case_rule_firing.number AND r.state = 'on')"
)

AUTOMATION: dict[str, Policy] = {
    # Every step asks which rules there are, whoever takes it.
    "case_rule": Policy((DESK,), STAFF, _KEEPS, _KEEPS),
    "case_rule_version": Policy(
        (DESK,),
        _OF_MINE,
        f"{_OF_MINE} AND author_id = {ME} AND trial = ''",
        f"{_OF_MINE} AND trial = ''",
        become=_OF_MINE,
        fields=("trial",),
    ),
    "case_rule_firing": Policy(
        (DESK,),
        f"CASE WHEN {_OF_MINE} THEN true ELSE jz.may_read_case(case_id) END",
        f"{WORKS_BY_DOOR} AND {_OF_RULE} AND jz.is_now(at)",
    ),
}
"""Rules act with the account of whoever took the step; what they did is written by it."""
