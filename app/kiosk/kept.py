"""What a machine keeps for when the server is away, encrypted: its street, and what proves the
code of the staff. Nobody's data.

It lies in the locked folder of the machine's account (`app.core.outbox`), opened by its password.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.outbox.vault import Vault
from app.kiosk.ground import KioskGround, ground_from
from app.kiosk.guide import Guide, GuideItem
from app.kiosk.looks import Look, LookRow
from app.services.items.body import from_json, to_json

FILE, STAFF_FILE = "street.bin", "staff.bin"


def keep_street(vault: Vault, ground: KioskGround, look: LookRow, guide: Guide) -> None:
    """Keep what the machine shows; raises as `Vault.keep` does."""
    told = {
        "ground": ground.raw,
        "look": [look.region, look.look.to_json(), look.version, look.has_code],
        "reckoned_by": look.reckoned_by,
        "items": [_item_out(item) for item in guide.items],
        "halls": [guide.has_numbers, guide.has_bookings],
    }
    vault.keep(FILE, json.dumps(told, ensure_ascii=False).encode())


def kept_street(vault: Vault) -> tuple[KioskGround, LookRow, Guide] | None:
    """Return what is kept; None for nothing, or for what another program left."""
    try:
        told = json.loads(vault.kept(FILE) or b"")
        region, look, version, has_code = told["look"]
        numbers, bookings = told["halls"]
        row = LookRow(
            region,
            Look.from_json(look),
            version,
            has_code=has_code,
            reckoned_by=told["reckoned_by"],
        )
        items = tuple(_item_in(item) for item in told["items"])
        guide = Guide(items, has_numbers=numbers, has_bookings=bookings)
        return ground_from(told["ground"]), row, guide
    except (ValueError, KeyError, TypeError):
        return None


def keep_known(vault: Vault, known: str) -> None:
    """Keep what is remembered of the last right code of the staff; raises as `Vault.keep` does.

    In plain text somebody with the disk could try all codes against it elsewhere.
    """
    vault.keep(STAFF_FILE, known.encode())


def kept_known(vault: Vault) -> str:
    """Return what is remembered of the last right code, "" for nothing."""
    return (vault.kept(STAFF_FILE) or b"").decode("utf-8", "replace")


def _item_out(item: GuideItem) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "code": item.code,
        "region": item.region,
        "pinyin": item.pinyin,
        "initials": item.initials,
        "body": to_json(item.body),
        "at": item.published_at.isoformat(),
    }


def _item_in(told: dict[str, Any]) -> GuideItem:
    return GuideItem(
        UUID(told["id"]),
        told["code"],
        told["region"],
        told["pinyin"],
        told["initials"],
        from_json(told["body"]),
        datetime.fromisoformat(told["at"]),
    )
