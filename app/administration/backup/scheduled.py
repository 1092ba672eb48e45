"""The backup nobody has to think of: once a day into a folder, old ones thinned out.

What was done is told by the files themselves, so that another folder (a new disk) gets its first
backup at once, and a keeper that was away catches up with one.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from app.administration.backup.bodies import (
    ENDING,
    FOLDER,
    NEW,
    forget_unneeded,
    list_of,
    written_before,
)
from app.administration.backup.errors import BackupLater, FolderNotWhole
from app.administration.backup.machine import machine_lock
from app.administration.backup.thinning import Keep, staying
from app.administration.backup.whole import (
    SUBJECT,
    BackedUp,
    How,
    Proof,
    backup,
    identity_of,
    size_of,
)
from app.administration.backup.wrapping import has_mark
from app.core.actor import system
from app.core.changes import Topic
from app.core.clock import SHANGHAI, local
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings, settings_at
from app.core.whole_files import FolderMissing, understood
from app.core.words import say, sentence

CHORE = "administration.backup"
_NAME = re.compile(r"jiezhi-([0-9a-f]{12})-(\d{8}-\d{6})\.backup")
_FAILED = "administration.backup_failed"
AGAIN_AFTER = timedelta(hours=1)
_GB = 1_000_000_000
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of this database in the folder; `at` is on the wall clock."""

    at: datetime
    file: Path


def back_up_as_planned(database: Database) -> str:
    """Back up where that is due, and thin out; return a sentence that says how it stands.

    Raises:
        FolderMissing: The folder is not there: a disk that is not plugged in, perhaps.
        FolderNotWhole: It is not said from where on.
        AppError: Any other trouble; what was there before is whole.
    """
    now = database.clock.now()
    with database.reading() as session:
        settings = settings_at(session, now)
    if not settings.backup_folder:
        return say("chores.backup_off")
    folder = Path(settings.backup_folder)
    if not folder.is_absolute():
        raise FolderNotWhole(folder=folder)
    if not folder.is_dir():
        raise FolderMissing(folder=folder)
    try:
        return _back_up(database, folder, settings, now)
    except OSError as error:
        raise understood(error, folder) from error


def _back_up(database: Database, folder: Path, settings: CentreSettings, now: datetime) -> str:
    identity = identity_of(database)
    newest = next(iter(kept_in(folder, identity, now)), None)
    due = last_due(local(now), settings.backup_hour)
    if newest is not None and newest.at >= due:
        following = f"{due + timedelta(days=1):%m-%d %H:%M}"
        return say("chores.backup_waits", last=f"{newest.at:%m-%d %H:%M}", next=following)
    _sweep(folder, identity, now)
    file = folder / f"jiezhi-{identity}-{local(now):{_STAMP}}.backup"
    lock = machine_lock(wanted=bool(settings.backup_encrypted))
    fits = size_of(database) <= settings.backup_proof_most_gb * _GB
    how = How(lock, proof=Proof.RESTORED if fits else Proof.READ, apart=True)
    _wait_after_failure(database, folder, now)
    try:
        done = backup(database, system(CHORE), file, how)
    except AppError as error:
        _note_failure(database, folder, error)
        raise
    gone, bodies = thin_out(database, folder, settings)
    return _told(done, gone, bodies)


def _wait_after_failure(database: Database, folder: Path, now: datetime) -> None:
    """Raise `BackupLater` where one into this folder failed lately: what takes half an hour and
    fails is not tried all day long.
    """
    asked = sa.select(JournalEntry.at, JournalEntry.facts).where(
        JournalEntry.subject == SUBJECT,
        JournalEntry.action == _FAILED,
        JournalEntry.person_id.is_(None),  # people write rows of their own past the program
        JournalEntry.at > now - AGAIN_AFTER,
        JournalEntry.at <= now,
    )
    with database.reading() as session:
        rows = session.execute(asked.order_by(JournalEntry.at.desc()).limit(1)).all()
    for at, facts in rows:
        if isinstance(facts, dict) and facts.get("folder") == str(folder):
            raise BackupLater(why=str(facts.get("why", "")), at=f"{local(at + AGAIN_AFTER):%H:%M}")


def _note_failure(database: Database, folder: Path, error: AppError) -> None:
    with database.writing(system(CHORE)) as uow:
        why = sentence(error)
        uow.record(_FAILED, Topic.SETTING, SUBJECT, folder=str(folder), code=error.code, why=why)


def last_due(now: datetime, hour: int) -> datetime:
    """Return the last moment a backup was due by; `now` is on the wall clock."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def kept_in(folder: Path, identity: str, now: datetime) -> list[Kept]:
    """Return the backups of a database that this chore made, the newest first. What bears such
    a name and is something else is not among them, nor what is of a day to come: it would stand
    for all that is still to be made.
    """
    found = []
    for file in folder.iterdir():
        told = _NAME.fullmatch(file.name)
        if told is None or told[1] != identity or file.is_symlink() or not file.is_file():
            continue
        at = _moment(told[2])
        if at is not None and at <= now and has_mark(file):
            found.append(Kept(at, file))
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=SHANGHAI)
    except ValueError:  # a month 13
        return None


def thin_out(database: Database, folder: Path, settings: CentreSettings) -> tuple[int, int]:
    """Remove backups that need not stay, and bodies no backup needs; return how many of each."""
    keep = Keep(settings.backup_daily, settings.backup_weekly, settings.backup_monthly)
    there = kept_in(folder, identity_of(database), database.clock.now())
    stay = staying((kept.at for kept in there), keep)
    gone = [kept.file for kept in there if kept.at not in stay]
    for file in gone:
        file.unlink()
        list_of(file).unlink(missing_ok=True)
    bodies = 0
    if gone and (folder / FOLDER).is_dir():
        bodies = forget_unneeded(folder, _with_lists(folder), database.clock.now())
    if gone:
        with database.writing(system(CHORE)) as uow:
            uow.record(
                "administration.backup_thinned",
                Topic.SETTING,
                SUBJECT,
                files=[file.name for file in gone],
                bodies=bodies,
            )
    return len(gone), bodies


def _sweep(folder: Path, identity: str, now: datetime) -> None:
    """Remove what a keeper left that was killed in the middle, days ago."""
    for part in folder.glob(f"jiezhi-{identity}-*.part"):
        told = _NAME.match(part.name)
        if told is not None and not part.is_symlink() and written_before(part, now - NEW):
            part.unlink()


def _with_lists(folder: Path) -> list[Path]:
    """Return all backups in a folder, also of other databases, that need bodies beside them."""
    listed = (file.with_name(file.name.removesuffix(ENDING)) for file in folder.glob(f"*{ENDING}"))
    return sorted(file for file in listed if file.exists())


def _told(done: BackedUp, gone: int, bodies: int) -> str:
    facts = {
        "file": done.file.name,
        "size_mb": f"{done.size_bytes / 1_000_000:.1f}",
        "minutes": max(1, round(done.took_s / 60)),
        "added": done.added,
        "gone": gone,
        "bodies": bodies,
    }
    told = say(f"chores.backup_done.{done.proof}", **facts)
    return told + (say("chores.backup_damaged", count=done.damaged) if done.damaged else "")
