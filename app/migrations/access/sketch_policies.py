"""Who may read and write sketches: whoever drew one; shared, whoever's map touches the street."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, exists
from app.migrations.access.policy import ADMIN, DESK, Policy

_MINE = f"owner_id = {ME}"
_REACHED = f"unnest((SELECT jz.reach('{Right.READ_TERRITORY}'))::text[]) AS r(p)"
_TOUCHES = exists(_REACHED, "region LIKE r.p OR r.p LIKE region || '%'")

SKETCHES: dict[str, Policy] = {
    "map_sketch": Policy(
        (DESK, ADMIN),
        f"{_MINE} OR (is_shared AND {_TOUCHES})",
        f"{_MINE} AND owner_name = jz.my_name() AND length(region) = 9 AND {_TOUCHES}"
        " AND jz.is_drawing(kind, points)",
        _MINE,
        _MINE,
        # Shared where one reads the map, and no longer where one did.
        become=f"{_MINE} AND (NOT is_shared OR {_TOUCHES})",
        fields=("label", "color", "is_shared", "version"),
    ),
}
