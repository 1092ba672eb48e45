"""Keeping mappings and feeds, and handing files in; each reaches only where the right does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.exchange.feeds.models import Feed, FeedFile, FeedMapping, FeedPart
from app.exchange.feeds.rules import (
    ENDED,
    FeedDraft,
    FileEmpty,
    FileState,
    FileTooLarge,
    FolderTaken,
    NameTaken,
    NotRunning,
    TellsOthers,
    checked_folder,
    checked_name,
)
from app.exchange.mapping_files import mapping_from
from app.exchange.table_files import FileMissing

PART_BYTES = 1_000_000
"""Of a file that is handed in at a desk: a row of the database each."""


def _check_reach(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.IMPORT, region):
        raise NotAllowed(right=Right.IMPORT)


@once
def save_mapping(
    uow: Uow,
    name: str,
    region: str,
    body: str,
    *,
    command_key: UUID,
    mapping_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Keep a mapping for all desks of a street, or change one.

    Args:
        uow: Open transaction; its actor may import in the region.
        name: What the centre calls it.
        region: Of the street it is for.
        body: TOML text, see `mapping_files`.
        command_key: Makes doing it twice do it once.
        mapping_id: Which one is changed, None for a new one.
        seen_version: Of the one that is changed.

    Raises:
        NameWanted: It has no name, or one too long.
        NameTaken: Another one of the street is called so.
        MappingUnreadable: The text is no mapping (and its kin, see `load_mapping`).
        Conflict: Somebody changed it since it was read.
    """
    called = checked_name(name)
    _check_reach(uow, region)
    mapping_from(body, called)
    kept = None if mapping_id is None else _mapping(uow, mapping_id, seen_version)
    other = sa.select(FeedMapping.id).where(
        FeedMapping.region == region, FeedMapping.name == called, FeedMapping.id != mapping_id
    )
    if uow.session.scalar(other) is not None:
        raise NameTaken(name=called)
    row = kept or FeedMapping(id=new_id(), region=region)
    row.name, row.body, row.saved_at, row.is_active = called, body, uow.now, True
    row.author_id, row.author = uow.actor.person_id, uow.actor.name
    uow.session.add(row)
    uow.session.flush()
    _tell(uow, "feeds.mapping_saved", row.id, row.region, name=called)
    return row.id


@once
def drop_mapping(uow: Uow, mapping_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Offer a mapping no more; what feeds read by it goes on."""
    row = _mapping(uow, mapping_id, seen_version)
    row.is_active = False
    uow.session.flush()
    _tell(uow, "feeds.mapping_dropped", row.id, row.region, name=row.name)


def _mapping(uow: Uow, mapping_id: UUID, seen_version: int) -> FeedMapping:
    row = uow.session.get(FeedMapping, mapping_id)
    if row is None:
        raise NotFound(mapping=mapping_id)
    _check_reach(uow, row.region)
    if row.version != seen_version:
        raise Conflict(mapping=mapping_id)
    return row


@once
def save_feed(
    uow: Uow,
    draft: FeedDraft,
    *,
    command_key: UUID,
    feed_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Let the keeper watch a folder, or watch one otherwise.

    Raises:
        NameWanted: It has no name, or one too long.
        BadFolder: Its folder would lie elsewhere.
        FolderTaken: Another feed reads that folder.
        TellsOthers: Its sender would be told of messages of another one.
        Conflict: Somebody changed it since it was read.
    """
    name, folder = checked_name(draft.name), checked_folder(draft.folder)
    _check_reach(uow, draft.region)
    mapping = uow.session.get(FeedMapping, draft.mapping_id)
    if mapping is None:
        raise NotFound(mapping=draft.mapping_id)
    row = Feed(id=new_id(), told_until=None) if feed_id is None else _feed(uow, feed_id)
    if feed_id is not None and row.version != seen_version:
        raise Conflict(feed=feed_id)
    same = sa.func.lower(Feed.folder) == folder.lower()  # one folder on Windows
    if uow.session.scalar(sa.select(Feed.id).where(same, Feed.id != row.id)) is not None:
        raise FolderTaken(folder=folder)
    if draft.tells_back:
        _check_told(uow, row.id, draft.region, mapping)
    row.name, row.folder, row.region = name, folder, draft.region
    row.mapping_id, row.is_active = mapping.id, draft.is_active
    if draft.tells_back and not row.tells_back:
        row.told_until = uow.now  # nobody is told anew of what ended long ago
    row.tells_back = draft.tells_back
    uow.session.add(row)
    uow.session.flush()
    told = {"name": name, "folder": folder, "mapping": mapping.name, "active": draft.is_active}
    _tell(uow, "feeds.saved", row.id, row.region, **told)
    return row.id


def _check_told(uow: Uow, feed_id: UUID, region: str, mapping: FeedMapping) -> None:
    """Messages of senders of one source are told apart by the prefix of their numbers alone."""
    mine = mapping_from(mapping.body, mapping.name)
    if mine.prefix:
        return
    asked = (
        sa.select(Feed.name, FeedMapping.body, FeedMapping.name)
        .join(FeedMapping, FeedMapping.id == Feed.mapping_id)
        .where(Feed.is_active, Feed.region.startswith(region), Feed.id != feed_id)
    )
    for other, body, name in uow.session.execute(asked).all():
        try:
            same = mapping_from(body, name).source == mine.source
        except AppError:  # one that cannot be read brings nothing
            continue
        if same:
            raise TellsOthers(other=other)


def _feed(uow: Uow, feed_id: UUID) -> Feed:
    row = uow.session.get(Feed, feed_id)
    if row is None:
        raise NotFound(feed=feed_id)
    _check_reach(uow, row.region)
    return row


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file somebody hands in at a desk.

    Attributes:
        name: As it is called.
        size: In bytes.
        mapping_id: How it is read.
        region: Street whose messages it brings.
        print: SHA-256 of it.
    """

    name: str
    size: int
    mapping_id: UUID
    region: str
    print: str


@once
def hand_in(uow: Uow, delivery: Delivery, path: Path, *, command_key: UUID) -> UUID:
    """Hand a file in to be taken in: by this desk where it holds the database, else by the keeper,
    since on a server nobody's own account may compare whom a message names with whom it named.

    Args:
        uow: Open transaction; its actor may import in the region.
        delivery: What is handed in.
        path: Where it lies at this desk.
        command_key: Makes doing it twice do it once.

    Raises:
        FileEmpty: There is nothing in it.
        FileTooLarge: It is larger than the centre lets desks hand in.
        FileMissing: It is gone.
    """
    _check_reach(uow, delivery.region)
    most = settings_at(uow.session, uow.now).feed_file_max_mb
    if not delivery.size:
        raise FileEmpty
    if delivery.size > most * 1_000_000:
        raise FileTooLarge(most=most)
    row = new_file(uow, delivery)
    uow.session.flush()
    for place, body in enumerate(_pieces(path)):
        values = {"file_id": row.id, "place": place, "body": body}
        uow.session.execute(sa.insert(FeedPart).values(values))
    return row.id


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PART_BYTES):
                yield piece
    except OSError as error:
        raise FileMissing(name=path.name) from error


def new_file(uow: Uow, delivery: Delivery, feed_id: UUID | None = None) -> FeedFile:
    """Add the row of a file that came."""
    row = FeedFile(
        id=new_id(),
        feed_id=feed_id,
        mapping_id=delivery.mapping_id,
        region=delivery.region,
        person_id=uow.actor.person_id,
        person_name="" if feed_id else uow.actor.name,
        name=delivery.name[-255:],
        print=delivery.print,
        size=delivery.size,
        at=uow.now,
        state=FileState.SEEN if feed_id else FileState.WAITING,
    )
    uow.session.add(row)
    _tell(uow, "feeds.file_came", row.id, row.region, name=row.name, size=row.size)
    return row


@once
def stop_file(uow: Uow, file_id: UUID, *, command_key: UUID) -> None:
    """Ask that a file be taken in no further; what is in stays in.

    Raises:
        NotRunning: It has ended.
    """
    row = file_of(uow, file_id)
    if row.state in ENDED:
        raise NotRunning
    row.wants_stop = True
    if row.state == FileState.WAITING:
        row.state, row.ended_at = FileState.STOPPED, uow.now
    _tell(uow, "feeds.file_stopped", row.id, row.region)


@once
def resume_file(uow: Uow, file_id: UUID, *, command_key: UUID) -> None:
    """Go on with a file that was stopped, or whose desk ended in the middle of it.

    Raises:
        NotRunning: It is not one that can be gone on with.
    """
    row = file_of(uow, file_id)
    alone = uow.session.get_bind().dialect.name == "sqlite"  # the desk that took it in has ended
    if row.state != FileState.STOPPED and not (alone and row.state == FileState.RUNNING):
        raise NotRunning
    row.state, row.wants_stop = FileState.WAITING, False
    _tell(uow, "feeds.file_resumed", row.id, row.region)


def file_of(uow: Uow, file_id: UUID) -> FeedFile:
    """Return a file within reach.

    Raises:
        NotFound: There is none.
    """
    row = uow.session.get(FeedFile, file_id)
    if row is None or not uow.actor.may_in(Right.IMPORT, row.region):
        raise NotFound(file=file_id)
    return row


def _tell(uow: Uow, action: str, key: UUID, region: str, **facts: Any) -> None:
    uow.record(action, Topic.FEED, key, region=region, **facts)
    uow.touched(Topic.FEED, key, region)
