"""Who may read and write organisations of the Party and their members.

Organisations and members are for whoever reads the Party's affairs where they stand, and kept by
whoever manages them there; a member is also seen where they live. Personal values leave their
table through doors only, against a request that the journal has.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, reaches
from app.migrations.access.policy import DESK, Policy

_READS = reaches("region", Right.READ_PARTY)
_KEEPS = reaches("region", Right.MANAGE_PARTY)
_OF_ORGANISATION = "EXISTS (SELECT 1 FROM party_organisation o WHERE o.id = organisation_id)"
"""Rows of an organisation are for whoever may read it: its own policy holds within this one."""
_OF_MINE = (
    "EXISTS (SELECT 1 FROM party_organisation o WHERE o.id = organisation_id AND "  # noqa: S608  of ours
    + reaches("o.region", Right.MANAGE_PARTY)
    + ")"
)
_STANDS = _OF_MINE.replace("organisation_id AND", "organisation_id AND o.dissolved_on IS NULL AND")
_AT_ITS_ORGANISATION = (
    "region = (SELECT o.region FROM party_organisation o"
    " WHERE o.id = organisation_id AND o.dissolved_on IS NULL)"
)
_OF_MEMBER = (
    "EXISTS (SELECT 1 FROM party_member m WHERE m.id = member_id AND "  # noqa: S608  of ours
    + reaches("m.region", Right.MANAGE_PARTY)
    + ")"
)
_READS_MEMBER = (
    f"CASE WHEN {_READS} THEN true WHEN grid_code IS NULL THEN false"
    f" ELSE {reaches('grid_code', Right.READ_PARTY)} END"
)
_MEMBERS_AT = "EXISTS (SELECT 1 FROM party_member m WHERE m.id = member_id)"

PARTY: dict[str, Policy] = {
    "party_organisation": Policy(
        (DESK,),
        _READS,
        f"{_KEEPS} AND jz.may_stand_under(parent_id, level, region) AND dissolved_on IS NULL",
        _KEEPS,
        become=f"{_KEEPS} AND jz.may_stand_under(parent_id, level, region)"
        " AND jz.is_last_version(id, name, parent_id, dissolved_on)",
        fields=("name", "pinyin", "initials", "parent_id", "dissolved_on", "version"),
    ),
    "party_organisation_version": Policy(
        (DESK,),
        _OF_ORGANISATION,
        f"{_OF_MINE} AND author_id = {ME} AND author = (SELECT jz.my_name()) AND jz.is_now(at)"
        " AND jz.follows_course(organisation_id, ordinal, valid_from)",
    ),
    # What was true stays put down; that it is no longer so is added.
    "party_grid_cover": Policy(
        (DESK,),
        _OF_ORGANISATION,
        _STANDS,
        f"{_OF_MINE} AND until IS NULL",
        become=_OF_MINE,
        fields=("until",),
    ),
    "party_term": Policy(
        (DESK,),
        _OF_ORGANISATION,
        _STANDS,
        f"{_OF_MINE} AND ended_on IS NULL",
        become=_OF_MINE,
        fields=("until", "ended_on", "version"),
    ),
    # They go to another organisation by a door, once both sides said yes.
    "party_member": Policy(
        (DESK,),
        _READS_MEMBER,
        f"{_KEEPS} AND {_AT_ITS_ORGANISATION}",
        _KEEPS,
        become=f"{_KEEPS} AND {_AT_ITS_ORGANISATION}",
        fields=(
            *("name", "pinyin", "initials", "sex", "joined_on", "joined_precision", "standing"),
            *("grid_code", "workplace", "unit_id", "is_serving", "skills", "tags"),
            *("left_on", "left_reason", "version"),
        ),
    ),
    "party_member_person": Policy((DESK,), None, _OF_MEMBER),
    # Nobody ties their own account, or lets it loose.
    "party_member_account": Policy(
        (DESK,),
        _MEMBERS_AT,
        f"{_OF_MEMBER} AND person_id <> {ME} AND linked_name = (SELECT jz.my_name())"
        " AND jz.is_now(linked_at)",
        None,
        f"{_OF_MEMBER} AND person_id <> {ME}",
    ),
    "party_member_reading": Policy(
        (DESK,),
        MINE,
        f"{MINE} AND jz.may_read_member_personal(member_id) AND jz.is_now(at)",
    ),
    "party_membership": Policy(
        (DESK,),
        _MEMBERS_AT,
        _OF_MEMBER,
        f"{_OF_MEMBER} AND until IS NULL",
        become=_OF_MEMBER,
        fields=("until", "note"),
    ),
}
"""What was put down of the Party is ended and never taken away."""
