"""Reads of feeds: mappings, folders and what came; all of them within the reach of the right."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import NotFound
from app.exchange.feeds.models import Feed, FeedFile, FeedMapping
from app.exchange.feeds.rules import Counts, FeedRow, FileRow, FileState, MappingRow

FILES_MOST = 100
"""Files of a feed that a page shows, the newest first."""


def within_reach(
    column: "sa.orm.InstrumentedAttribute[str]", actor: Actor
) -> sa.ColumnElement[bool]:
    """Return the condition that a row lies where the right to import reaches."""
    return in_regions(column, actor.prefixes(Right.IMPORT))


def mappings(session: Session, actor: Actor) -> tuple[MappingRow, ...]:
    """Return the mappings somebody may use, by name."""
    asked = sa.select(FeedMapping).where(
        FeedMapping.is_active, within_reach(FeedMapping.region, actor)
    )
    return tuple(map(_mapping, session.scalars(asked.order_by(FeedMapping.name, FeedMapping.id))))


def mapping_row(session: Session, mapping_id: UUID) -> MappingRow:
    """Return one mapping.

    Raises:
        NotFound: There is none.
    """
    found = session.get(FeedMapping, mapping_id)
    if found is None:
        raise NotFound(mapping=mapping_id)
    return _mapping(found)


def mapping_named(session: Session, actor: Actor, name: str) -> MappingRow | None:
    """Return the mapping of a name, None where there is none, or two streets call theirs so."""
    found = [row for row in mappings(session, actor) if row.name == name]
    return found[0] if len(found) == 1 else None


def _mapping(row: FeedMapping) -> MappingRow:
    saved = (row.author, row.saved_at, row.version)
    return MappingRow(row.id, row.name, row.region, row.body, *saved)


def feeds(session: Session, actor: Actor) -> tuple[FeedRow, ...]:
    """Return the feeds somebody may see, by name, each with its newest file."""
    newest = (
        sa.select(FeedFile.id)
        .where(FeedFile.feed_id == Feed.id)
        .order_by(FeedFile.at.desc(), FeedFile.id.desc())
        .limit(1)
        .correlate(Feed)
        .scalar_subquery()
    )
    asked = (
        sa.select(Feed, FeedMapping.name, FeedFile)
        .join(FeedMapping, FeedMapping.id == Feed.mapping_id)
        .outerjoin(FeedFile, FeedFile.id == newest)
        .where(within_reach(Feed.region, actor))
        .order_by(Feed.name, Feed.id)
    )
    return tuple(_feed(feed, name, last) for feed, name, last in session.execute(asked))


def _feed(feed: Feed, mapping: str, last: FeedFile | None) -> FeedRow:
    return FeedRow(
        id=feed.id,
        name=feed.name,
        region=feed.region,
        folder=feed.folder,
        mapping_id=feed.mapping_id,
        mapping=mapping,
        is_active=feed.is_active,
        tells_back=feed.tells_back,
        told_until=feed.told_until,
        version=feed.version,
        last=_file(last, feed.name, mapping) if last is not None else None,
    )


def feed_row(session: Session, actor: Actor, feed_id: UUID) -> FeedRow:
    """Return one feed.

    Raises:
        NotFound: There is none within reach.
    """
    found = next((row for row in feeds(session, actor) if row.id == feed_id), None)
    if found is None:
        raise NotFound(feed=feed_id)
    return found


def files(
    session: Session,
    actor: Actor,
    *,
    feed_id: UUID | None = None,
    handed_in: bool = False,
    most: int = FILES_MOST,
) -> tuple[FileRow, ...]:
    """Return what came, the newest first: by one feed, at desks only, or all of it."""
    asked = _files(actor).order_by(FeedFile.at.desc(), FeedFile.id.desc()).limit(most)
    if feed_id is not None:
        asked = asked.where(FeedFile.feed_id == feed_id)
    if handed_in:
        asked = asked.where(FeedFile.feed_id.is_(None))
    return tuple(_file(file, feed or "", name) for file, feed, name in session.execute(asked))


def file_row(session: Session, actor: Actor, file_id: UUID) -> FileRow:
    """Return one file that came.

    Raises:
        NotFound: There is none within reach.
    """
    found = session.execute(_files(actor).where(FeedFile.id == file_id)).first()
    if found is None:
        raise NotFound(file=file_id)
    file, feed, name = found
    return _file(file, feed or "", name)


def _files(actor: Actor) -> "sa.Select[FeedFile, str, str]":
    return (
        sa.select(FeedFile, Feed.name, FeedMapping.name)
        .outerjoin(Feed, Feed.id == FeedFile.feed_id)
        .join(FeedMapping, FeedMapping.id == FeedFile.mapping_id)
        .where(within_reach(FeedFile.region, actor))
    )


def _file(file: FeedFile, feed: str, mapping: str) -> FileRow:
    report = file.report or {}
    return FileRow(
        id=file.id,
        feed_id=file.feed_id,
        feed=feed,
        mapping=mapping,
        name=file.name,
        size=file.size,
        who=file.person_name,
        at=file.at,
        ended_at=file.ended_at,
        state=FileState(file.state),
        done=file.done,
        counts=Counts(file.new, file.changed, file.unchanged, file.joined, file.refused),
        error=file.error,
        told=report.get("told", ""),
        wants_stop=file.wants_stop,
        refused=tuple((row[0], row[1], row[2]) for row in report.get("rejected", ())),
        notes=tuple((row[0], row[1], row[2]) for row in report.get("notes", ())),
    )
