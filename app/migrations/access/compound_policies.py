"""Who may read and write red compounds: by where the place of the compound lies today."""

from app.accounts.rules import Right
from app.migrations.access.conditions import exists, reaches
from app.migrations.access.policy import DESK, Policy


def _at(key: str, right: Right, kind: str = "compound") -> str:
    """Return the condition that a compound lies where a right reaches."""
    where = f"p.id = {key} AND p.kind = '{kind}' AND {reaches('p.region_code', right)}"
    return exists("place p", where)


def _of_matter(right: Right) -> str:
    return exists("compound_matter m", f"m.id = matter_id AND {_at('m.place_id', right)}")


_KEEP, _READ = Right.KEEP_ACTIVITIES, Right.READ_PARTY
READS_MATTER = exists("compound_matter m", f"m.id::text = subject AND {_at('m.place_id', _READ)}")
KEEPS_MATTER = exists("compound_matter m", f"m.id::text = subject AND {_at('m.place_id', _KEEP)}")
"""Papers are put on a matter by whoever keeps the compound."""
_BRANCH = (
    "(branch_id IS NULL OR "
    + exists(
        "party_organisation o, place p",
        "o.id = branch_id AND o.dissolved_on IS NULL AND p.id = place_id"
        " AND starts_with(p.region_code, o.region)",
    )
    + ")"
)
_STATION = exists("place s", "s.id = station_id AND s.kind = 'service_station'")
_ON_DAY = "since = (now() AT TIME ZONE 'Asia/Shanghai')::date"
_IN_TURN = "jz.is_stage_in_turn(matter_id, stage, done_on)"

COMPOUNDS: dict[str, Policy] = {
    "red_compound": Policy(
        (DESK,),
        _at("place_id", _READ),
        f"{_at('place_id', _KEEP)} AND {_BRANCH}",
        _at("place_id", _KEEP),
        become=f"{_at('place_id', _KEEP)} AND {_BRANCH}",
        fields=(
            *("branch_id", "committee", "seats", "members", "until", "property_company"),
            "version",
        ),
    ),
    "station_compound": Policy(
        (DESK,),
        _at("compound_id", _READ),
        f"{_at('compound_id', _KEEP)} AND {_STATION} AND {_ON_DAY}",
        None,
        _at("compound_id", _KEEP),
    ),
    "compound_matter": Policy(
        (DESK,),
        _at("place_id", _READ),
        f"{_at('place_id', _KEEP)} AND recorded_name = (SELECT jz.my_name())"
        " AND jz.is_now(recorded_at)",
    ),
    "compound_stage": Policy(
        (DESK,),
        _of_matter(_READ),
        f"{_of_matter(_KEEP)} AND done_on IS NULL",
        f"{_of_matter(_KEEP)} AND done_on IS NULL",
        become=f"{_of_matter(_KEEP)} AND done_name = (SELECT jz.my_name()) AND {_IN_TURN}",
        fields=("done_on", "done_name", "note", "version"),
    ),
}
