"""What the keeper does for feeds: takes in what came, tells senders what became of it."""

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ParamSpec
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actors import actor_of
from app.accounts.rules import Right
from app.core.actor import Actor, Grant, console, system
from app.core.changes import Topic
from app.core.chores import Chore, ChoreStopped
from app.core.database import Database
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from app.core.shared_settings import CentreSettings, settings_at
from app.core.words import say, sentence
from app.exchange.feeds.actions import Delivery, new_file
from app.exchange.feeds.folders import (
    FileHeld,
    deliveries,
    drop_old,
    print_of,
    put_away,
    ready_folder,
)
from app.exchange.feeds.models import Feed, FeedFile, FeedMapping, FeedPart
from app.exchange.feeds.queries import feeds, file_row
from app.exchange.feeds.results import tell_back
from app.exchange.feeds.rules import FeedRow, FileState
from app.exchange.feeds.taking_in import fail_file, take_in
from app.exchange.mapping import CaseMapping
from app.exchange.mapping_files import mapping_from

_NOT_OF_A_FEED = (ChoreStopped, DatabaseBusy, DatabaseUnreachable)
"""What no feed is to blame for: the keeper ends, or nobody's files can be taken in now."""

Asked = ParamSpec("Asked")
log = logging.getLogger(__name__)

NAME = "exchange.feeds"
KEEPER = system(NAME)


def exchange_chores() -> tuple[Chore, ...]:
    """Return the chores of files that come and go."""
    return (
        Chore(NAME, timedelta(seconds=30), watch_feeds),
        Chore("exchange.forget", timedelta(hours=1), forget),
    )


def watch_feeds(database: Database) -> str:
    """Take in what was handed in at desks and what lies in the folders, and tell senders."""
    troubles: list[Exception] = []
    taken = 0
    for key in _waiting(database):
        taken += _apart(troubles, take_waiting, database, key)
    with database.reading() as session:
        settings = settings_at(session, database.clock.now())
        watched = tuple(row for row in feeds(session, KEEPER) if row.is_active)
    told = 0
    for feed in watched if settings.feeds_folder else ():
        taken += _apart(troubles, _look_into, database, feed, settings)
        told += _apart(troubles, tell_back, database, feed, settings)
    if troubles:  # said where chores are listed, once the others have had their turn
        raise troubles[0]
    return say("chores.feeds_watched", count=taken, told=told)


def _apart(
    troubles: list[Exception], work: Callable[Asked, int], *asked: Asked.args, **more: Asked.kwargs
) -> int:
    """Do a part of the chore; what goes wrong with one street's file or feed is noted, and keeps
    no other street from its own.
    """
    try:
        return work(*asked, **more)
    except _NOT_OF_A_FEED:
        raise
    except Exception as error:  # the border of one feed
        if not isinstance(error, AppError):
            log.exception("a feed or file")
        troubles.append(error)
        return 0


def forget(database: Database) -> str:
    """Drop files that were handed in and never taken in to their end, and old ones that were put
    away: they name people.
    """
    with database.writing(system("exchange.forget")) as uow:
        settings, now = settings_at(uow.session, uow.now), uow.now
        days, kept = settings.handed_in_keep_days, settings.feed_put_away_days
        old = sa.select(FeedFile.id).where(FeedFile.at < uow.now - timedelta(days=days))
        gone = uow.session.execute(
            sa.delete(FeedPart).where(FeedPart.file_id.in_(old)).returning(FeedPart.file_id)
        ).all()
        folders = list(uow.session.scalars(sa.select(Feed.folder)))
    old_files = 0
    for folder in folders if settings.feeds_folder else ():
        with suppress(AppError, OSError):  # away, or no folder of ours: said by the one that looks
            found = ready_folder(settings.feeds_folder, folder)
            old_files += drop_old(found, now - timedelta(days=kept))
    count = len({key for (key,) in gone})
    return say("chores.feeds_forgotten", count=count, days=days, files=old_files, kept=kept)


# -- handed in at desks --------------------------------------------------------------------------


def _waiting(database: Database) -> list[UUID]:
    """Return files handed in at desks; those of a keeper that ended in the middle, too. Whoever
    holds an embedded database takes them in at once.
    """
    if database.is_sqlite:
        return []
    asked = sa.select(FeedFile.id).where(
        FeedFile.feed_id.is_(None), FeedFile.state.in_((FileState.WAITING, FileState.RUNNING))
    )
    with database.reading() as session:
        return list(session.scalars(asked.order_by(FeedFile.at)))


def take_waiting(
    database: Database, file_id: UUID, stopped: Callable[[], bool] = lambda: False
) -> bool:
    """Take in a file that was handed in at a desk, by the right of whoever did.

    Args:
        database: Where it waits.
        file_id: The row of the file.
        stopped: Asked now and then: is this process to end? Then it can be gone on with.

    Returns:
        Whether it was taken in to its end.
    """
    with database.reading() as session:
        row = session.get_one(FeedFile, file_id)
        name, person_id, mapping_id, region = row.name, row.person_id, row.mapping_id, row.region
        parts = sa.select(FeedPart.place).where(FeedPart.file_id == file_id)
        places = list(session.scalars(parts.order_by(FeedPart.place)))
        now = database.clock.now()
        who = actor_of(session, person_id, "keeper", now) if person_id else console("keeper")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{Path(name).suffix}"
        with path.open("wb") as file:
            for place in places:
                with database.reading() as session:
                    file.write(session.get_one(FeedPart, (file_id, place)).body)
        is_in = _taken(database, who, file_id, path, (mapping_id, region), stopped)
    with database.writing(KEEPER) as uow:
        ended = uow.session.get_one(FeedFile, file_id).state
        if ended != FileState.STOPPED:  # that may be gone on with
            uow.session.execute(sa.delete(FeedPart).where(FeedPart.file_id == file_id))
    return is_in


def _taken(
    database: Database,
    who: Actor,
    file_id: UUID,
    path: Path,
    by: tuple[UUID, str],
    stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Take a file in by a mapping and a region; what nobody foresaw fails this file alone."""
    try:
        with database.reading() as session:
            mapping = _mapping_of(session.get_one(FeedMapping, by[0]), by[1])
        return take_in(database, who, file_id, path, mapping, stopped=stopped) is not None
    except _NOT_OF_A_FEED:
        raise
    except Exception as error:  # the border of one file
        if isinstance(error, AppError):
            fail_file(database, file_id, sentence(error))
        else:
            log.exception("file %s", file_id)
            fail_file(database, file_id, say("feeds.broke_off"))
        return False


def _mapping_of(row: FeedMapping, region: str) -> CaseMapping:
    mapping = mapping_from(row.body, row.name)
    return replace(mapping, region=mapping.region or region)


# -- folders -------------------------------------------------------------------------------------


def _look_into(database: Database, feed: FeedRow, settings: CentreSettings) -> int:
    """Take in what lies in a feed's folder and has stopped growing."""
    folder = ready_folder(settings.feeds_folder, feed.folder)
    settled = timedelta(seconds=settings.feed_settle_s)
    taken = 0
    for path, size, touched in deliveries(folder):
        row_id = _noted(database, feed, path.name, size, touched, settled)
        if row_id is None:
            continue
        try:
            taken += _deliver(database, feed, row_id, path)
        except FileHeld as error:
            _say(database, row_id, sentence(error))
    return taken


def _noted(
    database: Database, feed: FeedRow, name: str, size: int, touched: str, settled: timedelta
) -> UUID | None:
    """Note a file that lies there; return its row once it has not grown for a while."""
    with database.writing(KEEPER) as uow:
        asked = (
            sa.select(FeedFile)
            .where(FeedFile.feed_id == feed.id, FeedFile.name == name)
            .order_by(FeedFile.at.desc(), FeedFile.id.desc())
            .limit(1)
        )
        row = uow.session.scalars(asked).first()
        same = row is not None and (row.size, row.touched) == (size, touched)
        if row is not None and same:
            if row.state == FileState.STOPPED:
                return None
            if row.state == FileState.SEEN and uow.now - row.at < settled:
                return None
            return row.id
        if row is not None and row.state == FileState.SEEN:  # it grows
            row.size, row.touched, row.at = size, touched, uow.now
            return None
        delivery = Delivery(name, size, feed.mapping_id, feed.region, "")
        new = new_file(uow, delivery, feed.id)
        new.touched = touched
    return None


def _deliver(database: Database, feed: FeedRow, row_id: UUID, path: Path) -> bool:
    """Take a file of a folder in, unless it was, and put it away; tell whether it came in new."""
    found = print_of(path)
    with database.writing(KEEPER) as uow:
        row = uow.session.get_one(FeedFile, row_id)
        row.print = found
        state = FileState(row.state)
        twin = sa.select(FeedFile.name, FeedFile.at).where(
            FeedFile.feed_id == feed.id,
            FeedFile.print == found,
            FeedFile.state == FileState.DONE,
            FeedFile.id != row_id,
        )
        before = uow.session.execute(twin.limit(1)).first()
        if before is not None and state is not FileState.DONE:
            told = say("feeds.came_before", name=before.name)
            row.state, row.ended_at, row.report = FileState.DONE, uow.now, {"told": told}
            uow.touched(Topic.FEED, row.id, row.region)
            state = FileState.DONE
    taken = False
    if state not in (FileState.DONE, FileState.FAILED):
        taken = _taken(database, _actor(feed), row_id, path, (feed.mapping_id, feed.region))
    with database.reading() as session:
        told_of = file_row(session, KEEPER, row_id)
    if told_of.state in (FileState.DONE, FileState.FAILED):
        is_done = told_of.state is FileState.DONE
        put_away(path, told_of, is_done=is_done, now=_local(database))
    return taken


def _local(database: Database) -> datetime:
    from app.core.clock import local

    return local(database.clock.now())


def _actor(feed: FeedRow) -> Actor:
    """Return who imports for a feed: the keeper, and nowhere but in its street."""
    rights = frozenset({Right.IMPORT, Right.READ_CASES})
    return Actor(None, KEEPER.name, "keeper", grants=(Grant(NAME, rights, region=feed.region),))


def _say(database: Database, row_id: UUID, error: str) -> None:
    with database.writing(KEEPER) as uow:
        row = uow.session.get_one(FeedFile, row_id)
        if row.error != error:
            row.error = error
            uow.touched(Topic.FEED, row.id, row.region)
