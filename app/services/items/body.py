"""A version of an item as it is kept in JSON, and back."""

from dataclasses import asdict
from datetime import date
from typing import Any

from app.services.items.rules import (
    CommunityDuty,
    Delegation,
    ItemBody,
    ItemLevel,
    LifeSituation,
    Material,
    MaterialForm,
)


def to_json(body: ItemBody) -> dict[str, Any]:
    """Return a version as it is kept; what has its usual value is left out."""
    told = asdict(body)
    usual = asdict(ItemBody("", "", ""))
    kept = {name: value for name, value in told.items() if value != usual[name]}
    if body.delegation is not None:
        kept["delegation"] = told["delegation"] | {"since": f"{body.delegation.since}"}
    return kept | {"situations": list(body.situations), "steps": list(body.steps)}


def from_json(told: dict[str, Any]) -> ItemBody:
    """Return a version from JSON; what this program does not know is passed over."""
    known = {name: told[name] for name in ItemBody.__dataclass_fields__ if name in told}
    given = known.get("delegation")
    situations = {each.value for each in LifeSituation}
    known |= {
        "level": ItemLevel(known.get("level", ItemLevel.STREET)),
        "duty": CommunityDuty(known.get("duty", CommunityDuty.NONE)),
        "situations": tuple(
            LifeSituation(each) for each in known.get("situations", ()) if each in situations
        ),
        "materials": tuple(_material(each) for each in known.get("materials", ())),
        "steps": tuple(known.get("steps", ())),
        "delegation": _delegation(given) if given else None,
    }
    return ItemBody(**{"name": "", "department": "", "category": ""} | known)


def _material(told: dict[str, Any]) -> Material:
    return Material(
        told["name"], MaterialForm(told["form"]), int(told["count"]), told.get("source", "")
    )


def _delegation(told: dict[str, Any]) -> Delegation:
    since = date.fromisoformat(told["since"])
    return Delegation(told["giver"], told["taker"], since, told["basis"])
