"""What posts and activities say in words: when, how many, who."""

from app.core.clock import local
from app.core.words import say
from app.party.activities.queries.activity import SignUpRow
from app.party.activities.queries.months import ActivityRow
from app.party.activities.queries.posts import ClaimRow

_WEEKDAYS = "一二三四五六日"


def span_words(row: ActivityRow) -> str:
    """Return when an activity takes place: 2026-11-28 周六 09:00–11:00."""
    since, until = local(row.starts_at), local(row.ends_at)
    if since.date() != until.date():
        return say(
            "activities.span_days",
            since=f"{since:%Y-%m-%d %H:%M}",
            until=f"{until:%Y-%m-%d %H:%M}",
        )
    return say(
        "activities.span_day",
        day=f"{since:%Y-%m-%d}",
        weekday=say("activities.weekday", day=_WEEKDAYS[since.weekday()]),
        since=f"{since:%H:%M}",
        until=f"{until:%H:%M}",
    )


def seats_words(row: ActivityRow) -> str:
    """Return how many have a place, and how many wait."""
    facts = {"signed": row.signed, "capacity": row.capacity}
    if row.waiting:
        return say("activities.seats_waiting", **facts, waiting=row.waiting)
    return say("activities.seats", **facts)


def member_words(row: SignUpRow | ClaimRow) -> str:
    """Return the name of a member, or that they belong to a branch the reader does not see."""
    return row.name or say("activities.kept_out")
