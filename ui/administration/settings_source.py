"""What the settings page reads and writes, off the GUI thread."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from platform import node
from typing import Any
from uuid import UUID

from app.core.chores import chore_statuses
from app.core.settings import Settings, load_settings, save_settings
from app.core.shared_settings import (
    CentreSettings,
    SettingVersion,
    history,
    set_setting,
    settings_at,
)
from ui.parts.region_names import names_of

DESK_NAME, LOCK_HERE = "desk_name", "screen_lock_min_here"
_SETTING_OF = {
    "administration.backup": "backup_folder",
    "administration.retention": "personal_erasing",
}
"""Chore → the setting under which its last result is told."""


@dataclass(frozen=True, slots=True)
class SettingsSeen:
    """Everything the page shows.

    Attributes:
        centre: The shared settings in force.
        history: Name → decisions, the newest first, those to come among them.
        street_name: What the street of the centre is called, "" where unknown.
        machine: The settings of this computer.
        host: What the journal calls it where it has no name of its own.
        standing: Name → how the chore it decides on stands.
    """

    centre: CentreSettings
    history: Mapping[str, tuple[SettingVersion, ...]]
    street_name: str
    machine: Settings
    host: str
    standing: Mapping[str, str]


def settings_seen(session: Any, now: datetime, *, manages: bool) -> SettingsSeen:
    """Return what the page shows; called on a reader thread.

    Args:
        session: A reading session.
        now: The present moment.
        manages: Whether the chores are shown: whoever only reads the settings may not see them.
    """
    centre = settings_at(session, now)
    decisions = {field.name: history(session, field.name) for field in fields(CentreSettings)}
    names = names_of(session, (centre.street_code,))
    street = names.get(centre.street_code, "")
    standing = _standing(session) if manages else {}
    return SettingsSeen(centre, decisions, street, load_settings(), node(), standing)


def _standing(session: Any) -> dict[str, str]:
    return {
        _SETTING_OF[each.name]: each.last_error or each.last_result
        for each in chore_statuses(session)
        if each.name in _SETTING_OF
    }


def street_name(session: Any, code: str) -> str:
    """Return what a street is called, "" for a code nobody has; called on a reader thread."""
    return names_of(session, (code,)).get(code, "")


def decide(
    uow: Any,
    values: Mapping[str, str | int],
    keys: Mapping[str, UUID],
    valid_from: datetime | None,
) -> None:
    """Decide several shared settings in one transaction.

    Args:
        uow: Open transaction.
        values: Name → new value.
        keys: Name → command key.
        valid_from: When they begin; now when None.
    """
    for name, value in values.items():
        set_setting(uow, name, value, command_key=keys[name], valid_from=valid_from)


def keep_on_machine(values: Mapping[str, str | int]) -> None:
    """Write settings of this computer; those not named stay as the file has them."""
    machine = load_settings()
    if DESK_NAME in values:
        machine = replace(machine, desk_name=str(values[DESK_NAME]))
    if LOCK_HERE in values:
        machine = replace(machine, screen_lock_min=int(values[LOCK_HERE]))
    save_settings(machine)
