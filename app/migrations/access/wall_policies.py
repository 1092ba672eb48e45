"""Who may read and write what is ordered of the wall: whoever drives it. The wall itself reads by
a door, and nobody's name.
"""

from app.accounts.rules import Right
from app.command.wall.rules import CAMERA_LONGEST
from app.migrations.access.conditions import ME, MINE, exists, reaches
from app.migrations.access.policy import DESK, WALL, Policy

_DRIVES = reaches("region", Right.DRIVE_WALL)
_ABOUT = " AND ".join(
    f"({each} IS NULL OR {each} = round({each}::numeric, 3)::float8)"
    for each in ("longitude", "latitude")
)
"""The wall is pointed to a hundred metres, and no nearer."""
_ANY = "[0-9０-９]"
_QUIET = f"message !~ '{_ANY}{{7,}}|{_ANY}([ -]?{_ANY}){{10,}}'"
"""No telephone and no number of a document runs along the bottom of a screen in a hall
(`app.command.wall.rules.tells_a_number`)."""

_OF_ORDER = "o.id = order_id"
_HOURS = int(CAMERA_LONGEST.total_seconds() // 3600)
_WATCHED = exists(
    "video_station s",
    "s.id = station_id AND s.state <> 'gone' AND starts_with(s.region, o.region)"
    f" AND {reaches('s.region', Right.WATCH_VIDEO)}",
)
_OF_CAMERA = exists(
    "wall_order o",
    f"{_OF_ORDER} AND o.person_id = {ME} AND jz.is_now(o.at) AND until > o.at"
    f" AND until <= o.at + interval '{_HOURS} hours' AND {_WATCHED}",
)
_REACHED = "region || '%' = ANY ((SELECT jz.reach('index.read'))::text[])"
_TELLS = f"{MINE} AND {_REACHED}"

WALL_ORDERS: dict[str, Policy] = {
    "wall_order": Policy(
        (DESK,),
        _DRIVES,
        f"{_DRIVES} AND {MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
        f" AND (acknowledged_at IS NULL OR acknowledged_at <= now() + interval '1 minute')"
        f" AND {_ABOUT} AND {_QUIET} AND (focus = '' OR starts_with(focus, region))",
    ),
    # The wall reads no row of it: the address leaves by a door (`wall.sql`).
    "wall_camera": Policy((DESK,), exists("wall_order o", _OF_ORDER), _OF_CAMERA),
    "wall_beat": Policy(
        (WALL, DESK),
        f"{_REACHED} OR {_DRIVES}",  # a computer may have had another account
        f"{_TELLS} AND jz.is_now(at)",
        _REACHED,
        become=f"{_TELLS} AND jz.is_now(at)",
        fields=("person_id", "name", "size", "scene", "version", "at"),
    ),
}
