"""What the page of feeds reads, on reader threads."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from app.core.paging import Page
from app.core.shared_settings import settings_at
from app.exchange.feeds.queries import feed_row, feeds, file_row, files
from app.exchange.feeds.rules import FeedRow, FileRow
from ui.core.slices import Desk
from ui.core.table_model import After
from ui.exchange.feed_columns import FeedLine
from ui.parts.region_names import names_of

HANDED_IN = 50
"""Files that were handed in at desks, the newest first."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """A row of the list with all that stands beside it.

    Attributes:
        folder: Where the keeper looks, "" where no folder of the centre is set.
        region: Name of its street, "" for a file handed in.
        files: What came by it, the newest first.
    """

    line: FeedLine
    folder: str
    region: str
    files: tuple[FileRow, ...]


class FeedsSource:
    """Reads feeds and files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def load(self, _after: After) -> Page[FeedLine]:
        """Return feeds, then what was handed in at desks; called on a reader thread."""
        desk = self._desk
        with desk.parts.database.reading() as session:
            base = settings_at(session, desk.parts.clock.now()).feeds_folder
            rows = [FeedLine(feed, feed.last, bool(base)) for feed in feeds(session, desk.actor)]
            sent = files(session, desk.actor, handed_in=True, most=HANDED_IN)
        return Page((*rows, *(FeedLine(None, file, bool(base)) for file in sent)), None)

    def seen(self, session: Any, line: FeedLine) -> FeedSeen:
        """Return one row with its files; called on a reader thread."""
        actor = self._desk.actor
        base = settings_at(session, self._desk.parts.clock.now()).feeds_folder
        if line.feed is None:
            file = file_row(session, actor, line.key)
            return FeedSeen(FeedLine(None, file, bool(base)), "", "", (file,))
        feed: FeedRow = feed_row(session, actor, line.feed.id)
        came = files(session, actor, feed_id=feed.id, most=SHOWN)
        names = names_of(session, (feed.region,))
        folder = str(PurePath(base) / feed.folder) if base else ""
        region = names.get(feed.region, feed.region)
        return FeedSeen(FeedLine(feed, feed.last, bool(base)), folder, region, came)


def has_base(session: Any, desk: Desk) -> bool:
    """Tell whether the centre has set a folder for feeds; called on a reader thread."""
    return bool(settings_at(session, desk.parts.clock.now()).feeds_folder)
