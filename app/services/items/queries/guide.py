"""The guide (办事指南): what residents may read of the items that are published.

A machine in the hall reads through a door on a shared server, staff read the tables. Both get the
items for one place: those of its community, street, district and city; where two of them write an
item of the same code, that of the nearer one counts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Role
from app.core.actor import Actor
from app.core.database import has_own_account
from app.services.items.body import from_json
from app.services.items.models import ServiceItem, ServiceItemVersion
from app.services.items.rules import ItemBody

_DOOR = sa.text(
    "SELECT id, code, region, pinyin, initials, body, published_at FROM jz.kiosk_guide()"
)


@dataclass(frozen=True, slots=True)
class GuideItem:
    """A published item with all a resident is told of it.

    Attributes:
        pinyin: Of the name, syllables parted by spaces.
        initials: First letters of the name.
        body: What it says: materials, where, when, how long, fee, basis, who.
    """

    id: UUID
    code: str
    region: str
    pinyin: str
    initials: str
    body: ItemBody
    published_at: datetime

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.body.name


def guide_items(session: Session, actor: Actor, place: str = "") -> tuple[GuideItem, ...]:
    """Return the published items for a place, sorted by pinyin.

    Args:
        session: To read with.
        actor: Staff, or a machine in a hall.
        place: Code of a street or community; "" for where the actor stands.
    """
    if _is_machine(actor) and has_own_account(session):
        rows = session.execute(_DOOR).all()
    else:
        rows = session.execute(_asked(place or place_of(actor))).all()
    nearest: dict[str, GuideItem] = {}
    for key, code, region, pinyin, initials, body, published_at in rows:
        known = nearest.get(code)
        if known is None or len(known.region) < len(region):
            nearest[code] = GuideItem(
                key, code, region, pinyin, initials, from_json(body), published_at
            )
    return tuple(sorted(nearest.values(), key=lambda item: (item.pinyin, item.code)))


def place_of(actor: Actor) -> str:
    """Return where somebody stands: the region of their first grant that has one."""
    regions = [grant.region for grant in actor.grants if grant.region]
    return max(regions, key=len) if regions else ""


def _is_machine(actor: Actor) -> bool:
    return any(grant.role == Role.KIOSK for grant in actor.grants)


def _asked(place: str) -> "sa.Select[UUID, str, str, str, str, object, datetime | None]":
    covering = tuple(place[:digits] for digits in range(len(place) + 1))
    return (
        sa.select(
            ServiceItem.id,
            ServiceItem.code,
            ServiceItem.region,
            ServiceItem.pinyin,
            ServiceItem.initials,
            ServiceItemVersion.body,
            ServiceItem.published_at,
        )
        .join(
            ServiceItemVersion,
            sa.and_(
                ServiceItemVersion.item_id == ServiceItem.id,
                ServiceItemVersion.ordinal == ServiceItem.published,
            ),
        )
        .where(ServiceItem.region.in_(covering) if place else sa.true())
    )
