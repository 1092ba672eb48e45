"""Who may read and write agreements and posts in the bodies of compounds.

They are for whoever reads the Party's affairs where they are, and kept by whoever manages these
there. What was agreed, elected and judged stays as it was written: an agreement is prolonged or
ended, a post is left.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import CALLED_SO, MINE, exists, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_KEEPS = reaches("region", Right.MANAGE_PARTY)
_FROM_HERE = (
    f"{_KEEPS} AND ended_on IS NULL AND recorded_name = (SELECT jz.my_name())"
    " AND jz.is_now(recorded_at)"
)
_RUNS = exists(
    "cooperation_agreement a",
    f"a.id = agreement_id AND a.ended_on IS NULL AND {reaches('a.region', Right.MANAGE_PARTY)}",
)

COOPERATION: dict[str, Policy] = {
    "cooperation_agreement": Policy(
        (DESK,),
        _READS,
        _FROM_HERE,
        f"{_KEEPS} AND ended_on IS NULL",
        become=_KEEPS,
        fields=("until", "ended_on", "reason", "version"),
    ),
    "cooperation_review": Policy(
        (DESK,),
        exists("cooperation_agreement a", "a.id = agreement_id"),
        f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at) AND {_RUNS}",
    ),
    "cross_appointment": Policy(
        (DESK,),
        _READS,
        f"{_FROM_HERE} AND {CALLED_SO}",
        f"{_KEEPS} AND ended_on IS NULL",
        become=_KEEPS,
        fields=("ended_on", "version"),
    ),
}
