"""Who may read and write what is ordered of the wall: whoever drives it. The wall itself reads by
a door, and nobody's name.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, reaches
from app.migrations.access.policy import DESK, Policy

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

WALL_ORDERS: dict[str, Policy] = {
    "wall_order": Policy(
        (DESK,),
        _DRIVES,
        f"{_DRIVES} AND {MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)"
        f" AND (acknowledged_at IS NULL OR acknowledged_at <= now() + interval '1 minute')"
        f" AND {_ABOUT} AND {_QUIET} AND (focus = '' OR starts_with(focus, region))",
    ),
}
