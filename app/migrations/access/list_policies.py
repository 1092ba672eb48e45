"""Who may read and write the three lists.

What is offered and needed is posted for all who work with the Party: they read the lists of the
whole office. Whoever keeps the lists of a place writes what lies there. A project judges nobody who
formed it, and a judgement stays as it was written.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, exists, may, reaches
from app.migrations.access.policy import DESK, Policy

_KEEPS_PROJECT = reaches("p.region", Right.KEEP_LISTS)
OF_PROJECT = exists("list_project p", f"p.id::text = subject AND {_KEEPS_PROJECT}")
"""Photos and papers are put on a project by whoever keeps the lists where it is."""
_READS = may(Right.READ_PARTY)
_KEEPS = reaches("region", Right.KEEP_LISTS)
_OF_PROJECT = f"p.id = project_id AND {_KEEPS_PROJECT}"
_WORKS = exists("list_project p", f"{_OF_PROJECT} AND p.state IN ('asked', 'running')")
_STRANGER = "p.formed_by IS DISTINCT FROM (SELECT jz.me())"
_JUDGES = (
    exists("list_project p", f"{_OF_PROJECT} AND p.state = 'to_rate' AND {_STRANGER}")
    + f" AND {MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
)
_SAME_PLACE = "n.region = list_project.region"
_FORMS = (
    f"{_KEEPS} AND state = 'asked' AND formed_by = (SELECT jz.me())"
    " AND formed_name = (SELECT jz.my_name()) AND jz.is_now(formed_at) AND "
    + exists("list_need n", f"n.id = need_id AND {_SAME_PLACE} AND n.withdrawn_on IS NULL")
)
_IS_JUDGED = exists("list_rating r", "r.project_id = list_project.id")
_JUDGED = f"{_KEEPS} AND (state <> 'rated' OR {_IS_JUDGED})"
_FROM_HERE = f"{_KEEPS} AND recorded_name = (SELECT jz.my_name()) AND jz.is_now(recorded_at)"
_PLACED = ("place", "longitude", "latitude", "slots", "since", "until", "note")
_TOLD = ("title", "kind", "amount", *_PLACED, "withdrawn_on", "version")

LISTS: dict[str, Policy] = {
    "list_resource": Policy(
        (DESK,),
        _READS,
        _FROM_HERE,
        # Whoever forms a project holds a resource of elsewhere meanwhile; `become` lets nobody
        # change one.
        may(Right.KEEP_LISTS),
        become=_KEEPS,
        fields=(*_TOLD, "offered_by", "terms", "price", "hours"),
    ),
    "list_need": Policy(
        (DESK,), _READS, _FROM_HERE, _KEEPS, fields=(*_TOLD, "needed_by", "wants_venue")
    ),
    # What was judged or called off stays what it is.
    "list_project": Policy(
        (DESK,),
        _READS,
        _FORMS,
        f"{_KEEPS} AND state NOT IN ('rated', 'called_off')",
        become=_JUDGED,
        fields=("state", "ended_at", "served", "outcome", "version"),
    ),
    "list_share": Policy(
        (DESK,),
        _READS,
        f"{_WORKS} AND answer = 'asked'",
        f"{_WORKS} AND answer = 'asked'",
        become=f"{_WORKS} AND answered_name = (SELECT jz.my_name()) AND jz.is_now(answered_at)",
        fields=("answer", "answered_at", "answered_name", "reason", "version"),
    ),
    "list_milestone": Policy(
        (DESK,),
        _READS,
        f"{_WORKS} AND reached_on IS NULL",
        f"{_WORKS} AND reached_on IS NULL",
        become=f"{_WORKS} AND reached_name = (SELECT jz.my_name())",
        fields=("reached_on", "reached_name", "note", "version"),
    ),
    "list_rating": Policy((DESK,), _READS, _JUDGES),
}
