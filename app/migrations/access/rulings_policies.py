"""Who may read and write final rulings, and the precedents a district shares."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, OF_CASE, reaches
from app.migrations.access.policy import DESK, Policy

_RULES = (
    "EXISTS (SELECT 1 FROM case_file c WHERE c.id = case_id"  # noqa: S608  of ours
    f" AND {reaches('c.desk_region', Right.APPROVE)})"
)
_RULES_NOW = (
    f"{_RULES} AND person_id = {ME} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
)
_OF_DISTRICT = (
    f"district LIKE ANY ((SELECT jz.districts('{Right.ASSIGN_CASE}', '{Right.APPROVE}'))::text[])"
)
_OF_MY_RULING = (
    "EXISTS (SELECT 1 FROM ruling r JOIN case_file c ON c.id = r.case_id"  # noqa: S608  of ours
    f" WHERE r.id = ruling_id AND r.person_id = {ME} AND r.lead_unit_id = precedent.lead_unit_id"
    " AND c.desk_region = precedent.desk_region AND NOT c.is_confidential)"
)
_ENDS = reaches("desk_region", Right.APPROVE)

RULINGS: dict[str, Policy] = {
    "ruling": Policy((DESK,), OF_CASE, _RULES_NOW),
    "precedent": Policy(
        (DESK,),
        _OF_DISTRICT,
        f"{_OF_MY_RULING} AND starts_with(desk_region, district) AND {_ENDS}",
        f"{_ENDS} AND state = 'in_force'",
        become=_ENDS,
        fields=("state", "ended_at", "ended_name", "ended_why", "version"),
    ),
}
