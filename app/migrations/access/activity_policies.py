"""Who may read and write posts and activities.

What takes place is posted for all who work with the Party, as the three lists are; names of who
takes part are those of members, seen by whoever reaches them. Whoever keeps the activities of a
place writes there. Who came is put down once, by whoever saw it, and stays, unless that was a
mistake: then it is said why, and what it earned goes back first.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, exists, may, reaches
from app.migrations.access.policy import DESK, Policy

_READS = may(Right.READ_PARTY)
_KEEPS = reaches("region", Right.KEEP_ACTIVITIES)
_KEEPS_IT = reaches("a.region", Right.KEEP_ACTIVITIES)
_KEEPS_POST = reaches("p.region", Right.KEEP_ACTIVITIES)
OF_ACTIVITY = exists("activity a", f"a.id::text = subject AND {_KEEPS_IT}")
"""Photos and papers are put on an activity by whoever keeps it."""
_FROM_HERE = f"{_KEEPS} AND recorded_name = (SELECT jz.my_name()) AND jz.is_now(recorded_at)"
_OPEN = "called_off_at IS NULL AND minutes_at IS NULL"
_LIST_OPEN = exists(
    "activity a",
    f"a.id = activity_id AND {_KEEPS_IT} AND a.called_off_at IS NULL AND a.minutes_at IS NULL",
)
_POST_OPEN = exists("service_post p", f"p.id = post_id AND {_KEEPS_POST} AND p.closed_on IS NULL")
_KNOWN = exists("party_member m", "m.id = member_id AND m.left_on IS NULL")
"""A member in reach: the policy of members holds within this one."""
_SEATED = "(state <> 'signed' OR jz.has_seat(activity_id, id))"
_CAME = (
    f"(checked_at IS NULL OR (state = 'signed' AND checked_by = {ME}"
    " AND checked_name = (SELECT jz.my_name()) AND jz.is_now(checked_at) AND "
    + exists("activity a", "a.id = activity_id AND a.starts_at <= now() + interval '65 minutes'")
    + "))"
)
_CLOSES = (
    "(minutes_at IS NULL OR (minutes_name = (SELECT jz.my_name()) AND jz.is_now(minutes_at)"
    " AND ends_at <= now() + interval '1 minute'))"
    " AND (called_off_at IS NULL OR (jz.is_now(called_off_at) AND jz.nobody_came(id)))"
)
_WAS_THERE = exists(
    "activity_sign_up s JOIN activity a ON a.id = s.activity_id",
    f"s.id = sign_up_id AND s.checked_at = came_at AND s.checked_name = came_name AND {_KEEPS_IT}"
    " AND a.called_off_at IS NULL AND a.minutes_at IS NULL",
)
_TOLD = ("title", "kind", "place", "note", "version")

ACTIVITIES: dict[str, Policy] = {
    "service_post": Policy(
        (DESK,),
        _READS,
        f"{_FROM_HERE} AND closed_on IS NULL",
        f"{_KEEPS} AND closed_on IS NULL",
        become=_KEEPS,
        fields=(*_TOLD, "hours", "wanted", "closed_on"),
    ),
    "post_claim": Policy(
        (DESK,),
        _READS,
        f"{_POST_OPEN} AND {_KNOWN} AND {MINE} AND person_name = (SELECT jz.my_name())"
        " AND jz.is_now(claimed_at) AND given_back_on IS NULL AND jz.lacks_hands(post_id, id)",
        f"{_POST_OPEN} AND given_back_on IS NULL",
        become=f"{_POST_OPEN} AND given_back_name = (SELECT jz.my_name())",
        fields=("given_back_on", "given_back_name", "reason", "version"),
    ),
    "activity": Policy(
        (DESK,),
        _READS,
        f"{_FROM_HERE} AND {_OPEN}",
        _KEEPS,
        become=f"{_KEEPS} AND jz.was_open_activity(id) AND {_CLOSES}",
        fields=(
            *_TOLD,
            *("held_by", "starts_at", "ends_at", "capacity", "called_off_at", "called_off_why"),
            *("minutes", "minutes_at", "minutes_name"),
        ),
    ),
    "activity_take_back": Policy(
        (DESK,),
        _READS,
        f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at) AND {_WAS_THERE}",
    ),
    "activity_sign_up": Policy(
        (DESK,),
        _READS,
        f"{_LIST_OPEN} AND {_KNOWN} AND checked_at IS NULL AND state <> 'withdrawn' AND {_SEATED}"
        " AND jz.is_now(signed_at)",
        _LIST_OPEN,
        become=f"{_LIST_OPEN} AND {_SEATED} AND {_CAME} AND jz.may_unsee(id, checked_at)",
        fields=(
            "state",
            "signed_at",
            "turn",
            "checked_at",
            "checked_by",
            "checked_name",
            "way",
            "version",
        ),
    ),
}
