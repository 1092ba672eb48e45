"""What a person last might do at this computer, as it is kept for the time the server is away."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor, Grant
from app.core.outbox.vault import Vault
from app.core.shared_settings import CentreSettings

FILE = "person.bin"


@dataclass(frozen=True, slots=True)
class Memory:
    """Who signed in here, and what the centre had decided.

    Attributes:
        actor: With the rights of that moment.
        login: As it was typed then, normal.
        centre: What the centre decided.
        is_demo: True when all data are made up.
        at: When that was (aware).
    """

    actor: Actor
    login: str
    centre: CentreSettings
    is_demo: bool
    at: datetime


def keep_memory(vault: Vault, memory: Memory) -> None:
    """Keep it in a vault; raises as `Vault.keep` does."""
    actor = memory.actor
    kept = {
        "person": str(actor.person_id),
        "name": actor.name,
        "desk": actor.desk,
        "grants": [_grant_to_json(grant) for grant in actor.grants],
        "centres": list(actor.centres),
        "login": memory.login,
        "centre": asdict(memory.centre),
        "demo": memory.is_demo,
        "at": memory.at.isoformat(),
    }
    vault.keep(FILE, json.dumps(kept, ensure_ascii=False).encode())


def kept_memory(vault: Vault) -> Memory | None:
    """Return what is kept; None for nothing, or for what an older program left."""
    plain = vault.kept(FILE)
    try:
        kept = json.loads(plain or b"")
        grants = tuple(_grant_from_json(grant) for grant in kept["grants"])
        return Memory(
            Actor(
                UUID(kept["person"]),
                kept["name"],
                kept["desk"],
                grants=grants,
                centres=tuple(kept["centres"]),
            ),
            kept["login"],
            CentreSettings(**kept["centre"]),
            kept["demo"],
            datetime.fromisoformat(kept["at"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _grant_to_json(grant: Grant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "rights": sorted(grant.rights),
        "region": grant.region,
        "unit": str(grant.unit_id) if grant.unit_id else None,
        "deputy_for": str(grant.deputy_for) if grant.deputy_for else None,
    }


def _grant_from_json(kept: dict[str, Any]) -> Grant:
    unit, lender = kept["unit"], kept["deputy_for"]
    return Grant(
        kept["role"],
        frozenset(kept["rights"]),
        kept["region"],
        UUID(unit) if unit else None,
        UUID(lender) if lender else None,
    )
