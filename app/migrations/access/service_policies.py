"""Who may read and write services: items for residents, and what goes on in the hall.

Items say nothing of anybody: all own staff read them, whoever keeps them for a place writes there,
and what a version said stays. Numbers are given by a door alone, and called by whoever sits at the
window: what another window has in hand is nobody else's, and what was served stays served. The
digits somebody booked with are read by nobody; a door compares them.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, OWN_STAFF, exists, reaches
from app.migrations.access.policy import ADMIN, DESK, Policy

_STAFF = (DESK, ADMIN)
_KEEPS = reaches("region", Right.MANAGE_SERVICES)
_SERVES = reaches("region", Right.SERVE_WINDOW)
_SEES = reaches("region", Right.READ_SERVICES, Right.MANAGE_SERVICES, Right.SERVE_WINDOW)
_KEEPS_ITEM = reaches("i.region", Right.MANAGE_SERVICES)
_NEXT = exists(
    "service_item i",
    f"i.id = item_id AND {_KEEPS_ITEM} AND service_item_version.ordinal = i.ordinal",
)
_WRITTEN = exists("service_item_version v", "v.item_id = service_item.id AND v.ordinal = published")
_PUBLISHES = f"(published IS NULL OR {_WRITTEN} OR published = ordinal)"
_OF_HALL = exists("service_hall h", "h.id = hall_id AND h.region = {}.region")
_SITS = "jz.sits_at(window_id)"
_MINE_OR_FREE = (
    "(clerk_id IS NULL OR clerk_id = (SELECT jz.me())"
    " OR (opened_at AT TIME ZONE 'Asia/Shanghai')::date < (SELECT jz.today()))"
)
_SAT_DOWN = (
    "(clerk_id = (SELECT jz.me()) AND is_open AND clerk_name = (SELECT jz.my_name())"
    " AND jz.is_now(opened_at))"
)

SERVICES: dict[str, Policy] = {
    "service_item": Policy(
        _STAFF,
        OWN_STAFF,
        f"{_KEEPS} AND ordinal = 1",
        _KEEPS,
        become=f"{_KEEPS} AND {_PUBLISHES}",
        fields=(
            *("state", "ordinal", "published", "published_at", "name", "pinyin", "initials"),
            *("department", "category", "version"),
        ),
    ),
    "service_item_version": Policy(
        _STAFF,
        OWN_STAFF,
        f"{MINE} AND saved_name = (SELECT jz.my_name()) AND jz.is_now(saved_at) AND {_NEXT}",
    ),
    "service_hall": Policy(
        _STAFF,
        OWN_STAFF,
        _KEEPS,
        _KEEPS,
        fields=(
            *("name", "place", "early_min", "days_ahead", "late_min", "keep_days", "chimes"),
            *("booked_early_min", "speaks", "call_times", "is_active", "version"),
        ),
    ),
    "service_queue": Policy(
        _STAFF,
        OWN_STAFF,
        f"{_KEEPS} AND {_OF_HALL.format('service_queue')}",
        # Whoever gives a number holds the queue meanwhile: by the door, not by this.
        _KEEPS,
        fields=(
            *("name", "categories", "usual_min", "daily_most", "slot_min", "slot_capacity"),
            *("is_active", "version"),
        ),
    ),
    "service_window": Policy(
        _STAFF,
        OWN_STAFF,
        f"{_KEEPS} AND {_OF_HALL.format('service_window')} AND NOT is_open",
        f"CASE WHEN {_KEEPS} THEN true ELSE {_SERVES} AND is_active AND {_MINE_OR_FREE} END",
        become=f"CASE WHEN NOT is_open THEN {_KEEPS} OR {_SERVES}"
        f" WHEN {_SAT_DOWN} THEN {_SERVES} ELSE {_KEEPS} END",
        fields=(
            *("name", "letters", "is_open", "is_active", "clerk_id", "clerk_name", "opened_at"),
            "version",
        ),
    ),
    "service_ticket": Policy(
        (DESK,),
        _SEES,
        None,
        f"{_SERVES} AND state <> 'served' AND (state IN ('waiting', 'skipped') OR {_SITS})",
        become=f"{_SERVES} AND CASE state WHEN 'waiting' THEN window_id IS NULL ELSE {_SITS} END"
        " AND jz.may_stand(id, state, rank, order_at) AND jz.is_first(id, first_id, first_name)"
        " AND jz.is_time_of(id, called_at, ended_at)",
        fields=(
            *("state", "rank", "order_at", "window_id", "for_window_id", "called_at", "calls"),
            *("ended_at", "first_id", "first_name", "item_id", "brought", "note", "case_id"),
            "version",
        ),
    ),
    # What is done with them goes through doors.
    "service_appointment": Policy(
        (DESK,),
        _SEES,
        None,
        f"{_SERVES} AND state = 'booked'",
        become=f"{_SERVES} AND state = 'cancelled' AND seat IS NULL",
        fields=("state", "seat", "version"),
        columns=(
            *("id", "hall_id", "queue_id", "region", "day", "minute", "seat", "state"),
            *("booked_at", "ticket_id", "version"),
        ),
    ),
}
