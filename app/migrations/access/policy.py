"""What a policy of a table says, and the groups of login roles it speaks of."""

from dataclasses import dataclass

from app.accounts.rules import Role


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be done with the rows of a table.

    Attributes:
        groups: Groups that may reach the table at all (see `app.migrations.access.roles`).
        read: Rows that may be read; None: no row, not even by a group's grant.
        add: Rows that may be added; None where nobody adds.
        change: Rows that may be changed, as they were.
        become: What they may become; as `change` where left out.
        remove: Rows that may be removed.
        columns: Columns that may be read where not all may.
        fields: Columns that may be changed where not all may.
        given: Columns that may be given to a new row where not all may.
        removers: Groups that may remove rows where not all may: whoever may, may also lock the
            whole table, and keep everybody else waiting.
    """

    groups: tuple[str, ...]
    read: str | None = None
    add: str | None = None
    change: str | None = None
    remove: str | None = None
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    removers: tuple[str, ...] = ()
    become: str | None = None


PERSON, DESK, ADMIN, AUDITOR = "person", "desk", "admin", "auditor"
WALL, KIOSK = "wall", "kiosk"
GROUPS = (PERSON, DESK, ADMIN, AUDITOR, WALL, KIOSK)
"""Everybody who signs in; who works with cases; who keeps accounts and settings; who reads the
journal; the wall; the kiosk."""

_GROUP_OF = {
    Role.ADMINISTRATOR: ADMIN,
    Role.AUDITOR: AUDITOR,
    Role.WALL: WALL,
    Role.KIOSK: KIOSK,
}


def group_of(role: Role) -> str:
    """Return the group whose grants somebody with a role gets."""
    return _GROUP_OF.get(role, DESK)
