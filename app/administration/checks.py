"""What `check` looks at in a database: schema, calendar, stored deadlines, the journal's seals,
room on the disk.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.administration.backup.scheduled import CHORE
from app.cases.documents import missing_documents, untrue_documents
from app.cases.models import CaseFile
from app.cases.recount import wrong_due
from app.cases.rules import OPEN_STATES
from app.core.attachments.bodies import count_bodiless
from app.core.calendar_store import current_calendar
from app.core.chores import ChoreState
from app.core.clock import local
from app.core.database import SCHEMA, Database
from app.core.errors import AppError
from app.core.seal_check import Trouble, check_seals
from app.core.settings import data_folder
from app.core.shared_settings import settings_at
from app.core.words import say

ENDED_CHECKED = 100_000
"""So many of the newest ended cases are checked; older ones were when they were new."""

MOST_NAMED = 10
"""Troubles of the journal named in the sentence; the rest is counted."""

DOCUMENTS_CHECKED = 5_000
"""So many of the newest cases are compared with what the search knows of them."""

BACKUP_LOOKED_AFTER = timedelta(days=1)
"""A keeper looks every ten minutes; after this nobody does."""

ROOM_NEEDED_GB = 2.0
ROOM_NEEDED_SHARE = 0.05
_GB = 1_000_000_000


class RoomShort(AppError):
    """The disk has little room left; facts: ``folder``, ``free_gb``."""

    code = "administration.room_short"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: What was looked at, for programs.
        ok: False where somebody has to do something.
        told: One sentence for people.
    """

    name: str
    ok: bool
    told: str


def check_database(
    database: Database,
    progress: Callable[[int, int], None] = lambda _done, _whole: None,
    outside: Mapping[int, bytes] | None = None,
) -> Iterator[Finding]:
    """Look at everything, one finding after the other.

    Args:
        database: What is looked at.
        progress: Told how much of how much is done.
        outside: Hashes of journal seals by number, as a copy kept elsewhere has them.
    """
    yield check_schema(database)
    with database.reading() as session:
        yield check_calendar(session, local(database.clock.now()).year)
        yield check_deadlines(session, database, progress)
        yield check_documents(session)
        yield check_journal(session, outside, progress)
        yield check_attachments(session)
        yield check_backup(session, database)
    yield check_room(database)


def check_schema(database: Database) -> Finding:
    """Compare the schema with what this program knows; a restore has to be finished first."""
    state = database.look_again()
    revision = state.revision
    if state.is_unfinished:
        return Finding("schema", ok=False, told=say("core.restore_unfinished"))
    if revision == SCHEMA:
        return Finding("schema", ok=True, told=say("administration.schema_ok", revision=revision))
    told = say("administration.schema_differs", revision=revision, wanted=SCHEMA)
    return Finding("schema", ok=False, told=told)


def check_calendar(session: Session, year: int) -> Finding:
    """Tell whether this year and the next are published; only this one has to be."""
    calendar = current_calendar(session)
    number = calendar.number
    if calendar.is_provisional(year):
        told = say("administration.calendar_missing", number=number, year=year)
        return Finding("calendar", ok=False, told=told)
    key = "calendar_next_provisional" if calendar.is_provisional(year + 1) else "calendar_ok"
    told = say(f"administration.{key}", number=number, year=year, next=year + 1)
    return Finding("calendar", ok=True, told=told)


def check_deadlines(
    session: Session, database: Database, progress: Callable[[int, int], None]
) -> Finding:
    """Compare stored due times with the function: all cases, or in a database with very many
    all open cases and the newest of the others; the sentence says which.
    """
    checked, which = 0, _oldest_checked(session)

    def count(done: int, whole: int) -> None:
        nonlocal checked
        checked = done
        progress(done, whole)

    now = database.clock.now()
    wrong = [each.case_id for each in wrong_due(session, now, *which, progress=count)]
    if not wrong:
        key = "deadlines_some_ok" if which else "deadlines_ok"
        told = say(f"administration.{key}", count=checked)
        return Finding("deadlines", ok=True, told=told)
    numbers = session.scalars(sa.select(CaseFile.number).where(CaseFile.id.in_(wrong[:5])))
    named = "、".join(number or "—" for number in numbers)
    told = say("administration.deadlines_differ", count=len(wrong), numbers=named)
    return Finding("deadlines", ok=False, told=told)


def _oldest_checked(session: Session) -> tuple[sa.ColumnElement[bool], ...]:
    """Return which cases are checked; nothing where that is all of them."""
    is_open = CaseFile.state.in_(OPEN_STATES)
    newest = sa.select(CaseFile.order_at).where(~is_open).order_by(CaseFile.order_at.desc())
    oldest = session.scalar(newest.offset(ENDED_CHECKED).limit(1))
    return () if oldest is None else (sa.or_(is_open, CaseFile.order_at > oldest),)


def check_documents(session: Session) -> Finding:
    """Tell whether the search finds every case, and whether what it knows of the newest ones is
    what they say.
    """
    newest = sa.select(CaseFile.id).order_by(CaseFile.received_at.desc(), CaseFile.id.desc())
    wrong = set(missing_documents(session))
    wrong.update(untrue_documents(session, session.scalars(newest.limit(DOCUMENTS_CHECKED))))
    if not wrong:
        return Finding("search", ok=True, told=say("administration.documents_ok"))
    return Finding("search", ok=False, told=say("administration.documents_wrong", count=len(wrong)))


def check_journal(
    session: Session,
    outside: Mapping[int, bytes] | None,
    progress: Callable[[int, int], None],
) -> Finding:
    """Recompute the whole journal against its seals; the sentence names what does not fit."""
    verdict = check_seals(session, outside=outside, progress=progress)
    if not verdict.troubles:
        facts = {"rows": verdict.rows, "seals": verdict.seals, "unsealed": verdict.unsealed}
        key = "journal_ok" if outside is None else "journal_ok_outside"
        return Finding("journal", ok=True, told=say(f"administration.{key}", **facts))
    named = "；".join(_seal_words(trouble) for trouble in verdict.troubles[:MOST_NAMED])
    count = f"{len(verdict.troubles)}{'+' if verdict.more else ''}"
    told = say("administration.journal_differs", count=count, named=named)
    return Finding("journal", ok=False, told=told)


def _seal_words(trouble: Trouble) -> str:
    at = f"{local(trouble.at):%Y-%m-%d %H:%M}" if trouble.at is not None else "—"
    facts = {"seal": trouble.seal or "—", "serial": trouble.serial or "—"}
    return say(f"administration.seal_trouble.{trouble.kind}", **facts, at=at, action=trouble.action)


def check_attachments(session: Session) -> Finding:
    """Tell whether every attachment has its bytes: a restore without them is not finished."""
    missing = count_bodiless(session)
    if not missing:
        return Finding("attachments", ok=True, told=say("administration.attachments_ok"))
    told = say("administration.attachments_missing", count=missing)
    return Finding("attachments", ok=False, told=told)


def check_backup(session: Session, database: Database) -> Finding:
    """Tell how the daily backup stands, where one is wanted, and whether anybody looks after it."""
    now = database.clock.now()
    if not settings_at(session, now).backup_folder:
        return Finding("backup", ok=True, told=say("administration.backup_not_planned"))
    state = session.get(ChoreState, CHORE)
    if state is None:
        return Finding("backup", ok=False, told=say("administration.backup_never"))
    if state.last_error:
        told = say("administration.backup_trouble", why=state.last_error)
        return Finding("backup", ok=False, told=told)
    if now - state.last_run_at > BACKUP_LOOKED_AFTER:
        told = say("administration.backup_stale", last=f"{local(state.last_run_at):%Y-%m-%d %H:%M}")
        return Finding("backup", ok=False, told=told)
    told = say("administration.backup_ok", how=state.last_result)
    return Finding("backup", ok=True, told=told)


def check_room(database: Database) -> Finding:
    """Tell whether the disk that grows has room: of the embedded file, else of this computer."""
    ok, facts = _room(database)
    key = "room_ok" if ok else "room_short"
    return Finding("disk", ok=ok, told=say(f"administration.{key}", **facts))


def watch_room(database: Database) -> str:
    """Say how much room the disk has; the keeper stands beside the server, which does not tell.

    Raises:
        RoomShort: There is little left.
    """
    ok, facts = _room(database)
    if not ok:
        raise RoomShort(**facts)
    return say("administration.room_ok", **facts)


def _room(database: Database) -> tuple[bool, dict[str, object]]:
    file = Path(database.url.database or "").absolute()
    folder = file.parent if database.is_sqlite else data_folder()
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    free_gb = disk.free / _GB
    ok = free_gb >= ROOM_NEEDED_GB and disk.free >= disk.total * ROOM_NEEDED_SHARE
    return ok, {"folder": folder, "free_gb": f"{free_gb:.1f}"}
