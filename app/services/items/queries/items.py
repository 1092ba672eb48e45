"""Items as those who keep them see them: drafts, what is published, how far the targets are met."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.shared_settings import CentreSettings
from app.services.items.body import from_json
from app.services.items.models import ServiceItem, ServiceItemVersion
from app.services.items.rules import (
    Counted,
    ItemBody,
    ServiceItemState,
    Target,
    TargetKind,
    targets,
)
from app.territory.models import Region


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list; `body` is its newest version.

    Attributes:
        ordinal: Number of its newest version.
        published: Number of the version residents see, None where they see none.
        saved_name: Who saved the newest version.
    """

    id: UUID
    region: str
    region_name: str
    code: str
    state: ServiceItemState
    ordinal: int
    published: int | None
    published_at: datetime | None
    body: ItemBody
    saved_at: datetime
    saved_name: str
    note: str
    may_keep: bool
    version: int

    @property
    def has_changes(self) -> bool:
        """Tell whether something was edited that residents do not see yet."""
        return self.published is not None and self.published != self.ordinal


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version that was saved."""

    ordinal: int
    saved_at: datetime
    saved_name: str
    note: str
    is_published: bool


def item_rows(session: Session, actor: Actor, *, region: str = "") -> tuple[ItemRow, ...]:
    """Return the items of a region and of those above it, by code."""
    actor.require(Right.READ_SERVICES)
    asked = _asked().where(near(ServiceItem.region, actor, region))
    inorder = asked.order_by(ServiceItem.code, ServiceItem.region)
    return tuple(_row(actor, *found) for found in session.execute(inorder))


def item_row(session: Session, actor: Actor, item_id: UUID) -> ItemRow | None:
    """Return one item, None where there is none in reach."""
    actor.require(Right.READ_SERVICES)
    asked = _asked().where(ServiceItem.id == item_id, near(ServiceItem.region, actor, ""))
    found = session.execute(asked).one_or_none()
    return _row(actor, *found) if found is not None else None


def _asked() -> "sa.Select[ServiceItem, ServiceItemVersion, str]":
    return (
        sa.select(ServiceItem, ServiceItemVersion, Region.name)
        .join(
            ServiceItemVersion,
            sa.and_(
                ServiceItemVersion.item_id == ServiceItem.id,
                ServiceItemVersion.ordinal == ServiceItem.ordinal,
            ),
        )
        .join(Region, Region.code == ServiceItem.region)
    )


def _row(actor: Actor, item: ServiceItem, version: ServiceItemVersion, name: str) -> ItemRow:
    return ItemRow(
        item.id,
        item.region,
        name,
        item.code,
        ServiceItemState(item.state),
        item.ordinal,
        item.published,
        item.published_at,
        from_json(version.body),
        version.saved_at,
        version.saved_name,
        version.note,
        actor.may_in(Right.MANAGE_SERVICES, item.region),
        item.version,
    )


def near(column: sa.SQLColumnExpression[str], actor: Actor, region: str) -> sa.ColumnElement[bool]:
    """Return the condition that a row is of a region, below it or above it, within or above the
    actor's reach: the district's items are for its streets, too.
    """
    reached = actor.prefixes(Right.READ_SERVICES)
    above = {code[:digits] for code in reached for digits in range(2, len(code))}
    seen = sa.or_(in_regions(column, reached), column.in_(above))
    if not region:
        return seen
    over = {region[:digits] for digits in range(2, len(region))}
    return sa.and_(seen, sa.or_(in_regions(column, (region,)), column.in_(over)))


def versions_of(session: Session, item_id: UUID) -> tuple[VersionRow, ...]:
    """Return the versions of an item, the newest first."""
    asked = (
        sa.select(
            ServiceItemVersion.ordinal,
            ServiceItemVersion.saved_at,
            ServiceItemVersion.saved_name,
            ServiceItemVersion.note,
            ServiceItem.published == ServiceItemVersion.ordinal,
        )
        .join(ServiceItem, ServiceItem.id == ServiceItemVersion.item_id)
        .where(ServiceItemVersion.item_id == item_id)
        .order_by(ServiceItemVersion.ordinal.desc())
    )
    return tuple(VersionRow(*row[:4], bool(row[4])) for row in session.execute(asked))


def item_targets(rows: tuple[ItemRow, ...], aims: CentreSettings) -> tuple[Target, ...]:
    """Return how far the targets are met by the items that are published."""
    counted = (
        Counted(
            row.code,
            row.body.city_wide,
            row.body.everyday,
            row.body.on_application,
            row.body.yearly,
        )
        for row in rows
        if row.published is not None
    )
    percents = {
        TargetKind.ON_APPLICATION: aims.target_applied_percent,
        TargetKind.EVERYDAY: aims.target_everyday_percent,
        TargetKind.MOST_USED: aims.target_used_percent,
    }
    return targets(counted, percents, aims.target_used_items)
