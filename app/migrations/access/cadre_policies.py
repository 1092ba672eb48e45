"""Who may read and write reserves, posted staff and secondments.

Whoever manages the Party's affairs of a place keeps them. Of posted staff, appointing and removing
(general ones), nominating (those of section level) and assessing (all) are three rights, each asked
for where its word is written; what was decided stays as it was written.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import CALLED_SO, MINE, exists, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_KEEPS = reaches("region", Right.MANAGE_PARTY)
_APPOINTS = reaches("region", Right.APPOINT_POSTED)
_ANY = reaches(
    "region",
    Right.MANAGE_PARTY,
    Right.APPOINT_POSTED,
    Right.NOMINATE_POSTED,
    Right.ASSESS_POSTED,
)
_MAY_DECIDE = (
    "CASE WHEN c.kind = 'reserve' THEN step IN ('trained', 'appointed') AND "
    + reaches("c.region", Right.MANAGE_PARTY)
    + " WHEN c.kind = 'secondment' THEN step = 'appraised' AND "
    + reaches("c.region", Right.MANAGE_PARTY)
    + " WHEN step = 'assessed' THEN "
    + reaches("c.region", Right.ASSESS_POSTED)
    + " WHEN step = 'nominated' THEN c.category = 'section' AND "
    + reaches("c.region", Right.NOMINATE_POSTED)
    + " WHEN step IN ('appointed', 'removed') THEN c.category = 'general' AND "
    + reaches("c.region", Right.APPOINT_POSTED)
    + " ELSE false END"
)

CADRES: dict[str, Policy] = {
    "cadre": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND ended_on IS NULL AND recorded_name = (SELECT jz.my_name())"
        f" AND jz.is_now(recorded_at) AND {CALLED_SO}",
        # Whoever decides something holds the row meanwhile.
        f"{_ANY} AND ended_on IS NULL",
        become=f"CASE WHEN category = 'general' THEN jz.was_removed(id, ended_on) AND {_APPOINTS}"
        # An end is put off, not brought forward: who leaves earlier leaves with a day and a reason.
        f" ELSE {_KEEPS} AND jz.is_put_off(id, until) END",
        fields=("until", "ended_on", "ended_words", "version"),
    ),
    "cadre_event": Policy(
        (DESK,),
        exists("cadre c", "c.id = cadre_id"),
        f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at) AND "
        + exists("cadre c", f"c.id = cadre_id AND c.ended_on IS NULL AND {_MAY_DECIDE}"),
    ),
}
