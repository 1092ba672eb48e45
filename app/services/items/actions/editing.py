"""An item is written, edited version by version, published, withdrawn."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.pinyin import reading
from app.core.text import one_line
from app.core.words import say
from app.services.items.body import from_json, to_json
from app.services.items.checking import clean_body, clean_item_code, lacks
from app.services.items.errors import (
    ItemCodeTaken,
    ItemNotPublished,
    ItemPartMissing,
    ItemPublishedAlready,
    ItemRegionWrong,
    ItemUnchanged,
)
from app.services.items.models import ServiceItem, ServiceItemVersion
from app.services.items.rules import NAME_MOST, NOTE_MOST, ItemBody, ServiceItemState
from app.services.items.sheet import SheetItem
from app.territory.models import Region

LEVELS = (4, 6, 9, 12)
"""Digits of the regions that have items of their own: city, district, street, community."""
_PINYIN_MOST = 255


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as somebody wrote it; `note` says what the version changes."""

    region: str
    code: str
    body: ItemBody
    note: str = ""


@once
def add_item(uow: Uow, draft: ItemDraft, *, publish: bool = False, command_key: UUID) -> UUID:
    """Write a new item; residents see it once it is published.

    Raises:
        ItemCodeTaken: Another item of this place has the code.
    """
    return put_item(uow, draft, publish=publish).id


def put_item(uow: Uow, draft: ItemDraft, *, publish: bool = False) -> ServiceItem:
    """Write a new item within an action; see `add_item`."""
    _require(uow, draft.region)
    _check_region(uow, draft.region)
    code, body = clean_item_code(draft.code), clean_body(draft.body)
    taken = sa.select(ServiceItem.id).where(
        ServiceItem.region == draft.region, ServiceItem.code == code
    )
    if uow.session.scalar(taken) is not None:
        raise ItemCodeTaken(code=code)
    if publish:
        _check_whole(body)
    row = ServiceItem(
        id=new_id(),
        region=draft.region,
        code=code,
        state=ServiceItemState.PUBLISHED if publish else ServiceItemState.DRAFT,
        ordinal=1,
        published=1 if publish else None,
        published_at=uow.now if publish else None,
    )
    _shown(row, body)
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:  # another desk took the code in this moment
        raise ItemCodeTaken(code=code) from error
    _add_version(uow, row, body, draft.note)
    _tell(uow, "services.item_added", row, code=code, published=publish)
    return row


@once
def edit_item(
    uow: Uow, item_id: UUID, seen_version: int, body: ItemBody, note: str = "", *, command_key: UUID
) -> int:
    """Save a new version; residents go on seeing the published one until this one is.

    Raises:
        ItemUnchanged: It says what the newest says.
    """
    row = _kept(uow, item_id, seen_version)
    clean = clean_body(body)
    if newest_of(uow, row) == clean:
        raise ItemUnchanged
    return _save_version(uow, row, clean, note)


def _save_version(uow: Uow, row: ServiceItem, body: ItemBody, note: str) -> int:
    row.ordinal += 1
    _shown(row, body)
    uow.session.flush()
    _add_version(uow, row, body, note)
    _tell(uow, "services.item_edited", row, ordinal=row.ordinal)
    return row.ordinal


@once
def publish_items(uow: Uow, seen: tuple[tuple[UUID, int], ...], *, command_key: UUID) -> int:
    """Publish the newest version of some items; return how many.

    Raises:
        ItemPartMissing: Residents would miss something.
        ItemPublishedAlready: Of a single one, residents see its newest version already.
    """
    done = [_publish(uow, key, version) for key, version in seen]
    if len(done) == 1 and not done[0]:
        raise ItemPublishedAlready
    return sum(done)


@once
def withdraw_item(
    uow: Uow, item_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Take an item back: residents see it no more, its versions stay.

    Raises:
        ItemNotPublished: They do not see it.
    """
    row = _kept(uow, item_id, seen_version)
    if row.published is None:
        raise ItemNotPublished
    row.state, row.published, row.published_at = ServiceItemState.WITHDRAWN, None, None
    uow.session.flush()
    _tell(uow, "services.item_withdrawn", row, why=one_line(why)[:NOTE_MOST])


def newest_of(uow: Uow, row: ServiceItem) -> ItemBody:
    """Return what the newest version of an item says."""
    newest = uow.session.get_one(ServiceItemVersion, (row.id, row.ordinal))
    return from_json(newest.body)


@once
def land_sheet(uow: Uow, region: str, items: tuple[SheetItem, ...], *, command_key: UUID) -> str:
    """Take in what a sheet told of a place: new items are drafts, others get a next version where
    something is different; nothing is published by it.

    Returns:
        How many are new, changed and unchanged, with blanks between.
    """
    _require(uow, region)
    _check_region(uow, region)
    asked = sa.select(ServiceItem).where(ServiceItem.region == region).with_for_update()
    there = {row.code: row for row in uow.session.scalars(asked)}
    counts = {"new": 0, "changed": 0, "same": 0}
    note = say("services.sheet_note")
    for item in items:
        row = there.get(item.code)
        if row is None:
            put_item(uow, ItemDraft(region, item.code, item.body, note))
            counts["new"] += 1
        elif newest_of(uow, row) == item.body:
            counts["same"] += 1
        else:
            _save_version(uow, row, item.body, note)
            counts["changed"] += 1
    return " ".join(map(str, counts.values()))


def compare_sheet(
    session: Session, region: str, items: tuple[SheetItem, ...]
) -> tuple[int, int, int]:
    """Return how many items of a sheet are new, changed and unchanged as the place is now."""
    asked = (
        sa.select(ServiceItem.code, ServiceItemVersion.body)
        .join(
            ServiceItemVersion,
            sa.and_(
                ServiceItemVersion.item_id == ServiceItem.id,
                ServiceItemVersion.ordinal == ServiceItem.ordinal,
            ),
        )
        .where(ServiceItem.region == region)
    )
    there = {code: from_json(body) for code, body in session.execute(asked)}
    new = sum(item.code not in there for item in items)
    same = sum(there.get(item.code) == item.body for item in items)
    return new, len(items) - new - same, same


def _publish(uow: Uow, item_id: UUID, seen_version: int) -> bool:
    row = _kept(uow, item_id, seen_version)
    if row.published == row.ordinal:
        return False
    _check_whole(newest_of(uow, row))
    row.state, row.published, row.published_at = ServiceItemState.PUBLISHED, row.ordinal, uow.now
    uow.session.flush()
    _tell(uow, "services.item_published", row, ordinal=row.ordinal)
    return True


def _check_whole(body: ItemBody) -> None:
    missing = lacks(body)
    if missing:
        raise ItemPartMissing(part=missing[0])


def _shown(row: ServiceItem, body: ItemBody) -> None:
    told = reading(body.name)
    row.name, row.department, row.category = body.name, body.department, body.category
    row.pinyin, row.initials = told.key[:_PINYIN_MOST], told.initials[:NAME_MOST]


def _add_version(uow: Uow, row: ServiceItem, body: ItemBody, note: str) -> None:
    uow.add(
        ServiceItemVersion,
        item_id=row.id,
        ordinal=row.ordinal,
        body=to_json(body),
        saved_at=uow.now,
        person_id=uow.actor.person_id,
        saved_name=uow.actor.name,
        note=one_line(note)[:NOTE_MOST],
    )
    uow.settle()


def _require(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.MANAGE_SERVICES, region):
        raise NotAllowed(right=Right.MANAGE_SERVICES)


def _check_region(uow: Uow, region: str) -> None:
    found = uow.session.get(Region, region) if len(region) in LEVELS else None
    if found is None or found.retired_at is not None:
        raise ItemRegionWrong(region=region)


def _kept(uow: Uow, item_id: UUID, seen_version: int) -> ServiceItem:
    asked = sa.select(ServiceItem).where(ServiceItem.id == item_id).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(row=item_id)
    _require(uow, row.region)
    if row.version != seen_version:
        raise Conflict(row=item_id)
    return row


def _tell(uow: Uow, action: str, row: ServiceItem, **facts: object) -> None:
    uow.record(action, Topic.SERVICE_ITEM, row.id, region=row.region, **facts)
    # All places below a region follow its items.
    uow.touched(Topic.SERVICE_ITEM, row.id)
