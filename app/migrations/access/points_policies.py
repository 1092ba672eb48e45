"""Who may read and write points: rules, records, what was decided on them, and the ledger.

All of it is append-only. Records are put down and confirmed by those who keep a place's members,
never one's own and, where the rule wants a second person, never what one put down oneself.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, exists, may, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_RECORDS = reaches("region", Right.MANAGE_POINTS, Right.CONFIRM_REPORT_IN)
_BY_ME = f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
_OTHER = "NOT jz.is_own_member(m.id, m.name)"
_THEIRS = exists(
    "party_member m", f"m.id = member_id AND m.region = points_record.region AND {_OTHER}"
)
_RULED = exists(
    "points_rule_version v",
    "v.street = left(points_record.region, 9) AND v.code = points_record.code AND v.is_on"
    " AND NOT EXISTS (SELECT 1 FROM points_rule_version n"
    " WHERE n.street = v.street AND n.code = v.code AND n.number > v.number)",
)
"""By a rule that is on; within a year, give or take a day for where midnight is."""
_CAME = (
    "CASE WHEN sign_up_id IS NULL THEN came_at IS NULL ELSE "
    + exists(
        "activity_sign_up s JOIN activity a ON a.id = s.activity_id",
        "s.id = sign_up_id AND s.member_id = points_record.member_id AND s.checked_at = came_at"
        " AND a.ends_at <= now() + interval '1 minute'",
    )
    + " END"
)
"""What comes from a check-in names one that is there, of an activity that is over."""
_IN_A_YEAR = "day BETWEEN current_date - 367 AND current_date + 1"
_MY_STREET = (
    f"EXISTS (SELECT 1 FROM unnest((SELECT jz.reach('{Right.MANAGE_POINTS}',"  # noqa: S608  of ours
    f" '{Right.CONFIRM_REPORT_IN}'))::text[]) mine"
    " WHERE starts_with(mine, region) OR region LIKE mine)"
)
_HOLDER = exists("party_member m", "m.id = holder_id AND m.region = ledger_account.region")
_AT_ONCE = exists(
    "points_rule_version v",
    "v.street = left(r.region, 9) AND v.code = r.code AND v.number = rule_number"
    " AND v.confirmer = 'recorder'",
)
_CONFIRMS = exists(
    "points_record r JOIN party_member m ON m.id = r.member_id",
    f"r.id = record_id AND r.region = points_decision.region AND {_OTHER}"
    f" AND (r.person_id IS DISTINCT FROM (SELECT jz.me()) OR {_AT_ONCE})",
)
_WENT_OVER = exists(
    "ledger_transfer t",
    "t.id = transfer_id AND t.ref = record_id::text AND t.amount = points AND t.kind = 'given'",
)

POINTS: dict[str, Policy] = {
    # Those of the house belong to the street, and whoever counts for a community looks for them.
    "ledger_account": Policy(
        (DESK,),
        f"CASE WHEN kind = 'holder' THEN {_READS} ELSE {may(Right.READ_PARTY)} END",
        f"jz.is_now(opened_at) AND CASE WHEN kind = 'holder' THEN {_RECORDS} AND {_HOLDER}"
        f" ELSE holder_id IS NULL AND length(region) = 9 AND {_MY_STREET} END",
    ),
    "ledger_transfer": Policy(
        (DESK,),
        _READS,
        f"{_RECORDS} AND {_BY_ME} AND jz.may_post(kind, from_id, to_id, amount, day, ref, region)",
    ),
    "points_rule_version": Policy(
        (DESK,), may(Right.READ_PARTY), f"{reaches('street', Right.MANAGE_POINTS)} AND {_BY_ME}"
    ),
    "points_record": Policy(
        (DESK,),
        _READS,
        f"{_RECORDS} AND {_BY_ME} AND {_THEIRS} AND {_IN_A_YEAR} AND {_RULED} AND {_CAME}",
    ),
    "points_decision": Policy(
        (DESK,),
        _READS,
        f"{_RECORDS} AND {_BY_ME} AND {_CONFIRMS} AND (transfer_id IS NULL OR {_WENT_OVER})",
    ),
}
