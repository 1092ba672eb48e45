"""Who may read and write rounds: the staff of where they go read them, whoever keeps them plans,
and whoever made one writes it down once.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, exists, reaches
from app.migrations.access.policy import ADMIN, DESK, Policy

_KEEP = reaches("region", Right.KEEP_PATROLS)
_READ = reaches("region", Right.READ_CASES)
_GIVEN = exists("patrol_hand h", f"h.plan_id = {{}} AND h.person_id = {ME}")
_OF_PERSON = exists("person p", "p.id = person_id AND p.name = person_name")
_OWN = f"{MINE} AND ({reaches('region', Right.REGISTER_CASE)} OR {_GIVEN.format('plan_id')})"
_THEIRS = f"({MINE} OR {_KEEP})"
_NOW = "jz.is_now(recorded_at) AND recorded_name = (SELECT jz.my_name())"
_OF_ROUND = exists("patrol_round r", "r.id = round_id")
_PUTS = exists(
    "patrol_round r",
    f"r.id = round_id AND r.dropped_at IS NULL AND (r.person_id = {ME}"
    f" OR {reaches('r.region', Right.KEEP_PATROLS)})",
)

ROUNDS: dict[str, Policy] = {
    "patrol_plan": Policy(
        (DESK, ADMIN),
        f"{_READ} OR {_GIVEN.format('patrol_plan.id')}",
        f"{_KEEP} AND ended_on IS NULL",
        f"{_KEEP} AND ended_on IS NULL",
        become=_KEEP,
        fields=("name", "rhythm", "stops", "ended_on", "version"),
    ),
    # That its region is the plan's is kept by a foreign key: a policy that asked the plan, whose
    # policy asks this table, would go in a circle.
    "patrol_hand": Policy(
        (DESK, ADMIN),
        f"{_READ} OR {MINE}",
        f"{_KEEP} AND {_OF_PERSON}",
        None,
        _KEEP,
    ),
    "patrol_round": Policy(
        (DESK, ADMIN),
        f"{_READ} OR {MINE}",
        f"({_OWN} OR {_KEEP}) AND {_OF_PERSON} AND {_NOW} AND dropped_at IS NULL"
        " AND ended_at < now() + interval '15 minutes'",
        f"{_THEIRS} AND dropped_at IS NULL",
        # What was written down is not rewritten: it is taken back, and says so.
        become=f"{_THEIRS} AND jz.is_now(dropped_at) AND length(dropped_why) > 0",
        fields=("dropped_at", "dropped_why", "version"),
    ),
    "patrol_finding": Policy(
        (DESK,),
        _OF_ROUND,
        f"{_PUTS} AND {exists('case_file c', 'c.id = case_id')}",
    ),
}
