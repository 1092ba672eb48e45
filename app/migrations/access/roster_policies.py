"""Who may read and write transfers of members, and files of members that came in."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, reaches
from app.migrations.access.policy import DESK, Policy

_READS = (
    f"CASE WHEN {reaches('from_region', Right.READ_PARTY)} THEN true"
    f" ELSE {reaches('to_region', Right.READ_PARTY)} END"
)
_KEEPS = (
    f"CASE WHEN {reaches('from_region', Right.MANAGE_PARTY)} THEN true"
    f" ELSE {reaches('to_region', Right.MANAGE_PARTY)} END"
)
_OF_MEMBER_THERE = (
    "EXISTS (SELECT 1 FROM party_member m WHERE m.id = member_id AND m.left_on IS NULL"
    " AND m.organisation_id = from_id AND m.region = from_region AND m.name = member_name)"
)
_BY_ME = f"{MINE} AND person_name = (SELECT jz.my_name())"
_OF_TRANSFER = "EXISTS (SELECT 1 FROM party_transfer t WHERE t.id = transfer_id)"
_OF_MY_SIDE = (
    "EXISTS (SELECT 1 FROM party_transfer t WHERE t.id = transfer_id AND t.state = 'open'"  # noqa: S608  of ours
    f" AND CASE side WHEN 'from' THEN {reaches('t.from_region', Right.MANAGE_PARTY)}"
    f" ELSE {reaches('t.to_region', Right.MANAGE_PARTY)} END)"
)
_IMPORTS = reaches("region", Right.MANAGE_PARTY)
_LOOKS = f"{_IMPORTS} AND {reaches('region', Right.READ_MEMBER_PERSONAL)}"
"""Numbers of a file are compared with those of members: that is reading them."""
_OF_IMPORT = "EXISTS (SELECT 1 FROM party_import i WHERE i.id = import_id)"
_OF_MY_IMPORT = (
    "EXISTS (SELECT 1 FROM party_import i WHERE i.id = import_id"  # noqa: S608  of ours
    f" AND i.state = 'looked_at' AND i.person_id = {ME})"
)
_OF_MEMBER = (
    "EXISTS (SELECT 1 FROM party_member m WHERE m.id = member_id AND "  # noqa: S608  of ours
    + reaches("m.region", Right.MANAGE_PARTY)
    + ")"
)

ROSTER: dict[str, Policy] = {
    # The member moves by a door, once both sides said yes.
    "party_transfer": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND {MINE} AND jz.is_now(asked_at) AND state = 'open'"
        f" AND {_OF_MEMBER_THERE} AND jz.stands_so(to_id, to_name, to_region)",
        f"{_KEEPS} AND state = 'open'",
        become=f"{_KEEPS} AND jz.ended_so(id, state) AND jz.is_now(ended_at)",
        fields=("state", "ended_at", "version"),
    ),
    "party_transfer_word": Policy(
        (DESK,), _OF_TRANSFER, f"{_BY_ME} AND jz.is_now(at) AND {_OF_MY_SIDE}"
    ),
    "party_import": Policy(
        (DESK,),
        _IMPORTS,
        f"{_LOOKS} AND {_BY_ME} AND jz.is_now(at) AND state = 'looked_at'",
        f"{_IMPORTS} AND state IN ('looked_at', 'landed')",
        become=f"{_IMPORTS} AND CASE state WHEN 'landed' THEN {MINE}"
        " WHEN 'undone' THEN jz.is_now(undone_at) AND undone_name = (SELECT jz.my_name())"
        " ELSE false END",
        fields=(
            "state",
            "added",
            "merged",
            "refused",
            "undone_at",
            "undone_name",
            "kept",
            "version",
        ),
    ),
    "party_import_row": Policy((DESK,), _OF_IMPORT, f"{_OF_MY_IMPORT} AND {_OF_MEMBER}"),
}
"""What was said of a transfer, and what a file did, stays as it was put down."""
